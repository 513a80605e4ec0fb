//! Is a private key whose parts contradict each other told from a sound one? Each part changed on its own.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_core::Verdict;
use countersign_core::asn1::{Reader, Tag, der_value};

use super::workshop::Workshop;
use crate::scene::codes;

/// The strings of OpenSSH's format from `at` on: where each content begins, and its length.
fn strings(bytes: &[u8], mut at: usize, count: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for _ in 0..count {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        let length = usize::try_from(length).unwrap();
        found.push((at + 4, length));
        at += 4 + length;
    }
    found
}

/// PROTOCOL.key: n, e, d, iqmp, p and q, of which n and e stand once more in the public half.
#[test]
fn each_number_of_an_rsa_key_of_openssh_must_fit_the_others() {
    let shop = Workshop::new("inconsistent-openssh");
    if !shop.run("ssh-keygen -q -t rsa -b 2048 -N \"\" -f key") {
        return;
    }
    let text = std::fs::read_to_string(shop.0.join("key")).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let whole = BASE64_STANDARD.decode(body).unwrap();
    // Magic, three strings, the number of keys, the public half, and the private one after its two equal check numbers.
    let header = strings(&whole, 15, 3);
    let after_header = header[2].0 + header[2].1 + 4;
    let halves = strings(&whole, after_header, 2);
    let numbers = strings(&whole, halves[1].0 + 8, 7);
    for (index, name) in [(1, "n"), (3, "d"), (4, "iqmp"), (5, "p"), (6, "q")] {
        let mut changed = whole.clone();
        let (start, length) = numbers[index];
        changed[start + length - 3] ^= 0x10;
        let pem = pem::encode(&pem::Pem::new("OPENSSH PRIVATE KEY", changed));
        std::fs::write(shop.0.join("changed"), pem).unwrap();
        let report = shop.read("changed", None);
        let is_told =
            codes(&report).iter().any(|code| ["key.inconsistent", "encoding.malformed"].contains(code));
        assert!(is_told, "{name}: {:?}", codes(&report));
    }
    let sound = shop.read("key", None);
    assert!(sound.bundle.items[0].spki_sha256.is_some(), "{:?}", codes(&sound));
}

/// PROTOCOL.key: nothing follows on the private half, which fills whole blocks; ssh-keygen refuses all of these.
#[test]
fn a_key_of_openssh_with_bytes_too_many_or_too_few_does_not_pass() {
    let shop = Workshop::new("openssh-lengths");
    if !shop.run("ssh-keygen -q -t ed25519 -N \"\" -f plain")
        || !shop.run("ssh-keygen -q -t ed25519 -N secret -f sealed")
    {
        return;
    }
    let body = |file: &str| {
        let text = std::fs::read_to_string(shop.0.join(file)).unwrap();
        let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
        BASE64_STANDARD.decode(body).unwrap()
    };
    let verdict = |key: Vec<u8>| {
        std::fs::write(shop.0.join("changed"), pem::encode(&pem::Pem::new("OPENSSH PRIVATE KEY", key)))
            .unwrap();
        shop.read("changed", Some("secret")).verdict()
    };
    let (plain, sealed) = (body("plain"), body("sealed"));
    assert_eq!((verdict(plain.clone()), verdict(sealed.clone())), (Verdict::Passed, Verdict::Passed));
    // The private half, after its length.
    let private = |key: &[u8], change: fn(&mut Vec<u8>)| {
        let header = strings(key, 15, 3);
        let (start, length) = strings(key, header[2].0 + header[2].1 + 4, 2)[1];
        let mut half = key[start..start + length].to_vec();
        change(&mut half);
        [&key[..start - 4], &u32::try_from(half.len()).unwrap().to_be_bytes(), &half].concat()
    };
    for (changed, what) in [
        ([plain.as_slice(), b"more"].concat(), "more bytes"),
        ([plain.as_slice(), &plain].concat(), "another key"),
        ([sealed.as_slice(), &[0; 16]].concat(), "a tag that its cipher has not"),
        (private(&plain, |half| half.truncate(half.len() - 1)), "a byte less of padding"),
        (private(&plain, |half| half.extend([5, 6])), "padding past the block"),
        (private(&plain, |half| *half.last_mut().unwrap() ^= 1), "other padding"),
    ] {
        assert_ne!(verdict(changed), Verdict::Passed, "{what}");
    }
}

/// OneAsymmetricKey (RFC 5958 §2) may state the public key beside the private one.
#[test]
fn the_public_key_that_a_newer_pkcs8_states_must_be_its_own() {
    let shop = Workshop::new("stored-public");
    for name in ["key", "other"] {
        if !shop.run(&format!("openssl genrsa -out {name}.pem 2048")) {
            return;
        }
        shop.run(&format!("openssl pkcs8 -topk8 -nocrypt -in {name}.pem -outform DER -out {name}.der"));
        shop.run(&format!("openssl rsa -in {name}.pem -RSAPublicKey_out -outform DER -out {name}.pub"));
    }
    let key = std::fs::read(shop.0.join("key.der")).unwrap();
    let mut fields = Reader::new(&key).expect(Tag::SEQUENCE, "").unwrap().reader();
    fields.next("version").unwrap();
    let rest = [fields.next("algorithm").unwrap().bytes, fields.next("privateKey").unwrap().bytes].concat();
    let states = |public: &str| {
        let public = std::fs::read(shop.0.join(public)).unwrap();
        let stored = der_value(0x81, &[&[0], public.as_slice()].concat());
        let version = der_value(0x02, &[1]);
        std::fs::write(shop.0.join("newer.der"), der_value(0x30, &[version, rest.clone(), stored].concat()))
            .unwrap();
        let report = shop.read("newer.der", None);
        (report.bundle.items[0].spki_sha256.is_some(), codes(&report).contains(&"key.inconsistent"))
    };
    assert_eq!(states("key.pub"), (true, false));
    assert_eq!(states("other.pub"), (false, true));
}
