//! What do random, cut and bit-flipped files get? An answer with at least one finding, never a panic, never a hang.

use countersign_core::{Artifact, Policy, Task, inspect};
use countersign_crypto_rustcrypto::RustCrypto;
use proptest::prelude::*;

use crate::scene::{noon, root};

const TASKS: [Task; 4] = [Task::Check, Task::Inspect, Task::Match, Task::Verify];

/// Every file of every example.
fn example_files() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension != "md") {
                files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// Judges damaged bytes for every task; the findings must be there, and every form of the report must be drawable.
fn assert_answered(name: &str, bytes: &[u8]) {
    for task in TASKS {
        let artifact = Artifact::new("server.cer", bytes.to_vec());
        let report = inspect(&[artifact], &Policy::new(task, noon()), &RustCrypto);
        assert!(!report.outcomes.is_empty(), "{name}: nothing was looked at");
        let _ = report.narrative();
        let _ = report.to_json();
    }
}

/// The same, for bytes that can't be whole: silence would be a wrong "passed".
fn assert_found(name: &str, bytes: &[u8]) {
    assert_answered(name, bytes);
    let artifact = Artifact::new("server.cer", bytes.to_vec());
    let report = inspect(&[artifact], &Policy::new(Task::Check, noon()), &RustCrypto);
    assert!(!report.findings.is_empty(), "{name}: no finding");
}

#[test]
fn every_example_file_alone_is_answered() {
    for (name, bytes) in example_files() {
        assert_found(&name, &bytes);
    }
}

#[test]
fn every_example_file_cut_at_many_places_has_a_finding() {
    for (name, bytes) in example_files() {
        let step = (bytes.len() / 23).max(1);
        for end in (0..bytes.len()).step_by(step) {
            assert_found(&format!("{name} cut at {end}"), &bytes[..end]);
        }
    }
}

#[test]
fn a_truncated_der_object_has_a_finding_wherever_it_is_cut() {
    let whole = std::fs::read(root().join("examples/sound/der-files/server.cer")).unwrap();
    for end in 0..whole.len() {
        assert_found(&format!("cut at {end}"), &whole[..end]);
    }
}

/// A certificate of which one bit was changed must not verify: every bit of it is signed, or is the signature itself.
#[test]
fn no_bit_of_a_verified_certificate_can_be_changed_unnoticed() {
    let whole = std::fs::read(root().join("examples/sound/der-files/client.cer")).unwrap();
    let ca = std::fs::read(root().join("examples/sound/der-files/CA.cer")).unwrap();
    let verdict = |bytes: &[u8]| {
        use countersign_core::Given;
        let artifacts = [
            Artifact::new("client.cer", bytes.to_vec()).given(Given::Target),
            Artifact::new("CA.cer", ca.clone()).given(Given::Anchor),
        ];
        inspect(&artifacts, &Policy::new(Task::Verify, noon()), &countersign_crypto_aws_lc::AwsLc).verdict()
    };
    assert_eq!(verdict(&whole), countersign_core::Verdict::Passed);
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        assert_ne!(verdict(&changed), countersign_core::Verdict::Passed, "bit {} of byte {at}", at % 8);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_have_a_finding(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        assert_found("random", &bytes);
    }

    #[test]
    fn random_bytes_behind_a_der_header_have_a_finding(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let mut der = vec![0x30, 0x82, u8::try_from(bytes.len() >> 8).unwrap(), u8::try_from(bytes.len() & 0xff).unwrap()];
        der.extend(bytes);
        assert_found("random DER", &der);
    }

    #[test]
    fn random_text_between_encapsulation_boundaries_has_a_finding(label in "[A-Z0-9 #]{0,30}", body in "[ -~\n]{0,300}") {
        assert_found("random PEM", format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n").as_bytes());
    }

    #[test]
    fn flipped_bits_in_an_example_file_are_answered(
        file in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u32..8), 1..6),
    ) {
        let files = example_files();
        let (name, bytes) = file.get(&files);
        let mut bytes = bytes.clone();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        assert_found(name, &bytes);
    }

    #[test]
    fn a_slice_moved_within_an_example_file_is_answered(
        file in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1_usize..200,
    ) {
        let files = example_files();
        let (name, bytes) = file.get(&files);
        let mut bytes = bytes.clone();
        let from = from.index(bytes.len());
        let moved: Vec<u8> = bytes.drain(from..(from + length).min(bytes.len())).collect();
        let to = to.index(bytes.len() + 1);
        bytes.splice(to..to, moved);
        assert_answered(name, &bytes);
    }
}
