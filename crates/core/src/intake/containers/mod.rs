//! What lies inside a container? PKCS#7 bundles and PKCS#12 stores, opened into the objects they hold.

mod attempt;
mod pkcs12;
mod pkcs7;

use zeroize::Zeroizing;

use crate::asn1::{Malformed, ber};
use crate::crypto::Crypto;
use crate::model::{Container, Kind, Parsed};
use crate::policy::Policy;

use super::blocks::{Block, BlockForm};

/// What a container turned out to be, and the blocks inside, in order.
pub(super) struct Opened {
    pub(super) parsed: Parsed,
    pub(super) blocks: Vec<Block>,
}

/// Opens the PKCS#7 or PKCS#12 structure `der`; at most `most` objects are taken out.
pub(super) fn open(kind: Kind, der: &[u8], most: usize, policy: &Policy, crypto: &dyn Crypto) -> Opened {
    let depth = policy.limits.nesting_depth;
    let definite = ber::with_definite_lengths(der, depth)
        .map_err(|fault| Malformed::new("ContentInfo", 0, fault.words(depth)));
    let opened = definite.and_then(|definite| match kind {
        Kind::Pkcs12 => pkcs12::open(&definite, most, policy, crypto)
            .map(|(store, blocks)| (Parsed::Pkcs12(store), blocks)),
        _ => pkcs7::open(&definite, most).map(|(bundle, blocks)| (Parsed::Pkcs7(bundle), blocks)),
    });
    match opened {
        Ok((parsed, blocks)) => Opened { parsed, blocks },
        Err(fault) => Opened { parsed: Parsed::Malformed { kind, fault }, blocks: Vec::new() },
    }
}

/// An object inside, by its DER.
fn inside(kind: Kind, der: Zeroizing<Vec<u8>>) -> Block {
    Block { span: None, form: BlockForm::Inside(kind, None), der: Ok(der), sealed: None }
}

/// Nothing is in it, nothing locked, and nothing was passed over yet.
const fn empty() -> Container {
    Container { objects: 0, locked: None, passed_over: Vec::new(), without_passphrase: false }
}
