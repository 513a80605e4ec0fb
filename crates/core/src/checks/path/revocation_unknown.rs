//! `path.revocation-unknown`: whether a certificate was revoked can't be told from what was given.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.revocation-unknown",
    title: "Whether a certificate was revoked could not be determined",
    brief: "revocation unknown",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::SomePeers,
    cites: &[Citation::must("RFC 5280", "6.3.3"), Citation::must("RFC 6960", "3.2")],
    rationale: "A revocation list or OCSP response counts only while it is fresh, when the CA signed it, and for the certificates it \
                is made for. One that is stale, forged or about others leaves the question open.",
    remedy: "Fetch the CA's current revocation list, or a current OCSP response for this certificate, and ask again.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::RevocationUnknown, &CHECK)),
};
