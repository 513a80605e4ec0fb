//! How does Team A make its key and its request where there is only a browser? P-256 in pure Rust, with the system's randomness.
//!
//! The command line has `crates/issuance` for that and for much more; this one is small enough for a page, and makes one kind
//! of key. Nothing is kept: the key is wiped when the caller drops it.
#![deny(missing_docs)]

mod der;
mod names;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToSec1Point as _;
use p256::{NonZeroScalar, SecretKey};
use zeroize::Zeroizing;

use der::{sequence, tagged, unsigned};
pub use names::Name;

/// What Team A has then.
pub struct ServerSide {
    /// `server_key.pem`: a `PRIVATE KEY` block (PKCS#8). It stays where it is.
    pub key: Zeroizing<String>,
    /// `server.csr`: a `CERTIFICATE REQUEST` block, which is made to be sent.
    pub request: String,
}

/// Makes a key pair, and a request for a server under these names. The error says in words what is in the way.
pub fn server(names: &[Name]) -> Result<ServerSide, String> {
    if names.is_empty() {
        return Err("Give at least one name that clients call the server by.".to_owned());
    }
    let key = random_key()?;
    let point = key.public_key().to_sec1_point(false);
    let info = request_info(names, &public_key_info(point.as_bytes()));
    let signature: Signature = SigningKey::from(&key).sign(&info);
    let signature = sequence(&[unsigned(&signature.r().to_bytes()), unsigned(&signature.s().to_bytes())]);
    let signed = sequence(&[
        info,
        sequence(&[der::ECDSA_WITH_SHA256.to_vec()]),
        tagged(der::BIT_STRING, &[vec![0], signature]),
    ]);
    Ok(ServerSide {
        key: pem("PRIVATE KEY", &private_key_info(&key, point.as_bytes())),
        request: pem("CERTIFICATE REQUEST", &signed).to_string(),
    })
}

/// `SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey BIT STRING }` (RFC 5480 §2).
fn public_key_info(point: &[u8]) -> Vec<u8> {
    sequence(&[der::P256_KEY.to_vec(), tagged(der::BIT_STRING, &[vec![0], point.to_vec()])])
}

/// `PrivateKeyInfo ::= SEQUENCE { version 0, algorithm, privateKey OCTET STRING }` around an `ECPrivateKey` (RFC 5958 §2,
/// RFC 5915 §3).
fn private_key_info(key: &SecretKey, point: &[u8]) -> Zeroizing<Vec<u8>> {
    let scalar = Zeroizing::new(key.to_bytes());
    let wiped = |parts: [&[u8]; 3]| Zeroizing::new(parts.concat());
    let own = wiped([der::EC_PRIVATE_KEY, scalar.as_slice(), der::EC_PUBLIC_KEY]);
    let own = wiped([&own, point, &[]]);
    wiped([der::P256_PRIVATE_KEY, &own, &[]])
}

/// One block, lines of 64 characters (RFC 7468).
fn pem(label: &str, der: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(der));
    // Room for all of it at once: what grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(2 * body.len() + 128));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    for line in body.as_bytes().chunks(64) {
        line.iter().for_each(|byte| text.push(char::from(*byte)));
        text.push('\n');
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

/// Some 32 bytes are no key, once in 2³² tries; then others are.
fn random_key() -> Result<SecretKey, String> {
    let mut bytes = Zeroizing::new([0; 32]);
    for _ in 0..TRIES {
        getrandom::fill(&mut *bytes)
            .map_err(|_| "This browser gives no randomness, so no key is made.".to_owned())?;
        let scalar = NonZeroScalar::try_from(bytes.as_slice());
        if let Ok(scalar) = scalar {
            return Ok(SecretKey::from(scalar));
        }
    }
    Err("This browser's randomness is none, so no key is made.".to_owned())
}

/// `CertificationRequestInfo ::= SEQUENCE { version 0, subject, subjectPKInfo, attributes [0] }` (RFC 2986 §4.1): the first
/// name as the common name, and what is asked for as an extensionRequest (RFC 2985 §5.4.2).
fn request_info(names: &[Name], public_key: &[u8]) -> Vec<u8> {
    let listed: Vec<Vec<u8>> = names.iter().map(Name::general_name).collect();
    let extensions = sequence(&[
        extension(der::SUBJECT_ALT_NAME, false, &sequence(&listed)),
        // digitalSignature: seven bits of the byte are not used.
        extension(der::KEY_USAGE, true, &tagged(der::BIT_STRING, &[vec![7, 0x80]])),
        extension(der::EXTENDED_KEY_USAGE, false, &sequence(&[der::SERVER_AUTH.to_vec()])),
    ]);
    let request = sequence(&[der::EXTENSION_REQUEST.to_vec(), tagged(der::SET, &[extensions])]);
    let subject = names.first().and_then(Name::common_name).map(|name| {
        let value = tagged(der::UTF8_STRING, &[name.into_bytes()]);
        tagged(der::SET, &[sequence(&[der::COMMON_NAME.to_vec(), value])])
    });
    sequence(&[
        der::VERSION_0.to_vec(),
        sequence(subject.as_slice()),
        public_key.to_vec(),
        tagged(der::ATTRIBUTES, &[request]),
    ])
}

/// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`.
fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let value = tagged(der::OCTET_STRING, &[value.to_vec()]);
    let critical = critical.then(|| der::TRUE.to_vec());
    sequence(&[Some(oid.to_vec()), critical, Some(value)].into_iter().flatten().collect::<Vec<_>>())
}

impl core::fmt::Debug for ServerSide {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("ServerSide").field("request", &self.request).finish_non_exhaustive()
    }
}

const TRIES: usize = 8;
