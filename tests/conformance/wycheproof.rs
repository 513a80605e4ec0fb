//! Wycheproof's signatures: valid, invalid, and acceptable ones by a rule; both backends must agree on each.

use std::sync::OnceLock;

use countersign_core::Crypto;
use countersign_core::crypto::{SignatureOutcome, verify_signature};
use countersign_core::model::PublicKey;
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;
use rustls_pki_types::{AlgorithmIdentifier, alg_id};

use super::score::{Ended, Score};
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

#[test]
fn wycheproof() {
    if let Some(score) = score() {
        score.assert_as_documented();
    }
}
