//! `handoff.misleading-name`: a file is called after one side and belongs to the other.

use crate::bundle::{Item, Side, side_in_name};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::intake::Artifact;
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "handoff.misleading-name",
    title: "A file is called after the other side",
    brief: "misleading name",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 8446", "4.4.3")],
    rationale: "People deploy files by their names. A file that is called server and belongs to the client ends up on the wrong \
                machine, where it does not work, or gives a private key away.",
    remedy: "Rename the file after what it is, before anyone deploys it.",
    tasks: &[Task::Check],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let Some(side) = item.role.side() else { return Outcome::NotApplicable("it belongs to no side") };
    let name = view.artifacts.get(item.artifact).map_or("", Artifact::file_name);
    match side_in_name(name) {
        Some(named) if named != side => {
            let named = match named {
                Side::Client => "client",
                Side::Server => "server",
            };
            let message = format!(
                "{} is the {}, though it is called after the {named}.",
                view.name(item),
                item.role.words()
            );
            CHECK.finding(item.location(), view.provider(item), message).into()
        }
        _ => Outcome::Passed,
    }
}
