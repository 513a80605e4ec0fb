//! Is the JSON what was published, and the same from every door?

use countersign_core::{Crypto, Policy, Task, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;

use crate::scene::{countersign, example, json, noon, root};

fn sets() -> Vec<String> {
    let mut sets = vec!["handoff".to_owned()];
    for kind in ["sound", "faulty"] {
        for entry in std::fs::read_dir(root().join("examples").join(kind)).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_dir() {
                sets.push(format!("{kind}/{}", entry.file_name().to_string_lossy()));
            }
        }
    }
    sets.sort();
    sets
}

#[test]
fn every_report_fits_the_published_schema() {
    let schema = std::fs::read(root().join("docs/report-v1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    for set in sets() {
        let report = json(&countersign(&["check", &format!("examples/{set}"), "--format", "json"]));
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{set}: {errors:?}");
    }
}

#[test]
fn both_backends_give_the_same_report_to_the_byte() {
    for set in sets() {
        let artifacts = example(&set);
        let told = |crypto: &dyn Crypto| {
            let mut policy = Policy::new(Task::Check, noon());
            policy.hosts = vec!["api-eu.example.com".to_owned()];
            serde_json::to_string(&inspect(&artifacts, &policy, crypto).to_wire()).unwrap()
        };
        assert_eq!(told(&AwsLc), told(&RustCrypto), "{set}");
    }
}

#[test]
fn the_same_bytes_and_policy_give_the_same_report_twice() {
    for set in sets() {
        let told = || {
            let report = inspect(&example(&set), &Policy::new(Task::Check, noon()), &AwsLc);
            report.to_json()
        };
        assert_eq!(told(), told(), "{set}");
    }
}

/// The fields that scripts were promised; they may gain company, never leave.
#[test]
fn the_promised_fields_are_there() {
    let report = json(&countersign(&["check", "examples/faulty/san-dropped", "--format", "json"]));
    assert_eq!(report["schema"], "countersign/report/v1");
    for field in ["verdict", "policy", "artifacts", "links", "paths", "handshakes", "findings", "outcomes"] {
        assert!(!report[field].is_null(), "{field}");
    }
    for field in ["origin", "kind", "role", "sha256", "spki_sha256"] {
        assert!(
            report["artifacts"].as_array().unwrap().iter().any(|artifact| !artifact[field].is_null()),
            "{field}"
        );
    }
    let finding = &report["findings"][0];
    for field in ["code", "severity", "message", "location", "related", "remedy", "citations"] {
        assert!(!finding[field].is_null(), "{field}");
    }
    assert!(finding["location"]["origin"].is_string());
}

#[test]
fn every_finding_that_is_not_about_the_set_points_into_a_file() {
    for set in sets() {
        let report = json(&countersign(&["check", &format!("examples/{set}"), "--format", "json"]));
        for finding in report["findings"].as_array().unwrap() {
            let of_the_set = finding["code"].as_str().unwrap().starts_with("handoff.");
            assert!(of_the_set || finding["location"]["origin"].is_string(), "{set}: {finding}");
        }
    }
}
