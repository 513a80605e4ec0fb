//! What happened at each of the five or six steps? From what was seen to what a person can follow.

use countersign_core::bundle::Side;
use countersign_core::report::{HandshakeKind, SpokenStep, StepState};

use crate::conversation::{Ended, Flight};
use crate::peer::{Seen, Verification};

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

/// The steps of one with a live server, of which only its answers are known.
pub(crate) fn told_by_client(
    seen: &Seen,
    flights: &[Flight],
    ended: &Ended,
    client_lacks: Option<&str>,
) -> Vec<SpokenStep> {
    let story = Story { seen, flights, ended };
    let mut steps = vec![story.asks(), story.answers(), story.verification(Side::Client, &seen.of_server)];
    if seen.client_asked.is_none() {
        steps.push(story.keys());
    } else {
        steps.push(story.client_sends_to_a_stranger(client_lacks));
        steps.push(story.strangers_answer());
    }
    let (state, line) = if ended.is_finished && ended.broken.is_none() && ended.alert.is_none() {
        (StepState::Passed, Some("the encrypted connection stands; nothing was sent on it".to_owned()))
    } else {
        (StepState::Failed, story.broken())
    };
    steps.push(SpokenStep { state, wire: line.into_iter().collect() });
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

struct Story<'a> {
    seen: &'a Seen,
    flights: &'a [Flight],
    ended: &'a Ended,
}

impl Story<'_> {
    fn asks(&self) -> SpokenStep {
        let mut wire = self.flight(0);
        if self.seen.server_asked {
            return SpokenStep { state: StepState::Passed, wire };
        }
        wire.extend(self.broken());
        SpokenStep { state: StepState::Failed, wire }
    }

    fn answers(&self) -> SpokenStep {
        if let Some(reason) = &self.seen.server_not_loaded {
            let mut wire = vec![format!("the server can't load its certificate and key: {reason}")];
            wire.push("most servers would not start with these files; this one breaks off".to_owned());
            wire.extend(self.flight(1));
            return SpokenStep { state: StepState::Failed, wire };
        }
        let mut wire = self.flight(1);
        let certificates = self.seen.of_server.certificates.len();
        if certificates == 0 {
            wire.extend(self.broken());
            return SpokenStep { state: StepState::Failed, wire };
        }
        wire.push(format!("{} came from the server", counted(certificates)));
        if let Some(names) = self.seen.client_asked {
            let names = if names == 1 { "1 CA".to_owned() } else { format!("{names} CAs") };
            wire.push(format!("the server asks for a certificate, and names {names} that it trusts"));
        }
        SpokenStep { state: StepState::Passed, wire }
    }

    /// `by` looks at the other side's certificate.
    fn verification(&self, by: Side, look: &Verification) -> SpokenStep {
        let (judge, other) = match by {
            Side::Client => ("client", "server"),
            Side::Server => ("server", "client"),
        };
        let mut wire = Vec::new();
        match &look.verdict {
            None => return SpokenStep { state: StepState::NotReached, wire },
            Some(Err(reason)) => {
                wire.push(format!("the {judge} refuses the {other}'s certificate: {reason}"));
                wire.extend(self.ended.alert.map(|alert| format!("{judge} → {other}: alert {alert}")));
                if by == Side::Server && self.seen.of_client.proof.is_none() {
                    wire.extend(self.client_was_done());
                }
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

    fn keys(&self) -> SpokenStep {
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

    fn client_sends_to_a_stranger(&self, lacks: Option<&str>) -> SpokenStep {
        let not_loaded = self.seen.client_not_loaded.as_ref();
        let not_loaded =
            not_loaded.map(|reason| format!("the client can't load its certificate and key: {reason}"));
        let nothing = lacks.map(|reason| format!("the client has nothing to show: {reason}"));
        let mut wire = self.flight(2);
        let is_refused = self.ended.alert.is_some() || self.ended.broken.is_some() || !self.ended.is_finished;
        let (state, line) = match not_loaded.or(nothing) {
            None => (StepState::Passed, "the client sent its certificate".to_owned()),
            Some(why) if is_refused => (StepState::Failed, why),
            Some(why) => (StepState::Passed, format!("{why}; the server does not insist")),
        };
        wire.push(line);
        let alert = self.ended.alert.filter(|_| state == StepState::Failed);
        wire.extend(alert.map(|alert| format!("server → client: alert {alert}")));
        SpokenStep { state, wire }
    }

    /// A server that refuses says so by an alert; one that accepts says something else, or nothing.
    fn strangers_answer(&self) -> SpokenStep {
        if let Some(alert) = self.ended.alert {
            let wire = vec![format!("the server refuses the client's certificate: alert {alert}")];
            return SpokenStep { state: StepState::Failed, wire };
        }
        if !self.ended.is_finished || self.ended.broken.is_some() {
            return SpokenStep { state: StepState::Failed, wire: self.broken().into_iter().collect() };
        }
        let line =
            if self.ended.has_data { "the server went on" } else { "no objection came from the server" };
        SpokenStep { state: StepState::Passed, wire: vec![line.to_owned()] }
    }

    fn data(&self) -> SpokenStep {
        if self.ended.has_data {
            let wire = vec!["a line went each way and was read at the other end".to_owned()];
            return SpokenStep { state: StepState::Passed, wire };
        }
        SpokenStep { state: StepState::Failed, wire: self.broken().into_iter().collect() }
    }

    fn flight(&self, number: usize) -> Vec<String> {
        let line = |flight: &Flight| {
            let (from, to) = match flight.from {
                Side::Client => ("client", "server"),
                Side::Server => ("server", "client"),
            };
            format!("{from} → {to}: {}", flight.messages.join(", "))
        };
        self.flights.get(number).map(line).into_iter().collect()
    }

    fn broken(&self) -> Option<String> {
        let (side, reason) = self.ended.broken.as_ref()?;
        let who = match side {
            Side::Client => "client",
            Side::Server => "server",
        };
        let alert = self.ended.alert.map_or_else(String::new, |alert| format!(", alert {alert}"));
        Some(format!("the {who} breaks off: {reason}{alert}"))
    }

    /// In TLS 1.3 the client learns of a refusal when it thought that all was done (RFC 8446 §4.4.2.4).
    fn client_was_done(&self) -> Option<String> {
        let done = "the client had finished already, and learns of it from its first read".to_owned();
        (!self.is_1_2()).then_some(done)
    }

    fn is_1_2(&self) -> bool {
        self.flights.iter().flat_map(|flight| &flight.messages).any(|message| message == "ServerHelloDone")
    }
}

/// Behind a step that failed nothing is reached, and behind one that is open everything is.
fn cut_off(mut steps: Vec<SpokenStep>) -> Vec<SpokenStep> {
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

fn counted(certificates: usize) -> String {
    match certificates {
        1 => "1 certificate".to_owned(),
        several => format!("{several} certificates"),
    }
}

fn scheme_name(scheme: rustls::SignatureScheme) -> String {
    scheme.as_str().map_or_else(|| format!("{scheme:?}"), str::to_lowercase)
}
