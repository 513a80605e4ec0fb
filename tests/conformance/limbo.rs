//! x509-limbo: accept or refuse, over hand-written and BetterTLS paths.

use std::sync::OnceLock;

use countersign_core::inspect;
use countersign_crypto_aws_lc::AwsLc;
use serde_json::Value;

use super::score::Score;
use crate::corpora;
use crate::limbo_scene::scene;

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
