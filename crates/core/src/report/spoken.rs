//! What does a handshake that was really spoken say beside the prediction? A door speaks, the core compares.

use super::handshake::{Handshake, HandshakeKind, HandshakeStep, Spoken, StepState, predict};
use super::verdict::Verdict;
use super::{Report, shown};

/// A handshake as a door saw it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// One-way or two-way.
    pub kind: HandshakeKind,
    /// How it was spoken.
    pub spoken: Spoken,
    /// How far each step got, in order.
    pub steps: Vec<SpokenStep>,
}

/// One step as a door saw it.
#[derive(Clone, Debug)]
pub struct SpokenStep {
    /// How it went.
    pub state: StepState,
    /// Messages, alerts, who verified what.
    pub wire: Vec<String>,
}

impl Report {
    /// Puts a handshake that was spoken with these files beside the prediction. A step that broke is joined to the finding
    /// that let expect it; one that went otherwise than predicted says so. What broke, or could not be spoken, counts for
    /// the verdict: the files alone never make up for it.
    pub fn add_conversation(&mut self, conversation: Conversation) {
        let Conversation { kind, spoken, steps } = conversation;
        let own = self.handshakes.iter().find(|one| one.kind == kind && one.spoken.is_none());
        let predicted = own.cloned().or_else(|| self.prediction_beside_a_stranger(kind));
        let predicted = predicted.as_ref();
        // A step that was not to break may break for what was predicted of another.
        let broken = predicted.and_then(|one| one.steps.iter().find(|step| step.state == StepState::Failed));
        let elsewhere = broken.and_then(|step| step.because);
        let words = kind.words().iter().zip(steps).enumerate();
        let steps = words
            .map(|(index, ((title, tls), step))| {
                let expected = predicted.and_then(|handshake| handshake.steps.get(index));
                let differs = expected.is_some_and(|expected| differs(expected.state, step.state));
                HandshakeStep {
                    number: index + 1,
                    title,
                    tls,
                    state: step.state,
                    because: expected
                        .filter(|_| differs || is_stop(step.state))
                        .and_then(|one| one.because)
                        .or(elsewhere.filter(|_| step.state == StepState::Failed)),
                    wire: step.wire.iter().map(|line| shown(line)).collect(),
                    prediction: expected.filter(|_| differs).map(|expected| expected.state),
                }
            })
            .collect();
        let handshake = Handshake { kind, steps, spoken: Some(escaped(&spoken)) };
        self.verdict = self.verdict.max(match handshake.state() {
            StepState::Failed => Verdict::Failed,
            StepState::NotReached | StepState::Open => Verdict::Indeterminate,
            StepState::Passed => Verdict::Passed,
        });
        self.handshakes.push(handshake);
    }

    /// What the certificates of a verification let expect, where both ends have their keys elsewhere.
    fn prediction_beside_a_stranger(&self, kind: HandshakeKind) -> Option<Handshake> {
        let predicted = predict(&self.bundle, &self.findings, &self.paths, [true, true]);
        let mut predicted = predicted.into_iter().find(|one| one.kind == kind)?;
        // Nobody's files are missing: a stranger keeps its own.
        for step in &mut predicted.steps {
            step.because = step.because.filter(|code| *code != "handoff.file-missing");
        }
        // The one key that is given there is the client's, and one that stayed closed promises nothing.
        let is_locked = self.findings.iter().any(|finding| finding.check.code == "key.locked");
        if let Some(sends) = predicted.steps.get_mut(3).filter(|_| is_locked && kind == HandshakeKind::TwoWay)
        {
            (sends.state, sends.because) = (StepState::Open, Some("key.locked"));
        }
        Some(predicted)
    }
}

const fn is_stop(state: StepState) -> bool {
    matches!(state, StepState::Failed | StepState::Open)
}

/// A prediction that leaves a step open is never wrong; a step that an earlier one cut off says nothing.
const fn differs(predicted: StepState, seen: StepState) -> bool {
    matches!(
        (predicted, seen),
        (StepState::Failed, StepState::Passed) | (StepState::Passed, StepState::Failed)
    )
}

fn escaped(spoken: &Spoken) -> Spoken {
    Spoken {
        stack: shown(&spoken.stack),
        version: spoken.version,
        host: shown(&spoken.host),
        cipher_suite: spoken.cipher_suite.as_deref().map(shown),
        key_exchange: spoken.key_exchange.as_deref().map(shown),
        alert: spoken.alert.as_deref().map(shown),
    }
}
