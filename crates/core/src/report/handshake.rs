//! How far would the handshakes get? The one-way and two-way steps, predicted from the files alone.
//!
//! What a door has really spoken is put beside the prediction by [`super::spoken`].
//!
//! The steps are the users' own five and six; beside each stands what really happens in TLS 1.2 (RFC 5246 §7.3) and
//! TLS 1.3 (RFC 8446 §2).

use serde::Serialize;

use super::finding::{Finding, Severity};
use crate::bundle::{Bundle, Role, Side};
use crate::checks::{Breaks, Meaning};
use crate::path::{PathVerdict, State};
use crate::policy::Purpose;

/// One-way or two-way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HandshakeKind {
    /// The client verifies the server.
    OneWay,
    /// Each verifies the other (mutual TLS).
    TwoWay,
}

/// How a step is expected to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// It breaks here.
    Failed,
    /// An earlier step breaks.
    NotReached,
    /// The files do not decide it.
    Open,
    /// It succeeds.
    Passed,
}

/// One step of a handshake.
#[derive(Clone, Debug)]
pub struct HandshakeStep {
    /// From 1.
    pub number: usize,
    /// What happens, in the users' words.
    pub title: &'static str,
    /// What happens in TLS 1.2 and 1.3.
    pub tls: &'static str,
    /// How it is expected to go.
    pub state: StepState,
    /// The code that breaks it or leaves it open.
    pub because: Option<&'static str>,
    /// What was seen of it when it was really spoken, in order, escaped for showing.
    pub wire: Vec<String>,
    /// What the files let expect, where a spoken handshake went otherwise.
    pub prediction: Option<StepState>,
}

/// A handshake, predicted or spoken.
#[derive(Clone, Debug)]
pub struct Handshake {
    /// One-way or two-way.
    pub kind: HandshakeKind,
    /// Its steps in order.
    pub steps: Vec<HandshakeStep>,
    /// How it was spoken; `None` for a prediction.
    pub spoken: Option<Spoken>,
}

/// The circumstances of a handshake that was really spoken, escaped for showing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The program at both ends, or at the other one.
    pub stack: String,
    /// `TLS 1.3` or `TLS 1.2`.
    pub version: &'static str,
    /// The name that the client called.
    pub host: String,
    /// The cipher suite agreed on, as IANA writes it.
    pub cipher_suite: Option<String>,
    /// The group of the key exchange.
    pub key_exchange: Option<String>,
    /// The alert that ended it, as RFC 8446 §6 writes it.
    pub alert: Option<String>,
}

impl Handshake {
    /// Failed if a step fails, else open if one is, else passed.
    #[must_use]
    pub fn state(&self) -> StepState {
        let any = |state| self.steps.iter().any(|step| step.state == state);
        if any(StepState::Failed) {
            StepState::Failed
        } else if any(StepState::Open) {
            StepState::Open
        } else {
            StepState::Passed
        }
    }
}

impl HandshakeKind {
    /// What happens at each step, and what TLS calls it.
    pub(super) const fn words(self) -> &'static [Words] {
        match self {
            Self::OneWay => &[ASK, ANSWER, CLIENT_VERIFIES, KEY_EXCHANGE, DATA],
            Self::TwoWay => &[ASK, ANSWER_AND_REQUEST, CLIENT_VERIFIES, CLIENT_SENDS, SERVER_VERIFIES, DATA],
        }
    }
}

type Words = (&'static str, &'static str);

const ASK: Words = ("the client asks over HTTPS", "ClientHello");
const ANSWER: Words = (
    "the server answers with its certificate",
    "1.2: ServerHello, Certificate, ServerKeyExchange; 1.3: ServerHello, Certificate, CertificateVerify",
);
const ANSWER_AND_REQUEST: Words = (
    "the server answers with its certificate and asks for the client's",
    "1.2: ServerHello, Certificate, CertificateRequest; 1.3: ServerHello, CertificateRequest, Certificate",
);
const CLIENT_VERIFIES: Words = (
    "the client verifies it through the CA",
    "client-side path validation; a refusal is an alert such as unknown_ca or bad_certificate",
);
const KEY_EXCHANGE: Words =
    ("keys are exchanged", "1.2: ClientKeyExchange, Finished; 1.3: key_share in the hellos, Finished");
const CLIENT_SENDS: Words = ("the client sends its certificate", "Certificate, CertificateVerify");
const SERVER_VERIFIES: Words = (
    "the server verifies it through the CA",
    "server-side path validation; in 1.3 the client learns of a refusal only after its own Finished",
);
const DATA: Words = ("data flows, encrypted", "application data");

/// Predicts both handshakes.
pub(crate) fn predict(
    bundle: &Bundle,
    findings: &[Finding],
    paths: &[PathVerdict],
    has_key_elsewhere: [bool; 2],
) -> Vec<Handshake> {
    let evidence = Evidence { bundle, findings, paths };
    let [server_key_elsewhere, client_key_elsewhere] = has_key_elsewhere;
    let server_offer = evidence.offer(Side::Server, server_key_elsewhere);
    let server_verified = evidence.verification(Side::Server);
    let client_offer = evidence.offer(Side::Client, client_key_elsewhere);
    let client_verified = evidence.verification(Side::Client);
    let fine = (StepState::Passed, None);
    let one_way = [fine, server_offer, server_verified, fine, fine];
    let two_way = [fine, server_offer, server_verified, client_offer, client_verified, fine];
    vec![
        Handshake {
            kind: HandshakeKind::OneWay,
            steps: steps(HandshakeKind::OneWay, &one_way),
            spoken: None,
        },
        Handshake {
            kind: HandshakeKind::TwoWay,
            steps: steps(HandshakeKind::TwoWay, &two_way),
            spoken: None,
        },
    ]
}

type Expectation = (StepState, Option<&'static str>);

/// After a step that fails nothing is reached; after one that is open everything is.
fn steps(kind: HandshakeKind, expected: &[Expectation]) -> Vec<HandshakeStep> {
    let mut stopped = None;
    let mut steps = Vec::with_capacity(expected.len());
    let expected = kind.words().iter().zip(expected);
    for (index, ((title, tls), (state, because))) in expected.enumerate() {
        let (state, because) = match stopped {
            Some(state) => (state, None),
            None => (*state, *because),
        };
        stopped = stopped.or(match state {
            StepState::Failed => Some(StepState::NotReached),
            StepState::Open => Some(StepState::Open),
            StepState::NotReached | StepState::Passed => None,
        });
        let (wire, prediction) = (Vec::new(), None);
        steps.push(HandshakeStep { number: index + 1, title, tls, state, because, wire, prediction });
    }
    steps
}

struct Evidence<'a> {
    bundle: &'a Bundle,
    findings: &'a [Finding],
    paths: &'a [PathVerdict],
}

impl Evidence<'_> {
    /// Can this side present its certificate and prove possession of the key?
    fn offer(&self, side: Side, key_elsewhere: bool) -> Expectation {
        let breaking = self.breaking(Breaks::Offer, |role| role.side() == Some(side));
        if let Some(finding) = breaking {
            return (StepState::Failed, Some(finding.check.code));
        }
        let present = |role: Role| self.bundle.with_role(role).any(|item| item.parsed.public_key().is_some());
        let has_key = key_elsewhere || present(side.key());
        if present(side.certificate()) && has_key {
            (StepState::Passed, None)
        } else {
            (StepState::Open, Some("handoff.file-missing"))
        }
    }

    /// Will the other side accept this side's certificate?
    fn verification(&self, side: Side) -> Expectation {
        let purpose = match side {
            Side::Client => Purpose::Client,
            Side::Server => Purpose::Server,
        };
        let verdicts: Vec<&PathVerdict> =
            self.paths.iter().filter(|verdict| verdict.purpose == purpose).collect();
        let on_path = |role: Role| role.side() == Some(side);
        if let Some(finding) = self.breaking(Breaks::Verification, on_path) {
            return (StepState::Failed, Some(finding.check.code));
        }
        // A fault in a CA counts for the sides whose path leads through it.
        let through = |finding: &&Finding| {
            finding.primary.item.is_some_and(|id| {
                verdicts
                    .iter()
                    .filter_map(|verdict| verdict.foremost())
                    .any(|attempt| attempt.certificates.contains(&id))
            })
        };
        if let Some(finding) = self.serious(Breaks::Verification).find(through) {
            return (StepState::Failed, Some(finding.check.code));
        }
        if verdicts.iter().any(|verdict| verdict.state() == State::Refused) {
            return (StepState::Failed, Some("path.refused"));
        }
        if verdicts.is_empty() {
            return (StepState::Open, Some("handoff.file-missing"));
        }
        if verdicts.iter().any(|verdict| verdict.state() == State::Undetermined) {
            let open =
                self.findings.iter().find(|finding| finding.check.meaning == Meaning::CouldNotDetermine);
            return (StepState::Open, open.map(|finding| finding.check.code));
        }
        if let Some(finding) = self.breaking(Breaks::SomePeers, on_path) {
            return (StepState::Open, Some(finding.check.code));
        }
        (StepState::Passed, None)
    }

    fn serious(&self, breaks: Breaks) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.check.breaks == breaks && finding.severity >= Severity::Error)
    }

    fn breaking(&self, breaks: Breaks, concerns: impl Fn(Role) -> bool) -> Option<&Finding> {
        self.serious(breaks).find(|finding| {
            finding.primary.item.and_then(|id| self.bundle.item(id)).is_some_and(|item| concerns(item.role))
        })
    }
}
