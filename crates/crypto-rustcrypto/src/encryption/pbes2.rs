//! Does this passphrase open it by PKCS#5's second scheme? PBES2 (RFC 8018 §6.2) with PBKDF2 or scrypt.

use countersign_core::asn1::{Malformed, Oid, Reader, Tag, oids};
use countersign_core::crypto::{DecryptError, KdfLimits};
use pkcs8::der::Decode;
use pkcs8::pkcs5::pbes2::{Kdf, ScryptParams};
use pkcs8::pkcs5::{self, EncryptionScheme};
use zeroize::Zeroizing;

use super::block::Cipher;
use super::pbkdf2;

/// What is inside; `algorithm` is a DER AlgorithmIdentifier of PBES2.
pub(super) fn decrypt(
    algorithm: &[u8],
    encrypted: &[u8],
    passphrase: &[u8],
    limits: KdfLimits,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    if let Some(rc2) = Rc2Scheme::read(algorithm)? {
        return rc2.decrypt(encrypted, passphrase, limits);
    }
    let scheme = EncryptionScheme::from_der(algorithm).map_err(|error| match error.kind() {
        der::ErrorKind::OidUnknown { oid } => unsupported(&oid),
        _ => DecryptError::Malformed(error.to_string()),
    })?;
    let EncryptionScheme::Pbes2(scheme) = scheme else {
        return Err(DecryptError::Unsupported("a new encryption scheme".to_owned()));
    };
    check_cost(&scheme.kdf, limits)?;
    scheme.decrypt(passphrase, encrypted).map(Zeroizing::new).map_err(|error| match error {
        pkcs5::Error::UnsupportedAlgorithm { oid } => unsupported(&oid),
        pkcs5::Error::AlgorithmParametersInvalid { oid } => {
            DecryptError::Malformed(format!("the parameters of {} are invalid", words(&oid)))
        }
        _ => DecryptError::WrongPassphrase,
    })
}

/// PBES2 with RC2-CBC (RFC 8018 §B.2.3), which old Windows wrote and pkcs5 has not.
struct Rc2Scheme<'a> {
    kdf: &'a [u8],
    effective_bits: usize,
    iv: &'a [u8],
}

impl<'a> Rc2Scheme<'a> {
    /// `None` for any other cipher.
    fn read(algorithm: &'a [u8]) -> Result<Option<Self>, DecryptError> {
        let malformed = |fault: Malformed| DecryptError::Malformed(fault.reason);
        let parts = |der: &'a [u8]| -> Result<(&'a [u8], Reader<'a>), Malformed> {
            let mut fields = Reader::new(der).expect(Tag::SEQUENCE, "algorithm")?.reader();
            Ok((fields.expect(Tag::OID, "algorithm")?.content, fields))
        };
        let (_, mut parameters) = parts(algorithm).map_err(malformed)?;
        let mut schemes = parameters.expect(Tag::SEQUENCE, "parameters").map_err(malformed)?.reader();
        let kdf = schemes.expect(Tag::SEQUENCE, "keyDerivationFunc").map_err(malformed)?.bytes;
        let cipher = schemes.expect(Tag::SEQUENCE, "encryptionScheme").map_err(malformed)?.bytes;
        let (oid, mut parameters) = parts(cipher).map_err(malformed)?;
        if oid != oids::RC2_CBC {
            return Ok(None);
        }
        let mut parameters =
            parameters.expect(Tag::SEQUENCE, "RC2-CBC-Parameter").map_err(malformed)?.reader();
        let version = parameters.optional(Tag::INTEGER, "rc2ParameterVersion").map_err(malformed)?;
        let iv = parameters.expect(Tag::OCTET_STRING, "iv").map_err(malformed)?.content;
        // The version is a number from a table (RFC 2268 §6); without one it is 32 bits.
        let effective_bits = match version.map(|version| version.content) {
            None => 32,
            Some([0, 160]) => 40,
            Some([120]) => 64,
            Some([58]) => 128,
            Some(_) => return Err(DecryptError::Unsupported("RC2 of an unusual key size".to_owned())),
        };
        Ok(Some(Self { kdf, effective_bits, iv }))
    }

    fn decrypt(
        &self,
        encrypted: &[u8],
        passphrase: &[u8],
        limits: KdfLimits,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let kdf = pbkdf2::parameters(self.kdf, limits)?;
        let length = kdf.key_length.map_or(self.effective_bits / 8, usize::from);
        if !(1..=MOST_RC2_BYTES).contains(&length) {
            return Err(DecryptError::Malformed("RC2 takes no such key".to_owned()));
        }
        let key = pbkdf2::derived(&kdf, passphrase, length)?;
        Cipher::Rc2 { key_bytes: length, effective_bits: self.effective_bits }
            .decrypt(&key, self.iv, encrypted)
    }
}

/// RFC 2268 §2: a key has 1 to 128 bytes.
const MOST_RC2_BYTES: usize = 128;

/// Compares what the file asks for with what is allowed, before any key is derived.
pub(super) fn check_cost(kdf: &Kdf, limits: KdfLimits) -> Result<(), DecryptError> {
    match kdf {
        Kdf::Pbkdf2(parameters) => within(
            "PBKDF2 iterations",
            u64::from(parameters.iteration_count),
            u64::from(limits.pbkdf2_iterations),
        ),
        Kdf::Scrypt(parameters) => check_scrypt(parameters, limits),
        other => Err(unsupported(&other.oid())),
    }
}

/// RFC 7914 §2: N is a power of two above one; memory is 128·N·r bytes, and time grows with p besides.
fn check_scrypt(parameters: &ScryptParams, limits: KdfLimits) -> Result<(), DecryptError> {
    let cost = parameters.cost_parameter;
    if cost < 2 || !cost.is_power_of_two() {
        return Err(DecryptError::Malformed("the scrypt cost is not a power of two above one".to_owned()));
    }
    let memory = cost.saturating_mul(u64::from(parameters.block_size)).saturating_mul(128);
    within("bytes of scrypt memory", memory, limits.scrypt_memory_bytes)?;
    within("scrypt parallelization", u64::from(parameters.parallelization), SCRYPT_PARALLELIZATION)
}

const fn within(what: &'static str, asked: u64, limit: u64) -> Result<(), DecryptError> {
    if asked > limit { Err(DecryptError::LimitExceeded { what, asked, limit }) } else { Ok(()) }
}

pub(super) fn unsupported(oid: &pkcs8::ObjectIdentifier) -> DecryptError {
    DecryptError::Unsupported(words(oid))
}

fn words(oid: &pkcs8::ObjectIdentifier) -> String {
    Oid::from_der_content(oid.as_bytes()).words()
}

/// OpenSSL, Java and GnuTLS write 1; each lane costs the whole memory's time again.
const SCRYPT_PARALLELIZATION: u64 = 16;
