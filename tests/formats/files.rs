//! Is every file of the public suites read as its manifest says? Kind and facts, file by file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use serde::Deserialize;
use serde_json::Value;

use crate::corpora;

/// A line of `files/expected.json`.
#[derive(Deserialize)]
pub(super) struct Expected {
    pub(super) file: String,
    kind: Option<String>,
    facts: Option<Value>,
    pub(super) label: String,
}

/// How a file came out: nothing where it is as the manifest says.
pub(super) struct Ended {
    pub(super) expected: &'static Expected,
    pub(super) difference: Option<String>,
}

/// Every file but the disputed ones; `None` where the suite is not there.
pub(super) fn all() -> Option<&'static [Ended]> {
    static ALL: LazyLock<Option<Vec<Ended>>> = LazyLock::new(|| {
        let manifest: Vec<Expected> =
            serde_json::from_slice(&corpora::read("files/expected.json", SOURCE)?).unwrap();
        let manifest: &'static [Expected] = Vec::leak(manifest);
        Some(manifest.iter().map(|expected| Ended { expected, difference: difference(expected) }).collect())
    });
    ALL.as_deref()
}

const SOURCE: &str = "cryptography_vectors, OpenSSL, BoringSSL, x509-parser and LAMPS";

/// The JSON report of a file, opened with the passphrase that the manifest gives.
fn report(expected: &Expected) -> (Verdict, Value) {
    let bytes = corpora::read(&format!("files/{}", expected.file), SOURCE).unwrap();
    let mut policy = Policy::new(Task::Inspect, Time::from_rfc3339("2026-06-01T12:00:00Z").unwrap());
    let passphrase = fact(expected, "password").and_then(Value::as_str);
    policy.passphrases.extend(passphrase.map(|text| Passphrase::new(text.as_bytes().to_vec())));
    // A name that says nothing: content decides.
    let report = inspect(&[Artifact::new("file", bytes)], &policy, &AwsLc);
    (report.verdict(), serde_json::to_value(report.to_wire()).unwrap())
}

fn fact<'a>(expected: &'a Expected, name: &str) -> Option<&'a Value> {
    expected.facts.as_ref()?.get(name).filter(|fact| !fact.is_null())
}

fn difference(expected: &Expected) -> Option<String> {
    let (verdict, report) = report(expected);
    let artifacts = report["artifacts"].as_array().unwrap();
    let findings = report["findings"].as_array().unwrap();
    match (expected.label.as_str(), &expected.kind) {
        ("reject", _) if verdict == Verdict::Passed && findings.is_empty() => {
            Some(format!("nothing is said against it, a {}", artifacts[0]["kind"]))
        }
        ("reject", _) => None,
        // Both tools that made the manifest gave no facts: understood, or refused with the reason.
        (_, None) => (verdict == Verdict::Passed
            && artifacts.iter().all(|one| one["kind"] == "unrecognized"))
        .then(|| "not recognised, and nothing is said".to_owned()),
        (_, Some(kind)) => {
            let name = kind_name(kind);
            let alike: Vec<&Value> = artifacts.iter().filter(|one| one["kind"] == name).collect();
            let differences = alike.iter().map(|one| of_facts(expected, one, artifacts)).collect::<Vec<_>>();
            if differences.iter().any(Option::is_none) && !alike.is_empty() {
                return None;
            }
            let kinds: Vec<&Value> = artifacts.iter().map(|one| &one["kind"]).collect();
            Some(differences.into_iter().flatten().next().unwrap_or_else(|| format!("read as {kinds:?}")))
        }
    }
}

fn kind_name(kind: &str) -> &str {
    match kind {
        "cert" => "certificate",
        "crl" => "revocation-list",
        "csr" => "certification-request",
        other => other,
    }
}

/// The first fact that is another here.
fn of_facts(expected: &Expected, artifact: &Value, all: &[Value]) -> Option<String> {
    let facts = expected.facts.as_ref()?.as_object()?;
    facts.iter().filter(|(_, fact)| !fact.is_null()).find_map(|(name, fact)| {
        let wrong = |ours: &Value| (ours != fact).then(|| format!("{name} is {fact}, here {ours}"));
        match name.as_str() {
            "additional" => {
                let certificates = all.iter().filter(|one| one["kind"] == "certificate").count();
                let own = usize::from(fact_of(facts, "cert_sha256").is_some());
                wrong(&Value::from(certificates - own.min(certificates)))
            }
            "bits" => wrong(&artifact["key"]["bits"]),
            "cert_sha256" => {
                (!all.iter().any(|one| one["sha256"] == *fact)).then(|| format!("no certificate {fact}"))
            }
            "certs" => {
                let mut ours: Vec<&Value> =
                    all.iter().filter(|one| one["kind"] == "certificate").map(|one| &one["sha256"]).collect();
                let mut theirs: Vec<&Value> = fact.as_array()?.iter().collect();
                ours.sort_by_key(ToString::to_string);
                theirs.sort_by_key(ToString::to_string);
                (ours != theirs).then(|| format!("certs are {theirs:?}, here {ours:?}"))
            }
            "extensions" => {
                let sorted = |list: &Value| {
                    let mut list = list.as_array().cloned().unwrap_or_default();
                    list.sort_by_key(ToString::to_string);
                    Value::from(list)
                };
                (sorted(fact) != sorted(&artifact["extensions"]))
                    .then(|| format!("extensions are {fact}, here {}", artifact["extensions"]))
            }
            "is_ca" => wrong(&artifact["is_ca"]),
            "issuer_rfc4514" => wrong(&artifact["issuer"]),
            "key" => {
                let keys: Vec<&Value> = all.iter().filter(|one| one["kind"] == "private-key").collect();
                (!keys.iter().any(|one| one["spki_sha256"] == fact["spki_sha256"]))
                    .then(|| format!("no key {fact}"))
            }
            "not_after" | "not_before" => {
                let theirs = fact.as_str()?.replace("+00:00", "Z");
                (artifact[name] != theirs).then(|| format!("{name} is {theirs}, here {}", artifact[name]))
            }
            "serial_hex" => {
                let trimmed =
                    |value: &Value| value.as_str().unwrap_or_default().trim_start_matches('0').to_owned();
                (trimmed(fact) != trimmed(&artifact["serial"]))
                    .then(|| format!("{name} is {fact}, here {}", artifact["serial"]))
            }
            "sha256" | "spki_sha256" => wrong(&artifact[name]),
            "sig_alg_oid" => wrong(&artifact["signature_algorithm"]),
            "subject_rfc4514" => wrong(&artifact["subject"]),
            // Not in the report as such: digests of parts, and what the manifest's tools say of errors and names.
            _ => None,
        }
    })
}

fn fact_of<'a>(facts: &'a serde_json::Map<String, Value>, name: &str) -> Option<&'a Value> {
    facts.get(name).filter(|fact| !fact.is_null())
}

/// The differences that are known, by file, each with its reason.
pub(super) fn known() -> BTreeMap<String, String> {
    serde_json::from_str(include_str!("differences.json")).unwrap()
}

#[test]
fn every_file_is_read_as_its_manifest_says_or_the_difference_is_written_down() {
    let Some(all) = all() else { return };
    let found: BTreeMap<&str, &str> = all
        .iter()
        .filter(|one| one.expected.label != "disputed")
        .filter_map(|one| Some((one.expected.file.as_str(), one.difference.as_deref()?)))
        .collect();
    let known = known();
    let new: Vec<_> = found.iter().filter(|(file, _)| !known.contains_key(**file)).collect();
    assert!(new.is_empty(), "{new:#?}");
    let gone: Vec<_> = known.keys().filter(|file| !found.contains_key(file.as_str())).collect();
    assert!(gone.is_empty(), "no difference any more: {gone:?}");
    let firm = all.iter().filter(|one| one.expected.label != "disputed").count();
    assert!(found.len() * 100 <= firm, "{} of {firm} differ, more than 1 in 100", found.len());
}
