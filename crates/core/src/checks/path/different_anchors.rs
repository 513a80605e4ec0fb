//! `path.different-anchors`: the two sides' certificates lead to two CAs.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::intake::Given;
use crate::path::State;
use crate::policy::{Purpose, Task};
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.different-anchors",
    title: "The two sides' certificates lead to two CAs",
    brief: "two CAs",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::SomePeers,
    cites: &[Citation::must("RFC 8446", "4.4.2"), Citation::must("RFC 5280", "6.1.1")],
    rationale: "Both sides deploy one CA and check the other side's certificate with it. When server and client were issued by \
                different CAs, each side would have to trust the other's CA; with its own it refuses.",
    remedy: "Have both certificates issued by one CA. If two CAs are meant, give both as CAs (--ca FILE), and deploy each on the \
             side that checks with it.",
    tasks: &[Task::Check],
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    let (server, client) = (anchors(view, Purpose::Server), anchors(view, Purpose::Client));
    let (Some(one), Some(other)) = (server.first(), client.first()) else {
        return Outcome::NotApplicable("not both sides lead to a CA");
    };
    let is_named = |item: &Item| {
        view.artifacts.get(item.artifact).is_some_and(|artifact| artifact.given == Given::Anchor)
    };
    // One key is one CA, however many certificates it has; and one file of CAs is deployed as a whole, on both sides.
    let together = |server: &Item, client: &Item| {
        view.bundle.keys.same(server.id, client.id)
            || server.artifact == client.artifact
            || (is_named(server) && is_named(client))
    };
    if server.iter().any(|server| client.iter().any(|client| together(server, client))) {
        return Outcome::Passed;
    }
    let message = format!(
        "The server's certificate leads to {}, the client's to {}: two CAs, where each side checks with one.",
        view.name(one),
        view.name(other)
    );
    CHECK.finding(other.location(), Actor::TeamB, message).related(one.location()).into()
}

/// Where the accepted paths of that side end.
fn anchors<'a>(view: &View<'a>, purpose: Purpose) -> Vec<&'a Item> {
    let paths = view.paths.iter().filter(|path| path.purpose == purpose);
    let accepted = paths.flat_map(|path| &path.attempts).filter(|attempt| attempt.state() == State::Accepted);
    accepted.filter_map(|attempt| view.bundle.item(*attempt.certificates.last()?)).collect()
}
