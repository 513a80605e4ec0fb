//! How do a key and its certificates become one file for a device? A PKCS#12 store (RFC 7292).
//!
//! Written here and not by a crate: those that write stores keep copies of the key that are never wiped.

use hmac::{Hmac, KeyInit as _, Mac as _};
use pkcs8::ObjectIdentifier;
use pkcs8::der::Encode as _;
use pkcs8::pkcs5::EncryptionScheme;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::error::Error;
use crate::key_pair::{KeyPair, PBKDF2_ITERATIONS, encryption, fill_randomly};

/// What goes into the store.
pub(crate) struct Store<'a> {
    /// The device's key.
    pub(crate) key_pair: &'a KeyPair,
    /// Its certificate and the CAs above it, without the root.
    pub(crate) certificates: Vec<&'a Certificate>,
    /// The root, marked as trusted the way Java wants it.
    pub(crate) trusted: &'a Certificate,
}

impl Store<'_> {
    /// `PFX ::= SEQUENCE { version 3, authSafe ContentInfo, macData }` (RFC 7292 §4) under PBES2 with AES-256-CBC and a MAC
    /// of HMAC-SHA-256: OpenSSL 1.1, Java 8u301 and Windows 10 1709 read it, older ones do not.
    pub(crate) fn to_pkcs12(&self, passphrase: &str) -> Result<Vec<u8>, Error> {
        let keys = self.keys(passphrase)?;
        let contents = sequence(&[encrypted(&self.certificate_bags()?, passphrase)?, data(&keys)?]);
        Ok(sequence(&[INTEGER_3.to_vec(), data(&contents)?, mac(&contents, passphrase)?]))
    }

    /// The key in a bag that is encrypted by itself (pkcs8ShroudedKeyBag, §4.2.2).
    fn keys(&self, passphrase: &str) -> Result<Vec<u8>, Error> {
        let key = self.key_pair.to_encrypted_pkcs8_der(passphrase)?;
        let attributes = [friendly_name("client")?, local_key_id()?];
        Ok(sequence(&[bag(SHROUDED_KEY_BAG, &key, attributes.to_vec())?]))
    }

    /// Each certificate in a bag (certBag, §4.2.3); the first one is the key's.
    fn certificate_bags(&self) -> Result<Vec<u8>, Error> {
        let mut bags = Vec::new();
        for (place, certificate) in self.certificates.iter().enumerate() {
            let attributes =
                if place == 0 { vec![friendly_name("client")?, local_key_id()?] } else { Vec::new() };
            bags.push(certificate_bag(certificate, attributes)?);
        }
        let any_use = oid(ANY_EXTENDED_KEY_USAGE)?;
        let attributes = vec![friendly_name("ca")?, attribute(TRUSTED_BY_JAVA, &any_use)?];
        bags.push(certificate_bag(self.trusted, attributes)?);
        Ok(sequence(&bags))
    }
}

fn certificate_bag(certificate: &Certificate, attributes: Vec<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let value = tagged(EXPLICIT_0, &[octets(certificate.as_der())]);
    bag(CERTIFICATE_BAG, &sequence(&[oid(X509_CERTIFICATE)?, value]), attributes)
}

/// `SafeBag ::= SEQUENCE { bagId, bagValue [0] EXPLICIT, bagAttributes SET OF OPTIONAL }`.
fn bag(kind: ObjectIdentifier, value: &[u8], mut attributes: Vec<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let mut parts = vec![oid(kind)?, tagged(EXPLICIT_0, &[value.to_vec()])];
    if !attributes.is_empty() {
        // DER puts the members of a set in order.
        attributes.sort();
        parts.push(tagged(SET, &attributes));
    }
    Ok(sequence(&parts))
}

fn friendly_name(name: &str) -> Result<Vec<u8>, Error> {
    attribute(FRIENDLY_NAME, &tagged(BMP_STRING, &[utf16(name)]))
}

/// What tells which certificate is the key's.
fn local_key_id() -> Result<Vec<u8>, Error> {
    attribute(LOCAL_KEY_ID, &octets(b"client"))
}

fn attribute(kind: ObjectIdentifier, value: &[u8]) -> Result<Vec<u8>, Error> {
    Ok(sequence(&[oid(kind)?, tagged(SET, &[value.to_vec()])]))
}

/// `ContentInfo` of type data.
fn data(content: &[u8]) -> Result<Vec<u8>, Error> {
    Ok(sequence(&[oid(DATA)?, tagged(EXPLICIT_0, &[octets(content)])]))
}

/// `ContentInfo` of type encryptedData (RFC 2315 §13).
fn encrypted(content: &[u8], passphrase: &str) -> Result<Vec<u8>, Error> {
    let parameters = encryption()?;
    let ciphertext = parameters.encrypt(passphrase, content).map_err(Error::store)?;
    let algorithm = EncryptionScheme::Pbes2(parameters).to_der().map_err(Error::store)?;
    let info = sequence(&[oid(DATA)?, algorithm, tagged(IMPLICIT_0, &[ciphertext])]);
    let encrypted_data = sequence(&[INTEGER_0.to_vec(), info]);
    Ok(sequence(&[oid(ENCRYPTED_DATA)?, tagged(EXPLICIT_0, &[encrypted_data])]))
}

/// `MacData ::= SEQUENCE { mac DigestInfo, macSalt, iterations }` over the authenticated contents.
fn mac(contents: &[u8], passphrase: &str) -> Result<Vec<u8>, Error> {
    let mut salt = [0; 16];
    fill_randomly(&mut salt)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&*mac_key(&salt, passphrase)).map_err(Error::store)?;
    mac.update(contents);
    let algorithm = sequence(&[oid(SHA_256)?, NULL.to_vec()]);
    let digest_info = sequence(&[algorithm, octets(&mac.finalize().into_bytes())]);
    let iterations = PBKDF2_ITERATIONS.to_der().map_err(Error::store)?;
    Ok(sequence(&[digest_info, octets(&salt), iterations]))
}

/// RFC 7292 appendix B.2 for a key as long as one digest, so that its loop runs once.
fn mac_key(salt: &[u8], passphrase: &str) -> Zeroizing<[u8; 32]> {
    const BLOCK: usize = 64;
    let mut password = Zeroizing::new(utf16(passphrase));
    password.extend([0, 0]);
    let filled = |bytes: &[u8]| bytes.len().div_ceil(BLOCK) * BLOCK;
    let mut digest = Sha256::new();
    digest.update([FOR_MACS; BLOCK]);
    for part in [salt, &password] {
        let repeated: Zeroizing<Vec<u8>> =
            Zeroizing::new(part.iter().copied().cycle().take(filled(part)).collect());
        digest.update(&*repeated);
    }
    let mut key = Zeroizing::new(<[u8; 32]>::from(digest.finalize()));
    for _ in 1..PBKDF2_ITERATIONS {
        *key = Sha256::digest(*key).into();
    }
    key
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn oid(oid: ObjectIdentifier) -> Result<Vec<u8>, Error> {
    oid.to_der().map_err(Error::store)
}

fn octets(content: &[u8]) -> Vec<u8> {
    tagged(OCTET_STRING, &[content.to_vec()])
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(SEQUENCE, parts)
}

/// Identifier, length, and the parts one after the other (X.690 §8.1).
fn tagged(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let length: usize = parts.iter().map(Vec::len).sum();
    let bytes = length.to_be_bytes();
    let significant: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match (length, u8::try_from(significant.len())) {
        (0..0x80, _) => out.push(significant.first().copied().unwrap_or_default()),
        (_, count) => {
            out.push(0x80 | count.unwrap_or_default());
            out.extend(significant);
        }
    }
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OCTET_STRING: u8 = 0x04;
const BMP_STRING: u8 = 0x1e;
const EXPLICIT_0: u8 = 0xa0;
const IMPLICIT_0: u8 = 0x80;
const NULL: [u8; 2] = [0x05, 0];
const INTEGER_0: [u8; 3] = [0x02, 1, 0];
const INTEGER_3: [u8; 3] = [0x02, 1, 3];
/// The diversifier of appendix B.3.
const FOR_MACS: u8 = 3;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const FRIENDLY_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.20");
const LOCAL_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.21");
const X509_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");
const SHROUDED_KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const ANY_EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");
/// Oracle's mark of a trusted certificate, without which keytool sees none.
const TRUSTED_BY_JAVA: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113894.746875.1.1");
