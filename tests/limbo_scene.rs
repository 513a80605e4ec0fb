//! What does a case of x509-limbo ask of us? Its files and settings, for the conformance tests and the bench.

use countersign_core::policy::{Profile, Purpose};
use countersign_core::{Artifact, Given, Policy, Task, Time};
use serde_json::Value;

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

pub(crate) fn pem(value: &Value) -> Vec<u8> {
    value.as_str().unwrap_or_default().as_bytes().to_vec()
}

pub(crate) fn add(artifacts: &mut Vec<Artifact>, case: &Value, name: &str, given: Given) {
    for (index, one) in case[name].as_array().into_iter().flatten().enumerate() {
        artifacts.push(Artifact::new(format!("{name}-{index}.cer"), pem(one)).given(given));
    }
}
