//! Which way leads to the CA, and which rules hold on it?

use super::{Mark, PathStory, StepStory, name};
use crate::bundle::ItemId;
use crate::path::{Fault, PathVerdict, State, Step, StepOutcome};
use crate::report::Report;
use crate::report::description::title_of;

pub(super) fn path_story(report: &Report, verdict: &PathVerdict) -> PathStory {
    let named = |id: &ItemId| {
        report
            .bundle
            .item(*id)
            .map(|item| format!("{} ({})", title_of(item), name(report, item)))
            .unwrap_or_default()
    };
    let foremost = verdict.foremost();
    PathStory {
        target: named(&verdict.target),
        mark: match verdict.state() {
            State::Accepted => Mark::Right,
            State::Refused => Mark::Wrong,
            State::Undetermined => Mark::Open,
        },
        certificates: foremost
            .map(|attempt| attempt.certificates.iter().rev().map(named).collect())
            .unwrap_or_default(),
        steps: foremost
            .map(|attempt| attempt.steps.iter().map(|step| rule_story(report, step)).collect())
            .unwrap_or_default(),
        others: verdict.attempts.len().saturating_sub(1),
    }
}

fn rule_story(report: &Report, step: &Step) -> StepStory {
    let called = |id: ItemId| report.bundle.item(id).map(|item| name(report, item)).unwrap_or_default();
    let told = |fault: &Fault| format!("{} {}", called(fault.guilty), fault.message);
    let (mark, detail) = match &step.outcome {
        StepOutcome::NotApplicable(why) => (Mark::None, (*why).to_owned()),
        StepOutcome::Passed => (Mark::Right, String::new()),
        StepOutcome::Refused(fault) => (Mark::Wrong, told(fault)),
        StepOutcome::Undetermined(fault) => (Mark::Open, told(fault)),
    };
    StepStory {
        number: step.section.to_owned(),
        mark,
        title: format!("{}: {}", called(step.certificate), step.rule),
        detail,
    }
}
