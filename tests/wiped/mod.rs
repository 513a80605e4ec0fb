//! Is anything left of a private key in memory once its inspection is over? Each form of each key is read, by both backends, and then
//! the memory of this process.
//!
//! A program of its own, so that no other test leaves something behind.

mod keys;
mod memory;

use countersign_core::bundle::clean_private_key;
use countersign_core::crypto::Crypto;
use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Task, Time, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;
use keys::{FORMS, KEYS, Workshop};
use memory::found;

/// Reads every key and looks for it; with `reversed` also for its numbers as libraries hold them, the least byte first.
#[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
pub(crate) fn nothing_stays(folder: &str, reversed: bool) {
    if keys::is_to_make_them() {
        return;
    }
    let Some(shop) = Workshop::with_keys(folder) else {
        eprintln!(
            "SKIPPED: openssl or ssh-keygen is not installed, so no key was made whose traces could be looked for."
        );
        return;
    };
    let mut read = 0;
    for (name, _) in KEYS {
        let pieces = shop.pieces(name, reversed);
        assert_eq!(found(&pieces), [""; 0], "{name}, before it was read");
        for form in FORMS.map(|form| format!("{name}.{form}")).iter().filter(|form| shop.has(form)) {
            let backends: [&dyn Crypto; 2] = [&AwsLc, &RustCrypto];
            for crypto in backends {
                inspected(&shop, form, crypto);
                assert_eq!(found(&pieces), [""; 0], "{form}, after it was inspected");
                read += 1;
            }
        }
        // The search does find what is there.
        let copy = shop.read(&format!("{name}.der")).to_vec();
        assert_ne!(found(&pieces), [""; 0], "{name}, a copy of it held");
        drop(copy);
    }
    assert_eq!(read, 2 * (4 * 14 + 12), "a form was not made");
}

/// Reads and judges one file, and gives everything back.
fn inspected(shop: &Workshop, file: &str, crypto: &dyn Crypto) {
    let mut policy = Policy::new(Task::Inspect, Time::from_unix_seconds(1_800_000_000));
    policy.passphrases.push(Passphrase::new(shop.read("passphrase.txt").trim_ascii().to_vec()));
    let artifacts = [Artifact::new("key", shop.read(file).to_vec())];
    let report = inspect(&artifacts, &policy, crypto);
    let opened = report.bundle.items.iter().any(|item| item.spki_sha256.is_some());
    assert!(opened, "{file} was not opened: {:?}", report.findings);
    // The one way by which a key comes out again, for who asks for it.
    for item in report.bundle.items.iter().filter(|item| item.private_key().is_some()) {
        if let Some(copy) = clean_private_key(item, &artifacts[0], &policy) {
            assert!(copy.starts_with("-----BEGIN "), "{file}");
        }
    }
}
