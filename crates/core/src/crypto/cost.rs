//! How much work does a file ask for before its passphrase can be tried? Counted in iterations, before any of them runs.

use crate::asn1::{Malformed, Reader, Tag, oids};

use super::{KdfLimits, ssh_string};

/// The work of one derivation by a DER AlgorithmIdentifier of password-based encryption or authentication: iterations of
/// PBKDF1, PBKDF2 (RFC 8018 §A.2, §A.3) or PKCS#12 (RFC 7292 Appendix C); for scrypt N·r·p (RFC 7914 §2), whose unit takes
/// about as long. A digest's identifier asks for none, and neither does what is over a limit of its own: the backend refuses that
/// before it derives anything, and names the limit.
pub(super) fn of_algorithm(algorithm: &[u8], limits: KdfLimits) -> Result<u64, Malformed> {
    let mut fields = Reader::new(algorithm).expect(Tag::SEQUENCE, "AlgorithmIdentifier")?.reader();
    match fields.expect(Tag::OID, "algorithm")?.content {
        // The first parameter is keyDerivationFunc in both (RFC 8018 §A.4, §A.5).
        oids::PBES2 | oids::PBMAC1 => {
            let mut parameters = fields.expect(Tag::SEQUENCE, "parameters")?.reader();
            derivation(parameters.expect(Tag::SEQUENCE, "keyDerivationFunc")?.bytes, limits)
        }
        _ => {
            let Some(parameters) = fields.optional(Tag::SEQUENCE, "parameters")? else { return Ok(0) };
            let mut parameters = parameters.reader();
            parameters.expect(Tag::OCTET_STRING, "salt")?;
            Ok(of_count(parameters.expect(Tag::INTEGER, "iterations")?.content, limits))
        }
    }
}

/// The work of as many iterations as this content of an INTEGER says.
pub(super) fn of_count(iterations: &[u8], limits: KdfLimits) -> u64 {
    let count = number(iterations);
    if count > u64::from(limits.pbkdf2_iterations) { 0 } else { count }
}

/// The work of opening a private key in OpenSSH's own format (PROTOCOL.key): rounds of bcrypt. What can't be read is refused
/// by the backend before anything is derived.
pub(super) fn of_openssh(key: &[u8]) -> u64 {
    rounds(key).map_or(0, |rounds| u64::from(rounds).saturating_mul(ITERATIONS_PER_ROUND))
}

/// The content of an INTEGER.
fn number(content: &[u8]) -> u64 {
    let zeros = content.iter().take_while(|byte| **byte == 0).count();
    match content.get(zeros..) {
        Some(significant) if significant.len() <= 8 => {
            significant.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
        }
        _ => u64::MAX,
    }
}

fn derivation(algorithm: &[u8], limits: KdfLimits) -> Result<u64, Malformed> {
    let mut fields = Reader::new(algorithm).expect(Tag::SEQUENCE, "keyDerivationFunc")?.reader();
    let is_scrypt = fields.expect(Tag::OID, "algorithm")?.content == oids::SCRYPT;
    let mut parameters = fields.expect(Tag::SEQUENCE, "parameters")?.reader();
    parameters.next("salt")?;
    let first = parameters.expect(Tag::INTEGER, "iterationCount")?.content;
    if is_scrypt {
        let block_size = number(parameters.expect(Tag::INTEGER, "blockSize")?.content);
        let lanes = number(parameters.expect(Tag::INTEGER, "parallelizationParameter")?.content);
        let blocks = number(first).saturating_mul(block_size);
        let is_refused = blocks.saturating_mul(128) > limits.scrypt_memory_bytes;
        return Ok(if is_refused {
            0
        } else {
            blocks.saturating_mul(lanes).saturating_mul(ITERATIONS_PER_BLOCK)
        });
    }
    let key_length = parameters.optional(Tag::INTEGER, "keyLength")?;
    let key_length = key_length.map_or(USUAL_KEY_BYTES, |length| number(length.content));
    let prf = parameters.optional(Tag::SEQUENCE, "prf")?;
    let prf = prf.map(|prf| prf.reader().expect(Tag::OID, "prf")).transpose()?.map(|oid| oid.content);
    // A key longer than the digest takes all iterations again for each part of it.
    let (digest_bytes, tenths) = match prf {
        None | Some(oids::HMAC_SHA1) => (20, 7),
        Some(oids::HMAC_SHA224) => (28, 10),
        Some(oids::HMAC_SHA512_224) => (28, 20),
        Some(oids::HMAC_SHA512_256) => (32, 20),
        Some(oids::HMAC_SHA384) => (48, 20),
        Some(oids::HMAC_SHA512) => (64, 20),
        _ => (32, 10),
    };
    let parts = key_length.div_ceil(digest_bytes).max(1);
    Ok(of_count(first, limits).saturating_mul(parts).saturating_mul(tenths) / 10)
}

/// `openssh-key-v1 NUL`, cipher, name of the derivation, and its options: a salt and the rounds.
fn rounds(key: &[u8]) -> Option<u32> {
    let rest = key.strip_prefix(b"openssh-key-v1\0")?;
    let (_cipher, rest) = ssh_string(rest)?;
    let (_derivation, rest) = ssh_string(rest)?;
    let (options, _) = ssh_string(rest)?;
    let (_salt, rest) = ssh_string(options)?;
    Some(u32::from_be_bytes(*rest.first_chunk()?))
}

/// AES-256's key.
const USUAL_KEY_BYTES: u64 = 32;

/// A round of bcrypt takes some 6 ms, an iteration of PBKDF2 with SHA-256 0.15 µs, with SHA-1 seven tenths of it, with SHA-512 and
/// its short forms twice as long.
const ITERATIONS_PER_ROUND: u64 = 40_000;

/// A block of scrypt's memory is written and read.
const ITERATIONS_PER_BLOCK: u64 = 2;

#[cfg(test)]
mod tests {
    use super::{number, of_openssh};
    use crate::asn1::{der_value, oids};
    use crate::crypto::KdfLimits;

    fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
        der_value(0x30, &parts.concat())
    }

    fn oid(content: &[u8]) -> Vec<u8> {
        der_value(0x06, content)
    }

    fn salt() -> Vec<u8> {
        der_value(0x04, &[7; 8])
    }

    fn of_algorithm(algorithm: &[u8]) -> Option<u64> {
        super::of_algorithm(algorithm, KdfLimits::default()).ok()
    }

    #[test]
    fn pbes1_asks_for_its_iterations() {
        let asks = |count: &[u8]| {
            of_algorithm(&sequence(&[oid(oids::PBE_SHA1_3DES), sequence(&[salt(), der_value(2, count)])]))
        };
        assert_eq!(asks(&[0x07, 0xd0]), Some(2_000));
        assert_eq!(asks(&[0x7f; 20]), Some(0), "the backend refuses it");
    }

    #[test]
    fn a_long_key_takes_the_iterations_again() {
        let asks = |key_length: u8| {
            let parameters = sequence(&[salt(), der_value(2, &[0x27, 0x10]), der_value(2, &[key_length])]);
            let derivation = sequence(&[oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12]), parameters]);
            of_algorithm(&sequence(&[oid(oids::PBES2), sequence(&[derivation])]))
        };
        assert_eq!(
            (asks(20), asks(32), asks(40), asks(120)),
            (Some(7_000), Some(14_000), Some(14_000), Some(42_000))
        );
    }

    #[test]
    fn scrypt_asks_for_the_product_and_its_key_length_does_not_count() {
        let parameters =
            [salt(), der_value(2, &[0x40, 0]), der_value(2, &[8]), der_value(2, &[2]), der_value(2, &[32])];
        let derivation = sequence(&[oid(oids::SCRYPT), sequence(&parameters)]);
        assert_eq!(
            of_algorithm(&sequence(&[oid(oids::PBES2), sequence(&[derivation])])),
            Some(0x4000 * 16 * 2)
        );
    }

    #[test]
    fn a_digest_asks_for_nothing_and_nonsense_is_not_tried() {
        assert_eq!(of_algorithm(&sequence(&[oid(oids::SHA256), vec![5, 0]])), Some(0));
        assert_eq!(of_algorithm(&[0x30, 0x80]), None);
        assert_eq!(number(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 3]), 3);
    }

    #[test]
    fn openssh_asks_for_its_rounds() {
        let string = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat();
        let options = [string(&[7; 16]), vec![0, 0, 0, 16]].concat();
        let key = [b"openssh-key-v1\0".to_vec(), string(b"aes256-ctr"), string(b"bcrypt"), string(&options)];
        assert_eq!(of_openssh(&key.concat()), 16 * 40_000);
        assert_eq!(of_openssh(b"openssh-key-v1\0"), 0);
    }
}
