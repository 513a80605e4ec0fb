//! How does a live server answer? The client's end here, the other one wherever the stream leads.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use countersign_core::bundle::Side;
use countersign_core::report::{Conversation as Told, HandshakeKind, Spoken};
use countersign_core::{Artifact, Report};
use rustls::{ALL_VERSIONS, Connection, Error, ProtocolVersion};
use rustls_pki_types::ServerName;

use crate::conversation::{Ended, Flight, cipher_suite, key_exchange, received};
use crate::keyring::Keyring;
use crate::look::words;
use crate::party::Party;
use crate::peer::{self, Log, Terms};
use crate::rehearsal::STACK;
use crate::steps;
use crate::wire::Reader;

/// A handshake with a live server.
#[derive(Debug)]
pub struct Live {
    /// The certificates as the server sent them, DER, its own first.
    pub chain: Vec<Vec<u8>>,
    /// How it went, step by step.
    pub conversation: Told,
}

/// Speaks with whoever is at the other end of `stream`, calling it `host`. `report` was made of `artifacts`, the client's
/// files, with `keyring` in front of the backend. `None` when TLS can't ask for such a name.
#[must_use]
pub fn speak(
    stream: &mut TcpStream,
    host: &str,
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
    let mut call = Call { connection, said: Vec::new(), error: None, went_on: false };
    let cut = call.speak(stream, &log);
    let ended = call.ended(cut);
    let flights = call.flights();
    log.with(|seen| {
        seen.server_asked = call.said.iter().any(|(from, _)| *from == Side::Server);
        let two_way = seen.client_asked.is_some();
        let steps = steps::told_by_client(seen, &flights, &ended, party.lacks.as_deref());
        let spoken = Spoken {
            stack: format!("{STACK} here"),
            version: match call.connection.protocol_version() {
                Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
                Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
                _ => "TLS",
            },
            host: host.to_owned(),
            cipher_suite: ended.cipher_suite,
            key_exchange: ended.key_exchange,
            alert: ended.alert.map(str::to_owned),
        };
        let kind = if two_way { HandshakeKind::TwoWay } else { HandshakeKind::OneWay };
        let chain = seen.of_server.certificates.iter().map(|one| one.to_vec()).collect();
        Some(Live { chain, conversation: Told { kind, spoken, steps } })
    })
}

struct Call {
    connection: Connection,
    /// Who said what, in order, one entry for each turn.
    said: Vec<(Side, Vec<u8>)>,
    error: Option<Error>,
    /// The server said something after the handshake that was no refusal.
    went_on: bool,
}

impl Call {
    /// Speaks until the handshake is done, and where the server asked for a certificate, until it has had time to object.
    /// What it returns cut the conversation off.
    fn speak(&mut self, stream: &mut TcpStream, log: &Log) -> Option<String> {
        loop {
            if let Err(reason) = self.write(stream) {
                return Some(reason);
            }
            if self.error.is_some() {
                return None;
            }
            if !self.connection.is_handshaking() {
                break;
            }
            if let Err(reason) = self.read(stream) {
                return Some(reason);
            }
        }
        if log.with(|seen| seen.client_asked.is_some()) {
            // TLS 1.3 is done here before the server has looked at the certificate.
            let waits = stream.set_read_timeout(Some(OBJECTION));
            self.went_on = waits.is_ok() && self.read(stream).is_ok() && self.error.is_none();
        }
        self.connection.send_close_notify();
        let _ = self.write(stream);
        None
    }

    fn write(&mut self, stream: &mut TcpStream) -> Result<(), String> {
        let mut bytes = Vec::new();
        while self.connection.wants_write() {
            // Writing to memory can't fail.
            if self.connection.write_tls(&mut bytes).is_err() {
                break;
            }
        }
        self.note(Side::Client, &bytes);
        stream.write_all(&bytes).map_err(|error| format!("it takes nothing more ({error})"))
    }

    fn read(&mut self, stream: &mut TcpStream) -> Result<(), String> {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).map_err(|error| match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => "it says nothing".to_owned(),
            _ => format!("the connection is lost ({error})"),
        })?;
        let mut bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            return Err("it closes the connection".to_owned());
        }
        self.note(Side::Server, bytes);
        while self.error.is_none() && !bytes.is_empty() {
            match self.connection.read_tls(&mut bytes) {
                Ok(0) | Err(_) => break,
                Ok(_) => self.error = self.connection.process_new_packets().err(),
            }
        }
        Ok(())
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
            has_data: self.went_on,
            alert,
            broken: own.or(cut.map(|reason| (Side::Server, reason))),
            cipher_suite: cipher_suite(&self.connection),
            key_exchange: key_exchange(&self.connection),
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
