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
    if let Some(scheme) = OtherScheme::read(algorithm, limits)? {
        return scheme.decrypt(encrypted, passphrase);
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

/// PBES2 of a kind that pkcs5 has not: RC2-CBC (RFC 8018 §B.2.3), which old Windows wrote, and HMAC with the short forms of
/// SHA-512 (§B.1.2).
struct OtherScheme<'a> {
    kdf: pbkdf2::Parameters<'a>,
    cipher: Cipher,
    iv: &'a [u8],
}

impl<'a> OtherScheme<'a> {
    /// `None` for what pkcs5 reads.
    fn read(algorithm: &'a [u8], limits: KdfLimits) -> Result<Option<Self>, DecryptError> {
        let malformed = |fault: Malformed| DecryptError::Malformed(fault.reason);
        let (_, mut parameters) = parts(algorithm).map_err(malformed)?;
        let mut schemes = parameters.expect(Tag::SEQUENCE, "parameters").map_err(malformed)?.reader();
        let kdf = schemes.expect(Tag::SEQUENCE, "keyDerivationFunc").map_err(malformed)?.bytes;
        let scheme = schemes.expect(Tag::SEQUENCE, "encryptionScheme").map_err(malformed)?.bytes;
        let (oid, mut parameters) = parts(scheme).map_err(malformed)?;
        let is_short =
            |kdf: &pbkdf2::Parameters<'_>| matches!(kdf.prf, oids::HMAC_SHA512_224 | oids::HMAC_SHA512_256);
        let kdf = match pbkdf2::Parameters::read(kdf, limits) {
            Ok(kdf) if oid == oids::RC2_CBC || is_short(&kdf) => kdf,
            Err(reason) if oid == oids::RC2_CBC => return Err(reason),
            _ => return Ok(None),
        };
        let (cipher, iv) = match oid {
            oids::RC2_CBC => rc2(&mut parameters, kdf.key_length)?,
            oids::AES_128_CBC => (Cipher::Aes128, parameters.next("iv").map_err(malformed)?.content),
            oids::AES_192_CBC => (Cipher::Aes192, parameters.next("iv").map_err(malformed)?.content),
            oids::AES_256_CBC => (Cipher::Aes256, parameters.next("iv").map_err(malformed)?.content),
            other => return Err(DecryptError::Unsupported(Oid::from_der_content(other).words())),
        };
        Ok(Some(Self { kdf, cipher, iv }))
    }

    fn decrypt(&self, encrypted: &[u8], passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let key = self.kdf.key(passphrase, self.cipher.key_length())?;
        self.cipher.decrypt(&key, self.iv, encrypted)
    }
}

/// An AlgorithmIdentifier's OID, and what follows it.
fn parts(der: &[u8]) -> Result<(&[u8], Reader<'_>), Malformed> {
    let mut fields = Reader::new(der).expect(Tag::SEQUENCE, "algorithm")?.reader();
    Ok((fields.expect(Tag::OID, "algorithm")?.content, fields))
}

/// `RC2-CBC-Parameter ::= SEQUENCE { rc2ParameterVersion INTEGER OPTIONAL, iv OCTET STRING }`.
fn rc2<'a>(
    parameters: &mut Reader<'a>,
    key_length: Option<usize>,
) -> Result<(Cipher, &'a [u8]), DecryptError> {
    let malformed = |fault: Malformed| DecryptError::Malformed(fault.reason);
    let mut fields = parameters.expect(Tag::SEQUENCE, "RC2-CBC-Parameter").map_err(malformed)?.reader();
    let version = fields.optional(Tag::INTEGER, "rc2ParameterVersion").map_err(malformed)?;
    let iv = fields.expect(Tag::OCTET_STRING, "iv").map_err(malformed)?.content;
    // The version is a number from a table (RFC 2268 §6); without one it is 32 bits.
    let effective_bits = match version.map(|version| version.content) {
        None => 32,
        Some([0, 160]) => 40,
        Some([120]) => 64,
        Some([58]) => 128,
        Some(_) => return Err(DecryptError::Unsupported("RC2 of an unusual key size".to_owned())),
    };
    let key_bytes = key_length.unwrap_or(effective_bits / 8);
    if !(1..=MOST_RC2_BYTES).contains(&key_bytes) {
        return Err(DecryptError::Malformed("RC2 takes no such key".to_owned()));
    }
    Ok((Cipher::Rc2 { key_bytes, effective_bits }, iv))
}

/// RFC 2268 §2: a key has 1 to 128 bytes.
const MOST_RC2_BYTES: usize = 128;

/// Compares what the file asks for with what is allowed, before any key is derived.
fn check_cost(kdf: &Kdf, limits: KdfLimits) -> Result<(), DecryptError> {
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

fn unsupported(oid: &pkcs8::ObjectIdentifier) -> DecryptError {
    DecryptError::Unsupported(words(oid))
}

fn words(oid: &pkcs8::ObjectIdentifier) -> String {
    Oid::from_der_content(oid.as_bytes()).words()
}

/// OpenSSL, Java and GnuTLS write 1; each lane costs the whole memory's time again.
const SCRYPT_PARALLELIZATION: u64 = 16;
