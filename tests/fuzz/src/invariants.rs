//! What must hold of every report, whatever went in?

use countersign_core::path::State;
use countersign_core::{Artifact, Crypto, Policy, Report, Task, Time, Verdict, inspect};
use countersign_crypto_rustcrypto::RustCrypto;

/// The policy for `task`, at the moment for which the examples were made.
#[must_use]
pub fn policy(task: Task) -> Policy {
    let mut policy = Policy::new(task, Time::from_unix_seconds(NOON));
    policy.hosts = vec!["server.example.com".to_owned()];
    policy
}

/// Inspects bytes as one file for `task`, with the real cryptography.
pub fn judge(task: Task, name: &str, bytes: &[u8]) {
    judge_by(&[Artifact::new(name, bytes.to_vec())], &policy(task), &RustCrypto);
}

/// Inspects, and holds the report against every promise.
///
/// # Panics
/// When a promise is broken: that is a finding.
pub fn judge_by(artifacts: &[Artifact], policy: &Policy, crypto: &dyn Crypto) {
    let report = inspect(artifacts, policy, crypto);
    assert!(!report.findings.is_empty() || !report.outcomes.is_empty(), "silence is no answer");
    if policy.task == Task::Verify && report.verdict() == Verdict::Passed {
        assert!(
            report.paths.iter().any(|path| path.state() == State::Accepted),
            "passed without an accepted path"
        );
    }
    let json = serde_json::to_value(report.to_wire()).expect("a report is always JSON");
    assert_clean_json(&json);
    let text = json.to_string();
    let given: usize = artifacts.iter().map(|artifact| artifact.bytes().len()).sum();
    assert!(text.len() < MAX_FIXED_REPORT + given * MAX_GROWTH, "{} bytes from {given}", text.len());
    assert_narrative_clean(&report);
    let again = inspect(artifacts, policy, crypto);
    let again = serde_json::to_value(again.to_wire()).expect("a report is always JSON").to_string();
    assert_eq!(text, again, "the same bytes gave another report");
}

/// No control, C1 or bidirectional character: a terminal would obey it.
///
/// # Panics
/// When there is one.
pub fn assert_clean(text: &str) {
    let raw = text.chars().find(|character| {
        character.is_control()
            || matches!(*character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(raw, None, "in {text:?}");
}

/// The same for text of windows, which may run over several lines.
fn assert_readable(text: &str) {
    text.split('\n').for_each(assert_clean);
}

fn assert_clean_json(value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => assert_clean(text),
        serde_json::Value::Array(values) => values.iter().for_each(assert_clean_json),
        serde_json::Value::Object(fields) => fields.values().for_each(assert_clean_json),
        serde_json::Value::Bool(_) | serde_json::Value::Null | serde_json::Value::Number(_) => {}
    }
}

fn assert_narrative_clean(report: &Report) {
    let story = report.narrative();
    assert_readable(&story.headline.1);
    assert_readable(&story.closing);
    story.not_checked.iter().for_each(|text| assert_readable(text));
    for row in &story.board {
        [&row.file, &row.what, &row.detail, &row.verdict, &row.reason]
            .into_iter()
            .for_each(|text| assert_readable(text));
    }
    story.groups.iter().flatten().for_each(|text| assert_readable(text));
    for details in &story.details {
        assert_readable(&details.name);
        assert_readable(&details.title);
        details.fields.iter().for_each(|field| assert_readable(&field.value));
    }
    for finding in story.findings.iter().chain(&story.notes) {
        [&finding.message, &finding.cure, &finding.file, &finding.field, &finding.who]
            .into_iter()
            .for_each(|text| assert_readable(text));
        finding.evidence.iter().for_each(|one| assert_readable(&one.value));
    }
    for path in &story.paths {
        assert_readable(&path.target);
        assert_readable(&path.policies);
        path.certificates.iter().chain(&path.others).for_each(|text| assert_readable(text));
    }
    let of_paths = story.paths.iter().flat_map(|path| path.steps.iter().chain(&path.rules));
    for step in of_paths.chain(story.handshakes.iter().flat_map(|handshake| &handshake.steps)) {
        assert_readable(&step.title);
        assert_readable(&step.detail);
    }
    for team in &story.teams {
        assert_readable(&team.sentence);
        team.next_steps.iter().for_each(|text| assert_readable(text));
    }
}

/// 2026-06-01T12:00:00Z.
const NOON: i64 = 1_780_315_200;

/// What a report may weigh before its input is counted, in bytes.
const MAX_FIXED_REPORT: usize = 1024 * 1024;

/// What a report may weigh for each byte of input, in bytes.
const MAX_GROWTH: usize = 64;
