//! `key.breakable`: a key whose private half anybody can work out, or has.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::model::RsaWeakness;
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
        Citation::practice("CVE-2022-26320 (close primes)", ""),
        Citation::practice("CVE-2008-0166 (Debian)", ""),
        Citation::practice("CA/Browser Forum Baseline Requirements", "6.1.1.3"),
    ],
    rationale: "RSA is safe as long as nobody finds the two primes behind the modulus. A modulus with a small factor, or one made by \
                the library that ROCA is about, or from two primes side by side, gives them away; an exponent of 1 or an even one \
                needs no secret at all. Lists of keys from broken generators, such as Debian's of 2008, are public too.",
    remedy: "Make a new key pair with a current tool (openssl genpkey), and have the old certificate revoked.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let Some(key) = item.parsed.public_key() else { return Outcome::NotApplicable("it has no public key") };
    let name = view.name(item);
    let message = if view.bundle.weak_keys.listed.contains(&item.id) {
        format!("{name} has a key on the list of compromised keys that was given.")
    } else if view.bundle.weak_keys.close_primes.contains(&item.id) {
        format!("{name} has an RSA key whose two primes lie so close together that anybody can compute them.")
    } else {
        if !key.is_rsa() {
            return Outcome::NotApplicable("it has no RSA key");
        }
        if view.bundle.weak_keys.not_looked_at.contains(&item.id) {
            return Outcome::Blocked("encoding.limit-reached");
        }
        let Some(weakness) = view.bundle.weak_keys.breakable.get(&item.id) else { return Outcome::Passed };
        words(*weakness, &name)
    };
    let who = item.role.side().map_or_else(|| view.provider(item), |side| side.team().into());
    let finding = CHECK.finding(item.location(), who, message);
    let bystander = item.certificate().is_some() && !view.is_judged(item.id);
    if bystander { finding.severity(Severity::Warning).into() } else { finding.into() }
}

fn words(weakness: RsaWeakness, name: &str) -> String {
    match weakness {
        RsaWeakness::Exponent => format!("{name} has an RSA key with an exponent that protects nothing."),
        RsaWeakness::Roca => {
            format!("{name} has an RSA key of the form that ROCA breaks: its primes can be computed.")
        }
        RsaWeakness::SmallFactor(factor) => {
            format!("{name} has an RSA key whose modulus can be divided by {factor}.")
        }
    }
}
