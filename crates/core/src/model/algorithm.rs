//! Which algorithm? AlgorithmIdentifiers, compared whole, and how strong a signature's digest is.

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, oids};

/// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }` (RFC 5280 §4.1.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlgorithmIdentifier {
    /// Which algorithm.
    pub algorithm: Oid,
    /// The DER of `parameters`, header included; `None` when absent.
    pub parameters: Option<Vec<u8>>,
    /// The content of the SEQUENCE, for comparison with `rustls_pki_types::AlgorithmIdentifier`.
    pub content: Vec<u8>,
}

/// How far a signature's digest can be trusted against forgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureStrength {
    /// MD2, MD4 or MD5: forged in practice (RFC 6151).
    BrokenDigest(&'static str),
    /// Nothing known against it, or an algorithm that is not known here.
    NotKnownWeak,
    /// SHA-1: collisions are practical (RFC 9155).
    Sha1,
}

impl AlgorithmIdentifier {
    /// Decodes the SEQUENCE `tlv`.
    pub(crate) fn from_tlv(tlv: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        let mut reader = tlv.reader();
        let algorithm = reader.expect(Tag::OID, field)?;
        let parameters = if reader.is_empty() { None } else { Some(reader.next(field)?.bytes.to_vec()) };
        reader.finish(field)?;
        Ok(Self {
            algorithm: Oid::from_der_content(algorithm.content),
            parameters,
            content: tlv.content.to_vec(),
        })
    }

    /// Reads the next value of `reader` as an AlgorithmIdentifier.
    pub(crate) fn read(reader: &mut Reader<'_>, field: &str) -> Result<Self, Malformed> {
        Self::from_tlv(&reader.expect(Tag::SEQUENCE, field)?, field)
    }

    /// The algorithm in words; RSA-PSS names its digest.
    #[must_use]
    pub fn words(&self) -> String {
        match self.pss_digest() {
            Some(digest) => format!("RSA-PSS with {}", digest.words()),
            None => self.algorithm.words(),
        }
    }

    /// Judges the digest of a signature algorithm.
    #[must_use]
    pub fn strength(&self) -> SignatureStrength {
        match self.algorithm.as_bytes() {
            oids::MD2_WITH_RSA => SignatureStrength::BrokenDigest("MD2"),
            oids::MD4_WITH_RSA => SignatureStrength::BrokenDigest("MD4"),
            oids::MD5_WITH_RSA => SignatureStrength::BrokenDigest("MD5"),
            oids::SHA1_WITH_RSA | oids::SHA1_WITH_RSA_OIW | oids::ECDSA_WITH_SHA1 | oids::DSA_WITH_SHA1 => {
                SignatureStrength::Sha1
            }
            _ if self.pss_digest().is_some_and(|digest| digest.as_bytes() == oids::SHA1) => {
                SignatureStrength::Sha1
            }
            _ => SignatureStrength::NotKnownWeak,
        }
    }

    /// The digest of RSASSA-PSS-params; SHA-1 when left out (RFC 4055 §3.1).
    fn pss_digest(&self) -> Option<Oid> {
        if self.algorithm.as_bytes() != oids::RSASSA_PSS {
            return None;
        }
        let mut parameters =
            Reader::new(self.parameters.as_deref()?).expect(Tag::SEQUENCE, "parameters").ok()?.reader();
        let Some(tagged) = parameters.optional(Tag::context(0), "hashAlgorithm").ok()? else {
            return Some(Oid::from_der_content(oids::SHA1));
        };
        Some(Self::read(&mut tagged.reader(), "hashAlgorithm").ok()?.algorithm)
    }
}
