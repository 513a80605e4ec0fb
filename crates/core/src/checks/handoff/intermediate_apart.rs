//! `handoff.intermediate-apart`: the intermediate certificate lies in another file than the certificate it is sent with.

use crate::bundle::{Item, ItemId};
use crate::checks::holding;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::PathVerdict;
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity, list};

pub(super) static CHECK: Check = Check {
    code: "handoff.intermediate-apart",
    title: "The intermediate certificate is in a file of its own",
    brief: "chain in two files",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 8446", "4.4.2"), Citation::must("RFC 5246", "7.4.2")],
    rationale: "Whoever presents a certificate sends the intermediate ones with it. Most programs are given one file for that and send \
                what is in it, so that a certificate that is deployed without the file beside it is refused with unknown_ca. A few \
                take the intermediate certificates from a second file.",
    remedy: "Put the certificate and the intermediate one behind it into one PEM file, and deploy that one.",
    tasks: &[Task::Check],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let Some((side, accepted)) = holding::accepted(verdict) else {
        return Outcome::NotApplicable("it leads to no CA here");
    };
    let held = accepted.filter(|attempt| holding::missing_at_sender(view, side, attempt).is_none());
    let Some(apart) = held.map(|attempt| holding::lying_apart(view, side, attempt)).min_by_key(Vec::len)
    else {
        return Outcome::Blocked("handoff.intermediate-not-at-sender");
    };
    let item = |id: ItemId| Some(view.bundle.copy_for(view.bundle.item(id)?, side));
    let apart: Vec<&Item> = apart.into_iter().filter_map(item).collect();
    let (Some(target), Some(first)) = (view.bundle.item(verdict.target), apart.first()) else {
        return Outcome::Passed;
    };
    let others = files(view, &apart);
    let message = format!(
        "{} holds no intermediate certificate to be sent with it: that is in {others}.",
        view.name(target)
    );
    let remedy = format!(
        "Put the certificates of {} and {others} into one PEM file, in this order, and use it as the {}.",
        view.file(target.artifact),
        target.role.words()
    );
    // Who deploys it can do it, and so can who asks.
    let who = Actor::from(view.policy.side.unwrap_or(side.team()));
    CHECK.finding(target.location(), who, message).related(first.location()).remedy(remedy).into()
}

/// The files' names, each once.
fn files(view: &View<'_>, items: &[&Item]) -> String {
    let mut names: Vec<String> = Vec::new();
    for item in items {
        let name = view.file(item.artifact).to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    list(&names, 5)
}
