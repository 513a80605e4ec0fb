//! How does a live server answer? The client's end here, the other one wherever the stream leads.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::Duration;

use countersign_core::bundle::Side;
use countersign_core::model::Certificate;
use countersign_core::report::{Conversation as Told, HandshakeKind, Spoken};
use countersign_core::{Artifact, Report};
use rustls::{ALL_VERSIONS, Connection, Error, ProtocolVersion};
use rustls_pki_types::ServerName;

use crate::conversation::{Ended, Flight, cipher_suite, key_exchange, received};
use crate::keyring::Keyring;
use crate::line::{Line, SAYS_NOTHING, silence};
use crate::look::words;
use crate::party::Party;
use crate::peer::{self, Log, Seen, Terms};
use crate::question::{Answer, Question};
use crate::rehearsal::STACK;
use crate::stranger::{Stranger, told_by_client};
use crate::wire::Reader;

/// A handshake with a live server.
#[derive(Debug)]
pub struct Live {
    /// The certificates as the server sent them, DER, its own first.
    pub chain: Vec<Vec<u8>>,
    /// How it went, step by step.
    pub conversation: Told,
    /// Something was asked behind the handshake, and nothing that could be understood came back.
    pub is_unanswered: bool,
    /// The first words of the server are a page, or its head: it speaks HTTP without TLS.
    pub is_plain_http: bool,
}

/// Speaks with whoever is at the other end of `line`, calling it `host`, and asks `question` when the handshake is done.
/// `report` was made of `artifacts`, the client's files, with `keyring` in front of the backend. `None` when TLS can't ask
/// for such a name.
#[must_use]
pub fn speak(
    line: &mut Line,
    host: &str,
    question: &Question,
    report: &Report,
    artifacts: &[Artifact],
    keyring: &Keyring<'_>,
) -> Option<Live> {
    let party = Party::of(Side::Client, report, artifacts, keyring);
    let name = ServerName::try_from(host.to_owned()).ok()?;
    let now = peer::moment(report.policy.at.unix_seconds());
    // Whether it is two-way, the server decides.
    let terms = Terms { versions: ALL_VERSIONS, now, two_way: true };
    let log = Log::default();
    let connection = peer::client(&party, name, &terms, &log).ok()?;
    let mut call = Call { connection, said: Vec::new(), read: Vec::new(), error: None, is_closed: false };
    let (answer, cut) = match call.shake_hands(line) {
        Ok(()) => (call.ask(line, host, question, log.with(|seen| seen.client_asked.is_some())), None),
        Err(cut) => (Answer::NotAsked, cut),
    };
    let ended = call.ended(cut);
    let flights = call.flights();
    log.with(|seen| {
        seen.server_asked = call.said.iter().any(|(from, _)| *from == Side::Server);
        let stranger = Stranger {
            story: Stranger::story(seen, &flights, &ended),
            answer: &answer,
            client_lacks: party.lacks.as_deref(),
            has_certificate: !party.certificates.is_empty(),
            is_issuer_named: is_issuer_named(seen, &party),
        };
        let steps = told_by_client(&stranger);
        let two_way = seen.client_asked.is_some();
        let kind = if two_way { HandshakeKind::TwoWay } else { HandshakeKind::OneWay };
        let chain = seen.of_server.certificates.iter().map(|one| one.to_vec()).collect();
        // An alert says more than the silence behind it.
        let is_unanswered = matches!(answer, Answer::Missing(_)) && ended.alert.is_none();
        let conversation = Told { kind, spoken: call.circumstances(host, &ended), steps };
        Some(Live { chain, conversation, is_unanswered, is_plain_http: call.is_plain_http() })
    })
}

/// Whether a CA that the server names issued one of the certificates that the client shows.
fn is_issuer_named(seen: &Seen, party: &Party) -> Option<bool> {
    let names = seen.client_asked.as_ref().filter(|names| !names.is_empty())?;
    let issuers = party.certificates.iter().filter_map(|one| Certificate::from_der(one).ok());
    let issuers: Vec<Vec<u8>> = issuers.map(|certificate| certificate.issuer.der).collect();
    (!issuers.is_empty()).then(|| issuers.iter().any(|issuer| names.contains(issuer)))
}

struct Call {
    connection: Connection,
    /// Who said what, in order, one entry for each turn.
    said: Vec<(Side, Vec<u8>)>,
    /// What the server said under encryption, to be read by the client.
    read: Vec<u8>,
    error: Option<Error>,
    /// The server said that it says no more.
    is_closed: bool,
}

impl Call {
    /// Speaks until the handshake is done, or broken off. The error is what cut the conversation off, if the server did.
    fn shake_hands(&mut self, line: &mut Line) -> Result<(), Option<String>> {
        line.await_answer(None);
        loop {
            self.write(line)?;
            if self.error.is_some() {
                return Err(None);
            }
            if !self.connection.is_handshaking() {
                return Ok(());
            }
            self.read(line)?;
        }
    }

    /// Asks, and hears the answer. Where nothing is asked, a server that wanted a certificate has time to object: TLS 1.3 is
    /// done here before it has looked at one.
    fn ask(&mut self, line: &mut Line, host: &str, question: &Question, wanted_certificate: bool) -> Answer {
        let is_asked = *question != Question::Nothing;
        // Writing to memory can't fail.
        let _ = self.connection.writer().write_all(&question.bytes(host));
        let mut silence = self.write(line).err();
        line.await_answer(if is_asked { None } else { Some(OBJECTION) });
        while silence.is_none()
            && self.error.is_none()
            && self.read.len() < MOST_ANSWER_BYTES
            && !(is_asked && question.is_answered(&self.read))
            && (is_asked || wanted_certificate && self.read.is_empty())
        {
            silence = self.read(line).err();
        }
        self.connection.send_close_notify();
        let _ = self.write(line);
        let silence = silence.as_deref().unwrap_or(SAYS_NOTHING);
        if !is_asked && wanted_certificate && self.read.is_empty() && silence != SAYS_NOTHING {
            return Answer::Missing(format!("{silence} without a word"));
        }
        question.understood(&self.read, silence)
    }

    fn write(&mut self, line: &mut Line) -> Result<(), String> {
        let mut bytes = Vec::new();
        while self.connection.wants_write() {
            // Writing to memory can't fail.
            if self.connection.write_tls(&mut bytes).is_err() {
                break;
            }
        }
        self.note(Side::Client, &bytes);
        line.write_all(&bytes).map_err(|error| format!("it takes nothing more ({error})"))
    }

    fn read(&mut self, line: &mut Line) -> Result<(), String> {
        if self.is_closed {
            return Err(silence(&ErrorKind::UnexpectedEof.into()));
        }
        let mut buffer = [0; 4096];
        let read = line.read(&mut buffer).map_err(|error| silence(&error))?;
        let mut bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            return Err(silence(&ErrorKind::UnexpectedEof.into()));
        }
        self.note(Side::Server, bytes);
        while self.error.is_none() && !bytes.is_empty() {
            match self.connection.read_tls(&mut bytes) {
                Ok(0) | Err(_) => break,
                Ok(_) => match self.connection.process_new_packets() {
                    Ok(state) => self.is_closed = state.peer_has_closed(),
                    Err(error) => self.error = Some(error),
                },
            }
            self.take_in();
        }
        Ok(())
    }

    /// What was decrypted; there being no more of it now is no error.
    fn take_in(&mut self) {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = self.connection.reader().read(&mut buffer) {
            self.read.extend_from_slice(buffer.get(..read).unwrap_or_default());
        }
    }

    fn note(&mut self, from: Side, bytes: &[u8]) {
        match self.said.last_mut() {
            _ if bytes.is_empty() => {}
            Some((side, said)) if *side == from => said.extend_from_slice(bytes),
            _ => self.said.push((from, bytes.to_vec())),
        }
    }

    fn ended(&self, cut: Option<String>) -> Ended {
        let alert = received(self.error.as_ref());
        let own = self.error.as_ref().filter(|_| alert.is_none()).map(|error| (Side::Client, words(error)));
        Ended {
            is_finished: !self.connection.is_handshaking() && self.error.is_none(),
            has_data: !self.read.is_empty(),
            alert,
            broken: own.or(cut.map(|reason| (Side::Server, reason))),
            cipher_suite: cipher_suite(&self.connection),
            key_exchange: key_exchange(&self.connection),
        }
    }

    /// Servers without TLS take a ClientHello for a bad request, and older ones answer that without a head.
    fn is_plain_http(&self) -> bool {
        let first = self.said.iter().find(|(from, _)| *from == Side::Server);
        let first = first.map(|(_, bytes)| bytes.trim_ascii_start().to_ascii_lowercase()).unwrap_or_default();
        ["http/", "<html", "<!doctype html"].iter().any(|start| first.starts_with(start.as_bytes()))
    }

    fn circumstances(&self, host: &str, ended: &Ended) -> Spoken {
        Spoken {
            stack: format!("{STACK} here"),
            version: match self.connection.protocol_version() {
                Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
                Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
                _ => "TLS",
            },
            host: host.to_owned(),
            cipher_suite: ended.cipher_suite.clone(),
            key_exchange: ended.key_exchange.clone(),
            alert: ended.alert.map(str::to_owned),
        }
    }

    fn flights(&self) -> Vec<Flight> {
        let (mut client, mut server) = (Reader::default(), Reader::default());
        let named = self.said.iter().map(|(from, bytes)| {
            let reader = if *from == Side::Client { &mut client } else { &mut server };
            Flight { from: *from, messages: reader.messages(bytes) }
        });
        named.collect()
    }
}

/// How long a server may take to refuse a certificate that it asked for.
const OBJECTION: Duration = Duration::from_secs(2);
/// More than any question needs.
const MOST_ANSWER_BYTES: usize = 128 << 10;
