//! x509-limbo: accept or refuse, over hand-written and BetterTLS paths.

use std::sync::OnceLock;

use countersign_core::policy::{Profile, Purpose};
use countersign_core::{Artifact, Given, Policy, Task, Time, inspect};
use countersign_crypto_aws_lc::AwsLc;
use serde_json::Value;

use super::paths::{add, pem};
use super::score::Score;
use crate::corpora;

/// The score, taken once.
pub(super) fn score() -> Option<&'static Score> {
    static SCORE: OnceLock<Option<Score>> = OnceLock::new();
    SCORE.get_or_init(run).as_ref()
}

/// The cases as the suite gives them.
pub(crate) fn cases() -> Option<Vec<Value>> {
    let bytes = corpora::read("limbo/limbo-dev.json.gz", "github.com/C2SP/x509-limbo, limbo.json")?;
    let mut suite: Value = serde_json::from_slice(&bytes).unwrap();
    serde_json::from_value(suite["testcases"].take()).unwrap()
}

fn run() -> Option<Score> {
    let mut score = Score::of("x509-limbo");
    for case in cases()? {
        let (artifacts, policy) = scene(&case);
        let report = inspect(&artifacts, &policy, &AwsLc);
        score.count(case["id"].as_str().unwrap(), &report, case["expected_result"] == "SUCCESS");
    }
    Some(score)
}

#[test]
fn x509_limbo() {
    if let Some(score) = score() {
        score.assert_as_documented();
    }
}

/// What one case asks of us.
pub(crate) fn scene(case: &Value) -> (Vec<Artifact>, Policy) {
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
    (artifacts, policy)
}

/// Cases without a time are judged on a day on which the suite's certificates are valid.
fn now() -> Time {
    Time::from_rfc3339("2026-11-24T00:00:00Z").unwrap()
}
