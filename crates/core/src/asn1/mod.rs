//! How are the bytes laid out? DER values with their offsets, times, and object identifiers with their names.
//!
//! This room knows ASN.1's encoding and nothing of certificates; `model` gives the values their meaning.
//! Headers are decoded by der-parser's asn1-rs.

pub(crate) mod ber;
mod canonical;
mod field;
mod oid;
mod reader;
mod time;
mod tree;
mod value;

pub use canonical::{Deviation, deviations};
pub use field::field_span;
pub use oid::{Oid, oids};
pub(crate) use reader::header;
pub use reader::{Malformed, Reader, Tag, Tlv};
pub use time::Time;
pub use tree::{Node, is_deeper_than, tree};
pub use value::{der_value, minimal_integer};
