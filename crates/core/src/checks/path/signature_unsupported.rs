//! `path.signature-unsupported`: a signature that could not be verified.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.signature-unsupported",
    title: "A signature could not be verified",
    brief: "not verified",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "6.1.3")],
    rationale: "The algorithm is not supported here. Unverified is neither right nor wrong, so there is no verdict.",
    remedy: "Verify it with a tool that knows the algorithm, or use RSA, P-256, P-384, P-521 or Ed25519.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::AlgorithmUnsupported, &CHECK)),
};
