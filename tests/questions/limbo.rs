//! What does x509-limbo ask? Hand-written and BetterTLS paths, with the profile that their namespace calls for.

use countersign_core::policy::{Profile, Purpose};
use countersign_core::{Artifact, Given, Policy, Task, Time};
use serde_json::Value;

use super::question::{Question, add, pem};
use crate::corpora;

/// All its cases.
pub(crate) fn questions() -> Option<Vec<Question>> {
    let bytes = corpora::read("limbo/limbo-dev.json.gz", "github.com/C2SP/x509-limbo, limbo.json")?;
    let suite: Value = serde_json::from_slice(&bytes).unwrap();
    Some(suite["testcases"].as_array().unwrap().iter().map(question).collect())
}

fn question(case: &Value) -> Question {
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
    Question { id: id.to_owned(), artifacts, policy, should_pass: case["expected_result"] == "SUCCESS" }
}

/// Cases without a time are judged on a day on which the suite's certificates are valid.
fn now() -> Time {
    Time::from_rfc3339("2026-11-24T00:00:00Z").unwrap()
}
