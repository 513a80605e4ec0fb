//! `path.key-usage-no-cert-sign`: an issuer's key may not sign certificates.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.key-usage-no-cert-sign",
    title: "The issuer's key may not sign certificates",
    brief: "may not issue",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.2.1.3"), Citation::must("RFC 5280", "6.1.4")],
    rationale: "A CA certificate that lists key usages must list keyCertSign, or nothing that it signed counts.",
    remedy: "Issue the CA certificate again with keyUsage keyCertSign, cRLSign.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::KeyUsageNoCertSign, &CHECK)),
};
