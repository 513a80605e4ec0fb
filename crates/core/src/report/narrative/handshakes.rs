//! How far does each handshake get?

use super::{HandshakeStory, Mark, StepStory};
use crate::checks::find;
use crate::report::Report;
use crate::report::handshake::{Handshake, HandshakeKind, HandshakeStep, StepState};

pub(super) fn handshake_stories(report: &Report) -> Vec<HandshakeStory> {
    let story = |handshake: &Handshake| HandshakeStory {
        title: match handshake.kind {
            HandshakeKind::OneWay => "One-way".into(),
            HandshakeKind::TwoWay => "Two-way".into(),
        },
        steps: handshake.steps.iter().map(|step| step_story(report, step)).collect(),
    };
    report.handshakes.iter().map(story).collect()
}

fn step_story(report: &Report, step: &HandshakeStep) -> StepStory {
    let mark = match step.state {
        StepState::Failed => Mark::Wrong,
        StepState::NotReached => Mark::None,
        StepState::Open => Mark::Open,
        StepState::Passed => Mark::Right,
    };
    let message = step
        .because
        .and_then(|code| report.findings.iter().find(|finding| finding.check.code == code))
        .map(|finding| finding.message.clone());
    let because = message.or_else(|| step.because.and_then(find).map(|check| check.title.to_owned()));
    let title = because.map_or_else(|| step.title.to_owned(), |because| format!("{}: {because}", step.title));
    StepStory { number: step.number.to_string(), mark, title, detail: step.tls.to_owned() }
}
