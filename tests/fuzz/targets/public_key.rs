//! Can a public key, as SubjectPublicKeyInfo or PKCS#1, mislead the reader or the report?
#![no_main]

use countersign_core::Task;
use countersign_core::model::{PublicKey, weak_key_words};
use countersign_fuzz::{assert_clean, judge};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|der: &[u8]| {
    if let Ok(key) = PublicKey::from_spki_der(der) {
        assert_clean(&key.words());
        assert_clean(&weak_key_words(&key).unwrap_or_default());
        let _ = (key.named_curve(), key.bits(), key.rsa_numbers(), key.is_supported_alone());
    }
    judge(Task::Match, "key.pub", der);
});
