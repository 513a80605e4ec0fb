//! Which files ask for far more than they are? A few bytes that stand for hours of work, gigabytes, or nesting without end.

use std::io::{Cursor, Write as _};

use countersign_core::asn1::{der_value, oids};

use super::program::root;

/// One such file.
pub(crate) struct Extreme {
    /// What it does.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// Words of the finding that says why it was not read, the limit among them.
    pub(crate) said: &'static str,
}

/// All of them. Each is looked at with a passphrase in hand, or the costly part would not begin.
pub(crate) fn files() -> Vec<Extreme> {
    let one = |name, bytes, said| Extreme { name, bytes, said };
    vec![
        one(
            "PBKDF2 with two billion iterations",
            sealed_key(&pbkdf2(i32::MAX)),
            "2147483647 PBKDF2 iterations, and at most 2000000",
        ),
        one(
            "scrypt with a terabyte",
            sealed_key(&scrypt(1 << 30)),
            "1099511627776 bytes of scrypt memory, and at most 67108864",
        ),
        one(
            "bcrypt with four billion rounds",
            openssh(),
            "iterations, all files and passphrases together, and at most 6000000",
        ),
        one(
            "a store's MAC with two billion iterations",
            store(Mac::Pkcs12),
            "2147483647 iterations, and at most 2000000",
        ),
        one(
            "a store's PBMAC1 with two billion iterations",
            store(Mac::Pbmac1),
            "2147483647 PBKDF2 iterations, and at most 2000000",
        ),
        one(
            "a store with a thousand keys of a million iterations",
            store_of_keys(),
            "all files and passphrases together",
        ),
        one("an archive of 200 MiB in 200 KiB", bomb(), "more than 67108864 bytes, which is the limit"),
        one("an archive of 19,000 certificates in 60 KiB", crowd(), "goes past the 12000 objects"),
        one(
            "an archive whose entry says it has four gigabytes",
            lie(),
            "more than 67108864 bytes, which is the limit",
        ),
        one("ten thousand SEQUENCEs in one another", sequences(10_000), "the limit of 32 levels"),
        one("ten thousand indefinite lengths in one another", indefinite(10_000), "the limit of 32 levels"),
        one(
            "ten thousand parts of an OCTET STRING in one another",
            message(&parts(10_000)),
            "the limit of 32 levels",
        ),
        one("a gigabyte in six bytes", vec![0x30, 0x84, 0x40, 0, 0, 0], "should go on for 1073741824 bytes"),
        one(
            "2⁶⁴ bytes in ten",
            [[0x30, 0x88].as_slice(), &[0xff; 8]].concat(),
            "should go on for 18446744073709551615 bytes",
        ),
        one(
            "a gigabyte in PEM",
            pem(&[0x30, 0x84, 0x40, 0, 0, 0, 0x30, 3, 2, 1, 0]),
            "11 of its 1073741830 bytes are there",
        ),
        one("a gigabyte within a store", store(Mac::CutContent), "lengths do not fit"),
    ]
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    der_value(0x30, &parts.concat())
}

fn integer(number: i32) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    let from = bytes.iter().take(3).take_while(|byte| **byte == 0).count();
    let zero: &[u8] = if bytes[from] < 0x80 { b"" } else { b"\0" };
    der_value(0x02, &[zero, &bytes[from..]].concat())
}

fn octets(content: &[u8]) -> Vec<u8> {
    der_value(0x04, content)
}

fn oid(content: &[u8]) -> Vec<u8> {
    der_value(0x06, content)
}

fn pbkdf2(iterations: i32) -> Vec<u8> {
    sequence(&[&oid(oids::PBKDF2), &sequence(&[&octets(b"saltsalt"), &integer(iterations)])])
}

fn scrypt(cost: i32) -> Vec<u8> {
    let parameters = sequence(&[&octets(b"saltsalt"), &integer(cost), &integer(8), &integer(1)]);
    sequence(&[&oid(oids::SCRYPT), &parameters])
}

/// EncryptedPrivateKeyInfo (RFC 5958 §3) by PBES2.
fn sealed_key(derivation: &[u8]) -> Vec<u8> {
    let cipher = sequence(&[&oid(oids::AES_256_CBC), &octets(&[0; 16])]);
    let algorithm = sequence(&[&oid(oids::PBES2), &sequence(&[derivation, &cipher])]);
    sequence(&[&algorithm, &octets(&[0; 64])])
}

/// PROTOCOL.key, with as many rounds as four bytes can say.
fn openssh() -> Vec<u8> {
    let string = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat();
    let options = [string(&[7; 16]), vec![0xff; 4]].concat();
    let public = [string(b"ssh-ed25519"), string(&[7; 32])].concat();
    let key = [
        b"openssh-key-v1\0".to_vec(),
        string(b"aes256-ctr"),
        string(b"bcrypt"),
        string(&options),
        vec![0, 0, 0, 1],
        string(&public),
        string(&[0; 64]),
    ];
    pem_as("OPENSSH PRIVATE KEY", &key.concat())
}

enum Mac {
    Pkcs12,
    Pbmac1,
    /// None, and content that states a gigabyte.
    CutContent,
}

/// ContentInfo of `data` (RFC 5652 §4).
fn data(content: &[u8]) -> Vec<u8> {
    sequence(&[&oid(oids::PKCS7_DATA), &der_value(0xa0, &octets(content))])
}

/// PFX (RFC 7292 §4).
fn store(mac: Mac) -> Vec<u8> {
    let digest = |algorithm: &[u8]| sequence(&[algorithm, &octets(&[0; 32])]);
    let sha256 = sequence(&[&oid(oids::SHA256), &[5, 0]]);
    let safe = data(&sequence(&[]));
    let mac = match mac {
        Mac::Pkcs12 => sequence(&[&digest(&sha256), &octets(b"saltsalt"), &integer(i32::MAX)]),
        Mac::Pbmac1 => {
            let hmac = sequence(&[&oid(oids::HMAC_SHA256), &[5, 0]]);
            let length = integer(32);
            let derivation = sequence(&[&octets(b"saltsalt"), &integer(i32::MAX), &length, &hmac]);
            let derivation = sequence(&[&oid(oids::PBKDF2), &derivation]);
            let pbmac1 = sequence(&[&oid(oids::PBMAC1), &sequence(&[&derivation, &hmac])]);
            sequence(&[&digest(&pbmac1), &octets(b"NOT USED"), &integer(1)])
        }
        Mac::CutContent => return sequence(&[&integer(3), &data(&[0x30, 0x84, 0x40, 0, 0, 0])]),
    };
    sequence(&[&integer(3), &safe, &mac])
}

fn store_of_keys() -> Vec<u8> {
    let key = sealed_key(&pbkdf2(1_000_000));
    let bag = sequence(&[&oid(oids::PKCS12_SHROUDED_KEY_BAG), &der_value(0xa0, &key)]);
    let safe = der_value(0x30, &bag.repeat(1_000));
    sequence(&[&integer(3), &data(&sequence(&[&data(&safe)]))])
}

fn crowd() -> Vec<u8> {
    let certificate = std::fs::read(root().join("examples/handoff/CA.cer")).unwrap();
    archive(&["many.pem"], &certificate.repeat(19_000))
}

fn bomb() -> Vec<u8> {
    archive(&["a.pem", "b.pem", "c.pem", "d.pem", "e.pem"], &vec![0; 40 << 20])
}

fn archive(names: &[&str], content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The size stands in the entry's own header and in the directory (APPNOTE.TXT §4.3.7, §4.3.12).
fn lie() -> Vec<u8> {
    let mut bytes = archive(&["a.pem"], &[b'a'; 1_000]);
    for (signature, at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let header = bytes.windows(4).position(|window| window == signature).unwrap();
        bytes[header + at..header + at + 4].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    }
    bytes
}

/// From the inside out, written backwards.
fn sequences(levels: usize) -> Vec<u8> {
    let mut backwards = vec![0, 5];
    for _ in 0..levels {
        let length = u32::try_from(backwards.len()).unwrap().to_be_bytes();
        let zeros = length.iter().take_while(|byte| **byte == 0).count();
        backwards.extend(length[zeros..].iter().rev());
        // DER has one byte for a length under 128.
        if length[zeros..].len() > 1 || length[3] >= 0x80 {
            backwards.push(0x80 | u8::try_from(4 - zeros).unwrap());
        }
        backwards.push(0x30);
    }
    backwards.reverse();
    backwards
}

/// BER's lengths that end with two zeros (X.690 §8.1.3.6).
fn indefinite(levels: usize) -> Vec<u8> {
    [[0x30, 0x80].repeat(levels), [0, 0].repeat(levels)].concat()
}

/// BER's OCTET STRING in parts, each in parts (X.690 §8.7.3).
fn parts(levels: usize) -> Vec<u8> {
    [[0x24, 0x80].repeat(levels), vec![4, 1, 7], [0, 0].repeat(levels)].concat()
}

/// A message of PKCS#7 with this content.
fn message(content: &[u8]) -> Vec<u8> {
    let content = [&[0xa0, 0x80], content, &[0, 0]].concat();
    let inner = [&[0x30, 0x80], oid(oids::PKCS7_DATA).as_slice(), &content, &[0, 0]].concat();
    let signed = [&[0x30, 0x80, 2, 1, 1, 0x31, 0], inner.as_slice(), &[0x31, 0, 0, 0]].concat();
    let wrapped = [&[0xa0, 0x80], signed.as_slice(), &[0, 0]].concat();
    [&[0x30, 0x80], oid(oids::PKCS7_SIGNED_DATA).as_slice(), &wrapped, &[0, 0]].concat()
}

fn pem(der: &[u8]) -> Vec<u8> {
    pem_as("CERTIFICATE", der)
}

fn pem_as(label: &str, der: &[u8]) -> Vec<u8> {
    pem::encode(&pem::Pem::new(label, der)).into_bytes()
}
