//! Which passes does nobody else confirm?

use std::collections::BTreeMap;

use countersign_core::{Artifact, Given, Policy, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use serde::Deserialize;

use super::{openssl, webpki};
use crate::conformance::{limbo, paths};
use crate::limbo_scene;

/// A pass of ours that both oracles refuse, and the clause that says so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    id: String,
    because: String,
}

/// The DER of every certificate in the artifacts that were given so.
pub(super) fn certificates(artifacts: &[Artifact], how: Given) -> Vec<Vec<u8>> {
    let of_kind = artifacts.iter().filter(|artifact| artifact.given == how);
    let blocks = of_kind.flat_map(|artifact| match pem::parse_many(artifact.bytes()) {
        Ok(blocks) if !blocks.is_empty() => {
            blocks.into_iter().map(pem::Pem::into_contents).collect::<Vec<_>>()
        }
        _ => vec![artifact.bytes().to_vec()],
    });
    blocks.collect()
}

/// The same one by one.
pub(super) fn given(artifacts: &[Artifact], how: Given) -> impl Iterator<Item = Vec<u8>> {
    certificates(artifacts, how).into_iter()
}

/// Who else accepts: `Ok`, or what each says.
pub(super) fn confirmed(artifacts: &[Artifact], policy: &Policy) -> Result<&'static str, String> {
    let Err(first) = webpki::verify(artifacts, policy) else { return Ok("rustls-webpki") };
    if !openssl::is_installed() {
        return Err(format!("rustls-webpki: {first}"));
    }
    match openssl::verify(artifacts, policy) {
        Ok(()) => Ok("OpenSSL"),
        Err(second) => Err(format!("rustls-webpki: {first}; OpenSSL: {second}")),
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "who confirms is said aloud, and an oracle that is not here")]
fn whenever_we_pass_a_case_of_the_suites_somebody_else_does_or_the_clause_is_cited() {
    let (Some(limbo_cases), Some(path_cases)) = (limbo::cases(), paths::cases()) else { return };
    if !openssl::is_installed() {
        eprintln!("SKIPPED: the comparison with OpenSSL, which is not installed (apt-get install openssl)");
        return;
    }
    let scenes = limbo_cases.iter().map(|case| (case["id"].as_str().unwrap(), limbo_scene::scene(case)));
    let scenes =
        scenes.chain(path_cases.iter().map(|case| (case["id"].as_str().unwrap(), paths::scene(case))));
    let (mut counts, mut alone) = (BTreeMap::new(), BTreeMap::new());
    for (id, (artifacts, policy)) in scenes {
        if inspect(&artifacts, &policy, &AwsLc).verdict() != Verdict::Passed {
            continue;
        }
        match confirmed(&artifacts, &policy) {
            Ok(who) => *counts.entry(who).or_insert(0) += 1,
            Err(said) => drop(alone.insert(id.to_owned(), said)),
        }
    }
    eprintln!("passes confirmed by {counts:?}, by nobody {}", alone.len());
    let exceptions: Vec<Exception> = serde_json::from_str(include_str!("exceptions.json")).unwrap();
    assert!(exceptions.iter().all(|one| one.because.contains("RFC")), "each exception cites a clause");
    let documented: Vec<&str> = exceptions.iter().map(|one| one.id.as_str()).collect();
    let undocumented: BTreeMap<_, _> =
        alone.iter().filter(|(id, _)| !documented.contains(&id.as_str())).collect();
    assert!(undocumented.is_empty(), "{undocumented:#?}");
    let gone: Vec<_> = documented.iter().filter(|id| !alone.contains_key(**id)).collect();
    assert!(gone.is_empty(), "no exception any more: {gone:?}");
}
