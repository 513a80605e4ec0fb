//! `key.breakable`: an RSA key whose private half anybody can work out.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::model::{RsaWeakness, rsa_weakness};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.breakable",
    title: "Anybody can work the private key out",
    brief: "breakable key",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 8017", "3.1"),
        Citation::practice("CVE-2017-15361 (ROCA)", ""),
        Citation::practice("CA/Browser Forum Baseline Requirements", "6.1.1.3"),
    ],
    rationale: "RSA is safe as long as nobody finds the two primes behind the modulus. A modulus with a small factor, or one made by \
                the library that ROCA is about, gives them away; an exponent of 1 or an even one needs no secret at all.",
    remedy: "Make a new key pair with a current tool (openssl genpkey), and have the old certificate revoked.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let numbers = item.parsed.public_key().filter(|key| key.is_rsa()).and_then(|key| key.rsa_numbers());
    let Some((modulus, exponent)) = numbers else { return Outcome::NotApplicable("it has no RSA key") };
    let name = view.name(item);
    let message = match rsa_weakness(modulus, exponent) {
        None => return Outcome::Passed,
        Some(RsaWeakness::Exponent) => {
            format!("{name} has an RSA key with an exponent that protects nothing.")
        }
        Some(RsaWeakness::Roca) => {
            format!("{name} has an RSA key of the form that ROCA breaks: its primes can be computed.")
        }
        Some(RsaWeakness::SmallFactor(factor)) => {
            format!("{name} has an RSA key whose modulus can be divided by {factor}.")
        }
    };
    let who = item.role.side().map_or_else(|| view.provider(item), |side| side.team().into());
    let finding = CHECK.finding(item.location(), who, message);
    let bystander = item.certificate().is_some() && !view.is_judged(item.id);
    if bystander { finding.severity(Severity::Warning).into() } else { finding.into() }
}
