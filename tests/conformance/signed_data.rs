//! BoringSSL's signed data: a key, an algorithm, bytes and a signature; valid or not.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use countersign_core::asn1::{Reader, Tag};
use countersign_core::crypto::{Crypto, SignatureOutcome, verify_signature};
use countersign_core::model::PublicKey;
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;
use serde_json::Value;

use super::score::{Ended, Score};
use crate::corpora;

/// The score, taken once.
pub(super) fn score() -> Option<&'static Score> {
    static SCORE: OnceLock<Option<Score>> = OnceLock::new();
    SCORE.get_or_init(run).as_ref()
}

fn run() -> Option<Score> {
    let source = "BoringSSL, pki/testdata/verify_signed_data_unittest";
    let bytes = corpora::read("crl-and-signature/signed-data.json.gz", source)?;
    let cases: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let mut score = Score::of("signed data");
    for case in &cases {
        let outcomes = [outcome(case, &AwsLc), outcome(case, &RustCrypto)];
        let valid = outcomes == [Some(SignatureOutcome::Valid); 2];
        let ended = match (valid, case["expected"] == "valid") {
            (true, false) => Ended::FalseAccept,
            (false, true) => Ended::FalseRefusal,
            _ => Ended::Right,
        };
        score.push(case["id"].as_str().unwrap(), ended, format!("{outcomes:?}"));
    }
    Some(score)
}

/// `None` when the key or the algorithm can't be read.
fn outcome(case: &Value, crypto: &dyn Crypto) -> Option<SignatureOutcome> {
    let block = |label: &str| {
        let blocks = case["blocks"].as_array().unwrap();
        let block = blocks.iter().find(|block| block["label"] == label).unwrap();
        STANDARD.decode(block["der_b64"].as_str().unwrap()).unwrap()
    };
    let key = PublicKey::from_spki_der(&block("PUBLIC KEY")).ok()?;
    let algorithm = block("ALGORITHM");
    let algorithm = Reader::new(&algorithm).expect(Tag::SEQUENCE, "ALGORITHM").ok()?;
    let signature = block("SIGNATURE");
    let bits = Reader::new(&signature).expect(Tag::BIT_STRING, "SIGNATURE").ok()?;
    let [0, signature @ ..] = bits.content else { return None };
    Some(verify_signature(
        crypto,
        algorithm.content,
        &key.algorithm.content,
        &key.subject_public_key,
        &block("DATA"),
        signature,
    ))
}

#[test]
fn signed_data() {
    if let Some(score) = score() {
        score.assert_as_documented();
    }
}
