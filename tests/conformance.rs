//! What do suites that others wrote say of our verdicts? A wrong "passed" is counted apart: there must be none.

use std::collections::BTreeSet;

use countersign_core::asn1::Oid;
use countersign_core::policy::{AnchorRules, Profile, Purpose};
use countersign_core::report::Severity;
use countersign_core::{Artifact, Given, Policy, Report, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use serde_json::Value;

use crate::corpora;

const LIMBO: &str = "github.com/C2SP/x509-limbo, limbo.json";

const PATHS: &str = "BoringSSL, Botan and OpenSSL, as the corpora's README tells";
const PKITS: &str = "csrc.nist.gov/projects/pki-testing, with 2048-bit keys";

/// Verdicts on one suite.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    false_accepts: Vec<String>,
    false_refusals: Vec<String>,
}

impl Score {
    /// Counts one case; a wrong one with what was said about it.
    fn count(&mut self, id: &str, report: &Report, should_pass: bool) {
        match (report.verdict() == Verdict::Passed, should_pass) {
            (true, false) => self.false_accepts.push(id.to_owned()),
            (false, true) => {
                self.false_refusals.push(format!("{id}: {:?} {}", report.verdict(), said(report)))
            }
            _ => self.right += 1,
        }
    }

    /// Compares the wrong ones with the documented divergences, both ways: an unexpected right one fails too.
    fn assert_only(&self, suite: &str, documented: &[(&str, &str)]) {
        if std::env::var_os("COUNTERSIGN_CONFORMANCE_DETAILS").is_some() {
            panic!("{suite}: {self:#?}");
        }
        let wrong: BTreeSet<&str> = self
            .false_accepts
            .iter()
            .chain(&self.false_refusals)
            .map(|line| line.split(": ").next().unwrap_or_default())
            .collect();
        let expected: BTreeSet<&str> = documented.iter().map(|(id, _)| *id).collect();
        assert_eq!(wrong, expected, "{suite}: {self:#?}");
    }
}

fn said(report: &Report) -> String {
    let serious = report.findings.iter().filter(|finding| finding.severity > Severity::Note);
    serious
        .map(|finding| format!("{} ({})", finding.check.code, finding.message))
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn x509_limbo() {
    let Some(bytes) = corpora::read("limbo/limbo-dev.json.gz", LIMBO) else { return };
    let suite: Value = serde_json::from_slice(&bytes).unwrap();
    let mut score = Score::default();
    for case in suite["testcases"].as_array().unwrap() {
        let should_pass = case["expected_result"] == "SUCCESS";
        score.count(case["id"].as_str().unwrap(), &limbo_report(case), should_pass);
    }
    score.assert_only("x509-limbo", &[]);
}

#[test]
fn path_suites() {
    let Some(bytes) = corpora::read("paths/paths-dev.json.gz", PATHS) else { return };
    let suite: Value = serde_json::from_slice(&bytes).unwrap();
    let (mut score, mut disputed) = (Score::default(), Score::default());
    for case in suite["cases"].as_array().unwrap() {
        let score = if case["disputed"] == true { &mut disputed } else { &mut score };
        let id = format!("{} {}", case["suite"].as_str().unwrap(), case["id"].as_str().unwrap());
        score.count(&id, &path_report(case), case["expected"] == "accept");
    }
    score.assert_only("paths", &[]);
}

fn path_report(case: &Value) -> Report {
    let mut artifacts = vec![Artifact::new("target.cer", pem(&case["target"])).given(Given::Target)];
    add(&mut artifacts, case, "intermediates", Given::Untrusted);
    add(&mut artifacts, case, "crls", Given::RevocationList);
    add(&mut artifacts, case, "anchors", Given::Anchor);
    let mut policy = Policy::new(Task::Verify, Time::from_rfc3339(case["time"].as_str().unwrap()).unwrap());
    policy.purpose = match case["purpose"].as_str() {
        Some("client") => Purpose::Client,
        Some("server") => Purpose::Server,
        _ => Purpose::Any,
    };
    policy.hosts = case["hostname"].as_str().map(str::to_owned).into_iter().collect();
    // x509test signs with SHA-1 and RSA-1024 throughout; it is about structure.
    policy.allow_weak =
        case["weak_hashes_allowed"] == true || case["sha1_allowed"] == true || case["suite"] == "x509test";
    policy.anchor = match case["anchor_rules"].as_str() {
        Some("name-and-key-only") => AnchorRules::NAME_AND_KEY,
        Some("apply-anchor-constraints") => AnchorRules::RFC_5937,
        Some("apply-anchor-validity") => AnchorRules { validity: true, ..AnchorRules::NAME_AND_KEY },
        Some("apply-anchor-validity-and-constraints") => {
            AnchorRules { validity: true, ..AnchorRules::RFC_5937 }
        }
        _ => AnchorRules::AS_TLS,
    };
    if case["strict"] == true {
        policy.profile = Profile::Rfc5280;
    }
    let policies = case["policies"].as_array().into_iter().flatten();
    policy.initial_policy_set =
        policies.map(|oid| Oid::from_dotted(oid.as_str().unwrap()).unwrap()).collect();
    policy.require_explicit_policy = case["explicit_policy"] == true;
    inspect(&artifacts, &policy, &AwsLc)
}

fn pem(value: &Value) -> Vec<u8> {
    value.as_str().unwrap_or_default().as_bytes().to_vec()
}

fn add(artifacts: &mut Vec<Artifact>, case: &Value, name: &str, given: Given) {
    for (index, one) in case[name].as_array().into_iter().flatten().enumerate() {
        artifacts.push(Artifact::new(format!("{name}-{index}.cer"), pem(one)).given(given));
    }
}

fn limbo_report(case: &Value) -> Report {
    let id = case["id"].as_str().unwrap();
    let mut artifacts = vec![Artifact::new("peer.cer", pem(&case["peer_certificate"])).given(Given::Target)];
    add(&mut artifacts, case, "untrusted_intermediates", Given::Untrusted);
    add(&mut artifacts, case, "crls", Given::RevocationList);
    add(&mut artifacts, case, "trusted_certs", Given::Anchor);
    let at = case["validation_time"].as_str().map_or_else(now, |time| Time::from_rfc3339(time).unwrap());
    let mut policy = Policy::new(Task::Verify, at);
    let web_pki = id.starts_with("webpki::") || id.starts_with("online::");
    policy.profile = if web_pki { Profile::WebPki } else { Profile::Rfc5280 };
    policy.purpose = if case["validation_kind"] == "CLIENT" { Purpose::Client } else { Purpose::Server };
    let names = case["expected_peer_names"].as_array().into_iter().flatten();
    let name = std::iter::once(&case["expected_peer_name"]).chain(names);
    policy.hosts = name.filter_map(|name| name["value"].as_str()).map(str::to_owned).collect();
    policy.max_path_len = case["max_chain_depth"].as_u64().map(|depth| u32::try_from(depth).unwrap());
    inspect(&artifacts, &policy, &AwsLc)
}

/// Cases without a time are judged on a day on which the suite's certificates are valid.
fn now() -> Time {
    Time::from_rfc3339("2026-11-24T00:00:00Z").unwrap()
}
