//! `path.profile-violated`: a certificate on the path breaks a rule of the chosen profile.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope};
use crate::path::FaultKind;
use crate::policy::Task;
use crate::report::Severity;

pub(super) static CHECK: Check = Check {
    code: "path.profile-violated",
    title: "A certificate breaks a rule of the chosen profile",
    brief: "not to profile",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 5280", "4.2"),
        Citation::must("CA/Browser Forum Baseline Requirements", "7.1.2"),
    ],
    rationale: "By the profiles rfc5280 and web-pki (--profile), certificates are also held to what conforming and public CAs are obliged to. Many \
                private CAs break such rules and work all the same; the default profile does not ask for them.",
    remedy: "Issue the certificate again in the form that the profile asks for, or judge by the profile mtls (--profile mtls).",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(|view, verdict| told(view, verdict, FaultKind::ProfileViolated, &CHECK)),
};
