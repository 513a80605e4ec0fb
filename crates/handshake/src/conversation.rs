//! How do the bytes get to and fro? From one end's memory into the other's, until nobody has anything to say.

use std::io::{Read as _, Write as _};

use countersign_core::bundle::Side;
use rustls::{Connection, Error};

use crate::look::words;
use crate::wire::{Reader, alert_name};

/// One end after the other, and what was said.
pub(crate) struct Conversation {
    client: End,
    server: End,
    /// Who sent what, in order.
    pub(crate) flights: Vec<Flight>,
}

/// What one side sent in one go.
pub(crate) struct Flight {
    /// Who.
    pub(crate) from: Side,
    /// The messages by name.
    pub(crate) messages: Vec<String>,
}

struct End {
    connection: Connection,
    reader: Reader,
    error: Option<Error>,
}

/// How a conversation came out.
pub(crate) struct Ended {
    /// Both ends have finished the handshake.
    pub(crate) is_finished: bool,
    /// Bytes went both ways and were the same at the other end.
    pub(crate) has_data: bool,
    /// The alert that ended it.
    pub(crate) alert: Option<&'static str>,
    /// Who broke it off first, and why.
    pub(crate) broken: Option<(Side, String)>,
    /// The cipher suite, as IANA writes it.
    pub(crate) cipher_suite: Option<String>,
    /// The group of the key exchange.
    pub(crate) key_exchange: Option<String>,
}

impl Conversation {
    pub(crate) fn new(client: Connection, server: Connection) -> Self {
        let end = |connection| End { connection, reader: Reader::default(), error: None };
        Self { client: end(client), server: end(server), flights: Vec::new() }
    }

    /// Speaks until the end: the handshake, then a few bytes each way.
    pub(crate) fn speak(&mut self) -> Ended {
        self.pump();
        let is_finished = self.client.is_finished() && self.server.is_finished();
        let has_data = is_finished && self.carry(Side::Client) && self.carry(Side::Server);
        Ended {
            is_finished,
            has_data,
            alert: self.alert(),
            broken: self.broken(),
            cipher_suite: cipher_suite(&self.client.connection),
            key_exchange: key_exchange(&self.client.connection),
        }
    }

    /// Lets each end speak in turn until both are silent. No handshake has more flights than [`MOST_FLIGHTS`].
    fn pump(&mut self) {
        for _ in 0..MOST_FLIGHTS {
            let from_client = self.client.said();
            let from_server_first = from_client.is_empty();
            let (from, bytes) = if from_server_first {
                (Side::Server, self.server.said())
            } else {
                (Side::Client, from_client)
            };
            if bytes.is_empty() {
                return;
            }
            let (sender, receiver) = match from {
                Side::Client => (&mut self.client, &mut self.server),
                Side::Server => (&mut self.server, &mut self.client),
            };
            self.flights.push(Flight { from, messages: sender.reader.messages(&bytes) });
            receiver.hear(&bytes);
        }
    }

    /// Sends a line and sees whether it arrives.
    fn carry(&mut self, from: Side) -> bool {
        let line: &[u8] = match from {
            Side::Client => b"a line from the client",
            Side::Server => b"and one from the server",
        };
        let sender = match from {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        };
        if sender.connection.writer().write_all(line).is_err() {
            return false;
        }
        self.pump();
        let receiver = match from {
            Side::Client => &mut self.server,
            Side::Server => &mut self.client,
        };
        let mut arrived = vec![0; line.len()];
        receiver.connection.reader().read_exact(&mut arrived).is_ok() && arrived == line
    }

    /// The alert as the end that received it read it, encrypted or not.
    fn alert(&self) -> Option<&'static str> {
        [&self.client, &self.server].into_iter().find_map(|end| received(end.error.as_ref()))
    }

    fn broken(&self) -> Option<(Side, String)> {
        let own = |side, end: &End| match &end.error {
            None | Some(Error::AlertReceived(_)) => None,
            Some(error) => Some((side, words(error))),
        };
        own(Side::Client, &self.client).or_else(|| own(Side::Server, &self.server))
    }
}

/// The alert that an end received, encrypted or not.
pub(crate) fn received(error: Option<&Error>) -> Option<&'static str> {
    match error {
        Some(Error::AlertReceived(alert)) => Some(alert_name(u8::from(*alert))),
        _ => None,
    }
}

pub(crate) fn cipher_suite(connection: &Connection) -> Option<String> {
    let suite = connection.negotiated_cipher_suite()?.suite();
    // IANA has one spelling for both versions.
    Some(suite.as_str()?.replace("TLS13_", "TLS_"))
}

pub(crate) fn key_exchange(connection: &Connection) -> Option<String> {
    connection.negotiated_key_exchange_group().map(|group| format!("{:?}", group.name()))
}

impl End {
    fn is_finished(&self) -> bool {
        !self.connection.is_handshaking() && self.error.is_none()
    }

    /// What it has to say now.
    fn said(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while self.connection.wants_write() {
            // Writing to memory can't fail.
            if self.connection.write_tls(&mut bytes).is_err() {
                break;
            }
        }
        bytes
    }

    /// Takes in what the other end said. After its first error it hears no more.
    fn hear(&mut self, mut bytes: &[u8]) {
        while self.error.is_none() && !bytes.is_empty() {
            match self.connection.read_tls(&mut bytes) {
                Ok(0) | Err(_) => return,
                Ok(_) => self.error = self.connection.process_new_packets().err(),
            }
        }
    }
}

/// Twice as many as the longest handshake takes.
const MOST_FLIGHTS: usize = 16;
