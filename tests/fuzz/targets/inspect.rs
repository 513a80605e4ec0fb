//! Can two files of any content break a promise of the report, whatever is asked of them?
#![no_main]

use countersign_core::{Artifact, Given, Task};
use countersign_crypto_rustcrypto::RustCrypto;
use countersign_fuzz::{halves, judge_by, policy};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((names, input)) = input.split_first() else { return };
    let (one, other) = halves(input);
    let named = |index: u8| NAMES[usize::from(index) % NAMES.len()];
    let artifacts =
        [Artifact::new(named(names & 0x0f), one.to_vec()), Artifact::new(named(names >> 4), other.to_vec())];
    for task in [Task::Check, Task::Inspect, Task::Match] {
        judge_by(&artifacts, &policy(task), &RustCrypto);
    }
    let [one, other] = artifacts;
    let given = [one.given(Given::Target), other.given(Given::Anchor)];
    judge_by(&given, &policy(Task::Verify), &RustCrypto);
});

/// The usual names of a handoff, one that says nothing, and one that attacks the terminal.
const NAMES: [&str; 9] = [
    "server.cer",
    "server.csr",
    "server_key.pem",
    "client.cer",
    "client.csr",
    "client.pem",
    "CA.cer",
    "file",
    "\u{1b}[31m\u{202e}\u{9b}.cer",
];
