//! What do suites that others wrote say of our verdicts? A wrong "passed" is counted apart: there must be none.

use std::collections::BTreeMap;

use countersign_core::policy::{Profile, Purpose};
use countersign_core::{Artifact, Given, Policy, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use serde_json::Value;

use crate::corpora;

const LIMBO: &str = "github.com/C2SP/x509-limbo, limbo.json";

/// Verdicts on one suite.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    false_refusals: Vec<String>,
    false_accepts: Vec<String>,
}

#[test]
fn x509_limbo_is_never_wrongly_accepted() {
    let Some(bytes) = corpora::read("limbo/limbo-dev.json.gz", LIMBO) else { return };
    let suite: Value = serde_json::from_slice(&bytes).unwrap();
    let mut score = Score::default();
    let mut left_open: BTreeMap<String, usize> = BTreeMap::new();
    for case in suite["testcases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap().to_owned();
        let report = limbo_report(case);
        let accepted = report.verdict() == Verdict::Passed;
        match (accepted, case["expected_result"] == "SUCCESS") {
            (true, false) => score.false_accepts.push(id),
            (false, true) => {
                let codes: Vec<&str> = report
                    .findings
                    .iter()
                    .filter(|finding| finding.severity > countersign_core::report::Severity::Note)
                    .map(|finding| finding.check.code)
                    .collect();
                *left_open.entry(format!("{:?} {}", report.verdict(), codes.join(","))).or_default() += 1;
                score.false_refusals.push(id);
            }
            _ => score.right += 1,
        }
    }
    if std::env::var_os("COUNTERSIGN_CONFORMANCE_DETAILS").is_some() {
        panic!("{} right\n{left_open:#?}\n{:#?}", score.right, score);
    }
    assert!(score.false_accepts.is_empty(), "{:#?}", score.false_accepts);
}

fn limbo_report(case: &Value) -> countersign_core::Report {
    let id = case["id"].as_str().unwrap();
    let pem = |value: &Value| value.as_str().unwrap_or_default().as_bytes().to_vec();
    let mut artifacts = vec![Artifact::new("peer.cer", pem(&case["peer_certificate"])).given(Given::Target)];
    let several = |name: &str, given: Given, artifacts: &mut Vec<Artifact>| {
        for (index, one) in case[name].as_array().into_iter().flatten().enumerate() {
            artifacts.push(Artifact::new(format!("{name}-{index}.cer"), pem(one)).given(given));
        }
    };
    several("untrusted_intermediates", Given::Untrusted, &mut artifacts);
    several("crls", Given::RevocationList, &mut artifacts);
    several("trusted_certs", Given::Anchor, &mut artifacts);
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
