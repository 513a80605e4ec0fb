//! Does hostile input end? Graphs and names made to cost, each ended by a budget that the report names.
//!
//! Nothing here looks at a clock: a search without its budget would not end while anyone waits. The times are measured in
//! `benches/pathological.rs`.

pub(crate) mod graphs;

use countersign_core::policy::Limits;
use countersign_core::{Artifact, Given, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::scene::{codes, noon};
use graphs::{authority, crowd, excluding, leaf, many_ways_to_an_anchor, policies, root};

fn judged(target: &[u8], helpers: Vec<Vec<u8>>, anchor: &[u8]) -> Report {
    judged_within(Limits::default(), target, helpers, anchor)
}

fn judged_within(limits: Limits, target: &[u8], helpers: Vec<Vec<u8>>, anchor: &[u8]) -> Report {
    let mut artifacts = vec![Artifact::new("server.cer", target.to_vec()).given(Given::Target)];
    artifacts.extend(
        helpers.into_iter().map(|helper| Artifact::new("helper.cer", helper).given(Given::Untrusted)),
    );
    artifacts.push(Artifact::new("CA.cer", anchor.to_vec()).given(Given::Anchor));
    let policy = Policy { limits, ..Policy::new(Task::Verify, noon()) };
    inspect(&artifacts, &policy, &AwsLc)
}

/// The verdict is open, and a finding names the limit.
fn assert_limit(report: &Report, limit: &str) {
    assert_eq!(report.verdict(), Verdict::Indeterminate, "{:?}", codes(report));
    let told = report.findings.iter().find(|finding| finding.check.code == "path.limit-reached");
    let told = told.map(|finding| finding.message.as_str()).unwrap_or_default();
    assert!(told.contains(limit), "{told:?} does not name {limit}");
}

/// GHSA-fh2r-99q2-6mmg, CVE-2018-16875: each of them could be the issuer, so each signature is tried.
#[test]
fn ten_thousand_candidates_of_one_name_end_at_the_signature_budget() {
    let (anchor, target, helpers) = crowd(10_000);
    let report = judged(&target, helpers, &anchor);
    assert_limit(&report, "signature checks");
}

/// The same with a way that works among few: the budget is not spent on likely ones.
#[test]
fn fifty_candidates_of_one_name_are_all_tried_and_the_right_one_is_found() {
    let anchor = root("Root", |_| ());
    let key = KeyPair::generate().unwrap();
    let right = authority("Issuing", |_| ()).signed_by(&key, &anchor).unwrap();
    let issuer = Issuer::from_ca_cert_der(right.der(), &key).unwrap();
    let target = leaf(1).signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    let crowd = |_| {
        let other = KeyPair::generate().unwrap();
        authority("Issuing", |_| ()).signed_by(&other, &anchor).unwrap().der().to_vec()
    };
    let mut helpers: Vec<Vec<u8>> = (0..50).map(crowd).collect();
    helpers.push(right.der().to_vec());
    let report = judged(target.der(), helpers, anchor.der());
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

/// Every CA of a layer certified by every CA of the next: ways multiply with each layer, and none leads to the anchor.
#[test]
fn a_mesh_of_cross_signed_cas_ends_at_a_budget() {
    let anchor = root("Root", |_| ());
    let layers: Vec<Vec<KeyPair>> =
        (0..8).map(|_| (0..6).map(|_| KeyPair::generate().unwrap()).collect()).collect();
    let mut helpers = Vec::new();
    for (depth, pair) in layers.windows(2).enumerate() {
        let [lower, upper] = pair else { unreachable!() };
        for key in lower {
            for signer in upper {
                let params = authority(&format!("Layer {}", depth + 1), |_| ());
                let issuer = Issuer::from_params(&params, signer);
                let below = authority(&format!("Layer {depth}"), |_| ());
                helpers.push(below.signed_by(key, &issuer).unwrap().der().to_vec());
            }
        }
    }
    let params = authority("Layer 0", |_| ());
    let issuer = Issuer::from_params(&params, &layers[0][0]);
    let target = leaf(1).signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    let report = judged(target.der(), helpers, anchor.der());
    assert_limit(&report, "signature checks");
}

/// Every path of a target spends from the same budget: each alone would stay within it.
#[test]
fn many_ways_under_constraints_end_at_the_comparison_budget_of_the_target() {
    let (anchor, target, helpers) = many_ways_to_an_anchor(leaf(1_000), |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(3));
        excluding(100)(params);
    });
    assert_limit(&judged(&target, helpers, &anchor), "name constraint comparisons");
}

/// One walk that stays within a limit says nothing of the walks of other certificates: all targets share a larger one.
#[test]
fn many_certificates_to_verify_end_at_the_budget_of_all() {
    let anchor = root("Root", excluding(1_000));
    let key = KeyPair::generate().unwrap();
    let one = |_| leaf(1_000).signed_by(&key, &anchor).unwrap().pem();
    let target: String = (0..12).map(one).collect();
    let report = judged(target.as_bytes(), Vec::new(), anchor.der());
    assert_limit(&report, "10485786 name constraint comparisons");
    let accepted = report.paths.iter().filter(|path| path.accepted().is_some());
    assert_eq!(accepted.count(), 10);
}

/// Without constraints it is the walks themselves that cost.
#[test]
fn many_ways_of_large_certificates_end_at_the_budget_of_bytes_walked() {
    let (anchor, target, helpers) = many_ways_to_an_anchor(leaf(3_000), |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(3));
    });
    assert_limit(&judged(&target, helpers, &anchor), "bytes of certificates");
}

/// CVE-2024-0567 GnuTLS, PKI.js: a circle has no end to walk to.
#[test]
fn circles_of_two_three_and_fifty_cas_end_and_are_called_circles() {
    let anchor = root("Root", |_| ());
    for size in [2, 3, 50] {
        let keys: Vec<KeyPair> = (0..size).map(|_| KeyPair::generate().unwrap()).collect();
        let name = |index: usize| format!("CA {}", index % size);
        let certificate = |index: usize| {
            let params = authority(&name(index + 1), |_| ());
            let issuer = Issuer::from_params(&params, &keys[(index + 1) % size]);
            authority(&name(index), |_| ()).signed_by(&keys[index], &issuer).unwrap().der().to_vec()
        };
        let params = authority(&name(0), |_| ());
        let target = leaf(1)
            .signed_by(&KeyPair::generate().unwrap(), &Issuer::from_params(&params, &keys[0]))
            .unwrap();
        let report = judged(target.der(), (0..size).map(certificate).collect(), anchor.der());
        if size == 50 {
            assert_limit(&report, "certificates in one path");
        } else {
            assert_eq!(report.verdict(), Verdict::Failed, "{size}");
            let circle = report.findings.iter().any(|finding| finding.message.contains("in a circle"));
            assert!(circle, "{size}: {:?}", codes(&report));
        }
    }
}

#[test]
fn a_chain_of_a_hundred_cas_ends_at_the_longest_path() {
    let anchor = root("CA 0", |_| ());
    let anchor_der = anchor.der().to_vec();
    let mut helpers = Vec::new();
    let mut issuer: Issuer<'_, KeyPair> =
        Issuer::new(authority("CA 0", |_| ()), KeyPair::generate().unwrap());
    for index in 1..=100 {
        let key = KeyPair::generate().unwrap();
        let params = authority(&format!("CA {index}"), |_| ());
        helpers.push(params.signed_by(&key, &issuer).unwrap().der().to_vec());
        issuer = Issuer::new(params, key);
    }
    let target = leaf(1).signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    let report = judged(target.der(), helpers, &anchor_der);
    assert_limit(&report, "certificates in one path");
}

/// CVE-2025-58187 Go; x509-limbo nc-dos.
#[test]
fn ten_thousand_names_under_ten_thousand_constraints_end_at_the_comparison_budget() {
    let anchor = root("Root", excluding(10_000));
    let target = leaf(10_000).signed_by(&KeyPair::generate().unwrap(), &anchor).unwrap();
    let report = judged(target.der(), Vec::new(), anchor.der());
    assert_limit(&report, "name constraint comparisons");
    // The guard is the budget: few names under as many constraints are compared and pass.
    let target = leaf(20).signed_by(&KeyPair::generate().unwrap(), &anchor).unwrap();
    assert_eq!(judged(target.der(), Vec::new(), anchor.der()).verdict(), Verdict::Passed);
}

/// CVE-2023-0464: with RFC 5280's tree every level doubles what the last one held.
#[test]
fn policy_mappings_on_every_level_stay_a_graph() {
    let both = policies(2);
    let mapped = |params: &mut CertificateParams| params.custom_extensions = both.to_vec();
    let anchor_key = KeyPair::generate().unwrap();
    let anchor = authority("CA 0", |_| ()).self_signed(&anchor_key).unwrap();
    let mut issuer: Issuer<'_, KeyPair> = Issuer::new(authority("CA 0", |_| ()), anchor_key);
    let mut helpers = Vec::new();
    for index in 1..=21 {
        let key = KeyPair::generate().unwrap();
        let params = authority(&format!("CA {index}"), mapped);
        helpers.push(params.signed_by(&key, &issuer).unwrap().der().to_vec());
        issuer = Issuer::new(params, key);
    }
    let mut end = leaf(1);
    end.custom_extensions = both[..1].to_vec();
    let target = end.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    let report = judged(target.der(), helpers, anchor.der());
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    let policies = &report.paths[0].accepted().unwrap().policies.user_constrained;
    assert_eq!(policies.len(), 2);
}

/// The budget is what ends it: with room for them, the same signatures are all tried and the answer is a refusal.
#[test]
fn with_a_larger_budget_the_same_crowd_is_refused_instead() {
    let (anchor, target, helpers) = crowd(300);
    assert_limit(&judged(&target, helpers.clone(), &anchor), "signature checks");
    let room = Limits { signature_checks: 1_000, ..Limits::default() };
    assert_eq!(judged_within(room, &target, helpers, &anchor).verdict(), Verdict::Failed);
}
