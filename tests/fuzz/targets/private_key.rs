//! Can a private key, plain or encrypted, hang or crash what opens it?
#![no_main]

use countersign_core::crypto::KdfLimits;
use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Task};
use countersign_crypto_rustcrypto::RustCrypto;
use countersign_fuzz::{judge_by, policy};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|der: &[u8]| {
    let mut policy = policy(Task::Match);
    policy.passphrases = vec![Passphrase::new(b"123456".to_vec())];
    // The allowed work is allowed; a fuzzer would only spend its minute on it.
    policy.limits.kdf = KdfLimits {
        pbkdf2_iterations: 3_000,
        bcrypt_rounds: 1,
        scrypt_memory_bytes: 1024 * 1024,
        ..KdfLimits::default()
    };
    judge_by(&[Artifact::new("server_key.pem", der.to_vec())], &policy, &RustCrypto);
});
