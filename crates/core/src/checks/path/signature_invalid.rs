//! `path.signature-invalid`: a signature does not verify.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.signature-invalid",
    title: "A signature does not verify",
    brief: "bad signature",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "6.1.3")],
    rationale: "The issuer's signature is what makes a certificate believable. When it does not verify, either the certificate was changed after signing, or the CA given is not the one that signed it: two CAs may well carry one name.",
    remedy: "Send the CA certificate that really signed, or have the certificate issued again by the CA given.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::SignatureInvalid, &CHECK)),
};
