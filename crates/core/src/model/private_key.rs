//! Which private key? Its public half and how it is kept; the secret itself is gone when this room is left.

use rustls_pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer};
use zeroize::Zeroizing;

use crate::asn1::{Malformed, Oid, Reader, Tag, oids};
use crate::crypto::{Crypto, DecryptError, KeyError};
use crate::policy::Policy;

use super::public_key::PublicKey;

/// How a private key is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateKeyEncoding {
    /// EncryptedPrivateKeyInfo (RFC 5958 §3).
    EncryptedPkcs8,
    /// OpenSSH's own (PROTOCOL.key in its source), which no TLS library reads.
    OpenSsh,
    /// RSAPrivateKey (RFC 8017 §A.1.2).
    Pkcs1,
    /// PrivateKeyInfo, OneAsymmetricKey (RFC 5958 §2).
    Pkcs8,
    /// ECPrivateKey (RFC 5915).
    Sec1,
}

impl PrivateKeyEncoding {
    /// What its BEGIN line says (RFC 7468 §10, §11; OpenSSL's and OpenSSH's for the others).
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::EncryptedPkcs8 => "ENCRYPTED PRIVATE KEY",
            Self::OpenSsh => "OPENSSH PRIVATE KEY",
            Self::Pkcs1 => "RSA PRIVATE KEY",
            Self::Pkcs8 => "PRIVATE KEY",
            Self::Sec1 => "EC PRIVATE KEY",
        }
    }

    /// The format's everyday name.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::EncryptedPkcs8 => "encrypted PKCS#8",
            Self::OpenSsh => "OpenSSH",
            Self::Pkcs1 => "PKCS#1",
            Self::Pkcs8 => "PKCS#8",
            Self::Sec1 => "SEC1",
        }
    }
}

/// What `DEK-Info: AES-256-CBC,0102…` says of an old encrypted PEM block, whose content is no DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraditionalEncryption {
    /// The cipher's name, or that it is an unknown one.
    pub cipher: String,
    /// Its initialization vector.
    pub iv: Vec<u8>,
}

/// A private key without its secret.
#[derive(Clone, Debug)]
pub struct PrivateKey {
    /// How it is written down.
    pub encoding: PrivateKeyEncoding,
    /// What could be learned of it.
    pub state: KeyState,
}

/// What could be learned of a private key.
#[derive(Clone, Debug)]
pub enum KeyState {
    /// Its parts contradict each other; the text says which.
    Inconsistent(String),
    /// Encrypted, and not opened.
    Locked(DecryptError, Passphrases),
    /// Not opened, since so many private keys had been; this is the limit.
    NotReached(u64),
    /// Read; this is its public half.
    Opened(PublicKey),
    /// A type that is not supported, named or by OID.
    Unsupported(String),
}

/// Whether passphrases were tried on a locked key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passphrases {
    /// None was given.
    NoneGiven,
    /// At least one was given; none of them opens it.
    Tried,
}

impl PrivateKey {
    /// The public half, if it could be read.
    #[must_use]
    pub const fn public_key(&self) -> Option<&PublicKey> {
        match &self.state {
            KeyState::Opened(key) => Some(key),
            _ => None,
        }
    }
}

/// Reads a private key's DER and keeps its public half only.
pub(crate) fn open_private_key(
    der: &[u8],
    encoding: PrivateKeyEncoding,
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Result<PrivateKey, Malformed> {
    let state = match encoding {
        PrivateKeyEncoding::EncryptedPkcs8 => open_encrypted(der, policy, crypto),
        PrivateKeyEncoding::OpenSsh => open_openssh(der, policy, crypto),
        PrivateKeyEncoding::Pkcs1 => {
            public_half(&PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(der)), crypto)
        }
        PrivateKeyEncoding::Pkcs8 => {
            public_half(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)), crypto)
        }
        PrivateKeyEncoding::Sec1 => public_half(&PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(der)), crypto),
    }?;
    Ok(PrivateKey { encoding, state })
}

fn public_half(key: &PrivateKeyDer<'_>, crypto: &dyn Crypto) -> Result<KeyState, Malformed> {
    state(crypto.public_half(key))
}

fn state(half: Result<Vec<u8>, KeyError>) -> Result<KeyState, Malformed> {
    match half {
        Ok(spki) => PublicKey::from_spki_der(&spki).map(KeyState::Opened),
        Err(KeyError::Inconsistent(reason)) => Ok(KeyState::Inconsistent(reason)),
        Err(KeyError::LimitExceeded { limit }) => Ok(KeyState::NotReached(limit)),
        Err(KeyError::Malformed(reason)) => Err(Malformed::new("PrivateKey", 0, reason)),
        Err(KeyError::Unsupported(what)) => Ok(KeyState::Unsupported(what)),
    }
}

/// Tries every passphrase on `EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm, encryptedData OCTET STRING }`.
fn open_encrypted(der: &[u8], policy: &Policy, crypto: &dyn Crypto) -> Result<KeyState, Malformed> {
    let mut outer = Reader::new(der);
    let mut info = outer.expect(Tag::SEQUENCE, "EncryptedPrivateKeyInfo")?.reader();
    outer.finish("EncryptedPrivateKeyInfo")?;
    let algorithm = info.expect(Tag::SEQUENCE, "encryptionAlgorithm")?.bytes;
    let encrypted = info.expect(Tag::OCTET_STRING, "encryptedData")?.content;
    info.finish("EncryptedPrivateKeyInfo")?;
    let open = |passphrase: &[u8]| crypto.decrypt(algorithm, encrypted, Some(passphrase), policy.limits.kdf);
    // CBC padding comes out right for one wrong passphrase in 256; the key inside does not.
    match opened(policy, &encryption_words(der), open, |inside| {
        plain_encoding(inside) == Some(PrivateKeyEncoding::Pkcs8)
    })? {
        Ok(inside) => public_half(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(inside.as_slice())), crypto),
        Err(locked) => Ok(locked),
    }
}

/// Reads a private key under the encryption that PEM once had (RFC 1421 §4.6.1.3).
pub(crate) fn open_traditional(
    body: &[u8],
    sealed: &TraditionalEncryption,
    by_label: PrivateKeyEncoding,
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Result<PrivateKey, Malformed> {
    let words = format!("the old PEM encryption with {}", sealed.cipher);
    let open = |passphrase: &[u8]| crypto.decrypt_traditional(&sealed.cipher, &sealed.iv, body, passphrase);
    match opened(policy, &words, open, |inside| Reader::new(inside).expect(Tag::SEQUENCE, "").is_ok())? {
        Ok(inside) => open_private_key(&inside, plain_encoding(&inside).unwrap_or(by_label), policy, crypto),
        Err(state) => Ok(PrivateKey { encoding: by_label, state }),
    }
}

/// `key` is what stands between BEGIN and END, no DER.
fn open_openssh(key: &[u8], policy: &Policy, crypto: &dyn Crypto) -> Result<KeyState, Malformed> {
    let given = policy.passphrases.iter().map(|passphrase| Some(passphrase.bytes()));
    let tried = if policy.passphrases.is_empty() { Passphrases::NoneGiven } else { Passphrases::Tried };
    let mut last = None;
    for passphrase in given.chain(policy.passphrases.is_empty().then_some(None)) {
        match crypto.open_openssh(key, passphrase, policy.limits.kdf) {
            Ok(half) => return state(half),
            Err(DecryptError::Malformed(reason)) => return Err(Malformed::new("openssh-key-v1", 0, reason)),
            Err(other) => last = Some(other),
        }
    }
    Ok(KeyState::Locked(last.unwrap_or(DecryptError::WrongPassphrase), tried))
}

/// What the first passphrase that fits brings to light, or the state of a key that stays closed.
fn opened(
    policy: &Policy,
    scheme: &str,
    open: impl Fn(&[u8]) -> Result<Zeroizing<Vec<u8>>, DecryptError>,
    is_key: fn(&[u8]) -> bool,
) -> Result<Result<Zeroizing<Vec<u8>>, KeyState>, Malformed> {
    if policy.passphrases.is_empty() {
        let scheme = DecryptError::Unsupported(scheme.to_owned());
        return Ok(Err(KeyState::Locked(scheme, Passphrases::NoneGiven)));
    }
    let mut last = DecryptError::WrongPassphrase;
    for passphrase in &policy.passphrases {
        match open(passphrase.bytes()) {
            Ok(inside) if is_key(&inside) => return Ok(Ok(inside)),
            Ok(_) => {}
            Err(DecryptError::Malformed(reason)) => return Err(Malformed::new("PrivateKey", 0, reason)),
            Err(other) => last = other,
        }
    }
    Ok(Err(KeyState::Locked(last, Passphrases::Tried)))
}

/// The encryption scheme of an EncryptedPrivateKeyInfo in words.
fn encryption_words(der: &[u8]) -> String {
    let scheme = || {
        let mut info = Reader::new(der).expect(Tag::SEQUENCE, "").ok()?.reader();
        let mut algorithm = info.expect(Tag::SEQUENCE, "encryptionAlgorithm").ok()?.reader();
        Some(Oid::from_der_content(algorithm.expect(Tag::OID, "algorithm").ok()?.content))
    };
    scheme().map_or_else(|| "an unknown scheme".to_owned(), |oid| oid.words())
}

/// Tells the plain private key encodings apart by the shape of their first fields.
pub(crate) fn plain_encoding(der: &[u8]) -> Option<PrivateKeyEncoding> {
    let mut fields = Reader::new(der).expect(Tag::SEQUENCE, "").ok()?.reader();
    let version = fields.optional(Tag::INTEGER, "version").ok()??;
    match (version.content, fields.next("").ok()?.tag) {
        ([0 | 1], Tag::SEQUENCE) => {
            (fields.peek()? == Tag::OCTET_STRING).then_some(PrivateKeyEncoding::Pkcs8)
        }
        ([1], Tag::OCTET_STRING) => Some(PrivateKeyEncoding::Sec1),
        ([0 | 1], Tag::INTEGER) => {
            // RSAPrivateKey has seven more INTEGERs; RSAPublicKey has none.
            (fields.peek()? == Tag::INTEGER).then_some(PrivateKeyEncoding::Pkcs1)
        }
        _ => None,
    }
}

/// `SEQUENCE { AlgorithmIdentifier, OCTET STRING }` with a password-based algorithm.
pub(crate) fn is_encrypted_pkcs8(der: &[u8]) -> bool {
    let shape = || {
        let mut fields = Reader::new(der).expect(Tag::SEQUENCE, "").ok()?.reader();
        let mut algorithm = fields.expect(Tag::SEQUENCE, "").ok()?.reader();
        let oid = algorithm.optional(Tag::OID, "").ok()??;
        let sealed = fields.expect(Tag::OCTET_STRING, "").is_ok() && fields.is_empty();
        // PKCS#5 (RFC 8018 §A.2 to A.4) and PKCS#12 (RFC 7292 §C) arcs.
        let pkcs5 = oid.content.starts_with(oids::PBES2.get(..8)?);
        let pkcs12 = oid.content.starts_with(oids::PBE_SHA1_3DES.get(..8)?);
        Some(sealed && (pkcs5 || pkcs12))
    };
    shape().unwrap_or(false)
}
