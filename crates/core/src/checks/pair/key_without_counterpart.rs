//! `pair.key-without-counterpart`: a private key that fits nothing here.

use crate::bundle::{Item, Role};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::{Kind, PrivateKey};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "pair.key-without-counterpart",
    title: "A private key fits no other file here",
    brief: "fits nothing",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 8446", "4.4.3")],
    rationale: "A private key without a request or certificate is of no use in a handoff. Often it is an old one, or one from another \
                machine, and gets deployed by mistake.",
    remedy: "Find out what it is for, and keep it where that is; delete it here.",
    tasks: &[Task::Check],
    scope: Scope::PrivateKey(run),
};

fn run(view: &View<'_>, item: &Item, key: &PrivateKey) -> Outcome {
    if key.public_key().is_none() {
        return Outcome::NotApplicable("its public half is not known");
    }
    let others = || view.bundle.items.iter().filter(|other| other.id != item.id);
    let fits = |other: &Item| matches!(other.parsed.kind(), Kind::Certificate | Kind::CertificationRequest);
    let is_alone = !others().any(fits);
    let has_counterpart = others().any(|other| fits(other) && view.bundle.keys.same(item.id, other.id));
    // Where a side has no other key, pair.key-mismatch tells which file this one was taken for.
    let rivals = others().filter(|other| other.role == item.role && other.parsed.kind() == Kind::PrivateKey);
    let told = item.role != Role::Stray && rivals.count() == 0;
    if has_counterpart || is_alone || told {
        return Outcome::Passed;
    }
    let message =
        format!("{} is a private key that fits no request and no certificate here.", view.name(item));
    CHECK.finding(item.location(), Actor::You, message).into()
}
