//! `path.issuer-missing`: a certificate's issuer is not here.

use super::told;
use crate::bundle::Role;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::{FaultKind, PathVerdict};
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.issuer-missing",
    title: "The chain to the CA is broken",
    brief: "issuer missing",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 5280", "6.1.3"),
        Citation::must("RFC 8446", "4.4.2"),
        Citation::should("RFC 4158", "2.3"),
    ],
    rationale: "Each certificate is signed by an issuer, up to the CA that both sides trust. Peers do not look for missing links: whoever presents a certificate sends the intermediate ones with it. Most clients send a certificate of another CA all the same and are refused with unknown_ca; Java's does not send it, and the server misses one.",
    remedy: "Send the missing CA certificate, and put it behind the certificate in the file that is deployed.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(run),
};

/// A link may be missing, or the wrong CA may have signed; where a CA is here, the cure names both.
fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let outcome = told(view, verdict, FaultKind::IssuerMissing, &CHECK);
    let Outcome::Found(findings) = outcome else { return outcome };
    let mut authorities = view.bundle.with_role(Role::CaCertificate).filter_map(|item| item.certificate());
    let Some(authority) = authorities.next() else { return Outcome::Found(findings) };
    let subject = authority.subject.short();
    let told = findings.into_iter().map(|finding| {
        let cure = format!(
            "{} Or, if {subject} was meant to issue it, sign the request again with that CA.",
            CHECK.remedy
        );
        finding.evidence("CA here", authority.subject.rfc4514()).remedy(cure)
    });
    Outcome::Found(told.collect())
}
