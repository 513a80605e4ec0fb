//! `path.revoked`: the CA has taken a certificate back.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.revoked",
    title: "A certificate was revoked",
    brief: "revoked",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "6.1.3"), Citation::must("RFC 5280", "6.3")],
    rationale: "A CA revokes a certificate when its key may be known to others, or when it should never have been issued. Whoever \
                looks at the CA's revocation list or asks its OCSP responder refuses it from then on.",
    remedy: "Make a new key pair and request, have it signed, and deploy the new certificate.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::Revoked, &CHECK)),
};
