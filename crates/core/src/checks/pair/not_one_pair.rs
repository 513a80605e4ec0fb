//! `pair.not-one-pair`: the files given to `match` hold several keys.

use std::collections::BTreeSet;

use crate::bundle::{Item, ItemId};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::KeyState;
use crate::order;
use crate::policy::Task;
use crate::report::{Actor, Location, Outcome, Severity, list};

pub(super) static CHECK: Check = Check {
    code: "pair.not-one-pair",
    title: "The files do not belong to one key pair",
    brief: "other key",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 8446", "4.4.3"), Citation::must("RFC 2986", "3")],
    rationale: "Private key, request and certificate belong together when they share one public key. Names and dates don't matter \
                for that, and file names don't either.",
    remedy: "Use the files that are listed together.",
    tasks: &[Task::Match],
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    let issuers_by_file = issuers_by_file(view);
    let groups: Vec<&[ItemId]> =
        view.bundle.keys.iter().filter(|group| !comes_along(view, &issuers_by_file, group)).collect();
    // Two keys are two, whatever a closed one would add; one may still be another.
    if let Some(code) = closed_key(view).filter(|_| groups.len() < 2) {
        return Outcome::Blocked(code);
    }
    let keys = view.bundle.items.iter().filter(|item| item.parsed.public_key().is_some()).count();
    if keys < 2 {
        let message = "There are fewer than two readable keys here, so there is nothing to compare.";
        return CHECK
            .finding(Location::artifact(0), Actor::You, message)
            .remedy("Give at least two files.")
            .into();
    }
    if groups.len() < 2 {
        return Outcome::Passed;
    }
    let named: Vec<String> = groups.iter().map(|group| group_words(view, group)).collect();
    let message = format!("These files hold {} different keys.", groups.len());
    // The odd one out is the guilty one: a file of the smallest group.
    let odd =
        groups.iter().min_by_key(|group| group.len()).and_then(|group| view.bundle.item(*group.first()?));
    let location = odd.map_or_else(|| Location::artifact(0), Item::location);
    let mut finding = CHECK.finding(location, Actor::You, message);
    for words in named.into_iter().take(20) {
        finding = finding.evidence("together", words);
    }
    finding.into()
}

/// The names that certificates give as their issuers, each with the file it lies in.
type IssuersByFile<'a> = BTreeSet<(usize, &'a [String])>;

fn issuers_by_file<'a>(view: &View<'a>) -> IssuersByFile<'a> {
    let issued = view.bundle.items.iter().filter_map(|item| {
        let certificate = item.certificate().filter(|certificate| !certificate.is_self_issued())?;
        Some((item.artifact, certificate.issuer.comparable()))
    });
    order::set(issued)
}

/// All of them are CAs above another certificate of their own file: a chain belongs to the certificate at its end.
fn comes_along(view: &View<'_>, issuers: &IssuersByFile<'_>, group: &[ItemId]) -> bool {
    let is_above = |id: &ItemId| {
        let item = view.bundle.item(*id)?;
        let certificate = item.certificate().filter(|certificate| certificate.is_ca())?;
        Some(issuers.contains(&(item.artifact, certificate.subject.comparable())))
    };
    group.iter().all(|id| is_above(id) == Some(true))
}

/// The finding that tells of a private key whose public half is not known.
fn closed_key(view: &View<'_>) -> Option<&'static str> {
    view.bundle.items.iter().find_map(|item| match item.private_key()?.state {
        KeyState::Locked(..) => Some("key.locked"),
        KeyState::NotReached(_) => Some("key.limit-reached"),
        KeyState::Unsupported(_) => Some("key.unsupported"),
        _ => None,
    })
}

fn group_words(view: &View<'_>, group: &[ItemId]) -> String {
    let names: Vec<String> = group.iter().map(|id| view.name_of(*id)).collect();
    list(&names, 20)
}
