//! `path.anchor-missing`: there is no CA to trust.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.anchor-missing",
    title: "There is no CA certificate to verify with",
    brief: "no CA",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "6.1.1")],
    rationale: "Verification starts from a CA that both sides trust. Countersign trusts only what you give it, never the CAs of this computer: a private PKI is not among them, and a public one would prove nothing here.",
    remedy: "Send the CA's certificate, or give the right file as the CA (--ca FILE).",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::AnchorMissing, &CHECK)),
};
