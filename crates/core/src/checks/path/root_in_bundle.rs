//! `path.root-in-bundle`: the root CA is sent along.

use super::certificates_of;
use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::path::PathVerdict;
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
    tasks: &[Task::Check],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let Some(target) = view.bundle.item(verdict.target) else {
        return Outcome::NotApplicable("there is no certificate");
    };
    let is_root =
        |item: &&&Item| item.id != target.id && item.certificate().is_some_and(Certificate::is_self_issued);
    match certificates_of(view, target.artifact).iter().find(is_root) {
        None => Outcome::Passed,
        Some(root) => {
            let message =
                format!("{} carries a root CA besides its certificate.", view.file(target.artifact));
            CHECK.finding(root.location(), view.provider(target), message).into()
        }
    }
}
