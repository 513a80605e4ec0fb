//! Which DSA is it? AlgorithmIdentifiers of signatures and keys (RFC 3279 §2.2.2, §2.3.2; RFC 5758 §3.1).

use crate::asn1::{Reader, Tag, oids};

/// The digest that a DSA signature's AlgorithmIdentifier content names; parameters are absent.
pub(super) fn digest(signature_algorithm: &[u8]) -> Option<&'static [u8]> {
    let mut content = Reader::new(signature_algorithm);
    let digest = match content.expect(Tag::OID, "algorithm").ok()?.content {
        oids::DSA_WITH_SHA1 => oids::SHA1,
        oids::DSA_WITH_SHA224 => oids::SHA224,
        oids::DSA_WITH_SHA256 => oids::SHA256,
        _ => return None,
    };
    content.is_empty().then_some(digest)
}

/// The DER Dss-Parms in the AlgorithmIdentifier content of a DSA key. `None` for other keys, and where the parameters are
/// those of the CA above.
pub(super) fn key_parameters(key_algorithm: &[u8]) -> Option<&[u8]> {
    let mut content = Reader::new(key_algorithm);
    if content.expect(Tag::OID, "algorithm").ok()?.content != oids::DSA {
        return None;
    }
    content.expect(Tag::SEQUENCE, "parameters").ok().map(|parameters| parameters.bytes)
}
