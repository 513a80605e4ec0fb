//! Which public key? SubjectPublicKeyInfo, its type and size in words, and what makes two keys the same.

use std::borrow::Cow;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, der_value, oids};

use super::algorithm::AlgorithmIdentifier;
use super::explicit_curve::spelled_out_curve;

/// `SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }` (RFC 5280 §4.1.2.7).
#[derive(Clone, Debug)]
pub struct PublicKey {
    /// Key type and parameters (for EC the curve).
    pub algorithm: AlgorithmIdentifier,
    /// The content of the BIT STRING without its unused-bits byte.
    pub subject_public_key: Vec<u8>,
    /// The whole SubjectPublicKeyInfo.
    pub der: Vec<u8>,
}

/// Two keys are the same when type, curve and key bits are: absent and NULL parameters of RSA do not differ.
impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.subject_public_key == other.subject_public_key && self.family() == other.family()
    }
}

impl Eq for PublicKey {}

impl PublicKey {
    /// Decodes the SEQUENCE `tlv`.
    pub(crate) fn from_tlv(tlv: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        let mut reader = tlv.reader();
        let algorithm = AlgorithmIdentifier::read(&mut reader, field)?;
        let bits = reader.expect(Tag::BIT_STRING, field)?;
        reader.finish(field)?;
        let [0, key @ ..] = bits.content else {
            return Err(Malformed::new(field, bits.offset, "the key is not a whole number of bytes"));
        };
        Ok(Self { algorithm, subject_public_key: key.to_vec(), der: tlv.bytes.to_vec() })
    }

    /// Decodes a DER SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// Anything else, or bytes after it.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(der);
        let tlv = reader.expect(Tag::SEQUENCE, "SubjectPublicKeyInfo")?;
        reader.finish("SubjectPublicKeyInfo")?;
        Self::from_tlv(&tlv, "SubjectPublicKeyInfo")
    }

    /// Wraps a PKCS#1 RSAPublicKey (RFC 8017 §A.1.1) into a SubjectPublicKeyInfo (RFC 3279 §2.3.1).
    ///
    /// # Errors
    /// Anything but two INTEGERs in a SEQUENCE.
    pub(crate) fn from_pkcs1_der(der: &[u8]) -> Result<Self, Malformed> {
        const FIELD: &str = "RSAPublicKey";
        let mut reader = Reader::new(der);
        let mut numbers = reader.expect(Tag::SEQUENCE, FIELD)?.reader();
        reader.finish(FIELD)?;
        numbers.expect(Tag::INTEGER, "RSAPublicKey.modulus")?;
        numbers.expect(Tag::INTEGER, "RSAPublicKey.publicExponent")?;
        numbers.finish(FIELD)?;
        let algorithm = rustls_pki_types::alg_id::RSA_ENCRYPTION.as_ref();
        let bit_string = [&[0], der].concat();
        let content = [der_value(0x30, algorithm), der_value(0x03, &bit_string)].concat();
        Self::from_spki_der(&der_value(0x30, &content))
    }

    /// RSA keys are one family whether restricted to PSS or not; EC keys are told apart by curve, however it is written.
    fn family(&self) -> (&[u8], Option<Cow<'_, [u8]>>) {
        let parameters = || self.algorithm.parameters.as_deref().map(Cow::Borrowed);
        match self.algorithm.algorithm.as_bytes() {
            oids::RSA_ENCRYPTION | oids::RSASSA_PSS => (oids::RSA_ENCRYPTION, None),
            oids::EC_PUBLIC_KEY => {
                let curve = self.curve().map(|curve| Cow::Owned(curve.as_bytes().to_vec()));
                (oids::EC_PUBLIC_KEY, curve.or_else(parameters))
            }
            other => (other, parameters()),
        }
    }

    /// The named curve of an EC key (RFC 5480 §2.1.1); `None` for other keys and explicit parameters.
    #[must_use]
    pub fn named_curve(&self) -> Option<Oid> {
        if self.algorithm.algorithm.as_bytes() != oids::EC_PUBLIC_KEY {
            return None;
        }
        let parameters = self.algorithm.parameters.as_deref()?;
        let oid = Reader::new(parameters).expect(Tag::OID, "namedCurve").ok()?;
        Some(Oid::from_der_content(oid.content))
    }

    /// The curve of an EC key, by name or by parameters that spell it out.
    #[must_use]
    pub fn curve(&self) -> Option<Oid> {
        let spelled_out = || spelled_out_curve(self.algorithm.parameters.as_deref()?);
        self.named_curve().or_else(|| spelled_out().filter(|_| self.lacks_named_curve()))
    }

    /// The SubjectPublicKeyInfo by which keys are told apart: a curve that is spelled out has its name instead, and a key that
    /// is restricted to PSS is the RSA key it is.
    #[must_use]
    pub fn plain_der(&self) -> Cow<'_, [u8]> {
        let algorithm = match self.algorithm.algorithm.as_bytes() {
            oids::EC_PUBLIC_KEY if self.named_curve().is_none() => {
                let Some(curve) = self.curve() else { return Cow::Borrowed(&self.der) };
                [der_value(0x06, oids::EC_PUBLIC_KEY), der_value(0x06, curve.as_bytes())].concat()
            }
            oids::RSA_ENCRYPTION if self.algorithm.parameters.as_deref() == Some(&[0x05, 0x00]) => {
                return Cow::Borrowed(&self.der);
            }
            oids::RSA_ENCRYPTION | oids::RSASSA_PSS => {
                [der_value(0x06, oids::RSA_ENCRYPTION), vec![0x05, 0x00]].concat()
            }
            _ => return Cow::Borrowed(&self.der),
        };
        let bits = [&[0], self.subject_public_key.as_slice()].concat();
        Cow::Owned(der_value(0x30, &[der_value(0x30, &algorithm), der_value(0x03, &bits)].concat()))
    }

    /// p of `Dss-Parms ::= SEQUENCE { p, q, g }` (RFC 3279 §2.3.2).
    fn dsa_prime(&self) -> Option<&[u8]> {
        let parameters = self.algorithm.parameters.as_deref()?;
        let mut numbers = Reader::new(parameters).expect(Tag::SEQUENCE, "Dss-Parms").ok()?.reader();
        Some(numbers.expect(Tag::INTEGER, "p").ok()?.content)
    }

    /// An EC key that describes its curve itself or names none, where RFC 5480 §2.1.1 demands a named one.
    #[must_use]
    pub fn lacks_named_curve(&self) -> bool {
        self.algorithm.algorithm.as_bytes() == oids::EC_PUBLIC_KEY && self.named_curve().is_none()
    }

    /// Signatures by this type of key can be verified here.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        match self.algorithm.algorithm.as_bytes() {
            oids::DSA
            | oids::ED25519
            | oids::ED448
            | oids::ML_DSA_44
            | oids::ML_DSA_65
            | oids::ML_DSA_87
            | oids::RSA_ENCRYPTION
            | oids::RSASSA_PSS => true,
            oids::EC_PUBLIC_KEY => self.named_curve().is_some_and(|curve| {
                matches!(curve.as_bytes(), oids::SECP256R1 | oids::SECP384R1 | oids::SECP521R1)
            }),
            _ => false,
        }
    }

    /// The same with what the key itself says: a DSA key may leave its parameters to the CA above (RFC 3279 §2.3.2).
    #[must_use]
    pub fn is_supported_alone(&self) -> bool {
        let inherits =
            self.algorithm.algorithm.as_bytes() == oids::DSA && self.algorithm.parameters.is_none();
        self.is_supported() && !inherits
    }

    /// Size in bits: of the modulus for RSA, of the field for EC, of the security-relevant size for the others.
    #[must_use]
    pub fn bits(&self) -> Option<usize> {
        match self.algorithm.algorithm.as_bytes() {
            oids::RSA_ENCRYPTION | oids::RSASSA_PSS => Some(unsigned_bits(self.rsa_numbers()?.0)),
            oids::DSA => Some(unsigned_bits(self.dsa_prime()?)),
            oids::EC_PUBLIC_KEY => curve_bits(self.curve()?.as_bytes()),
            oids::ED25519 | oids::X25519 => Some(256),
            oids::ED448 | oids::X448 => Some(456),
            _ => None,
        }
    }

    /// An RSA key, restricted to PSS or not.
    #[must_use]
    pub fn is_rsa(&self) -> bool {
        matches!(self.algorithm.algorithm.as_bytes(), oids::RSA_ENCRYPTION | oids::RSASSA_PSS)
    }

    /// Modulus and public exponent of an RSA key as unsigned big-endian bytes (RFC 8017 §A.1.1).
    #[must_use]
    pub fn rsa_numbers(&self) -> Option<(&[u8], &[u8])> {
        let mut numbers =
            Reader::new(&self.subject_public_key).expect(Tag::SEQUENCE, "RSAPublicKey").ok()?.reader();
        let modulus = numbers.expect(Tag::INTEGER, "modulus").ok()?;
        let exponent = numbers.expect(Tag::INTEGER, "publicExponent").ok()?;
        Some((modulus.content, exponent.content))
    }

    /// `RSA-2048`, `P-256`, `Ed25519`, or the OID.
    #[must_use]
    pub fn words(&self) -> String {
        match self.algorithm.algorithm.as_bytes() {
            oids::RSA_ENCRYPTION | oids::RSASSA_PSS => {
                let bits = self.bits().map_or_else(|| "?".to_owned(), |bits| bits.to_string());
                format!("{}-{bits}", self.algorithm.algorithm.words())
            }
            oids::EC_PUBLIC_KEY => match self.curve() {
                None => "elliptic curve with explicit parameters".to_owned(),
                Some(curve) if self.lacks_named_curve() => format!("{}, spelled out", curve.words()),
                Some(curve) => curve.words(),
            },
            _ => self.algorithm.algorithm.words(),
        }
    }
}

/// Says that a key is not to be relied on: RSA under 2048 bits, curves under 224 (NIST SP 800-57 part 1 §5.6.1), and DSA of
/// any size, which FIPS 186-5 withdrew.
#[must_use]
pub fn weak_key_words(key: &PublicKey) -> Option<String> {
    if key.algorithm.algorithm.as_bytes() == oids::DSA {
        return Some("has a DSA key, a type that was withdrawn and that TLS 1.3 does not know".to_owned());
    }
    let bits = key.bits()?;
    let least = match key.algorithm.algorithm.as_bytes() {
        oids::RSA_ENCRYPTION | oids::RSASSA_PSS => 2048,
        oids::EC_PUBLIC_KEY => 224,
        _ => return None,
    };
    (bits < least).then(|| {
        format!("has a key ({}) that is too short: {bits} bits, where {least} is the least", key.words())
    })
}

fn curve_bits(curve: &[u8]) -> Option<usize> {
    match curve {
        oids::SECP192R1 => Some(192),
        oids::SECP224R1 => Some(224),
        oids::SECP256R1 | oids::SECP256K1 | oids::BRAINPOOL_P256R1 => Some(256),
        oids::SECP384R1 | oids::BRAINPOOL_P384R1 => Some(384),
        oids::SECP521R1 => Some(521),
        oids::BRAINPOOL_P512R1 => Some(512),
        _ => None,
    }
}

/// Bits of an unsigned big-endian number, leading zeros not counted.
fn unsigned_bits(bytes: &[u8]) -> usize {
    let mut significant = bytes.iter().skip_while(|byte| **byte == 0);
    let Some(first) = significant.next() else { return 0 };
    let first_bits = usize::try_from(u8::BITS - first.leading_zeros()).unwrap_or(8);
    first_bits + 8 * significant.count()
}
