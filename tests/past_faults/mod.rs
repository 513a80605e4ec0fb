//! Does what hurt others hurt us? Faults of other products, each as a test that fails without our guard.
//!
//! `tests/guards.json` names the guard beside each test; `cargo xtask guards` takes the guards out one by one and sees the
//! tests fail.

use countersign_core::asn1::{der_value, oids};
use countersign_core::policy::{Passphrase, Profile};
use countersign_core::{Artifact, Given, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::crafted::{Key, Template, list, sequence};
use crate::scene::{codes, noon};

const ROOT: Key = Key(1);
const ISSUING: Key = Key(2);
const SERVER: Key = Key(3);

/// The target, what helps, and the root; revocation lists too.
fn judged(target: &[u8], helpers: &[Vec<u8>], lists: &[Vec<u8>], change: impl FnOnce(&mut Policy)) -> Report {
    let root = Template::authority("Root", ROOT).signed("Root", ROOT);
    let mut artifacts = vec![
        Artifact::new("server.cer", target.to_vec()).given(Given::Target),
        Artifact::new("CA.cer", root).given(Given::Anchor),
    ];
    let with = |name: &'static str, given| move |der: &Vec<u8>| Artifact::new(name, der.clone()).given(given);
    artifacts.extend(helpers.iter().map(with("issuing.cer", Given::Untrusted)));
    artifacts.extend(lists.iter().map(with("list.crl", Given::RevocationList)));
    let mut policy = Policy::new(Task::Verify, noon());
    change(&mut policy);
    inspect(&artifacts, &policy, &AwsLc)
}

fn unchanged(_: &mut Policy) {}

/// CVE-2025-61727 Go, RUSTSEC-2026-0099: a wildcard stands for every name that it covers, so one of them suffices to be
/// excluded, and all must be permitted.
#[test]
fn a_wildcard_is_excluded_by_one_name_it_covers_and_permitted_only_with_all() {
    let under = |name: &str, permitted: Option<&str>, excluded: Option<&str>| {
        let subtree = |tag, host: &str| der_value(tag, &der_value(0x30, &der_value(0x82, host.as_bytes())));
        let [permitted, excluded] =
            [(0xa0, permitted), (0xa1, excluded)].map(|(tag, host)| host.map(|host| subtree(tag, host)));
        let constraints = sequence(&[&permitted.unwrap_or_default(), &excluded.unwrap_or_default()]);
        let mut issuing = Template::authority("Issuing", ISSUING);
        issuing.extensions.push((oids::NAME_CONSTRAINTS, true, constraints));
        let target = Template::server(name, SERVER).signed("Issuing", ISSUING);
        judged(&target, &[issuing.signed("Root", ROOT)], &[], unchanged).verdict()
    };
    assert_eq!(under("*.example.com", None, Some("a.example.com")), Verdict::Failed);
    assert_eq!(under("*.example.com", Some("a.example.com"), None), Verdict::Failed);
    assert_eq!(under("*.example.com", None, Some("a.example.org")), Verdict::Passed);
    assert_eq!(under("*.example.com", None, Some("a.b.example.com")), Verdict::Passed);
    assert_eq!(under("*.a.example.com", Some("a.example.com"), None), Verdict::Passed);
    assert_eq!(under("*.example.com", Some("example.com"), None), Verdict::Passed);
}

/// The complete list 5, and beside it a delta list; what becomes of the certificate with serial number 7.
fn with_delta(
    complete: &[(u8, u8)],
    delta: &[(u8, u8)],
    extensions: &[(&'static [u8], bool, Vec<u8>)],
) -> Report {
    let number = |number: u8| (oids::CRL_NUMBER, false, vec![2, 1, number]);
    let lists = [list("Root", ROOT, complete, &[number(5)]), list("Root", ROOT, delta, extensions)];
    judged(&Template::server("a.example.com", SERVER).signed("Root", ROOT), &[], &lists, unchanged)
}

/// CVE-2026-28388 and RUSTSEC-2026-0049: which delta list goes with which complete one.
#[test]
fn a_delta_list_counts_with_the_complete_list_it_was_made_for() {
    let number = |number: u8| (oids::CRL_NUMBER, false, vec![2, 1, number]);
    let base = |number: u8| (oids::DELTA_CRL_INDICATOR, true, vec![2, 1, number]);
    let revoked: &[(u8, u8)] = &[(7, 1)];
    let on_hold: &[(u8, u8)] = &[(7, 6)];
    let released: &[(u8, u8)] = &[(7, 8)];
    assert_eq!(with_delta(&[], &[], &[number(6), base(5)]).verdict(), Verdict::Passed);
    assert_eq!(with_delta(&[], revoked, &[number(6), base(5)]).verdict(), Verdict::Failed);
    assert_eq!(with_delta(on_hold, released, &[number(6), base(5)]).verdict(), Verdict::Passed);
    // Made on a base that is not here: what it takes off a list may have come on it since, what it revokes is revoked.
    assert_eq!(with_delta(on_hold, released, &[number(9), base(6)]).verdict(), Verdict::Failed);
    assert_eq!(with_delta(&[], revoked, &[number(9), base(6)]).verdict(), Verdict::Failed);
    // An older one than the complete list has nothing to add.
    assert_eq!(with_delta(on_hold, released, &[number(4), base(3)]).verdict(), Verdict::Failed);
    // Without a number it can't be put beside a list (RFC 5280 §5.2.4).
    assert_eq!(with_delta(on_hold, released, &[base(5)]).verdict(), Verdict::Failed);
    // Another scope, and another issuer's key.
    let scope = sequence(&[&[0x81, 1, 0xff]]);
    let other_scope = (oids::ISSUING_DISTRIBUTION_POINT, true, scope);
    assert_eq!(with_delta(on_hold, released, &[number(6), base(5), other_scope]).verdict(), Verdict::Failed);
    let forged = list("Root", SERVER, released, &[number(6), base(5)]);
    let complete = list("Root", ROOT, on_hold, &[number(5)]);
    let target = Template::server("a.example.com", SERVER).signed("Root", ROOT);
    assert_eq!(judged(&target, &[], &[complete, forged], unchanged).verdict(), Verdict::Failed);
}

/// A release counts until a newer delta list on the same base says nothing of it: then it is as the base has it.
#[test]
fn a_release_in_an_older_delta_list_does_not_clear_what_is_on_hold_again() {
    let number = |number: u8| (oids::CRL_NUMBER, false, vec![2, 1, number]);
    let base = (oids::DELTA_CRL_INDICATOR, true, vec![2, 1, 10]);
    let target = Template::server("a.example.com", SERVER).signed("Root", ROOT);
    let complete = list("Root", ROOT, &[(7, 6)], &[number(10)]);
    let released = list("Root", ROOT, &[(7, 8)], &[number(12), base.clone()]);
    let again = list("Root", ROOT, &[], &[number(13), base.clone()]);
    let verdict = |lists: &[Vec<u8>]| judged(&target, &[], lists, unchanged).verdict();
    assert_eq!(verdict(&[complete.clone(), released.clone()]), Verdict::Passed);
    assert_eq!(verdict(&[complete.clone(), released.clone(), again.clone()]), Verdict::Failed);
    // Two with one number that disagree: the order of the files decides nothing.
    let held = list("Root", ROOT, &[(7, 6)], &[number(12), base]);
    for lists in [[complete.clone(), released.clone(), held.clone()], [complete, held, released]] {
        assert_eq!(verdict(&lists), Verdict::Failed);
    }
}

/// `ECParameters` that spell out P-256, with the generator of an attacker's choice (CVE-2020-0601).
fn explicit_parameters() -> Vec<u8> {
    let prime = [&[0], [0xff; 4].as_slice(), &[0, 0, 0, 1], &[0; 12], &[0xff; 12]].concat();
    let field =
        sequence(&[&der_value(0x06, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 1, 1]), &der_value(0x02, &prime)]);
    let curve = sequence(&[&der_value(0x04, &[0xff; 32]), &der_value(0x04, &[0x5a; 32])]);
    let generator = der_value(0x04, &SERVER.point());
    sequence(&[&[2, 1, 1], &field, &curve, &generator, &der_value(0x02, &[0x7f; 32])])
}

/// CVE-2022-0778 (a loop without end for such parameters), CVE-2020-0601 (a generator that makes any key fit).
#[test]
fn explicit_curve_parameters_are_never_used() {
    let target = |spki: Vec<u8>| {
        let mut one = Template::server("a.example.com", SERVER);
        one.spki = spki;
        one.signed("Issuing", ISSUING)
    };
    let issuing = |spki: Vec<u8>| {
        let mut one = Template::authority("Issuing", ISSUING);
        one.spki = spki;
        one.signed("Root", ROOT)
    };
    let named = der_value(0x06, oids::SECP256R1);
    let [plain, explicit] = [named.as_slice(), &explicit_parameters()].map(|on| SERVER.spki_on(on));
    let [plain_issuer, explicit_issuer] =
        [named.as_slice(), &explicit_parameters()].map(|on| ISSUING.spki_on(on));
    assert_eq!(
        judged(&target(plain.clone()), &[issuing(plain_issuer.clone())], &[], unchanged).verdict(),
        Verdict::Passed
    );
    for report in [
        judged(&target(explicit), &[issuing(plain_issuer)], &[], unchanged),
        judged(&target(plain), &[issuing(explicit_issuer)], &[], unchanged),
    ] {
        assert_ne!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
        assert!(codes(&report).contains(&"key.curve-not-named"), "{:?}", codes(&report));
    }
}

/// The same in a private key file: what it says of itself is told, and its parameters are not computed with.
#[test]
fn a_private_key_with_explicit_curve_parameters_is_told_apart() {
    let key = der_value(
        0x30,
        &[&[2, 1, 1], der_value(0x04, &[3; 32]).as_slice(), &der_value(0xa0, &explicit_parameters())]
            .concat(),
    );
    let report =
        inspect(&[Artifact::new("server_key.pem", key)], &Policy::new(Task::Inspect, noon()), &AwsLc);
    assert_ne!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

/// CVE-2022-3602 and CVE-2022-3786: A-labels that decode to more than there is room for. Both forms are shown where there are
/// two, and nothing but the name itself where there are not.
#[test]
fn a_labels_are_decoded_within_the_bounds_of_a_label() {
    let shown = |host: &str| {
        let certificate = Template::server(host, SERVER).signed("Root", ROOT);
        let report =
            inspect(&[Artifact::new("server.cer", certificate)], &Policy::new(Task::Inspect, noon()), &AwsLc);
        let wire = serde_json::to_value(report.to_wire()).unwrap();
        wire["artifacts"][0]["names"][0].as_str().unwrap().to_owned()
    };
    assert_eq!(shown("xn--bcher-kva.example.com"), "DNS xn--bcher-kva.example.com (bücher.example.com)");
    let longest = format!("xn--{}-kva", "b".repeat(55));
    assert_eq!(longest.len(), 63);
    assert!(shown(&longest).contains(" ("), "{}", shown(&longest));
    let too_long = format!("xn--{}-kva", "b".repeat(56));
    let overflowing = format!("xn--{}", "9".repeat(59));
    for odd in [too_long.as_str(), &overflowing, "xn--", "xn---", "xn--\u{fc}", "xn--a.xn--zz99999999999999"]
    {
        let words = shown(odd);
        assert!(words.starts_with("DNS ") && words.len() < 400, "{words}");
        assert!(!words.contains('(') || odd.starts_with("xn--a."), "{odd}: {words}");
    }
}

/// golang/go 79798, SSLMate/go-pkcs12 80: scrypt asks for 128·N·r bytes, here a terabyte.
#[test]
fn a_key_whose_scrypt_asks_for_a_terabyte_is_refused_before_deriving() {
    let sealed = |log_n: u32| {
        let n = [&[0], (1_u64 << log_n).to_be_bytes().as_slice()].concat();
        let scrypt = sequence(&[
            &der_value(0x06, &[0x2b, 6, 1, 4, 1, 0xda, 0x47, 4, 11]),
            &sequence(&[
                &der_value(0x04, b"saltsalt"),
                &der_value(0x02, trimmed(&n)),
                &[2, 1, 8],
                &[2, 1, 1],
            ]),
        ]);
        let aes = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42];
        let cipher = sequence(&[&der_value(0x06, &aes), &der_value(0x04, &[0; 16])]);
        let algorithm = sequence(&[&der_value(0x06, oids::PBES2), &sequence(&[&scrypt, &cipher])]);
        let key = sequence(&[&algorithm, &der_value(0x04, &[0; 64])]);
        let mut policy = Policy::new(Task::Inspect, noon());
        policy.passphrases = vec![Passphrase::new(b"anything".to_vec())];
        let report = inspect(&[Artifact::new("server_key.pem", key)], &policy, &AwsLc);
        let locked = report.findings.into_iter().find(|finding| finding.check.code == "key.locked");
        locked.map(|finding| finding.message).unwrap_or_default()
    };
    assert!(sealed(30).contains("memory"), "{}", sealed(30));
    // The guard is the limit: with little memory the passphrase is tried.
    assert!(!sealed(10).contains("memory") && !sealed(10).is_empty(), "{}", sealed(10));
}

/// A store can ask for the most that one derivation may cost, a thousand times over.
#[test]
fn a_store_of_a_thousand_costly_keys_ends_at_the_budget_of_all() {
    let parameters = sequence(&[&der_value(0x04, &[7; 8]), &der_value(0x02, &[0x1e, 0x84, 0x80])]);
    let algorithm = sequence(&[&der_value(0x06, oids::PBE_SHA1_3DES), &parameters]);
    let sealed = sequence(&[&algorithm, &der_value(0x04, &[0; 64])]);
    let bag = sequence(&[&der_value(0x06, oids::PKCS12_SHROUDED_KEY_BAG), &der_value(0xa0, &sealed)]);
    let safe = der_value(0x30, &bag.repeat(1_000));
    let data = |content: &[u8]| {
        sequence(&[&der_value(0x06, oids::PKCS7_DATA), &der_value(0xa0, &der_value(0x04, content))])
    };
    let store = sequence(&[&[2, 1, 3], &data(&der_value(0x30, &data(&safe)))]);
    let mut policy = Policy::new(Task::Inspect, noon());
    policy.passphrases = vec![Passphrase::new(b"anything".to_vec())];
    let report = inspect(&[Artifact::new("store.p12", store)], &policy, &AwsLc);
    assert_ne!(report.verdict(), Verdict::Passed);
    assert!(report.bundle.items.len() > 1_000);
    let limit = report.findings.iter().find(|one| one.message.contains("all files and passphrases together"));
    assert!(limit.is_some(), "{:?}", report.findings.first().map(|one| &one.message));
}

/// DSA whose g is shorter than p stopped the library that computes with it.
#[test]
fn a_dsa_key_with_a_short_generator_ends_in_an_answer() {
    let prime = [[0, 0xff].as_slice(), &[0xff; 126], &[0x6b]].concat();
    let order = [[0, 0xff].as_slice(), &[0xff; 18], &[0xc5]].concat();
    let parameters = sequence(&[&der_value(0x02, &prime), &der_value(0x02, &order), &[2, 1, 2]]);
    let algorithm = sequence(&[&der_value(0x06, oids::DSA), &parameters]);
    let key = sequence(&[&[2, 1, 0], &algorithm, &der_value(0x04, &[2, 1, 5])]);
    let report = inspect(&[Artifact::new("key.der", key)], &Policy::new(Task::Inspect, noon()), &AwsLc);
    assert_ne!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

/// A few kilobytes that unpack to gigabytes; and what a sound archive holds.
#[test]
fn an_archive_is_unpacked_within_the_limit_of_one_file() {
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;
    let zipped = |files: &[(&str, &[u8])]| {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in files {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    };
    let inspected = |bytes: Vec<u8>| {
        inspect(&[Artifact::new("files.zip", bytes)], &Policy::new(Task::Inspect, noon()), &AwsLc)
    };
    let zeros = vec![0; 30 << 20];
    let bomb: Vec<(String, &[u8])> = (0..5).map(|index| (format!("{index}.pem"), zeros.as_slice())).collect();
    let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let report = inspected(zipped(&bomb));
    assert_eq!(report.verdict(), Verdict::Failed);
    assert!(report.findings.iter().any(|one| one.message.starts_with("files.zip is a zip archive")));
    let certificate = Template::server("a.example.com", SERVER).signed("Root", ROOT);
    let report =
        inspected(zipped(&[("team-b/server.cer", &certificate), ("__MACOSX/x", b"x"), ("read.me", b"hi")]));
    assert_eq!(report.origins, ["files.zip/team-b/server.cer", "files.zip/read.me"]);
    assert!(report.bundle.items[0].certificate().is_some());
}

/// Without the zeros that DER does not allow in front.
fn trimmed(number: &[u8]) -> &[u8] {
    let zeros = number.windows(2).take_while(|pair| pair[0] == 0 && pair[1] < 0x80).count();
    &number[zeros..]
}

/// GHSA-2328-f5f3-gj25 node-forge: who says nothing about being a CA is none.
#[test]
fn a_certificate_without_basic_constraints_issues_nothing() {
    let target = Template::server("a.example.com", SERVER).signed("Issuing", ISSUING);
    let issuing = |change: fn(&mut Template)| {
        let mut one = Template::authority("Issuing", ISSUING);
        change(&mut one);
        judged(&target, &[one.signed("Root", ROOT)], &[], unchanged)
    };
    assert_eq!(issuing(|_| ()).verdict(), Verdict::Passed);
    for report in [
        issuing(|one| one.extensions.truncate(1)),
        issuing(|one| one.extensions[1].2 = vec![0x30, 0]),
        issuing(|one| {
            one.extensions.truncate(1);
            one.extensions.push((oids::KEY_USAGE, true, vec![3, 2, 2, 4]));
        }),
    ] {
        assert_eq!(report.verdict(), Verdict::Failed);
        assert!(codes(&report).contains(&"path.issuer-not-ca"), "{:?}", codes(&report));
    }
}

/// The times of a certificate, as RFC 5280 §4.1.2.5 writes them: seconds, `Z`, no fraction, two digits from 1950 to 2049; and
/// dates that exist.
#[test]
fn a_certificate_with_a_time_in_the_wrong_form_is_not_passed() {
    let until = |tag: u8, text: &str| {
        let mut one = Template::server("a.example.com", SERVER);
        one.validity[1] = der_value(tag, text.as_bytes());
        let target = one.signed("Root", ROOT);
        judged(&target, &[], &[], |policy| policy.profile = Profile::Rfc5280).verdict()
    };
    for (tag, text) in [
        (0x17, "491231235959Z"),
        (0x18, "20500101000000Z"),
        // A CA must not write it so, and every reader understands it (PKITS 4.2.4).
        (0x18, "20490101000000Z"),
        (0x18, "20520229000000Z"),
        (0x18, "99991231235959Z"),
    ] {
        assert_eq!(until(tag, text), Verdict::Passed, "{text}");
    }
    for (tag, text) in [
        // 1950 and 1949 as readers of two digits see them.
        (0x17, "500101000000Z"),
        (0x18, "19491231235959Z"),
        (0x17, "4901010000Z"),
        (0x17, "490101000000+0100"),
        (0x18, "20500101000000.5Z"),
        (0x18, "20500101000000"),
        (0x18, "205001010000Z"),
        (0x17, "490229000000Z"),
        (0x17, "490431000000Z"),
        (0x17, "491301000000Z"),
        (0x17, "490101240000Z"),
        (0x18, "21000229000000Z"),
        (0x17, ""),
    ] {
        assert_ne!(until(tag, text), Verdict::Passed, "{text}");
    }
}

/// CVE-2018-16875 and its kind begin with a list that names one thing many times: RFC 5280 §4.2.1.4 forbids it.
#[test]
fn a_certificate_policy_named_twice_is_refused() {
    let with = |policies: &[&[u8]]| {
        let listed: Vec<u8> = policies.iter().flat_map(|oid| sequence(&[&der_value(0x06, oid)])).collect();
        let mut one = Template::server("a.example.com", SERVER);
        one.extensions.push((oids::CERTIFICATE_POLICIES, false, der_value(0x30, &listed)));
        judged(&one.signed("Root", ROOT), &[], &[], unchanged).verdict()
    };
    assert_eq!(with(&[&[0x2a, 3], &[0x2a, 4]]), Verdict::Passed);
    assert_eq!(with(&[&[0x2a, 3], &[0x2a, 3]]), Verdict::Failed);
}

/// CVE-2021-44532 Node, CVE-2009-2408: a zero byte in a name ends it for some readers.
#[test]
fn a_name_with_a_zero_byte_covers_nothing_and_is_shown_escaped() {
    let target = |host: &str| Template::server(host, SERVER).signed("Root", ROOT);
    let called = |policy: &mut Policy| policy.hosts = vec!["bank.example".to_owned()];
    assert_eq!(judged(&target("bank.example"), &[], &[], called).verdict(), Verdict::Passed);
    let report = judged(&target("bank.example\0.evil.example"), &[], &[], called);
    assert_eq!(report.verdict(), Verdict::Failed);
    let json = report.to_json();
    assert!(json.contains("bank.example\\\\u{0}.evil.example") && !json.contains("\\u0000"), "{json}");
}
