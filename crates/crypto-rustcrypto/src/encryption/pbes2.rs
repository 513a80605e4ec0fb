//! Does this passphrase open it by PKCS#5's second scheme? PBES2 (RFC 8018 §6.2): one way to derive the key, one cipher.

use countersign_core::asn1::{Malformed, Oid, Reader, Tag, oids};
use countersign_core::crypto::{DecryptError, KdfLimits};
use zeroize::Zeroizing;

use super::block::Cipher;
use super::{malformed, pbkdf2, scrypt};

/// What is inside; `schemes` are those of `PBES2-params ::= SEQUENCE { keyDerivationFunc, encryptionScheme }` (RFC 8018 §A.4).
pub(super) fn decrypt(
    mut schemes: Reader<'_>,
    encrypted: &[u8],
    passphrase: &[u8],
    limits: KdfLimits,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let derivation = schemes.expect(Tag::SEQUENCE, "keyDerivationFunc").map_err(malformed)?.bytes;
    let scheme = schemes.expect(Tag::SEQUENCE, "encryptionScheme").map_err(malformed)?.bytes;
    let derivation = Derivation::read(derivation, limits)?;
    let (cipher, iv) = cipher(scheme, derivation.key_length())?;
    if derivation.key_length().is_some_and(|stated| stated != cipher.key_length()) {
        return Err(DecryptError::Malformed("it states a key length that its cipher has not".to_owned()));
    }
    let key = derivation.key(passphrase, cipher.key_length())?;
    cipher.decrypt(&key, iv, encrypted)
}

/// How the key comes from the passphrase.
enum Derivation<'a> {
    Pbkdf2(pbkdf2::Parameters<'a>),
    Scrypt(scrypt::Parameters<'a>),
}

impl<'a> Derivation<'a> {
    fn read(algorithm: &'a [u8], limits: KdfLimits) -> Result<Self, DecryptError> {
        let (oid, parameters) = parts(algorithm).map_err(malformed)?;
        match oid {
            oids::SCRYPT => scrypt::Parameters::read(parameters, limits).map(Self::Scrypt),
            _ => pbkdf2::Parameters::read(algorithm, limits).map(Self::Pbkdf2),
        }
    }

    /// Bytes, if stated.
    const fn key_length(&self) -> Option<usize> {
        match self {
            Self::Pbkdf2(parameters) => parameters.key_length,
            Self::Scrypt(parameters) => parameters.key_length,
        }
    }

    fn key(&self, passphrase: &[u8], length: usize) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        match self {
            Self::Pbkdf2(parameters) => parameters.key(passphrase, length),
            Self::Scrypt(parameters) => parameters.key(passphrase, length),
        }
    }
}

/// The cipher of a DER AlgorithmIdentifier (RFC 8018 §B.2), and its initialization vector.
fn cipher(scheme: &[u8], key_length: Option<usize>) -> Result<(Cipher, &[u8]), DecryptError> {
    let (oid, mut parameters) = parts(scheme).map_err(malformed)?;
    let cipher = match oid {
        oids::AES_128_CBC => Cipher::Aes128,
        oids::AES_192_CBC => Cipher::Aes192,
        oids::AES_256_CBC => Cipher::Aes256,
        oids::DES_CBC => Cipher::Des,
        oids::DES_EDE3_CBC => Cipher::TripleDes3,
        oids::RC2_CBC => return rc2(&mut parameters, key_length),
        other => return Err(DecryptError::Unsupported(Oid::from_der_content(other).words())),
    };
    Ok((cipher, parameters.expect(Tag::OCTET_STRING, "iv").map_err(malformed)?.content))
}

/// An AlgorithmIdentifier's OID, and what follows it.
fn parts(der: &[u8]) -> Result<(&[u8], Reader<'_>), Malformed> {
    let mut fields = Reader::new(der).expect(Tag::SEQUENCE, "algorithm")?.reader();
    Ok((fields.expect(Tag::OID, "algorithm")?.content, fields))
}

/// `RC2-CBC-Parameter ::= SEQUENCE { rc2ParameterVersion INTEGER OPTIONAL, iv OCTET STRING }`, as old Windows wrote it.
fn rc2<'a>(
    parameters: &mut Reader<'a>,
    key_length: Option<usize>,
) -> Result<(Cipher, &'a [u8]), DecryptError> {
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
