//! Is a changed certificate still passed? Chains with one bit or byte changed: where we pass, somebody else does too.

use countersign_core::policy::Purpose;
use countersign_core::{Artifact, Given, Policy, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use super::comparison::confirmed;
use super::order::Dice;
use crate::scene::{example, noon};

/// How many changed chains are tried.
const MUTANTS: usize = 6_000;

/// An example's chain: its bytes are the same in every run, and so are its mutants.
fn chain() -> Vec<(Vec<u8>, Given)> {
    let example = example("sound/with-intermediate");
    let read = |name: &str| {
        let artifact = example.iter().find(|artifact| artifact.file_name() == name).unwrap();
        pem::parse_many(artifact.bytes()).unwrap().into_iter().map(pem::Pem::into_contents)
    };
    let below = read("server.cer").zip([Given::Target, Given::Untrusted]);
    below.chain(read("CA.cer").map(|der| (der, Given::Anchor))).collect()
}

fn artifacts(files: &[(Vec<u8>, Given)]) -> Vec<Artifact> {
    let artifact = |(index, (der, given)): (usize, &(Vec<u8>, Given))| {
        Artifact::new(format!("{index}.cer"), der.clone()).given(*given)
    };
    files.iter().enumerate().map(artifact).collect()
}

/// One change: a bit, a byte, a piece left out, or a piece written twice.
fn mutate(der: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.under(der.len());
    match dice.under(8) {
        0 => der[at] = u8::try_from(dice.under(256)).unwrap(),
        1 => drop(der.remove(at)),
        2 => der.insert(at, der[at]),
        _ => der[at] ^= 1 << dice.under(8),
    }
}

#[test]
fn a_mutant_that_passes_is_passed_by_somebody_else_too() {
    let sound = chain();
    let mut policy = Policy::new(Task::Verify, noon());
    policy.purpose = Purpose::Server;
    policy.hosts = vec!["api.example.com".to_owned()];
    assert_eq!(inspect(&artifacts(&sound), &policy, &AwsLc).verdict(), Verdict::Passed);
    let mut dice = Dice::new(9618);
    let (mut passed, mut alone) = (0, Vec::new());
    for _ in 0..MUTANTS {
        let mut files = sound.clone();
        let guilty = dice.under(files.len());
        mutate(&mut files[guilty].0, &mut dice);
        let artifacts = artifacts(&files);
        if files[guilty] == sound[guilty] || inspect(&artifacts, &policy, &AwsLc).verdict() != Verdict::Passed
        {
            continue;
        }
        passed += 1;
        // RFC 5280 §7.1: letter case does not count in names, which these oracles compare byte by byte.
        if files[guilty].0.eq_ignore_ascii_case(&sound[guilty].0) {
            continue;
        }
        if let Err(said) = confirmed(&artifacts, &policy) {
            let changed = files[guilty].0.iter().zip(&sound[guilty].0).position(|(new, old)| new != old);
            let at = changed.unwrap_or_default();
            let around = |der: &[u8]| {
                countersign_core::report::hex(&der[at.saturating_sub(12)..(at + 12).min(der.len())])
            };
            let (new, old) = (around(&files[guilty].0), around(&sound[guilty].0));
            alone.push(format!("file {guilty}, byte {at}: {old} became {new}: {said}"));
        }
    }
    // Only the anchor may change, where nothing signs it: its own signature, key identifiers, validity.
    assert!(alone.is_empty(), "{alone:#?}");
    assert!(passed > 0 && passed < MUTANTS / 4, "{passed} of {MUTANTS} passed");
}
