//! `path.refused`: no path was accepted, for a reason that no other check tells.

use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::{FaultKind, PathVerdict, State};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.refused",
    title: "No path to the CA was accepted",
    brief: "refused",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "6.1")],
    rationale: "A path passes only when every certificate in it keeps every rule. This is the net under the other checks: a refusal \
                is always told.",
    remedy: "Look at the path's steps in the report; the step that refuses says why.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(run),
};

/// The kinds that a check of their own tells, on any certificate of the path.
const TOLD: &[FaultKind] = &[
    FaultKind::AlgorithmsDiffer,
    FaultKind::AlgorithmUnsupported,
    FaultKind::AnchorMissing,
    FaultKind::CriticalExtensionUnknown,
    FaultKind::ExtendedKeyUsageMissing,
    FaultKind::ExtensionMalformed,
    FaultKind::HostMismatch,
    FaultKind::IssuerMissing,
    FaultKind::IssuerNotCa,
    FaultKind::KeyUsageNoCertSign,
    FaultKind::LimitReached,
    FaultKind::NameNotPermitted,
    FaultKind::NotAfterPassed,
    FaultKind::NotBeforeAhead,
    FaultKind::PathLenExceeded,
    FaultKind::PolicyNotValid,
    FaultKind::ProfileViolated,
    FaultKind::RevocationUnknown,
    FaultKind::Revoked,
    FaultKind::SignatureInvalid,
];

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    if verdict.state() != State::Refused {
        return Outcome::Passed;
    }
    let (Some(attempt), Some(target)) = (verdict.foremost(), view.bundle.item(verdict.target)) else {
        return Outcome::NotApplicable("no path was found");
    };
    // Weak algorithms are told by certificate.weak-signature and key.too-short.
    let untold =
        attempt.faults().find(|fault| !TOLD.contains(&fault.kind) && fault.kind != FaultKind::WeakAlgorithm);
    match untold {
        None => Outcome::Passed,
        Some(fault) => {
            let message = format!(
                "No path from {} to the CA was accepted: {} {}.",
                view.name(target),
                view.name_of(fault.guilty),
                fault.message
            );
            CHECK.finding(target.location(), Actor::You, message).into()
        }
    }
}
