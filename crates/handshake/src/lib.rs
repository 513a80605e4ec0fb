//! How do the handshakes go when they are really spoken?
//!
//! Client and server are rustls, in one process, with nothing between them but memory; each gets what its team holds and
//! no more. rustls' own verifier judges the certificates: a second opinion beside the core's.
//!
//! ```text
//! Keyring ─(in front of a Crypto)─► inspect ─► Report
//!                                                │ what each team holds (party)
//!                                                ▼
//!            peer: two ends whose verifiers (look) write down what they see ─► conversation: bytes to and fro
//!                                                │                          └ wire: what is in the records
//!                                                ▼
//!                        steps: the five or six steps ─► Report::add_conversation
//! ```
//!
//! `live` has one end only, and a `line` to a server instead of the other: `start_tls` before the handshake where the
//! server begins in the clear, a `question` behind it, because some servers refuse a client only then, and `stranger`
//! tells the steps by what came back.
//!
//! It decides nothing about certificates, and nothing about the verdict.
#![deny(missing_docs)]

mod conversation;
mod keyring;
mod line;
mod live;
mod look;
mod party;
mod peer;
mod question;
mod rehearsal;
mod start_tls;
mod steps;
mod stranger;
mod wire;

pub use keyring::Keyring;
pub use line::Line;
pub use live::{Live, speak};
pub use question::Question;
pub use rehearsal::rehearse;
pub use start_tls::StartTls;
pub use wire::alert_name;
