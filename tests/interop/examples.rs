//! Which sets are there, and how do their handshakes go? Each README's command, with `rehearse` for `check`.

use countersign_core::Time;
use serde_json::Value;

use crate::cases::{read_case, read_cases};
use crate::scene::{countersign, json, root};

/// One set, rehearsed.
pub(super) struct Rehearsed {
    /// `faulty/expired`.
    pub(super) set: String,
    report: Value,
}

/// How far one handshake got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The step that stopped it, with its state; `None` when it went through.
    pub(super) stop: Option<(u64, String)>,
    /// The finding's code, of a prediction.
    pub(super) because: String,
    /// The alert, of a spoken one.
    pub(super) alert: String,
}

/// Every example.
pub(super) fn all() -> Vec<Rehearsed> {
    let mut cases = vec![read_case(&root().join("examples/handoff"))];
    cases.extend(read_cases("sound"));
    cases.extend(read_cases("faulty"));
    let examples = root().join("examples");
    cases
        .iter()
        .map(|case| {
            let mut arguments = vec!["rehearse", "--format", "json"];
            // Both teams' files lie there: nobody asks for one team only.
            let of_one_team = case.arguments.iter().position(|word| word == "--as");
            for (index, word) in case.arguments.iter().enumerate().skip(1) {
                if of_one_team.is_none_or(|at| index != at && index != at + 1) {
                    arguments.push(word);
                }
            }
            if !arguments.contains(&"--at") {
                arguments.extend(["--at", "2026-06-01T12:00:00Z"]);
            }
            let set = std::path::Path::new(&case.set).strip_prefix(&examples).unwrap();
            Rehearsed { set: set.display().to_string(), report: json(&countersign(&arguments)) }
        })
        .collect()
}

impl Rehearsed {
    /// What the files let expect of `kind`.
    pub(super) fn predicted(&self, kind: &str) -> Outcome {
        let handshake = self.handshakes().find(|one| one["predicted"] == true && one["kind"] == kind);
        outcome(handshake.unwrap_or_else(|| panic!("{}: no prediction", self.set)))
    }

    /// How `kind` went in `version`.
    pub(super) fn spoken(&self, kind: &str, version: &str) -> Outcome {
        let handshake =
            self.handshakes().find(|one| one["kind"] == kind && one["spoken"]["version"] == version);
        outcome(handshake.unwrap_or_else(|| panic!("{}: {kind} was not spoken in {version}", self.set)))
    }

    /// How many handshakes were spoken.
    pub(super) fn count(&self) -> usize {
        self.handshakes().filter(|one| one["predicted"] == false).count()
    }

    /// The name that was called.
    pub(super) fn host(&self) -> String {
        let mut spoken = self.handshakes().filter(|one| one["predicted"] == false);
        spoken.next().unwrap()["spoken"]["host"].as_str().unwrap().to_owned()
    }

    /// The moment of judgement, in seconds since 1970.
    pub(super) fn at(&self) -> i64 {
        Time::from_rfc3339(self.report["policy"]["at"].as_str().unwrap()).unwrap().unix_seconds()
    }

    /// The exit's word.
    pub(super) fn verdict(&self) -> &str {
        self.report["verdict"].as_str().unwrap()
    }

    fn handshakes(&self) -> impl Iterator<Item = &Value> {
        self.report["handshakes"].as_array().unwrap().iter()
    }
}

impl Outcome {
    /// It ended at this step, or at none.
    pub(super) fn is_decided(&self) -> bool {
        self.stop.as_ref().is_none_or(|(_, state)| state == "failed")
    }
}

fn outcome(handshake: &Value) -> Outcome {
    let steps = handshake["steps"].as_array().unwrap();
    let stop = steps.iter().find(|step| step["state"] != "passed");
    Outcome {
        stop: stop.map(|step| (step["number"].as_u64().unwrap(), step["state"].as_str().unwrap().to_owned())),
        because: stop.and_then(|step| step["because"].as_str()).unwrap_or_default().to_owned(),
        alert: handshake["spoken"]["alert"].as_str().unwrap_or_default().to_owned(),
    }
}
