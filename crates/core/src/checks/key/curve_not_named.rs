//! `key.curve-not-named`: an elliptic curve key with parameters of its own.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.curve-not-named",
    title: "The key does not name its curve",
    brief: "no named curve",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5480", "2.1.1")],
    rationale: "An elliptic curve key names a well-known curve such as P-256. One that spells out curve parameters of its own could \
                hide a curve made to be broken (CVE-2020-0601), so TLS libraries refuse it.",
    remedy: "Make a new key pair on a named curve (OpenSSL: -pkeyopt ec_param_enc:named_curve), and have it certified.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let Some(key) = item.parsed.public_key() else { return Outcome::NotApplicable("it has no readable key") };
    if !key.lacks_named_curve() {
        return Outcome::Passed;
    }
    let who = item.role.side().map_or_else(|| view.provider(item), |side| side.team().into());
    let message = format!("{} has an elliptic curve key that does not name its curve.", view.name(item));
    let finding = CHECK.finding(item.location(), who, message);
    let bystander = item.certificate().is_some() && !view.is_judged(item.id);
    // Whether files match is asked there, and not whether a peer would take them.
    if bystander || view.policy.task == Task::Match {
        finding.severity(Severity::Warning).into()
    } else {
        finding.into()
    }
}
