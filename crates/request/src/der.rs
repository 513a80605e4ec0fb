//! How are the few values of a request written in DER (X.690)?

use countersign_core::asn1::der_value;

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(0x30, parts)
}

/// Identifier, length, and the parts one after the other.
pub(crate) fn tagged(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    der_value(tag, &parts.concat())
}

/// A number of these bytes: without zeros in front, but for one where it would be negative.
pub(crate) fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let significant: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign = significant.first().is_none_or(|byte| *byte >= 0x80).then_some(0);
    tagged(0x02, &[sign.into_iter().collect(), significant])
}

pub(crate) const SET: u8 = 0x31;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const ATTRIBUTES: u8 = 0xa0;
pub(crate) const VERSION_0: &[u8] = &[0x02, 1, 0];
pub(crate) const TRUE: &[u8] = &[0x01, 1, 0xff];

/// 1.2.840.10045.4.3.2
pub(crate) const ECDSA_WITH_SHA256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/// 1.2.840.113549.1.9.14
pub(crate) const EXTENSION_REQUEST: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 14];
/// 2.5.4.3
pub(crate) const COMMON_NAME: &[u8] = &[0x06, 3, 0x55, 4, 3];
/// 2.5.29.15
pub(crate) const KEY_USAGE: &[u8] = &[0x06, 3, 0x55, 0x1d, 15];
/// 2.5.29.17
pub(crate) const SUBJECT_ALT_NAME: &[u8] = &[0x06, 3, 0x55, 0x1d, 17];
/// 2.5.29.37
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = &[0x06, 3, 0x55, 0x1d, 37];
/// 1.3.6.1.5.5.7.3.1
pub(crate) const SERVER_AUTH: &[u8] = &[0x06, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];

/// `SEQUENCE { id-ecPublicKey 1.2.840.10045.2.1, prime256v1 1.2.840.10045.3.1.7 }`
pub(crate) const P256_KEY: &[u8] =
    &[0x30, 19, 0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
/// What stands before an ECPrivateKey of P-256 in its PrivateKeyInfo: all lengths are known.
pub(crate) const P256_PRIVATE_KEY: &[u8] = &[
    0x30, 0x81, 0x87, 0x02, 1, 0, 0x30, 19, 0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 8, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 3, 1, 7, 0x04, 0x6d,
];
/// `ECPrivateKey ::= SEQUENCE { version 1, privateKey OCTET STRING }` up to the 32 bytes of the key.
pub(crate) const EC_PRIVATE_KEY: &[u8] = &[0x30, 0x6b, 0x02, 1, 1, 0x04, 32];
/// `publicKey [1] BIT STRING` up to the 65 bytes of the point.
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0xa1, 0x44, 0x03, 0x42, 0];
