//! NIST's PKITS: all of RFC 5280 §6 with policies, revocation lists and delta lists, at 2048 bits.

use std::sync::OnceLock;

use countersign_core::asn1::Oid;
use countersign_core::policy::AnchorRules;
use countersign_core::{Artifact, Given, Policy, Report, Task, Time};
use serde_json::Value;

use super::causes::{self, Cause};
use super::score::{Ended, Score, told};
use crate::corpora;
use crate::questions::Question;

const SOURCE: &str = "csrc.nist.gov/projects/pki-testing, with 2048-bit keys (pip: cryptography_vectors)";

/// The score, taken once.
pub(super) fn score() -> Option<&'static Score> {
    static SCORE: OnceLock<Option<Score>> = OnceLock::new();
    SCORE.get_or_init(run).as_ref()
}

fn tests() -> Option<Vec<Value>> {
    let bytes = corpora::read("pkits-rsa2048/tests.json", SOURCE)?;
    let mut suite: Value = serde_json::from_slice(&bytes).unwrap();
    serde_json::from_value(suite["tests"].take()).unwrap()
}

fn run() -> Option<Score> {
    let mut score = Score::of("PKITS");
    for test in tests()? {
        let report = question(&test).report();
        if test["should_validate"] == true && policies(&report) != expected_policies(&test) {
            let said = format!("{}; policies {:?}", told(&report), policies(&report));
            score.push(id(&test), Ended::FalseRefusal, said);
        } else {
            score.count(id(&test), &report, test["should_validate"] == true);
        }
    }
    Some(score)
}

fn id(test: &Value) -> String {
    let subpart = test["subpart"].as_u64().map_or_else(String::new, |part| format!(" part {part}"));
    format!("{} {}{subpart}", test["id"].as_str().unwrap(), test["name"].as_str().unwrap())
}

/// Every test.
pub(crate) fn questions() -> Option<Vec<Question>> {
    Some(tests()?.iter().map(question).collect())
}

fn question(test: &Value) -> Question {
    let chain: Vec<&str> = test["chain"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let target = test["target"].as_str().unwrap();
    let read = |folder: &str, name: &str, end: &str| {
        corpora::read(&format!("pkits-rsa2048/{folder}/{name}.{end}"), SOURCE).unwrap()
    };
    let certificate =
        |name: &str, given| Artifact::new(format!("{name}.crt"), read("certs", name, "crt")).given(given);
    let mut artifacts = vec![certificate(target, Given::Target)];
    let (anchor, others) = chain.split_first().unwrap();
    artifacts.push(certificate(anchor, Given::Anchor));
    artifacts.extend(
        others.iter().filter(|name| **name != target).map(|name| certificate(name, Given::Untrusted)),
    );
    for name in test["crls"].as_array().unwrap().iter().filter_map(Value::as_str) {
        let list = Artifact::new(format!("{name}.crl"), read("crls", name, "crl"));
        artifacts.push(list.given(Given::RevocationList));
    }
    let mut policy = Policy::new(Task::Verify, Time::from_rfc3339("2011-04-15T00:00:00Z").unwrap());
    policy.anchor = AnchorRules::NAME_AND_KEY;
    policy.require_revocation = true;
    // Two of its tests are signed with DSA and SHA-1.
    policy.allow_weak = true;
    let oid = |oid: &Value| Oid::from_dotted(oid.as_str().unwrap()).unwrap();
    policy.initial_policy_set = test["initial_policy_set"].as_array().unwrap().iter().map(oid).collect();
    policy.require_explicit_policy = test["initial_explicit_policy"] == true;
    policy.inhibit_policy_mapping = test["initial_policy_mapping_inhibit"] == true;
    policy.inhibit_any_policy = test["initial_any_policy_inhibit"] == true;
    Question { id: id(test), artifacts, policy, should_pass: test["should_validate"] == true }
}

/// user-constrained-policy-set of the accepted path, dotted and sorted.
fn policies(report: &Report) -> Vec<String> {
    let accepted = report.paths.first().and_then(|path| path.accepted());
    let policies = accepted.into_iter().flat_map(|path| &path.policies.user_constrained);
    let mut policies: Vec<String> = policies.map(Oid::dotted).collect();
    policies.sort();
    policies
}

fn expected_policies(test: &Value) -> Vec<String> {
    let policies = test["expected_user_constrained_policy_set"].as_array().unwrap();
    let mut policies: Vec<String> = policies.iter().map(|oid| oid.as_str().unwrap().to_owned()).collect();
    policies.sort();
    policies
}

#[test]
fn pkits() {
    if let Some(score) = score() {
        score.assert_as_documented();
    }
}

/// Where BoringSSL's path-only check names the certificate and the cause, so do we.
#[test]
fn refusals_of_pkits_name_the_cause() {
    let mut wrong = Vec::new();
    for test in tests().into_iter().flatten() {
        let findings = test["boringssl_path_only_findings"].as_array().into_iter().flatten();
        let causes = findings.filter_map(|finding| {
            let (place, what) = (finding["where"].as_str()?, finding["what"].as_str()?);
            Some(Cause::boringssl(place, what))
        });
        let causes: Vec<Cause> = causes.collect();
        if causes.is_empty() || test["should_validate"] == true {
            continue;
        }
        let report = question(&test).report();
        let missed = causes.iter().map(|cause| causes::missed(cause, &report)).collect::<Option<Vec<_>>>();
        // One cause named is enough: a policy fault shows on every certificate from the first on.
        wrong.extend(missed.map(|missed| format!("{}: {missed:?}", id(&test))));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
