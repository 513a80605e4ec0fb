//! `path.issuer-not-ca`: an issuer is not a CA.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.issuer-not-ca",
    title: "The issuer may not issue certificates",
    brief: "not a CA",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "6.1.4"), Citation::must("RFC 5280", "4.2.1.9")],
    rationale: "Only certificates whose basic constraints say CA:TRUE may sign others. Without this rule every holder of a certificate could issue more.",
    remedy: "Issue the CA certificate again with basicConstraints critical, CA:TRUE, and everything below it with the new one.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::IssuerNotCa, &CHECK)),
};
