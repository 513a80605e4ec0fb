//! Do the two crypto backends agree with each other, and with what the vectors' publishers say?

use countersign_core::asn1::{Reader, Tag};
use countersign_core::crypto::{DecryptError, KdfLimits, SignatureOutcome, verify_signature};
use countersign_core::model::PublicKey;
use countersign_core::{Crypto, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;
use rustls_pki_types::{AlgorithmIdentifier, alg_id};

use crate::conformance::{paths, pkits};
use crate::questions::{Question, limbo};
use crate::vectors::{self, Published, Vector};

/// Counts, so that no run is green for want of vectors.
#[derive(Default)]
struct Count {
    valid: usize,
    invalid: usize,
}

fn run(signature_algorithm: AlgorithmIdentifier, vectors: &[Vector]) -> Count {
    let mut count = Count::default();
    for vector in vectors {
        let Ok(key) = PublicKey::from_spki_der(&vector.public_key) else { continue };
        let verify = |crypto: &dyn Crypto| {
            let key_algorithm = &key.algorithm.content;
            let (message, signature) = (&vector.message, &vector.signature);
            verify_signature(
                crypto,
                &signature_algorithm,
                key_algorithm,
                &key.subject_public_key,
                message,
                signature,
            )
        };
        let (fast, sure) = (verify(&AwsLc), verify(&RustCrypto));
        assert_eq!(fast, sure, "{}: the backends differ", vector.id);
        assert_ne!(fast, SignatureOutcome::Unsupported, "{}", vector.id);
        match vector.result {
            Published::Valid => assert_eq!(fast, SignatureOutcome::Valid, "{}", vector.id),
            Published::Invalid => assert_ne!(fast, SignatureOutcome::Valid, "{}", vector.id),
            Published::Acceptable => {}
        }
        if fast == SignatureOutcome::Valid { count.valid += 1 } else { count.invalid += 1 }
    }
    count
}

fn ecdsa_with(digest: &str) -> AlgorithmIdentifier {
    match digest {
        "SHA256" => alg_id::ECDSA_SHA256,
        "SHA384" => alg_id::ECDSA_SHA384,
        _ => alg_id::ECDSA_SHA512,
    }
}

fn pkcs1_with(digest: &str) -> AlgorithmIdentifier {
    match digest {
        "SHA224" => {
            AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 14, 5, 0])
        }
        "SHA256" => alg_id::RSA_PKCS1_SHA256,
        "SHA384" => alg_id::RSA_PKCS1_SHA384,
        _ => alg_id::RSA_PKCS1_SHA512,
    }
}

fn pss_with(digest: &str) -> AlgorithmIdentifier {
    match digest {
        "SHA1" => {
            AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10, 0x30, 0])
        }
        "SHA256" => alg_id::RSA_PSS_SHA256,
        "SHA384" => alg_id::RSA_PSS_SHA384,
        _ => alg_id::RSA_PSS_SHA512,
    }
}

#[test]
fn ecdsa_vectors() {
    let mut count = 0;
    for (digest, vectors) in vectors::ecdsa() {
        let one = run(ecdsa_with(digest), &vectors);
        assert!(one.valid > 50 && one.invalid > 50, "{digest}: {} and {}", one.valid, one.invalid);
        count += one.valid + one.invalid;
    }
    assert!(count > 2_000, "{count}");
}

#[test]
fn ed448_vectors() {
    let identifier = AlgorithmIdentifier::from_slice(&[0x06, 0x03, 0x2b, 0x65, 0x71]);
    let count = run(identifier, &vectors::ed448());
    assert!(count.valid > 5 && count.invalid > 20, "{} and {}", count.valid, count.invalid);
}

#[test]
fn ed25519_vectors() {
    let count = run(alg_id::ED25519, &vectors::ed25519());
    assert!(count.valid > 50 && count.invalid > 40, "{} and {}", count.valid, count.invalid);
}

#[test]
fn rsa_pkcs1_vectors() {
    for (digest, vectors) in vectors::pkcs1() {
        let count = run(pkcs1_with(digest), &vectors);
        assert!(count.valid > 5 && count.invalid > 50, "{digest}: {} and {}", count.valid, count.invalid);
    }
}

#[test]
fn rsa_pss_vectors() {
    for (digest, vectors) in vectors::pss() {
        let count = run(pss_with(digest), &vectors);
        assert!(count.valid > 20 && count.invalid > 20, "{digest}: {} and {}", count.valid, count.invalid);
    }
}

#[test]
fn the_encrypted_example_opens_with_its_passphrase_and_no_other() {
    let artifacts = crate::scene::example("sound/encrypted-key");
    let key = artifacts.iter().find(|artifact| artifact.file_name() == "server_key.pem").unwrap();
    let passphrase = artifacts.iter().find(|artifact| artifact.file_name() == "passphrase.txt").unwrap();
    let passphrase = passphrase.bytes().strip_suffix(b"\n").unwrap_or_else(|| passphrase.bytes());
    let der = pem::parse(key.bytes()).unwrap().into_contents();
    let mut fields = Reader::new(&der).expect(Tag::SEQUENCE, "").unwrap().reader();
    let algorithm = fields.expect(Tag::SEQUENCE, "").unwrap().bytes;
    let encrypted = fields.expect(Tag::OCTET_STRING, "").unwrap().content;
    for crypto in [&AwsLc as &dyn Crypto, &RustCrypto] {
        let open = |passphrase: &[u8], limits| crypto.decrypt(algorithm, encrypted, Some(passphrase), limits);
        assert!(open(passphrase, KdfLimits::default()).is_ok());
        assert_eq!(open(b"wrong", KdfLimits::default()).unwrap_err(), DecryptError::WrongPassphrase);
        let costly = KdfLimits { pbkdf2_iterations: 1, ..KdfLimits::default() };
        let refused = open(passphrase, costly).unwrap_err();
        assert!(matches!(refused, DecryptError::LimitExceeded { .. }), "{refused:?}");
    }
}

#[test]
fn both_backends_hash_alike() {
    for length in [0_usize, 1, 55, 56, 63, 64, 65, 1_000] {
        let data = vec![0xa5; length];
        assert_eq!(AwsLc.sha256(&data), RustCrypto.sha256(&data));
    }
}

/// Every report of a sample of the suites, byte for byte.
#[test]
fn both_backends_give_the_same_report_to_the_byte() {
    let suites = [limbo::questions(), paths::questions(), pkits::questions()];
    let sampled = suites.iter().flatten().flat_map(|questions| questions.iter().step_by(9));
    let report = |question: &Question, crypto: &dyn Crypto| {
        let report = inspect(&question.artifacts, &question.policy, crypto);
        report.to_json()
    };
    for question in sampled {
        assert_eq!(report(question, &AwsLc), report(question, &RustCrypto), "{}", question.id);
    }
}
