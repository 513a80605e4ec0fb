//! What was handed in, and where are the objects in it? From bytes to blocks of DER, every byte accounted for.
//!
//! This room finds and decodes; what an object says is `model`'s matter. Irregularities are kept as [`Irregularity`]
//! values and judged by `checks::encoding`.

mod archive;
mod armor;
mod artifact;
mod blocks;
mod containers;
mod cut;
mod damage;
mod decode;
mod doctor;
mod layout;
mod outside;
mod sniff;
mod stack;
mod values;

pub use artifact::{Artifact, Given};
pub use blocks::{Block, BlockForm, Intake, Irregularity, find_blocks};
pub use sniff::holds_secret;

pub(crate) use archive::unpacked;
pub(crate) use blocks::take_in;
pub(crate) use decode::parse_all;
pub(crate) use sniff::{MAY_HOLD_KEYS, kind_of_label, looks_like};
