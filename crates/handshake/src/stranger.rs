//! What happened at each step with a live server, of which only its answers are known?

use countersign_core::bundle::Side;
use countersign_core::report::{SpokenStep, StepState};

use crate::conversation::{Ended, Flight};
use crate::peer::Seen;
use crate::question::Answer;
use crate::steps::{Story, cut_off};

/// What is known of a conversation with a server beyond its handshake.
pub(crate) struct Stranger<'a> {
    pub(crate) story: Story<'a>,
    /// What came back when something was asked.
    pub(crate) answer: &'a Answer,
    /// Why the client has nothing to show.
    pub(crate) client_lacks: Option<&'a str>,
    /// Whether one of the CAs that the server names issued what the client shows; `None` where it names none.
    pub(crate) is_issuer_named: Option<bool>,
}

/// The steps, two-way where the server asks for a certificate.
pub(crate) fn told_by_client(stranger: &Stranger<'_>) -> Vec<SpokenStep> {
    let Stranger { story, .. } = stranger;
    let mut steps =
        vec![story.asks(), story.answers(), story.verification(Side::Client, &story.seen.of_server)];
    if story.seen.client_asked.is_none() {
        steps.push(story.keys());
    } else {
        steps.push(stranger.client_sends());
        steps.push(stranger.server_verifies());
    }
    steps.push(stranger.data());
    cut_off(steps)
}

impl<'a> Stranger<'a> {
    pub(crate) const fn story(seen: &'a Seen, flights: &'a [Flight], ended: &'a Ended) -> Story<'a> {
        Story { seen, flights, ended }
    }

    fn client_sends(&self) -> SpokenStep {
        let ended = self.story.ended;
        let mut wire = self.story.flight(2);
        let Some(why) = self.nothing_to_show() else {
            wire.push("the client sent its certificate".to_owned());
            wire.extend((self.is_issuer_named == Some(false)).then(|| FOREIGN.to_owned()));
            return SpokenStep { state: StepState::Passed, wire };
        };
        if let Some(alert) = ended.alert {
            wire.extend([format!("server → client: alert {alert}"), why]);
            return SpokenStep { state: StepState::Failed, wire };
        }
        if ended.broken.is_some() || !ended.is_finished {
            wire.push(why);
            return SpokenStep { state: StepState::Failed, wire };
        }
        let (state, line) = match self.answer {
            Answer::GoesOn(_) => (StepState::Passed, format!("{why}; the server does not insist")),
            Answer::Refuses { words, .. } => {
                wire.push(AFTERWARDS.to_owned());
                (StepState::Failed, format!("{why}, and the server answers: {words}"))
            }
            Answer::Unclear(words) => (StepState::Open, format!("{why}; the server answers: {words}")),
            Answer::Missing(reason) => (StepState::Open, format!("{why}; {reason}")),
            Answer::NotAsked => (StepState::Open, format!("{why}; {LATER}")),
        };
        wire.push(line);
        SpokenStep { state, wire }
    }

    fn nothing_to_show(&self) -> Option<String> {
        let not_loaded = self.story.seen.client_not_loaded.as_ref();
        let not_loaded =
            not_loaded.map(|reason| format!("the client can't load its certificate and key: {reason}"));
        not_loaded
            .or_else(|| self.client_lacks.map(|reason| format!("the client has nothing to show: {reason}")))
    }

    /// A server that refuses says so by an alert or in its answer; one that accepts says something else, or nothing.
    fn server_verifies(&self) -> SpokenStep {
        let ended = self.story.ended;
        let failed = |wire| SpokenStep { state: StepState::Failed, wire };
        if let Some(alert) = ended.alert {
            return failed(vec![format!("the server refuses the client's certificate: alert {alert}")]);
        }
        if !ended.is_finished || ended.broken.is_some() {
            return failed(self.story.broken().into_iter().collect());
        }
        let (state, line) = match self.answer {
            Answer::GoesOn(_) => (StepState::Passed, "the server went on".to_owned()),
            Answer::Refuses { words, .. } => {
                let line = format!("the server refuses the client's certificate: {words}");
                return failed(vec![AFTERWARDS.to_owned(), line]);
            }
            Answer::Unclear(words) => (StepState::Open, format!("the server answers: {words}; {UNSAID}")),
            Answer::Missing(reason) => (StepState::Open, format!("no objection came, and {reason}")),
            Answer::NotAsked => (StepState::Passed, "no objection came from the server".to_owned()),
        };
        SpokenStep { state, wire: vec![line] }
    }

    fn data(&self) -> SpokenStep {
        let ended = self.story.ended;
        if !ended.is_finished || ended.broken.is_some() || ended.alert.is_some() {
            return SpokenStep { state: StepState::Failed, wire: self.story.broken().into_iter().collect() };
        }
        let (state, line) = match self.answer {
            Answer::GoesOn(words) => (StepState::Passed, format!("the server answers: {words}")),
            Answer::Refuses { words, .. } => {
                (StepState::Failed, format!("the server wants a certificate of the client: {words}"))
            }
            // It asked for no certificate: what it refuses is another matter.
            Answer::Unclear(words) => (StepState::Passed, format!("the server answers: {words}")),
            Answer::Missing(reason) => (StepState::Open, reason.clone()),
            Answer::NotAsked => {
                (StepState::Passed, "the encrypted connection stands; nothing was sent on it".to_owned())
            }
        };
        SpokenStep { state, wire: vec![line] }
    }
}

const AFTERWARDS: &str = "the handshake itself went through: this server refuses afterwards, without an alert, and keeps the reason in its log";
const FOREIGN: &str = "none of the CAs that the server names issued it";
const LATER: &str = "no objection came, and whether the server goes on without one was not asked";
const UNSAID: &str = "whether that is because of the certificate it does not say";
