//! Which signatures does aws-lc verify, and who confirms its refusals of old keys?

use aws_lc_rs::signature as aws;
use countersign_core::crypto::{SignatureOutcome, verify_signature};
use countersign_crypto_rustcrypto::RustCrypto;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

/// One of aws-lc's algorithms under the AlgorithmIdentifiers it answers to.
#[derive(Debug)]
pub(crate) struct Accelerated {
    signature: AlgorithmIdentifier,
    key: AlgorithmIdentifier,
    algorithm: &'static dyn aws::VerificationAlgorithm,
}

/// What certificates of today are signed with. Ed25519 is left to RustCrypto, which refuses keys of small order.
pub(crate) static ALL: &[Accelerated] = &[
    accelerated(alg_id::ECDSA_SHA256, alg_id::ECDSA_P256, &aws::ECDSA_P256_SHA256_ASN1),
    accelerated(alg_id::ECDSA_SHA384, alg_id::ECDSA_P256, &aws::ECDSA_P256_SHA384_ASN1),
    accelerated(alg_id::ECDSA_SHA256, alg_id::ECDSA_P384, &aws::ECDSA_P384_SHA256_ASN1),
    accelerated(alg_id::ECDSA_SHA384, alg_id::ECDSA_P384, &aws::ECDSA_P384_SHA384_ASN1),
    accelerated(alg_id::ECDSA_SHA256, alg_id::ECDSA_P521, &aws::ECDSA_P521_SHA256_ASN1),
    accelerated(alg_id::ECDSA_SHA384, alg_id::ECDSA_P521, &aws::ECDSA_P521_SHA384_ASN1),
    accelerated(alg_id::ECDSA_SHA512, alg_id::ECDSA_P521, &aws::ECDSA_P521_SHA512_ASN1),
    accelerated(alg_id::RSA_PKCS1_SHA256, alg_id::RSA_ENCRYPTION, &aws::RSA_PKCS1_2048_8192_SHA256),
    accelerated(alg_id::RSA_PKCS1_SHA384, alg_id::RSA_ENCRYPTION, &aws::RSA_PKCS1_2048_8192_SHA384),
    accelerated(alg_id::RSA_PKCS1_SHA512, alg_id::RSA_ENCRYPTION, &aws::RSA_PKCS1_2048_8192_SHA512),
    accelerated(alg_id::RSA_PSS_SHA256, alg_id::RSA_ENCRYPTION, &aws::RSA_PSS_2048_8192_SHA256),
    accelerated(alg_id::RSA_PSS_SHA384, alg_id::RSA_ENCRYPTION, &aws::RSA_PSS_2048_8192_SHA384),
    accelerated(alg_id::RSA_PSS_SHA512, alg_id::RSA_ENCRYPTION, &aws::RSA_PSS_2048_8192_SHA512),
];

const fn accelerated(
    signature: AlgorithmIdentifier,
    key: AlgorithmIdentifier,
    algorithm: &'static dyn aws::VerificationAlgorithm,
) -> Accelerated {
    Accelerated { signature, key, algorithm }
}

impl SignatureVerificationAlgorithm for Accelerated {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = aws::UnparsedPublicKey::new(self.algorithm, public_key);
        if key.verify(message, signature).is_ok() {
            return Ok(());
        }
        if self.key != alg_id::RSA_ENCRYPTION {
            return Err(InvalidSignature);
        }
        // aws-lc also refuses RSA key sizes that are merely old; "invalid" is said only when both say so.
        let second =
            verify_signature(&RustCrypto, &self.signature, &self.key, public_key, message, signature);
        if second == SignatureOutcome::Valid { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}
