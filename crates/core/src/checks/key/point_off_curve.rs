//! `key.point-off-curve`: a public key is no point of its curve.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.point-off-curve",
    title: "The public key is not on its curve",
    brief: "not on its curve",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 8422", "5.11"), Citation::must("NIST SP 800-56A", "5.6.2.3")],
    rationale: "A public key of an elliptic curve is a point that fits the curve's equation. One that does not was damaged, or made to \
                find out a peer's private key (invalid curve attack), and no private key belongs to it.",
    remedy: "Make the key pair again with the tool that made it.",
    tasks: &[Task::Check, Task::Inspect, Task::Match],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    match item.is_on_curve {
        None => Outcome::NotApplicable("it has no key of a curve that is computed with here"),
        Some(true) => Outcome::Passed,
        Some(false) => {
            let who = item.role.side().map_or_else(|| view.provider(item), |side| side.team().into());
            let message = format!("{} has a public key that is no point of its curve.", view.name(item));
            CHECK.finding(item.location(), who, message).into()
        }
    }
}
