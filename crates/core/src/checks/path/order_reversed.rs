//! `path.order-reversed`: a bundle does not begin with the end entity's certificate.

use crate::bundle::{Item, ItemId};
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
                own: in the wrong order nginx, Apache and others report that key and certificate do not match, and won't start. \
                openssl pkcs12, which makes Java's stores, puts it right.",
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
        None | Some(0) => return issuers_behind(view, target),
        Some(others_before) => others_before + 1,
    };
    let file = view.file(target.artifact);
    let message =
        format!("{file} has the {} in place {position}; it must be the first.", target.role.words());
    let finding = CHECK.finding(target.location(), view.provider(target), message);
    // The path is asked for, and there is one; whoever deploys the file meets the fault.
    if view.policy.task == Task::Verify { finding.severity(Severity::Warning).into() } else { finding.into() }
}

/// The sender's own certificate is in its place; are those behind it, each before its issuer?
fn issuers_behind(view: &View<'_>, target: &Item) -> Outcome {
    let in_file = view.bundle.items_of(target.artifact).iter().filter(|item| item.certificate().is_some());
    // A longer bundle is a store, whose order says nothing.
    let in_file: Vec<ItemId> = in_file.map(|item| item.id).take(view.policy.limits.path_length).collect();
    let signs = |issuer: ItemId, subject: ItemId| view.bundle.issuers.candidates(subject).contains(&issuer);
    // Two CAs that certified each other have no order.
    let is_early = |(at, issuer): (usize, &ItemId)| {
        in_file.iter().skip(at + 1).any(|later| signs(*issuer, *later) && !signs(*later, *issuer))
    };
    if !in_file.iter().enumerate().any(is_early) {
        return Outcome::Passed;
    }
    let file = view.file(target.artifact);
    let message =
        format!("{file} has an issuer before the certificate that it signed; each belongs behind it.");
    // TLS 1.3 lets receivers put them in order, and the usual ones do; TLS 1.2 does not ask them to.
    CHECK.finding(target.location(), view.provider(target), message).severity(Severity::Warning).into()
}
