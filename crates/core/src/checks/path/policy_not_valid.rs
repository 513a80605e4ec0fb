//! `path.policy-not-valid`: no certificate policy is left where one is required.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.policy-not-valid",
    title: "The path is valid for no policy that is required",
    brief: "no valid policy",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "6.1.3"), Citation::must("RFC 9618", "5.4")],
    rationale: "A certificate policy is an identifier by which a CA says under which rules it issued. A CA, or the person who \
                verifies, can require that one policy is vouched for by every certificate of the path; here none is.",
    remedy: "Issue the certificate under a policy that every CA above it lists or maps, or do not require one.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::PolicyNotValid, &CHECK)),
};
