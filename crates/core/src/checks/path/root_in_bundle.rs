//! `path.root-in-bundle`: the root CA is sent along.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.root-in-bundle",
    title: "The bundle carries the root CA",
    brief: "carries the root",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 8446", "4.4.2")],
    rationale: "A peer has the root already, or does not trust it: sending it along changes nothing and makes every handshake \
                larger.",
    remedy: "Nothing needs to be done; the root may be left out of the file.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let of_file = |item: &&Item| item.artifact == artifact;
    let mut targets = view.paths.iter().filter_map(|path| view.bundle.item(path.target));
    let Some(target) = targets.find(of_file) else {
        return Outcome::NotApplicable("nothing in it is to be verified");
    };
    let is_root =
        |item: &&Item| item.id != target.id && item.certificate().is_some_and(Certificate::is_self_issued);
    match view.bundle.items_of(artifact).iter().find(is_root) {
        None => Outcome::Passed,
        Some(root) => {
            let message = format!("{} carries a root CA besides its certificate.", view.file(artifact));
            CHECK.finding(root.location(), view.provider(target), message).into()
        }
    }
}
