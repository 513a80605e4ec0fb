//! `key.too-short`: RSA under 2048 bits, curves under 224.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::model::weak_key_words;
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.too-short",
    title: "The key is too short",
    brief: "key too short",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("NIST SP 800-57 part 1", "5.6.1"),
        Citation::practice("OpenSSL security level 2", ""),
    ],
    rationale: "Short keys can be broken with money and patience. OpenSSL by default, rustls and browsers refuse RSA keys under 2048 bits; \
                GnuTLS and Java still take 1024.",
    remedy: "Make a new key pair: RSA with at least 2048 bits, or P-256.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let Some(key) = item.parsed.public_key() else { return Outcome::NotApplicable("it has no readable key") };
    let Some(words) = weak_key_words(key) else { return Outcome::Passed };
    let who = item.role.side().map_or_else(|| view.provider(item), |side| side.team().into());
    let finding = CHECK.finding(item.location(), who, format!("{} {words}.", view.name(item)));
    // Whether files match is asked there, and not whether a peer would take them.
    let lesser = view.policy.allow_weak
        || view.policy.task == Task::Match
        || (item.certificate().is_some() && !view.is_judged(item.id));
    if lesser { finding.severity(Severity::Warning).into() } else { finding.into() }
}
