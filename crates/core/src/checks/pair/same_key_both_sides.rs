//! `pair.same-key-both-sides`: server and client use one key.

use crate::bundle::Side;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "pair.same-key-both-sides",
    title: "Server and client share one key",
    brief: "shared key",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::should("NIST SP 800-57 part 1", "5.2")],
    rationale: "Each side proves who it is with a key that only it has. When both have the same one, each can pass for the other, \
                and the key has left its house.",
    remedy: "Make a new key pair for one side.",
    tasks: &[Task::Check],
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    for client in view.bundle.with_role(Side::Client.certificate()) {
        let shared = view
            .bundle
            .with_role(Side::Server.certificate())
            .find(|server| view.bundle.keys.same(server.id, client.id));
        if let Some(server) = shared {
            let message = format!("{} and {} are for the same key.", view.name(client), view.name(server));
            let who = Side::Client.team().into();
            return CHECK.finding(client.location(), who, message).related(server.location()).into();
        }
    }
    Outcome::Passed
}
