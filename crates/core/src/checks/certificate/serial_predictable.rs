//! `certificate.serial-predictable`: a serial number that could be foreseen.

use crate::asn1::minimal_integer;
use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::order;
use crate::policy::Profile;
use crate::report::{Finding, Outcome, Severity, hex};

pub(super) static CHECK: Check = Check {
    code: "certificate.serial-predictable",
    title: "The serial number is not random",
    brief: "predictable serial",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::practice("CA/Browser Forum Baseline Requirements", "7.1"),
        Citation::practice("Stevens et al. 2009, Short Chosen-Prefix Collisions for MD5", ""),
    ],
    rationale: "Whoever asks a CA for a certificate chooses most of what it signs; a random serial number is the part they can't \
                foresee. With a counter, a weakness in the digest is enough to prepare a second certificate with the same \
                signature, as was done with MD5 in 2008. At least 64 random bits are asked of public CAs.",
    remedy: "Let the CA draw serial numbers at random (openssl: -rand_serial or CREATE_SERIAL rand).",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    let issued = || {
        let certificates = view.bundle.items.iter().filter_map(|item| Some((item, item.certificate()?)));
        certificates.filter(|(_, certificate)| !certificate.is_self_issued())
    };
    let numbers = order::set(
        issued().map(|(_, one)| (one.issuer.comparable(), minimal_integer(&one.serial_number).to_vec())),
    );
    let findings = issued().filter_map(|(item, certificate)| {
        let number = minimal_integer(&certificate.serial_number);
        let before = predecessor(number)
            .filter(|before| numbers.contains(&(certificate.issuer.comparable(), before.clone())));
        let why = match before {
            Some(before) => format!("follows on {} of the same CA", hex(&before)),
            None if number.len() < RANDOM_BYTES => "is too short to be random".to_owned(),
            None => return None,
        };
        Some(finding(view, item, certificate, &why))
    });
    Outcome::from_findings(findings.collect())
}

/// 64 random bits make fewer than eight bytes once in 256 times; they make fewer than seven once in 65,536.
const RANDOM_BYTES: usize = 7;

fn finding(view: &View<'_>, item: &Item, certificate: &Certificate, why: &str) -> Finding {
    let message =
        format!("{} has the serial number {}, which {why}.", view.name(item), certificate.serial_hex());
    let finding = CHECK.finding(item.field("tbsCertificate.serialNumber"), view.provider(item), message);
    if view.policy.profile == Profile::WebPki { finding.severity(Severity::Warning) } else { finding }
}

/// The number one less, in as few bytes; `None` for what is not above zero.
fn predecessor(number: &[u8]) -> Option<Vec<u8>> {
    let is_positive =
        number.first().is_some_and(|first| *first < 0x80) && number.iter().any(|byte| *byte != 0);
    let mut before = number.to_vec();
    for byte in before.iter_mut().rev() {
        let borrows = *byte == 0;
        *byte = byte.wrapping_sub(1);
        if !borrows {
            break;
        }
    }
    is_positive.then(|| minimal_integer(&before).to_vec())
}

#[cfg(test)]
mod tests {
    use super::predecessor;

    #[test]
    fn a_number_has_one_before_it() {
        assert_eq!(predecessor(&[2]), Some(vec![1]));
        assert_eq!(predecessor(&[1, 0]), Some(vec![0, 0xff]));
        assert_eq!(predecessor(&[0, 0x80]), Some(vec![0x7f]));
        assert_eq!(predecessor(&[0]), None);
        assert_eq!(predecessor(&[0x80]), None, "negative");
    }
}
