//! `path.path-len-exceeded`: more intermediate CAs than a CA allows.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.path-len-exceeded",
    title: "There are more intermediate CAs than the CA allows",
    brief: "chain too long",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.2.1.9"), Citation::must("RFC 5280", "6.1.4")],
    rationale: "A CA may say how many CAs can stand between it and a server or device. Peers count, and refuse a longer chain. \
                What the trusted root says of itself OpenSSL and GnuTLS count too, while rustls and Java take only its name and key.",
    remedy: "Issue the certificate directly from the allowed CA, or make the CA certificate anew with a larger pathLenConstraint.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::PathLenExceeded, &CHECK)),
};
