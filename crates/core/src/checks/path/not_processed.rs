//! `path.not-processed`: a rule of the standard that is not applied yet.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.not-processed",
    title: "Part of the standard's rules was not applied",
    brief: "not all applied",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "6.1")],
    rationale: "The standard has rules for name constraints, policies and revocation that this version does not apply. Where a file uses them, Countersign says so and gives no verdict.",
    remedy: "Verify this set with a second tool until this is supported.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::NotProcessed, &CHECK)),
};
