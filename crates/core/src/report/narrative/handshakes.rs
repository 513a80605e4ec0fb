//! How far does each handshake get? Those that were spoken tell more than predictions, and take their place.

use super::{HandshakeStory, Mark, StepStory};
use crate::checks::find;
use crate::policy::Task;
use crate::report::Report;
use crate::report::handshake::{Handshake, HandshakeKind, HandshakeStep, Spoken, StepState};

pub(super) fn handshake_stories(report: &Report) -> Vec<HandshakeStory> {
    let any_spoken = report.handshakes.iter().any(|one| one.spoken.is_some());
    let shown = report.handshakes.iter().filter(|one| one.spoken.is_some() == any_spoken);
    let story = |handshake: &Handshake| HandshakeStory {
        title: title(handshake.kind).into(),
        spoken: handshake.spoken.as_ref().map(circumstances).unwrap_or_default(),
        steps: handshake.steps.iter().map(|step| step_story(report, step)).collect(),
    };
    shown.map(story).collect()
}

/// The answer when handshakes were spoken; `None` when there were none.
pub(super) fn headline(report: &Report, mark: Mark, cause: &str) -> Option<String> {
    let spoken: Vec<(&Handshake, &Spoken)> =
        report.handshakes.iter().filter_map(|one| Some((one, one.spoken.as_ref()?))).collect();
    let with = |state| spoken.iter().find(|(handshake, _)| handshake.state() == state);
    if let Some((handshake, spoken)) = with(StepState::Failed) {
        let broken = handshake.steps.iter().find(|step| step.state == StepState::Failed)?;
        let kind = title(handshake.kind).to_lowercase();
        let alert = spoken.alert.as_ref().map_or_else(String::new, |alert| format!(" ({alert})"));
        let start = format!("The {kind} handshake breaks at step {}{alert}.", broken.number);
        let is_found = |code: &str| report.findings.iter().any(|finding| finding.check.code == code);
        let seen = broken.wire.iter().rev().find(|line| !is_message(line));
        return Some(match (broken.because, seen) {
            (Some(code), _) if is_found(code) => format!("{start} {cause}"),
            (_, Some(line)) if report.policy.task == Task::Verify => format!("{start} {}.", sentence(line)),
            (None, Some(line)) => {
                format!("{start} {}. The files gave no reason to expect that.", sentence(line))
            }
            (None, None) => {
                format!("{start} The files gave no reason to expect that; see what {} says.", spoken.stack)
            }
            (Some(_), _) => format!("{start} {cause}"),
        });
    }
    let open = with(StepState::Open);
    if open.is_some() && mark == Mark::Wrong {
        // What is wrong with the files says more than what could not be spoken.
        return None;
    }
    if let Some((handshake, _)) = open {
        let open = handshake.steps.iter().find(|step| step.state == StepState::Open)?;
        let kind = title(handshake.kind).to_lowercase();
        let Some(seen) = open.wire.iter().find(|line| !is_message(line)) else {
            return Some(format!("The {kind} handshake was not spoken to its end."));
        };
        return Some(match seen.strip_prefix("not spoken: ") {
            Some(why) => format!("The {kind} handshake was not spoken: {why}."),
            None => format!("The {kind} handshake was not spoken to its end: {seen}."),
        });
    }
    spoken.first()?;
    let done = match spoken.len() {
        1 => "The handshake completes".to_owned(),
        2 => "Both handshakes complete".to_owned(),
        several => format!("All {several} handshakes complete"),
    };
    let two_way = spoken.iter().any(|(handshake, _)| handshake.kind == HandshakeKind::TwoWay);
    Some(match mark {
        Mark::Right if report.policy.task == Task::Verify => {
            format!("{done}, and what the server sent leads to the CA given.")
        }
        Mark::Right if two_way => format!("{done}: each side accepted the other, and data went both ways."),
        Mark::Right => format!("{done}: the client accepted the server, and data went both ways."),
        Mark::Warning => format!("{done}. Mind the warnings below."),
        _ => format!("{done}, and yet this set must not be used as it is. {cause}"),
    })
}

/// A message that went from one end to the other: a line beside the story, and no sentence.
fn is_message(line: &str) -> bool {
    line.starts_with("client → ") || line.starts_with("server → ")
}

/// A line that was seen, as the beginning of a sentence.
fn sentence(line: &str) -> String {
    let mut characters = line.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

const fn title(kind: HandshakeKind) -> &'static str {
    match kind {
        HandshakeKind::OneWay => "One-way",
        HandshakeKind::TwoWay => "Two-way",
    }
}

fn circumstances(spoken: &Spoken) -> String {
    let agreed = [&spoken.cipher_suite, &spoken.key_exchange].into_iter().flatten();
    let agreed: String = agreed.map(|one| format!(", {one}")).collect();
    format!("{} by {}, server called as {}{agreed}", spoken.version, spoken.stack, spoken.host)
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
    let mut wire = step.wire.clone();
    wire.extend(step.prediction.map(|predicted| difference(predicted, because.as_deref())));
    let because = because.filter(|_| step.prediction.is_none());
    let title = because.map_or_else(|| step.title.to_owned(), |because| format!("{}: {because}", step.title));
    StepStory { number: step.number.to_string(), mark, title, detail: step.tls.to_owned(), wire }
}

fn difference(predicted: StepState, because: Option<&str>) -> String {
    let start = "differs from the prediction";
    match (predicted, because) {
        (StepState::Failed, Some(because)) => format!("{start}: by the files this would break: {because}"),
        (StepState::Failed, None) => format!("{start}: by the files this would break"),
        (_, Some(because)) => format!("{start}: by the files it would break at a later step: {because}"),
        (_, None) => format!("{start}: by the files nothing would break"),
    }
}
