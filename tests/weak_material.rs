//! Does weak material come out as such? Close primes, shared primes, lists of compromised keys, serial numbers by a counter.

use countersign_core::asn1::{der_value, oids};
use countersign_core::policy::{KeyBlocklist, Limits};
use countersign_core::{Artifact, Policy, Report, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use crypto_bigint::BoxedUint;

use crate::crafted::{Key, Template};
use crate::scene::noon;

const ROOT: Key = Key(1);
const SERVER: Key = Key(3);

/// Mersenne primes, 2^exponent − 1, by their exponents: easy to write down and far apart.
fn mersenne(exponent: u32) -> BoxedUint {
    let one = BoxedUint::one_with_precision(8192);
    one.shl_vartime(exponent).unwrap().wrapping_sub(one)
}

/// A file with an RSA public key of two factors, and its modulus.
fn public_key(origin: &str, one: &BoxedUint, other: &BoxedUint) -> (Artifact, Vec<u8>) {
    let bytes = one.wrapping_mul(other).to_be_bytes();
    let modulus: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let integer = der_value(0x02, &[&[0], modulus.as_slice()].concat());
    let key = der_value(0x30, &[integer, der_value(0x02, &[1, 0, 1])].concat());
    let algorithm = der_value(0x30, &[der_value(0x06, oids::RSA_ENCRYPTION), vec![5, 0]].concat());
    let bits = der_value(0x03, &[vec![0], key].concat());
    (Artifact::new(origin, der_value(0x30, &[algorithm, bits].concat())), modulus)
}

fn policy() -> Policy {
    Policy::new(Task::Inspect, Time::from_rfc3339("2026-06-01").unwrap())
}

fn codes(report: &Report) -> Vec<(&str, &str)> {
    let coded =
        report.findings.iter().map(|one| (one.check.code, report.origins[one.primary.artifact].as_str()));
    coded.filter(|(code, _)| matches!(*code, "key.breakable" | "key.prime-shared")).collect()
}

#[test]
fn primes_side_by_side_are_a_breakable_key() {
    let prime = mersenne(1279);
    let (near, _) = public_key("near.pem", &prime, &prime.wrapping_add(BoxedUint::from(1_u64 << 20)));
    let (far, _) = public_key("far.pem", &mersenne(607), &mersenne(2203));
    let report = inspect(&[far, near], &policy(), &AwsLc);
    assert_eq!(codes(&report), [("key.breakable", "near.pem")]);
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn a_prime_in_two_keys_is_found_and_one_key_in_two_files_is_none() {
    let (p, q, r) = (mersenne(1279), mersenne(2203), mersenne(607));
    let (one, _) = public_key("one.pem", &p, &q);
    let (same, _) = public_key("same.pem", &p, &q);
    let (other, _) = public_key("other.pem", &q, &r);
    let alone = inspect(&[one.clone(), same.clone()], &policy(), &AwsLc);
    assert_eq!(codes(&alone), []);
    let report = inspect(&[one, same, other], &policy(), &AwsLc);
    assert_eq!(codes(&report), [("key.prime-shared", "one.pem")]);
    let finding = report.findings.iter().find(|one| one.check.code == "key.prime-shared").unwrap();
    assert!(finding.message.contains("one.pem and other.pem"), "{}", finding.message);
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn more_keys_than_are_compared_are_said_aloud() {
    let (p, q, r) = (mersenne(1279), mersenne(2203), mersenne(607));
    let files = [public_key("one.pem", &p, &q).0, public_key("other.pem", &q, &r).0];
    let few = Policy { limits: Limits { compared_moduli: 1, ..Limits::default() }, ..policy() };
    let report = inspect(&files, &few, &AwsLc);
    assert_eq!(codes(&report), []);
    assert!(report.to_json().contains("Shared primes: there are more than 1 RSA keys"));
}

/// By the definition of Debian's lists: the end of the SHA-1 of what `openssl rsa -pubin -modulus -noout` prints.
#[test]
fn a_key_on_the_list_is_refused_and_without_a_list_it_is_not() {
    let (file, modulus) = public_key("listed.pem", &mersenne(1279), &mersenne(2203));
    let digits: String = modulus.iter().map(|byte| format!("{byte:02X}")).collect();
    let printed = format!("Modulus={}\n", digits.trim_start_matches('0'));
    let digest = countersign_core::Crypto::digest(&AwsLc, oids::SHA1, printed.as_bytes()).unwrap();
    let line: String = digest[10..].iter().map(|byte| format!("{byte:02x}")).collect();
    let files = [file];
    assert_eq!(codes(&inspect(&files, &policy(), &AwsLc)), []);
    let listed = Policy { weak_keys: KeyBlocklist::parse(&line).unwrap(), ..policy() };
    let report = inspect(&files, &listed, &AwsLc);
    assert_eq!(codes(&report), [("key.breakable", "listed.pem")]);
    assert!(report.findings.iter().any(|one| one.message.contains("list of compromised keys")));
}

/// A counter of the CA shows in two certificates, or in one short number; random ones and roots are left alone.
#[test]
fn serial_numbers_that_follow_each_other_or_are_short_are_noted() {
    let with = |serials: [&[u8]; 2]| {
        let files = serials.map(|serial| {
            let mut one = Template::server("api.example.com", SERVER);
            one.serial = serial.to_vec();
            Artifact::new("one.cer", one.signed("Root", ROOT))
        });
        let root = Artifact::new("CA.cer", Template::authority("Root", ROOT).signed("Root", ROOT));
        let [first, second] = files;
        let report = inspect(&[first, second, root], &Policy::new(Task::Inspect, noon()), &AwsLc);
        let of_check =
            report.findings.iter().filter(|one| one.check.code == "certificate.serial-predictable");
        of_check.map(|one| one.message.clone()).collect::<Vec<_>>()
    };
    let long = [0x5a; 16];
    let next = [[0x5a; 15].as_slice(), &[0x5b]].concat();
    assert_eq!(with([&long, &[0x31; 16]]), [] as [String; 0]);
    let following = with([&long, &next]);
    assert!(following.len() == 1 && following[0].contains("follows on 5a5a"), "{following:?}");
    let short = with([&[0x10, 0x01], &long]);
    assert!(short.len() == 1 && short[0].contains("1001, which is too short"), "{short:?}");
}
