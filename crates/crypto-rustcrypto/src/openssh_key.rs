//! Which public key belongs to this private key of OpenSSH? Its own format (PROTOCOL.key), plain or behind bcrypt.
//!
//! Read here and not by a library of SSH: the numbers stay where they were decrypted to, which is wiped, and are never moved about.

use countersign_core::asn1::{der_value, oids};
use countersign_core::crypto::{DecryptError, KdfLimits, KeyError, ssh_string};
use countersign_core::model::ssh_public_key;
use rsa::{BoxedUint, PrivateKey as RsaPrivateKey};
use rustls_pki_types::{PrivateKeyDer, PrivateSec1KeyDer};
use ssh_cipher::{Cipher, Tag};
use zeroize::Zeroizing;

use crate::pkcs1_signature::unsigned;
use crate::{curve_key, private_key, rsa_key};

/// The DER SubjectPublicKeyInfo of the key in `openssh-key-v1` bytes.
pub(crate) fn public_half(
    bytes: &[u8],
    passphrase: Option<&[u8]>,
    limits: KdfLimits,
) -> Result<Result<Vec<u8>, KeyError>, DecryptError> {
    let envelope = Envelope::read(bytes).ok_or_else(|| malformed("its lengths do not fit it"))?;
    if envelope.keys != 1 {
        return Err(malformed(&format!("it states that it holds {} keys, and one is read", envelope.keys)));
    }
    let private = envelope.opened(passphrase, limits)?;
    let (checks, private) =
        private.split_first_chunk::<8>().ok_or_else(|| malformed("its private half was cut"))?;
    let (first, second) = checks.split_at(4);
    if first != second {
        let is_sealed = envelope.cipher != b"none";
        let unequal = || malformed("the two check numbers before its private half differ");
        return Err(if is_sealed { DecryptError::WrongPassphrase } else { unequal() });
    }
    Ok(checked(envelope.public, private))
}

/// `openssh-key-v1 NUL`, cipher, derivation and its options, number of keys, public half, private half, and a tag where the cipher
/// has one.
struct Envelope<'a> {
    cipher: &'a [u8],
    derivation: &'a [u8],
    options: &'a [u8],
    keys: u32,
    public: &'a [u8],
    private: &'a [u8],
    tag: &'a [u8],
}

impl<'a> Envelope<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
        let (cipher, rest) = ssh_string(rest)?;
        let (derivation, rest) = ssh_string(rest)?;
        let (options, rest) = ssh_string(rest)?;
        let (keys, rest) = rest.split_first_chunk()?;
        let (public, rest) = ssh_string(rest)?;
        let (private, tag) = ssh_string(rest)?;
        Some(Self { cipher, derivation, options, keys: u32::from_be_bytes(*keys), public, private, tag })
    }

    /// The private half: two equal numbers, the key, a comment, padding.
    fn opened(
        &self,
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let cipher = self.cipher()?;
        let mut private = Zeroizing::new(self.private.to_vec());
        let (key_length, iv_length) = match (cipher.key_and_iv_size(), self.derivation) {
            (None, b"none") => return Ok(private),
            (Some(sizes), b"bcrypt") => sizes,
            (None, _) | (Some(_), b"none") => {
                return Err(malformed("it says both that it has a passphrase and that it has none"));
            }
            (Some(_), other) => return Err(unsupported(other)),
        };
        let mut derived = self.derived(passphrase, key_length + iv_length, limits)?;
        let (key, iv) = derived.split_at_mut(key_length);
        // OpenSSH uses this cipher with a nonce of zeros.
        if cipher == Cipher::ChaCha20Poly1305 {
            iv.fill(0);
        }
        let short = |_| malformed("its authentication tag should have 16 bytes");
        let tag = cipher.has_tag().then(|| Tag::try_from(self.tag).map_err(short)).transpose()?;
        cipher.decrypt(key, iv, &mut private, tag).map_err(|_| DecryptError::WrongPassphrase)?;
        Ok(private)
    }

    /// Its cipher, if the lengths are those that it demands.
    fn cipher(&self) -> Result<Cipher, DecryptError> {
        let cipher = core::str::from_utf8(self.cipher).ok().and_then(|name| Cipher::new(name).ok());
        // Triple DES is known to the library by name only; a right passphrase would look wrong.
        let cipher = cipher.filter(|cipher| *cipher != Cipher::TdesCbc);
        let cipher = cipher.ok_or_else(|| unsupported(self.cipher))?;
        if !self.private.len().is_multiple_of(cipher.block_size()) {
            return Err(malformed("its private half was cut, or has bytes too many"));
        }
        if !cipher.has_tag() && !self.tag.is_empty() {
            return Err(malformed("bytes follow where it should end"));
        }
        Ok(cipher)
    }

    /// So many bytes from the passphrase, by bcrypt with the salt and the rounds that the options state.
    fn derived(
        &self,
        passphrase: Option<&[u8]>,
        length: usize,
        limits: KdfLimits,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let cut = || malformed("the options of its derivation were cut");
        let (salt, rounds) = ssh_string(self.options).ok_or_else(cut)?;
        let rounds = u32::from_be_bytes(*rounds.first_chunk().ok_or_else(cut)?);
        if rounds > limits.bcrypt_rounds {
            let (asked, limit) = (rounds.into(), limits.bcrypt_rounds.into());
            return Err(DecryptError::LimitExceeded { what: "bcrypt rounds", asked, limit });
        }
        let passphrase = passphrase.ok_or_else(|| unsupported(self.cipher))?;
        let mut derived = Zeroizing::new(vec![0; length]);
        bcrypt_pbkdf::bcrypt_pbkdf(passphrase, salt, rounds, &mut derived)
            .map_err(|_| DecryptError::WrongPassphrase)?;
        Ok(derived)
    }
}

/// The public half as the file states it, if the private one makes the same.
fn checked(public: &[u8], private: &[u8]) -> Result<Vec<u8>, KeyError> {
    let cut = || KeyError::Malformed("its private half was cut".to_owned());
    let (name, rest) = ssh_string(private).ok_or_else(cut)?;
    let unsupported = || KeyError::Unsupported(format!("{} of OpenSSH", plain(name)));
    let damaged = || KeyError::Malformed("its public half is damaged".to_owned());
    let (repeated, rest) = match name {
        b"ssh-rsa" => {
            let ([n, e, d, coefficient, p, q], rest) = strings(rest).ok_or_else(cut)?;
            rsa([n, e, d, coefficient, p, q])?;
            (blob(&[name, e, n]), rest)
        }
        b"ssh-ed25519" => {
            let ([point, pair], rest) = strings(rest).ok_or_else(cut)?;
            ed25519(point, pair).unwrap_or_else(|| Err(cut()))?;
            (blob(&[name, point]), rest)
        }
        b"ecdsa-sha2-nistp256" | b"ecdsa-sha2-nistp384" | b"ecdsa-sha2-nistp521" => {
            let ([curve, point, scalar], rest) = strings(rest).ok_or_else(cut)?;
            let computed = ecdsa(curve, scalar).unwrap_or_else(|| Err(unsupported()))?;
            if computed != ssh_public_key(public).ok_or_else(damaged)? {
                return Err(inconsistent(OTHERS));
            }
            (blob(&[name, curve, point]), rest)
        }
        _ => return Err(unsupported()),
    };
    if repeated != public {
        return Err(inconsistent(OTHERS));
    }
    // A comment, and up to whole blocks of the cipher: 1, 2, 3, …
    let is_padded =
        |(_, padding): (&[u8], &[u8])| padding.iter().zip(1_u16..).all(|(byte, at)| u16::from(*byte) == at);
    let is_whole = ssh_string(rest).is_some_and(is_padded);
    if !is_whole {
        return Err(KeyError::Malformed("its comment or its padding is damaged".to_owned()));
    }
    ssh_public_key(public).ok_or_else(damaged)
}

/// Through SEC1, which the other EC keys take too; `None` for curves that are not known.
fn ecdsa(curve: &[u8], scalar: &[u8]) -> Option<Result<Vec<u8>, KeyError>> {
    let (curve, length) = match curve {
        b"nistp256" => (oids::SECP256R1, 32),
        b"nistp384" => (oids::SECP384R1, 48),
        b"nistp521" => (oids::SECP521R1, 66),
        _ => return None,
    };
    let scalar = positive(scalar).filter(|scalar| scalar.len() <= length);
    let Some(scalar) = scalar else { return Some(Err(inconsistent(NOT_A_NUMBER))) };
    let zeros = [0; 66];
    let zeros = zeros.get(..length - scalar.len()).unwrap_or_default();
    let padded = Zeroizing::new([zeros, scalar].concat());
    let secret = Zeroizing::new(der_value(0x04, &padded));
    let parameters = der_value(0xa0, &der_value(0x06, curve));
    let sec1 = Zeroizing::new([&[2, 1, 1], secret.as_slice(), &parameters].concat());
    let sec1 = Zeroizing::new(der_value(0x30, &sec1));
    Some(private_key::public_half(&PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(sec1.as_slice()))))
}

/// `pair` is the seed and the public key once more (RFC 8032 §5.1.5).
fn ed25519(point: &[u8], pair: &[u8]) -> Option<Result<(), KeyError>> {
    let (seed, repeated) = pair.split_first_chunk::<32>()?;
    if repeated != point {
        return Some(Err(inconsistent(OTHERS)));
    }
    let seed = Zeroizing::new(der_value(0x04, seed));
    Some(curve_key::public_key(oids::ED25519, &seed, Some(point))?.map(|_| ()))
}

/// n = p·q, d, and the coefficient, which OpenSSH stores beside them.
fn rsa(numbers: [&[u8]; 6]) -> Result<(), KeyError> {
    let mut read = Vec::with_capacity(numbers.len());
    for number in numbers {
        let number = positive(number).and_then(unsigned).ok_or_else(|| inconsistent(NOT_A_NUMBER))?;
        read.push(Zeroizing::new(number));
    }
    let [n, e, d, coefficient, p, q] = read.as_slice() else { return Err(inconsistent(NOT_A_NUMBER)) };
    // rsa wipes what it is given, but not all that it computes (docs/decisions/0014).
    let own = |number: &Zeroizing<BoxedUint>| BoxedUint::clone(number);
    RsaPrivateKey::from_components(own(n), own(e), own(d), vec![own(p), own(q)])
        .map_err(rsa_key::not_one_key)?;
    let fits = rsa_key::is_inverse(coefficient, q, p);
    if fits { Ok(()) } else { Err(inconsistent("its coefficient does not fit its primes")) }
}

/// An mpint (RFC 4251 §5) without zeros in front; `None` for negative ones.
fn positive(number: &[u8]) -> Option<&[u8]> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let significant = number.get(zeros..)?;
    let is_negative = zeros == 0 && significant.first().is_some_and(|first| *first >= 0x80);
    (!is_negative).then_some(significant)
}

/// So many strings, and what follows them.
fn strings<const COUNT: usize>(mut bytes: &[u8]) -> Option<([&[u8]; COUNT], &[u8])> {
    let mut found = [b"".as_slice(); COUNT];
    for one in &mut found {
        (*one, bytes) = ssh_string(bytes)?;
    }
    Some((found, bytes))
}

/// Strings one after the other, as in a public key.
fn blob(strings: &[&[u8]]) -> Vec<u8> {
    let length = |string: &[u8]| u32::try_from(string.len()).unwrap_or(u32::MAX).to_be_bytes();
    strings.iter().flat_map(|string| [length(string).as_slice(), string].concat()).collect()
}

/// A name from the file, for messages.
fn plain(name: &[u8]) -> String {
    let may_stand = |byte: &u8| byte.is_ascii_alphanumeric() || b"-.@_".contains(byte);
    let is_plain = name.len() <= 64 && name.iter().all(may_stand);
    if is_plain { String::from_utf8_lossy(name).into_owned() } else { "an unknown algorithm".to_owned() }
}

const OTHERS: &str = "the public key in the file belongs to another key";
const NOT_A_NUMBER: &str = "one of its numbers is negative or too long";

fn unsupported(name: &[u8]) -> DecryptError {
    DecryptError::Unsupported(format!("OpenSSH's, {}", plain(name)))
}

fn malformed(reason: &str) -> DecryptError {
    DecryptError::Malformed(reason.to_owned())
}

fn inconsistent(reason: &str) -> KeyError {
    KeyError::Inconsistent(reason.to_owned())
}
