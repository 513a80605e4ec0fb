//! Wycheproof's signatures: valid, invalid, and acceptable ones by a rule; both backends must agree on each.

use std::sync::OnceLock;

use countersign_core::asn1::{der_value, oids};
use countersign_core::crypto::{KdfLimits, SignatureOutcome, verify_signature};
use countersign_core::model::PublicKey;
use countersign_core::{Artifact, Crypto, Task};
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;
use rustls_pki_types::{AlgorithmIdentifier, alg_id};
use serde::Deserialize;

use super::score::{Ended, Score};
use crate::corpora;
use crate::scene::judged;
use crate::vectors::{self, Published, Vector};

/// The signature files of the suite and the algorithm that certificates name for them.
const FILES: &[(&str, AlgorithmIdentifier)] = &[
    ("ecdsa_secp256r1_sha256_test", alg_id::ECDSA_SHA256),
    ("ecdsa_secp384r1_sha384_test", alg_id::ECDSA_SHA384),
    ("ecdsa_secp521r1_sha512_test", alg_id::ECDSA_SHA512),
    ("ed25519_test", alg_id::ED25519),
    ("mldsa_44_verify_test", alg_id::ML_DSA_44),
    ("mldsa_65_verify_test", alg_id::ML_DSA_65),
    ("rsa_signature_2048_sha256_test", alg_id::RSA_PKCS1_SHA256),
    ("rsa_signature_2048_sha512_test", alg_id::RSA_PKCS1_SHA512),
    ("rsa_signature_3072_sha384_test", alg_id::RSA_PKCS1_SHA384),
    ("rsa_pss_2048_sha256_mgf1_32_test", alg_id::RSA_PSS_SHA256),
    // Keys that are restricted to PSS, with their parameters.
    ("rsa_pss_2048_sha256_mgf1_32_params_test", alg_id::RSA_PSS_SHA256),
    ("rsa_pss_4096_sha512_mgf1_64_params_test", alg_id::RSA_PSS_SHA512),
];

/// The score, taken once.
pub(super) fn score() -> Option<&'static Score> {
    static SCORE: OnceLock<Option<Score>> = OnceLock::new();
    SCORE.get_or_init(run).as_ref()
}

fn run() -> Option<Score> {
    let mut score = Score::of("Wycheproof");
    for (file, algorithm) in FILES {
        for vector in vectors::of_suite(file)? {
            let outcomes = [outcome(&vector, *algorithm, &AwsLc), outcome(&vector, *algorithm, &RustCrypto)];
            assert_eq!(outcomes[0], outcomes[1], "{}: the backends differ", vector.id);
            let valid = outcomes[0] == Some(SignatureOutcome::Valid);
            let ended = match (valid, vector.result) {
                (true, Published::Invalid) => Ended::FalseAccept,
                // The rule for acceptable ones, all of which leave the NULL out of PKCS#1's DigestInfo: refused, as
                // RFC 8017 §A.2.4 has it in its syntax.
                (true, Published::Acceptable) => Ended::FalseAccept,
                (false, Published::Valid) => Ended::FalseRefusal,
                _ => Ended::Right,
            };
            score.push(vector.id, ended, format!("{outcomes:?}"));
        }
    }
    Some(score)
}

/// `None` when the key can't be read.
fn outcome(vector: &Vector, algorithm: AlgorithmIdentifier, crypto: &dyn Crypto) -> Option<SignatureOutcome> {
    let key = PublicKey::from_spki_der(&vector.public_key).ok()?;
    Some(verify_signature(
        crypto,
        &algorithm,
        &key.algorithm.content,
        &key.subject_public_key,
        &vector.message,
        &vector.signature,
    ))
}

/// A test of password-based encryption; `key` in files of key agreement.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sealed {
    tc_id: u32,
    password: String,
    salt: String,
    iteration_count: u32,
    iv: String,
    msg: String,
    ct: String,
    result: String,
}

#[derive(Deserialize)]
struct Agreement {
    #[serde(rename = "tcId")]
    tc_id: u32,
    public: String,
    private: String,
    result: String,
    flags: Vec<String>,
}

#[derive(Deserialize)]
struct Group<T> {
    tests: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File<T> {
    test_groups: Vec<Group<T>>,
}

fn tests_of<T: serde::de::DeserializeOwned>(file: &str) -> Option<Vec<T>> {
    let bytes = corpora::read(&format!("wycheproof/{file}.json.gz"), "C2SP/wycheproof")?;
    let file: File<T> = serde_json::from_slice(&bytes).unwrap();
    Some(file.test_groups.into_iter().flat_map(|group| group.tests).collect())
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn password_based_encryption_of_wycheproof() {
    let sequence = |parts: &[Vec<u8>]| der_value(0x30, &parts.concat());
    // HMAC with SHA-1 is the default of PBKDF2 (RFC 8018 §A.2).
    let hmac_sha256 = sequence(&[der_value(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 9]), vec![5, 0]]);
    for (file, prf, aes) in
        [("pbes2_hmacsha1_aes_128_test", Vec::new(), 2), ("pbes2_hmacsha256_aes_256_test", hmac_sha256, 42)]
    {
        let Some(tests) = tests_of::<Sealed>(file) else { return };
        for test in tests {
            let count = [vec![0], test.iteration_count.to_be_bytes().to_vec()].concat();
            let zeros = count.windows(2).take_while(|pair| pair[0] == 0 && pair[1] < 0x80).count();
            let kdf = sequence(&[
                der_value(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12]),
                sequence(&[
                    der_value(0x04, &unhex(&test.salt)),
                    der_value(0x02, &count[zeros..]),
                    prf.clone(),
                ]),
            ]);
            let cipher = sequence(&[
                der_value(0x06, &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, aes]),
                der_value(0x04, &unhex(&test.iv)),
            ]);
            let algorithm = sequence(&[der_value(0x06, oids::PBES2), sequence(&[kdf, cipher])]);
            let opened = AwsLc.decrypt(
                &algorithm,
                &unhex(&test.ct),
                Some(&unhex(&test.password)),
                KdfLimits::default(),
            );
            let right = opened.as_ref().is_ok_and(|opened| **opened == unhex(&test.msg));
            assert_eq!(right, test.result == "valid", "{file} {}: {:?}", test.tc_id, opened.map(|_| ()));
        }
    }
}

/// Key agreement is not ours; that each key is read, and that no public key off its curve goes without a word, is.
#[test]
fn keys_of_wycheproofs_key_agreement_are_read_and_those_off_their_curve_told() {
    for file in ["ecdh_secp256r1_pem_test", "x25519_pem_test"] {
        let Some(tests) = tests_of::<Agreement>(file) else { return };
        for test in tests {
            let codes = |pem: &str| {
                let report = judged(Task::Inspect, &[Artifact::new("key", pem.as_bytes().to_vec())]);
                report.findings.iter().map(|one| one.check.code).collect::<Vec<_>>()
            };
            if test.result == "valid" {
                assert_eq!(codes(&test.public), [""; 0], "{file} {}: public", test.tc_id);
                assert_eq!(codes(&test.private), [""; 0], "{file} {}: private", test.tc_id);
            }
            let bad = ["InvalidCurveAttack", "InvalidPublic", "InvalidCompressedPublic", "InvalidEncoding"];
            // `ModifiedGroup` names another curve, which is not computed with here; it is named, and that is all.
            let other_group = test.flags.iter().any(|flag| flag == "ModifiedGroup");
            if test.result == "invalid"
                && !other_group
                && test.flags.iter().any(|flag| bad.contains(&flag.as_str()))
            {
                assert!(!codes(&test.public).is_empty(), "{file} {}: {:?}", test.tc_id, test.flags);
            }
        }
    }
}

#[test]
fn wycheproof() {
    if let Some(score) = score() {
        score.assert_as_documented();
    }
}
