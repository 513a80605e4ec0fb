//! `key.prime-shared`: two RSA keys with one prime between them.

use crate::bundle::{Item, ItemId};
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::report::{Finding, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.prime-shared",
    title: "Two keys share a prime",
    brief: "shared prime",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 8017", "3.1"),
        Citation::practice("Heninger et al. 2012, Mining Your Ps and Qs", ""),
    ],
    rationale: "The two primes behind an RSA key must be drawn anew for each key. Devices that start without enough randomness draw \
                the same prime twice; whoever has both public keys then finds that prime, and with it both private keys, in no time.",
    remedy: "Make both key pairs again on a machine with a working random number generator, and have the old certificates revoked.",
    tasks: EVERY_TASK,
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    let weak = &view.bundle.weak_keys;
    if weak.too_many_to_compare {
        return Outcome::NotApplicable("there are more RSA keys than are compared with each other");
    }
    let item = |id: ItemId| view.bundle.item(id);
    let pairs =
        weak.shared_primes.iter().filter_map(|(one, other)| Some(finding(view, item(*one)?, item(*other)?)));
    Outcome::from_findings(pairs.collect())
}

fn finding(view: &View<'_>, one: &Item, other: &Item) -> Finding {
    let (name, with) = (view.name(one), view.name(other));
    let message =
        format!("The RSA keys of {name} and {with} have a prime in common: anybody can work out both.");
    let who = one.role.side().map_or_else(|| view.provider(one), |side| side.team().into());
    let finding = CHECK.finding(one.location(), who, message).related(other.location());
    let judged = [one, other].iter().any(|item| item.certificate().is_none() || view.is_judged(item.id));
    if judged { finding } else { finding.severity(Severity::Warning) }
}
