//! Can a target, helpers, anchors and revocation lists together hang path building, or pass without an accepted path?
#![no_main]

use countersign_core::policy::{AnchorRules, Profile, Purpose};
use countersign_core::{Artifact, Crypto, Given, Task};
use countersign_crypto_rustcrypto::RustCrypto;
use countersign_fuzz::{Believing, chunks, judge_by, policy};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((options, input)) = input.split_first() else { return };
    let is_set = |bit: u8| options >> bit & 1 == 1;
    let artifacts: Vec<Artifact> = chunks(input)
        .into_iter()
        .map(|(kind, der)| {
            let (name, given) = match kind % 4 {
                0 => ("server.cer", Given::Target),
                1 => ("between.cer", Given::Untrusted),
                2 => ("CA.cer", Given::Anchor),
                _ => ("CA.crl", Given::RevocationList),
            };
            Artifact::new(name, der.to_vec()).given(given)
        })
        .collect();
    let mut policy = policy(Task::Verify);
    if is_set(1) {
        policy.hosts.clear();
    }
    policy.require_revocation = is_set(2);
    policy.require_explicit_policy = is_set(3);
    policy.profile = if is_set(4) { Profile::WebPki } else { Profile::Rfc5280 };
    policy.anchor = if is_set(5) { AnchorRules::RFC_5937 } else { AnchorRules::AS_TLS };
    policy.purpose = if is_set(6) { Purpose::Server } else { Purpose::Any };
    policy.allow_weak = is_set(7);
    // Most inputs are believed: behind a signature that does not verify there is little to find.
    let crypto: &dyn Crypto = if is_set(0) { &RustCrypto } else { &Believing };
    judge_by(&artifacts, &policy, crypto);
});
