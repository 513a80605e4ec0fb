//! `path.issuer-missing`: a certificate's issuer is not here.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.issuer-missing",
    title: "The chain to the CA is broken",
    brief: "issuer missing",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 5280", "6.1.3"),
        Citation::must("RFC 8446", "4.4.2"),
        Citation::should("RFC 4158", "2.3"),
    ],
    rationale: "Each certificate is signed by an issuer, up to the CA that both sides trust. Peers do not look for missing links: whoever presents a certificate sends the intermediate ones with it.",
    remedy: "Send the missing CA certificate, and put it behind the certificate in the file that is deployed.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::IssuerMissing, &CHECK)),
};
