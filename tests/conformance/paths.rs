//! The mixed path suites of BoringSSL, Botan, OpenSSL and x509test: accept or refuse, with their own settings.

use std::sync::OnceLock;

use countersign_core::asn1::Oid;
use countersign_core::policy::{AnchorRules, Profile, Purpose};
use countersign_core::{Artifact, Given, Policy, Task, Time};
use serde_json::Value;

use super::causes::{self, Cause};
use super::score::Score;
use crate::corpora;
use crate::questions::Question;
use crate::questions::question::{add, pem};

/// The scores, taken once: cases that their suite stands by, and those it disputes itself.
pub(super) fn scores() -> Option<&'static (Score, Score)> {
    static SCORES: OnceLock<Option<(Score, Score)>> = OnceLock::new();
    SCORES.get_or_init(run).as_ref()
}

fn cases() -> Option<Vec<Value>> {
    let source =
        "the tests of BoringSSL (pki/testdata), Botan (src/tests/data/x509) and OpenSSL (test/certs)";
    let bytes = corpora::read("paths/paths-dev.json.gz", source)?;
    let mut suite: Value = serde_json::from_slice(&bytes).unwrap();
    serde_json::from_value(suite["cases"].take()).unwrap()
}

fn run() -> Option<(Score, Score)> {
    let (mut firm, mut disputed) = (Score::of("paths"), Score::of("paths, disputed"));
    for case in cases()? {
        let score = if case["disputed"] == true { &mut disputed } else { &mut firm };
        score.count(id(&case), &question(&case).report(), case["expected"] == "accept");
    }
    Some((firm, disputed))
}

fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap()
}

#[test]
fn path_suites() {
    if let Some((firm, _)) = scores() {
        firm.assert_as_documented();
    }
}

/// Where a suite says which certificate is to blame and for what, so do we.
#[test]
fn refusals_of_the_path_suites_name_the_cause_that_the_suite_names() {
    let wrong: Vec<String> = cases()
        .into_iter()
        .flatten()
        .filter(|case| case["expected"] == "reject" && case["disputed"] != true)
        .filter_map(|case| {
            let cause = Cause::read(case["suite"].as_str()?, case["upstream_result"].as_str()?)?;
            causes::missed(&cause, &question(&case).report()).map(|missed| format!("{}: {missed}", id(&case)))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every case, disputed ones too.
pub(crate) fn questions() -> Option<Vec<Question>> {
    Some(cases()?.iter().map(question).collect())
}

fn question(case: &Value) -> Question {
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
    Question { id: id(case).to_owned(), artifacts, policy, should_pass: case["expected"] == "accept" }
}
