//! Countersign's core: reads keys, requests and certificates, and judges whether they work together.
//!
//! **Bytes + [`Policy`] → [`Report`]**, by one pure function, [`inspect()`]. It reads no files, no clock and no settings,
//! links no crypto library and never panics: the same bytes and policy give the same report on the command line, in the
//! browser and in a documentation page.
//!
//! The rooms, in the order bytes pass through them; arrows never point back:
//!
//! | room | answers |
//! |---|---|
//! | [`intake`] | What was handed in, and where are the objects in it? |
//! | [`asn1`] | How are the bytes laid out? |
//! | [`model`] | What does it say? |
//! | [`bundle`] | What belongs together? |
//! | [`path`] | Does it lead to a CA we trust? |
//! | [`checks`] | What is wrong? |
//! | [`report`] | What is said? |
//!
//! Cryptography comes in by the trait [`Crypto`]; strictness and time by [`Policy`].

pub mod asn1;
pub mod bundle;
pub mod checks;
pub mod crypto;
mod inspect;
pub mod intake;
pub mod model;
mod order;
pub mod path;
pub mod policy;
pub mod report;

pub use asn1::Time;
pub use crypto::Crypto;
pub use inspect::inspect;
pub use intake::{Artifact, Given};
pub use policy::{Policy, Task};
pub use report::{Report, Verdict};
