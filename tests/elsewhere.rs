//! Keys that stay with their teams: is a set judged as a whole where others may read it, and is nothing passed that was not proved?

use countersign_core::report::StepState;
use countersign_core::{Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::scene::{codes, example, noon};

/// The example handoff without the files of these names, judged as where no key is expected.
fn without(names: &[&str], keys_elsewhere: bool) -> Report {
    let artifacts: Vec<_> =
        example("handoff").into_iter().filter(|file| !names.contains(&file.origin.as_str())).collect();
    let policy = Policy { keys_elsewhere, ..Policy::new(Task::Check, noon()) };
    inspect(&artifacts, &policy, &AwsLc)
}

const KEYS: [&str; 2] = ["server_key.pem", "client.pem"];

#[test]
fn requests_stand_for_the_keys_that_signed_them() {
    let report = without(&KEYS, true);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    assert!(report.handshakes.iter().all(|one| one.state() == StepState::Passed));
    let said = report.narrative().not_checked;
    assert!(said.iter().any(|line| line.starts_with("Private keys: none is looked for")), "{said:?}");
}

#[test]
fn a_key_without_its_request_is_missed_all_the_same() {
    let report = without(&["server_key.pem", "client.pem", "client.csr"], true);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    assert!(codes(&report).contains(&"handoff.file-missing"));
    let [one_way, two_way] = &report.handshakes[..] else { panic!("two handshakes are predicted") };
    assert_eq!((one_way.state(), two_way.state()), (StepState::Passed, StepState::Open));
}

#[test]
fn where_keys_are_expected_they_are_missed() {
    let report = without(&KEYS, false);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    assert_eq!(codes(&report).iter().filter(|code| **code == "handoff.file-missing").count(), 2);
}

#[test]
fn a_request_stands_for_no_other_key_than_its_own() {
    let others = example("faulty/wrong-key").into_iter().filter(|file| !KEYS.contains(&file.origin.as_str()));
    let policy = Policy { keys_elsewhere: true, ..Policy::new(Task::Check, noon()) };
    let report = inspect(&others.collect::<Vec<_>>(), &policy, &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed);
    assert!(codes(&report).contains(&"pair.key-mismatch"), "{:?}", codes(&report));
}
