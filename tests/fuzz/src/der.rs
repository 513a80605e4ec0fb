//! How do a few fuzzed bytes become a whole certificate? Everything around them is right, so that no mutation is spent on it.

use countersign_core::asn1::{der_value as value, oids};

/// A P-256 certificate from 2020 to 2040 with these names (contents of the SEQUENCEs) and extensions (OID content, critical,
/// value). Its signature is nobody's.
#[must_use]
pub fn certificate(issuer: &[u8], subject: &[u8], extensions: &[(&[u8], bool, &[u8])]) -> Vec<u8> {
    let signature_algorithm = value(0x30, &value(0x06, oids::ECDSA_WITH_SHA256));
    let key_algorithm = [value(0x06, oids::EC_PUBLIC_KEY), value(0x06, oids::SECP256R1)].concat();
    let point = [[0x00, 0x04].as_slice(), &GENERATOR].concat();
    let listed: Vec<u8> = extensions
        .iter()
        .flat_map(|(oid, critical, content)| {
            let critical = if *critical { vec![0x01, 0x01, 0xff] } else { Vec::new() };
            value(0x30, &[value(0x06, oid), critical, value(0x04, content)].concat())
        })
        .collect();
    let listed = if listed.is_empty() { Vec::new() } else { value(0xa3, &value(0x30, &listed)) };
    let tbs_certificate = [
        value(0xa0, &[0x02, 0x01, 0x02]),
        vec![0x02, 0x01, 0x09],
        signature_algorithm.clone(),
        value(0x30, issuer),
        value(0x30, &[value(0x17, b"200101000000Z"), value(0x17, b"400101000000Z")].concat()),
        value(0x30, subject),
        value(0x30, &[value(0x30, &key_algorithm), value(0x03, &point)].concat()),
        listed,
    ];
    let signature_value = value(0x03, &[0x00, 0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01]);
    value(0x30, &[value(0x30, &tbs_certificate.concat()), signature_algorithm, signature_value].concat())
}

/// P-256's generator: a public key that belongs to the private key 1.
const GENERATOR: [u8; 64] = [
    0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77,
    0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3,
    0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33,
    0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5,
];
