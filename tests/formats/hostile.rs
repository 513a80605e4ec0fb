//! What do the corpora of OpenSSL's and BoringSSL's own fuzzers get? An end, and an answer that explains itself.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_core::model::Parsed;
use countersign_core::{Artifact, Task, Verdict};
use serde::Deserialize;

use crate::corpora;
use crate::scene::judged;

#[derive(Deserialize)]
struct Input {
    sha256: String,
    b64: String,
}

#[test]
fn every_hostile_input_ends_with_an_explained_answer() {
    let Some(bytes) = corpora::read("hostile/hostile-dev.json.gz", "openssl/fuzz-corpora and BoringSSL")
    else {
        return;
    };
    let suites: BTreeMap<String, Vec<Input>> = serde_json::from_slice(&bytes).unwrap();
    for (suite, input) in suites.iter().flat_map(|(suite, inputs)| inputs.iter().map(move |one| (suite, one)))
    {
        let artifact = Artifact::new("input", BASE64_STANDARD.decode(&input.b64).unwrap());
        let report = judged(Task::Inspect, &[artifact]);
        let unknown = report
            .bundle
            .items
            .iter()
            .all(|item| matches!(item.parsed, Parsed::Malformed { .. } | Parsed::Unrecognized(_)));
        let explained = !report.findings.is_empty() || !unknown;
        assert!(explained, "{suite} {}: {:?}", input.sha256, report.verdict());
        if unknown {
            assert_ne!(report.verdict(), Verdict::Passed, "{suite} {}", input.sha256);
        }
    }
}
