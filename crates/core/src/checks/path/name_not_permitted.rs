//! `path.name-not-permitted`: a name lies where a CA above does not allow it.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.name-not-permitted",
    title: "A CA on the path does not allow this name",
    brief: "name not allowed",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.2.1.10"), Citation::must("RFC 5280", "6.1.3")],
    rationale: "A CA certificate may say which names the certificates below it can have, so that a department's CA can't speak for \
                the whole world. Peers refuse a certificate with a name outside.",
    remedy: "Issue the certificate from a CA that is allowed this name, or widen the CA's name constraints.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::NameNotPermitted, &CHECK)),
};
