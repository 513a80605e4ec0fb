//! BoringSSL's revocation lists: good, revoked or unknown.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use countersign_core::policy::AnchorRules;
use countersign_core::{Artifact, Given, Policy, Report, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use serde_json::Value;

use super::score::{Ended, Score, told};
use crate::corpora;

/// The score, taken once.
pub(super) fn score() -> Option<&'static Score> {
    static SCORE: OnceLock<Option<Score>> = OnceLock::new();
    SCORE.get_or_init(run).as_ref()
}

fn run() -> Option<Score> {
    let source = "BoringSSL, pki/testdata/crl_unittest";
    let bytes = corpora::read("crl-and-signature/crl-status.json.gz", source)?;
    let cases: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let mut score = Score::of("CRL status");
    for case in &cases {
        let report = report(case);
        let expected = case["expected_status"].as_str().unwrap();
        let ended = match status(&report) {
            status if status == expected => Ended::Right,
            "good" => Ended::FalseAccept,
            _ => Ended::FalseRefusal,
        };
        score.push(case["id"].as_str().unwrap(), ended, told(&report));
    }
    Some(score)
}

fn report(case: &Value) -> Report {
    let block = |label: &str| {
        let blocks = case["blocks"].as_array().unwrap();
        let block = blocks.iter().find(|block| block["label"] == label)?;
        Some(STANDARD.decode(block["der_b64"].as_str()?).unwrap())
    };
    let mut artifacts = Vec::new();
    let blocks = [
        ("CERTIFICATE", Given::Target),
        ("CA CERTIFICATE", Given::Anchor),
        ("CA CERTIFICATE 2", Given::Anchor),
        ("CRL", Given::RevocationList),
    ];
    for (label, given) in blocks {
        artifacts.extend(block(label).map(|der| Artifact::new(label, der).given(given)));
    }
    let mut policy = Policy::new(Task::Verify, Time::from_rfc3339(case["time"].as_str().unwrap()).unwrap());
    // The suite asks about the list alone: its CA certificates are bare names with RSA-1024 keys.
    policy.anchor = AnchorRules::NAME_AND_KEY;
    policy.allow_weak = true;
    policy.require_revocation = true;
    policy.max_revocation_age_days = case["max_age_days"].as_u64().map(|days| u32::try_from(days).unwrap());
    inspect(&artifacts, &policy, &AwsLc)
}

fn status(report: &Report) -> &'static str {
    let revoked = report.findings.iter().any(|finding| finding.check.code == "path.revoked");
    match report.verdict() {
        Verdict::Passed => "good",
        Verdict::Failed if revoked => "revoked",
        _ => "unknown",
    }
}

#[test]
fn crl_status() {
    if let Some(score) = score() {
        score.assert_as_documented();
    }
}
