//! `path.order-reversed`: a bundle does not begin with the end entity's certificate.

use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::PathVerdict;
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.order-reversed",
    title: "The bundle is in the wrong order",
    brief: "wrong order",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Offer,
    cites: &[
        Citation::must("RFC 8446", "4.4.2"),
        Citation::must("RFC 5246", "7.4.2"),
        Citation::practice("nginx ssl_certificate", ""),
    ],
    rationale: "The sender's own certificate comes first, then each issuer. Servers take the first certificate of the file for their \
                own: in the wrong order nginx, Apache and others report that key and certificate do not match, and won't start.",
    remedy: "Put the certificate of the server or device first, then its issuer, and so on; leave the root out.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let Some(target) = view.bundle.item(verdict.target) else {
        return Outcome::NotApplicable("there is no certificate");
    };
    let mut certificates =
        view.bundle.items_of(target.artifact).iter().filter(|item| item.certificate().is_some());
    // Two end entities in one file are two sets, not one in disorder.
    let targets = view.paths.iter().filter_map(|path| view.bundle.item(path.target));
    let only_target = targets.filter(|item| item.artifact == target.artifact).take(2).count() == 1;
    if !only_target {
        return Outcome::Passed;
    }
    let position = match certificates.position(|item| item.id == target.id) {
        None | Some(0) => return Outcome::Passed,
        Some(others_before) => others_before + 1,
    };
    let file = view.file(target.artifact);
    let message =
        format!("{file} has the {} in place {position}; it must be the first.", target.role.words());
    let finding = CHECK.finding(target.location(), view.provider(target), message);
    // The path is asked for, and there is one; whoever deploys the file meets the fault.
    if view.policy.task == Task::Verify { finding.severity(Severity::Warning).into() } else { finding.into() }
}
