//! What happened at each of the five or six steps? From what was seen to what a person can follow.

use countersign_core::bundle::Side;
use countersign_core::report::{HandshakeKind, SpokenStep, StepState, list, name_words};

use crate::conversation::{Ended, Flight};
use crate::peer::{Seen, Verification};
use crate::wire::RETRY_NAME;

/// The steps of a handshake that was spoken. `client_lacks` says why the client has nothing to show.
pub(crate) fn told(
    kind: HandshakeKind,
    seen: &Seen,
    flights: &[Flight],
    ended: &Ended,
    client_lacks: Option<&str>,
) -> Vec<SpokenStep> {
    let story = Story { seen, flights, ended };
    let mut steps = vec![story.asks(), story.answers(), story.verification(Side::Client, &seen.of_server)];
    match kind {
        HandshakeKind::OneWay => steps.push(story.keys()),
        HandshakeKind::TwoWay => {
            steps.push(story.client_sends(client_lacks));
            steps.push(story.verification(Side::Server, &seen.of_client));
        }
    }
    steps.push(story.data());
    cut_off(steps)
}

/// The steps of one that could not be spoken.
pub(crate) fn unspoken(kind: HandshakeKind, reason: &str) -> Vec<SpokenStep> {
    let number = match kind {
        HandshakeKind::OneWay => 5,
        HandshakeKind::TwoWay => 6,
    };
    let mut steps = vec![SpokenStep { state: StepState::Open, wire: Vec::new() }; number];
    if let Some(first) = steps.first_mut() {
        first.wire.push(format!("not spoken: {reason}"));
    }
    steps
}

/// What was seen of a handshake, from which each step is told.
pub(crate) struct Story<'a> {
    pub(crate) seen: &'a Seen,
    pub(crate) flights: &'a [Flight],
    pub(crate) ended: &'a Ended,
}

impl Story<'_> {
    pub(crate) fn asks(&self) -> SpokenStep {
        let mut wire: Vec<String> = (0..=self.retries()).flat_map(|number| self.as_said(number)).collect();
        if self.seen.server_asked {
            return SpokenStep { state: StepState::Passed, wire };
        }
        wire.extend(self.broken());
        SpokenStep { state: StepState::Failed, wire }
    }

    pub(crate) fn answers(&self) -> SpokenStep {
        if let Some(reason) = &self.seen.server_not_loaded {
            let mut wire = vec![format!("the server can't load its certificate and key: {reason}")];
            wire.push("most servers would not start with these files; this one breaks off".to_owned());
            wire.extend(self.flight(1));
            return SpokenStep { state: StepState::Failed, wire };
        }
        let mut wire = self.flight(1);
        let certificates = self.seen.of_server.certificates.len();
        if certificates == 0 {
            let is_told = self.ended.broken.is_none() && self.ended.alert.is_some();
            wire.extend(is_told.then(|| "the server breaks off before it shows a certificate".to_owned()));
            wire.extend(self.broken());
            return SpokenStep { state: StepState::Failed, wire };
        }
        wire.push(format!("{} came from the server", counted(certificates)));
        wire.extend(self.seen.client_asked.as_deref().map(asked));
        SpokenStep { state: StepState::Passed, wire }
    }

    /// `by` looks at the other side's certificate.
    pub(crate) fn verification(&self, by: Side, look: &Verification) -> SpokenStep {
        let (judge, other) = match by {
            Side::Client => ("client", "server"),
            Side::Server => ("server", "client"),
        };
        let mut wire = Vec::new();
        match &look.verdict {
            None => return SpokenStep { state: StepState::NotReached, wire },
            Some(Err(reason)) => {
                wire.push(format!("the {judge} refuses the {other}'s certificate: {reason}"));
                let is_late = by == Side::Server && self.seen.of_client.proof.is_none() && !self.is_1_2();
                let late = if is_late { CLIENT_WAS_DONE } else { "" };
                wire.extend(self.ended.alert.map(|alert| format!("{judge} → {other}: alert {alert}{late}")));
                return SpokenStep { state: StepState::Failed, wire };
            }
            Some(Ok(())) => {
                wire.push(format!("the {judge} verified the {other}'s certificate through the CA"))
            }
        }
        match &look.proof {
            Some((scheme, Ok(()))) => {
                wire.push(format!("the {other} proved that it has the key: {}", scheme_name(*scheme)));
                SpokenStep { state: StepState::Passed, wire }
            }
            Some((_, Err(reason))) => {
                wire.push(format!("the {other} could not prove that it has the key: {reason}"));
                SpokenStep { state: StepState::Failed, wire }
            }
            None => {
                wire.extend(self.broken());
                SpokenStep { state: StepState::Failed, wire }
            }
        }
    }

    pub(crate) fn keys(&self) -> SpokenStep {
        let mut wire: Vec<String> = self.flight(2);
        // TLS 1.3 exchanges keys in the hellos, and the server has finished before the client does.
        wire.extend(self.flight(3).into_iter().filter(|_| self.is_1_2()));
        if !self.ended.is_finished {
            wire.extend(self.broken());
            return SpokenStep { state: StepState::Failed, wire };
        }
        if let (Some(group), Some(suite)) = (&self.ended.key_exchange, &self.ended.cipher_suite) {
            wire.push(format!("both have keys: {group}, {suite}"));
        }
        SpokenStep { state: StepState::Passed, wire }
    }

    fn client_sends(&self, lacks: Option<&str>) -> SpokenStep {
        if let Some(reason) = &self.seen.client_not_loaded {
            let wire = vec![format!("the client can't load its certificate and key: {reason}")];
            return SpokenStep { state: StepState::Failed, wire };
        }
        let alert = || self.ended.alert.map(|alert| format!("server → client: alert {alert}"));
        if let Some(reason) = lacks {
            let mut wire = vec![format!("the client has nothing to show: {reason}")];
            wire.extend(alert());
            return SpokenStep { state: StepState::Open, wire };
        }
        let mut wire = self.flight(2);
        if self.seen.of_client.certificates.is_empty() {
            wire.extend(self.broken());
            return SpokenStep { state: StepState::Failed, wire };
        }
        wire.push(format!("{} came from the client", counted(self.seen.of_client.certificates.len())));
        SpokenStep { state: StepState::Passed, wire }
    }

    fn data(&self) -> SpokenStep {
        if self.ended.has_data {
            let wire = vec!["a line went each way and was read at the other end".to_owned()];
            return SpokenStep { state: StepState::Passed, wire };
        }
        SpokenStep { state: StepState::Failed, wire: self.broken().into_iter().collect() }
    }

    /// A flight counted from the ClientHello that was answered.
    pub(crate) fn flight(&self, number: usize) -> Vec<String> {
        self.as_said(number + self.retries())
    }

    /// How many flights went before the ClientHello that was answered: the server may ask for another one.
    fn retries(&self) -> usize {
        let asks_again = |flight: &Flight| flight.messages.iter().any(|message| message == RETRY_NAME);
        if self.flights.get(1).is_some_and(asks_again) { 2 } else { 0 }
    }

    fn as_said(&self, number: usize) -> Vec<String> {
        let line = |flight: &Flight| {
            let (from, to) = match flight.from {
                Side::Client => ("client", "server"),
                Side::Server => ("server", "client"),
            };
            format!("{from} → {to}: {}", flight.messages.join(", "))
        };
        self.flights.get(number).map(line).into_iter().collect()
    }

    pub(crate) fn broken(&self) -> Option<String> {
        let (side, reason) = self.ended.broken.as_ref()?;
        let who = match side {
            Side::Client => "client",
            Side::Server => "server",
        };
        let alert = self.ended.alert.map_or_else(String::new, |alert| format!(", alert {alert}"));
        Some(format!("the {who} breaks off: {reason}{alert}"))
    }

    fn is_1_2(&self) -> bool {
        self.flights.iter().flat_map(|flight| &flight.messages).any(|message| message == "ServerHelloDone")
    }
}

/// Behind a step that failed nothing is reached, and behind one that is open everything is.
pub(crate) fn cut_off(mut steps: Vec<SpokenStep>) -> Vec<SpokenStep> {
    let mut stopped = None;
    for step in &mut steps {
        match stopped {
            Some(state) => *step = SpokenStep { state, wire: Vec::new() },
            None => {
                stopped = match step.state {
                    StepState::Failed => Some(StepState::NotReached),
                    StepState::Open => Some(StepState::Open),
                    StepState::NotReached | StepState::Passed => None,
                };
            }
        }
    }
    steps
}

/// The names are hints: a server need not name any (RFC 8446 §4.2.4).
fn asked(names: &[Vec<u8>]) -> String {
    if names.is_empty() {
        return "the server asks for a certificate, and does not say of which CA".to_owned();
    }
    let count = if names.len() == 1 { "1 CA".to_owned() } else { format!("{} CAs", names.len()) };
    let words: Vec<String> = names.iter().filter_map(|name| name_words(name)).collect();
    let listed = if words.is_empty() { String::new() } else { format!(": {}", list(&words, MOST_NAMES)) };
    format!("the server asks for a certificate, and names {count} that it trusts{listed}")
}

fn counted(certificates: usize) -> String {
    match certificates {
        1 => "1 certificate".to_owned(),
        several => format!("{several} certificates"),
    }
}

fn scheme_name(scheme: rustls::SignatureScheme) -> String {
    scheme.as_str().map_or_else(|| format!("{scheme:?}"), str::to_lowercase)
}

/// In TLS 1.3 the client learns of a refusal when it thought that all was done (RFC 8446 §4.4.2.4).
const CLIENT_WAS_DONE: &str = "; the client had finished already, and learns of it from its first read";

/// How many CAs are told by name.
const MOST_NAMES: usize = 3;
