//! Does rustls end each handshake where the files let expect it? Every difference has its reason, and every reason a difference.

use std::collections::BTreeMap;

use super::examples::{Rehearsed, all};
use super::stack::STACKS;

pub(super) const KINDS: [&str; 2] = ["one-way", "two-way"];
pub(super) const VERSIONS: [&str; 2] = ["TLS 1.3", "TLS 1.2"];

/// Why sets end elsewhere than predicted, by the program that ends them there.
pub(super) fn reasons(program: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(include_str!("differences.json")).unwrap();
    all.remove(program).unwrap()
}

/// What rustls and the prediction have decided, and otherwise from each other.
pub(super) fn differs(set: &Rehearsed) -> bool {
    KINDS.iter().any(|kind| {
        let predicted = set.predicted(kind);
        VERSIONS.iter().any(|version| {
            let spoken = set.spoken(kind, version);
            predicted.is_decided() && spoken.is_decided() && predicted.stop != spoken.stop
        })
    })
}

#[test]
fn rustls_ends_every_example_where_the_files_let_expect_it_or_has_a_reason() {
    is_explained("rustls", differs);
}

#[test]
fn other_programs_do_so_too() {
    for stack in STACKS {
        is_explained(stack.name, |set| stack.differs(set));
    }
}

fn is_explained(program: &str, differs: impl Fn(&Rehearsed) -> bool) {
    let mut unused = reasons(program);
    for set in all() {
        let reason = unused.remove(&set.set);
        let differs = differs(&set);
        assert!(
            !differs || reason.is_some(),
            "{} ends elsewhere than predicted, and no reason says why",
            set.set
        );
        assert!(
            differs || reason.is_none(),
            "{} ends where it was predicted: its reason is used no more",
            set.set
        );
    }
    assert!(unused.is_empty(), "no such example: {unused:?}");
}

#[test]
fn what_is_spoken_is_the_same_in_both_versions() {
    for set in all() {
        for kind in KINDS {
            let [one, two] = VERSIONS.map(|version| set.spoken(kind, version));
            assert_eq!(one, two, "{} {kind}", set.set);
        }
    }
}

#[test]
fn sound_sets_go_through_and_a_handshake_that_breaks_never_passes() {
    for set in all() {
        let through =
            KINDS.iter().all(|kind| VERSIONS.iter().all(|one| set.spoken(kind, one).stop.is_none()));
        if set.set.starts_with("sound/") || set.set == "handoff" {
            assert!(through && set.verdict() == "passed", "{}: {}", set.set, set.verdict());
        }
        assert!(through || set.verdict() != "passed", "{} breaks and passes", set.set);
    }
}
