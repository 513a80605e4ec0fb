//! Does this passphrase open it? Every encryption of keys and stores that is met in files, each with its cost checked first.

mod block;
mod pbes1;
mod pbes2;
mod pbkdf2;
mod pbmac1;
mod pkcs12;
mod scrypt;
mod traditional;

pub(crate) use traditional::decrypt as decrypt_traditional;

use countersign_core::asn1::{Malformed, Oid, Reader, Tag, oids};
use countersign_core::crypto::{DecryptError, KdfLimits};
use zeroize::Zeroizing;

/// What `encrypted` holds, by a DER AlgorithmIdentifier of password-based encryption.
pub(crate) fn decrypt(
    algorithm: &[u8],
    encrypted: &[u8],
    passphrase: Option<&[u8]>,
    limits: KdfLimits,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let mut fields = Reader::new(algorithm).expect(Tag::SEQUENCE, "algorithm").map_err(malformed)?.reader();
    let oid = fields.expect(Tag::OID, "algorithm").map_err(malformed)?.content;
    let mut parameters = fields.expect(Tag::SEQUENCE, "parameters").map_err(malformed)?.reader();
    if oid == oids::PBES2 {
        return pbes2::decrypt(parameters, encrypted, passphrase.unwrap_or_default(), limits);
    }
    let salt = parameters.expect(Tag::OCTET_STRING, "salt").map_err(malformed)?.content;
    let iterations = parameters.expect(Tag::INTEGER, "iterations").map_err(malformed)?.content;
    let work = Work { salt, iterations: within_limit("iterations", iterations, limits)? };
    match pbes1::decrypt(oid, work, encrypted, passphrase.unwrap_or_default()) {
        Some(opened) => opened,
        None => pkcs12::decrypt(oid, work, encrypted, passphrase)
            .unwrap_or_else(|| Err(DecryptError::Unsupported(Oid::from_der_content(oid).words()))),
    }
}

/// The MAC of a PKCS#12 store over `data`; `algorithm` is the DER AlgorithmIdentifier of its DigestInfo: a digest, for the
/// format's own MAC (RFC 7292 §4), or PBMAC1, which brings its own salt and iterations (RFC 9579).
pub(crate) fn mac(
    algorithm: &[u8],
    salt: &[u8],
    iterations: &[u8],
    passphrase: Option<&[u8]>,
    data: &[u8],
    limits: KdfLimits,
) -> Result<Vec<u8>, DecryptError> {
    let mut fields =
        Reader::new(algorithm).expect(Tag::SEQUENCE, "digestAlgorithm").map_err(malformed)?.reader();
    let oid = fields.expect(Tag::OID, "algorithm").map_err(malformed)?.content;
    if oid == oids::PBMAC1 {
        let parameters = fields.expect(Tag::SEQUENCE, "parameters").map_err(malformed)?.content;
        return pbmac1::mac(parameters, passphrase.unwrap_or_default(), data, limits);
    }
    let work = Work { salt, iterations: within_limit("iterations", iterations, limits)? };
    pkcs12::mac(oid, work, passphrase, data)
}

/// How a key is derived: PBEParameter (RFC 8018 §A.3), pkcs-12PbeParams (RFC 7292 Appendix C).
#[derive(Clone, Copy)]
struct Work<'a> {
    salt: &'a [u8],
    iterations: u32,
}

/// An INTEGER of iterations, compared with what is allowed before any key is derived.
fn within_limit(what: &'static str, iterations: &[u8], limits: KdfLimits) -> Result<u32, DecryptError> {
    let asked = number(iterations)?;
    within(what, asked, u64::from(limits.pbkdf2_iterations))?;
    // None is one (RFC 8018 §5.2 knows no fewer).
    Ok(u32::try_from(asked).unwrap_or(u32::MAX).max(1))
}

const fn within(what: &'static str, asked: u64, limit: u64) -> Result<(), DecryptError> {
    if asked > limit { Err(DecryptError::LimitExceeded { what, asked, limit }) } else { Ok(()) }
}

/// The content of an INTEGER; what takes more bytes is as much as can be said.
fn number(content: &[u8]) -> Result<u64, DecryptError> {
    match content {
        [] => Err(DecryptError::Malformed("one of its numbers is empty".to_owned())),
        [first, ..] if first & 0x80 != 0 => {
            Err(DecryptError::Malformed("one of its numbers is negative".to_owned()))
        }
        bytes if bytes.len() > 8 => Ok(u64::MAX),
        bytes => Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))),
    }
}

/// `keyLength INTEGER OPTIONAL`, which closes the parameters of both derivations.
fn key_length(fields: &mut Reader<'_>) -> Result<Option<usize>, DecryptError> {
    let length = fields.optional(Tag::INTEGER, "keyLength").map_err(malformed)?;
    let length = length.map(|length| number(length.content)).transpose()?;
    Ok(length.map(|length| usize::try_from(length).unwrap_or(usize::MAX)))
}

fn malformed(fault: Malformed) -> DecryptError {
    DecryptError::Malformed(fault.reason)
}
