//! `handoff.intermediate-not-at-sender`: the side that presents a certificate does not hold the intermediate one above it.

use crate::checks::holding;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::PathVerdict;
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "handoff.intermediate-not-at-sender",
    title: "The intermediate certificate is not where it is sent from",
    brief: "half a chain",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 8446", "4.4.2"), Citation::must("RFC 5246", "7.4.2")],
    rationale: "Whoever presents a certificate sends the intermediate ones with it, out of its own files. One that only the other side \
                has is not sent, and the other side, which does not look for it there, refuses with unknown_ca.",
    remedy: "Put the intermediate certificate behind the certificate in the file that is deployed on its side.",
    tasks: &[Task::Check],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let Some((side, accepted)) = holding::accepted(verdict) else {
        return Outcome::NotApplicable("it leads to no CA here");
    };
    let mut missing = accepted.map(|attempt| holding::missing_at_sender(view, side, attempt));
    let Some(Some(first)) = missing.next() else { return Outcome::Passed };
    if missing.any(|other| other.is_none()) {
        return Outcome::Passed;
    }
    let (Some(target), Some(intermediate)) = (view.bundle.item(verdict.target), view.bundle.item(first))
    else {
        return Outcome::Passed;
    };
    let message = format!(
        "{} is sent without the intermediate certificate in {}, which only the other side has.",
        view.name(target),
        view.name(intermediate)
    );
    CHECK.finding(target.location(), view.provider(target), message).related(intermediate.location()).into()
}
