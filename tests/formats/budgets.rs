//! Is costly input refused by a limit that is named, before the work is done? Limits made small, so that no test needs the time.

use countersign_core::policy::{Limits, Passphrase};
use countersign_core::{Artifact, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use super::workshop::Workshop;
use crate::scene::{codes, noon};

fn read(files: &[Vec<u8>], passphrase: Option<&str>, change: impl FnOnce(&mut Limits)) -> Report {
    let mut policy = Policy::new(Task::Inspect, noon());
    policy.passphrases.extend(passphrase.map(|text| Passphrase::new(text.as_bytes().to_vec())));
    change(&mut policy.limits);
    let artifacts: Vec<_> = files.iter().map(|bytes| Artifact::new("file", bytes.clone())).collect();
    inspect(&artifacts, &policy, &AwsLc)
}

fn message<'a>(report: &'a Report, code: &str) -> &'a str {
    let finding = report.findings.iter().find(|finding| finding.check.code == code);
    &finding.unwrap_or_else(|| panic!("no {code} among {:?}", codes(report))).message
}

fn store(shop: &Workshop, iterations: u32, passphrase: &str) -> Option<Vec<u8>> {
    let made = shop.with_pair()
        && shop.run(&format!(
            "openssl pkcs12 -export -inkey key.pem -in cert.pem -out store.p12 -iter {iterations} -passout pass:{passphrase}"
        ));
    made.then(|| std::fs::read(shop.0.join("store.p12")).unwrap())
}

/// Nobody gave a passphrase: whether the store is open to everybody is worth little work, and a person's passphrase more.
#[test]
fn a_costly_store_is_not_tried_before_somebody_gives_a_passphrase() {
    let shop = Workshop::new("costly-store");
    let Some(bytes) = store(&shop, 3_000, "secret") else { return };
    let little = |limits: &mut Limits| limits.kdf.unasked_iterations = 2_999;
    let asked = read(std::slice::from_ref(&bytes), None, little);
    assert!(message(&asked, "encoding.container-not-opened").contains("no passphrase was given"));
    let opened = read(std::slice::from_ref(&bytes), Some("secret"), little);
    assert_eq!(opened.bundle.items.len(), 3, "{:?}", codes(&opened));
    // An empty passphrase that opens it is found while it is cheap enough to be tried.
    let Some(open) = store(&shop, 3_000, "") else { return };
    let found = |most| {
        let report = read(std::slice::from_ref(&open), None, |limits| limits.kdf.unasked_iterations = most);
        report.bundle.items.len()
    };
    assert_eq!((found(3_000), found(2_999)), (3, 1));
}

#[test]
fn a_store_that_asks_for_more_than_is_ever_tried_is_refused_by_the_limit_not_for_want_of_a_passphrase() {
    let shop = Workshop::new("too-costly-store");
    let Some(bytes) = store(&shop, 3_000, "secret") else { return };
    for passphrase in [None, Some("secret")] {
        let report = read(std::slice::from_ref(&bytes), passphrase, |limits| {
            limits.kdf.unasked_iterations = 10;
            limits.kdf.pbkdf2_iterations = 2_999;
        });
        let said = message(&report, "encoding.container-not-opened");
        assert!(said.contains("3000") && said.contains("at most 2999 are allowed"), "{said}");
        assert_eq!(report.verdict(), Verdict::Indeterminate);
    }
}

/// By the limits as they are: three stores of GnuTLS, which derives 600,000 times for each of three keys.
#[test]
fn three_stores_as_gnutls_writes_them_are_opened() {
    let shop = Workshop::new("stores-of-gnutls");
    if !shop.with_pair() {
        return;
    }
    shop.run(
        "openssl pkcs12 -export -inkey key.pem -in cert.pem -out store.p12 -iter 600000 -passout pass:secret",
    );
    let stores = vec![std::fs::read(shop.0.join("store.p12")).unwrap(); 3];
    let report = read(&stores, Some("secret"), |_| ());
    assert_eq!(report.bundle.items.len(), 9, "{:?}", codes(&report));
}

/// One derivation may be allowed, and a hundred files ask for a hundred.
#[test]
fn all_derivations_together_end_at_one_limit() {
    let shop = Workshop::new("many-costly-keys");
    if !shop.run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem")
        || !shop.run("openssl pkcs8 -topk8 -in key.pem -iter 1000 -passout pass:secret -out sealed.pem")
    {
        return;
    }
    let sealed = vec![std::fs::read(shop.0.join("sealed.pem")).unwrap(); 3];
    let locked = |all| {
        let report = read(&sealed, Some("secret"), |limits| limits.kdf.iterations_in_all = all);
        codes(&report).iter().filter(|code| **code == "key.locked").count()
    };
    assert_eq!((locked(3_000), locked(2_999), locked(2_000), locked(999)), (0, 1, 1, 3));
    let report = read(&sealed, Some("secret"), |limits| limits.kdf.iterations_in_all = 2_000);
    let said = message(&report, "key.locked");
    assert!(said.contains("3000 iterations, all files and passphrases together, and at most 2000"), "{said}");
}

/// The rounds of bcrypt that an OpenSSH key states count, not a guess at them.
#[test]
fn rounds_of_bcrypt_count_by_their_number() {
    let shop = Workshop::new("bcrypt-rounds");
    if !shop.run("ssh-keygen -q -t ed25519 -a 4 -N secret -f few") {
        return;
    }
    let key = vec![std::fs::read(shop.0.join("few")).unwrap()];
    let is_locked = |all| {
        let report = read(&key, Some("secret"), |limits| limits.kdf.iterations_in_all = all);
        codes(&report).contains(&"key.locked")
    };
    assert_eq!((is_locked(4 * 40_000), is_locked(4 * 40_000 - 1)), (false, true));
    let report = read(&key, Some("secret"), |limits| limits.kdf.bcrypt_rounds = 3);
    assert!(message(&report, "key.locked").contains("4 bcrypt rounds, and at most 3"));
}

/// A file of twenty thousand private keys would take half a minute; what is not opened is said, and keeps the verdict open.
#[test]
fn more_private_keys_than_are_opened_are_said_aloud() {
    let shop = Workshop::new("many-keys");
    if !shop.run("openssl genpkey -algorithm ED25519 -out key.pem") {
        return;
    }
    let file = std::fs::read(shop.0.join("key.pem")).unwrap().repeat(4);
    let not_opened = |most| {
        let report = read(std::slice::from_ref(&file), None, |limits| limits.private_keys = most);
        let count = codes(&report).iter().filter(|code| **code == "key.limit-reached").count();
        (count, report.verdict())
    };
    assert_eq!(not_opened(4), (0, Verdict::Passed));
    assert_eq!(not_opened(3), (1, Verdict::Indeterminate));
    assert_eq!(not_opened(1), (3, Verdict::Indeterminate));
}

/// A small archive can hold twenty thousand requests with signatures of the slowest kind, or as many RSA keys.
#[test]
fn more_signatures_and_moduli_than_are_looked_at_are_said_aloud() {
    let example = crate::scene::example("handoff");
    let request = example.iter().find(|file| file.file_name() == "server.csr").unwrap();
    let three = request.bytes().repeat(3);
    let limited = |change: fn(&mut Limits)| {
        let report = read(std::slice::from_ref(&three), None, change);
        (codes(&report).contains(&"encoding.limit-reached"), report.verdict())
    };
    assert_eq!(limited(|limits| limits.own_signatures = 3), (false, Verdict::Passed));
    assert_eq!(limited(|limits| limits.own_signatures = 2), (true, Verdict::Indeterminate));
    // One key in three requests; RSA-2048 has 256 bytes.
    assert_eq!(limited(|limits| limits.moduli_bytes = 257), (false, Verdict::Passed));
    assert_eq!(limited(|limits| limits.moduli_bytes = 255), (true, Verdict::Indeterminate));
}
