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
    /// The client has a certificate that it would show.
    pub(crate) has_certificate: bool,
    /// Whether one of the CAs that the server names issued what the client shows; `None` where it names none.
    pub(crate) is_issuer_named: Option<bool>,
}

/// The steps, two-way where the server asks for a certificate.
pub(crate) fn told_by_client(stranger: &Stranger<'_>) -> Vec<SpokenStep> {
    let Stranger { story, .. } = stranger;
    let mut steps =
        vec![story.asks(), story.answers(), story.verification(Side::Client, &story.seen.of_server)];
    if story.seen.client_asked.is_none() {
        let unasked = stranger.has_certificate && !story.seen.of_server.certificates.is_empty();
        if let Some(answer) = steps.get_mut(1).filter(|_| unasked) {
            answer.wire.push(UNASKED.to_owned());
        }
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
            Answer::GoesOn(_) => (StepState::NotReached, format!("not applicable: {why}; {OPTIONAL}")),
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
            Answer::GoesOn(_) if self.nothing_to_show().is_some() => {
                (StepState::NotReached, format!("not applicable: no certificate came; {OPTIONAL}"))
            }
            Answer::GoesOn(_) => (StepState::Passed, "the server went on".to_owned()),
            Answer::Refuses { words, .. } => {
                let line = format!("the server refuses the client's certificate: {words}");
                return failed(vec![AFTERWARDS.to_owned(), line]);
            }
            Answer::Unclear(words) => (StepState::Open, format!("the server answers: {words}; {UNSAID}")),
            Answer::Missing(reason) => (StepState::Open, format!("no objection came, and {reason}")),
            Answer::NotAsked if ended.has_data => {
                (StepState::Passed, "the server went on, and spoke".to_owned())
            }
            // Silence is no consent: TLS 1.3 refuses behind the handshake, and some servers only in their answer.
            Answer::NotAsked => (StepState::Open, format!("no objection came; {SILENT}")),
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
            Answer::NotAsked if ended.has_data => {
                (StepState::Passed, "the server sent data by itself".to_owned())
            }
            Answer::NotAsked if self.story.seen.client_asked.is_some() => {
                (StepState::Open, SILENT.to_owned())
            }
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
const OPTIONAL: &str = "the server asked for a certificate, and went on without one";
const SILENT: &str = "a server may refuse the client's certificate behind the handshake, and nothing was read that shows it does not";
const UNASKED: &str = "the server asks for no certificate, so the client's was not sent, and nothing shows whether it would be accepted";
const UNSAID: &str =
    "whether that is because of the certificate it does not say: ask for a page that it has, with --path";
