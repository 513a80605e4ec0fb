//! Is this ML-DSA signature right? FIPS 204 §5.3 with an empty context, as RFC 9881 §3 uses it.

use core::fmt;
use core::marker::PhantomData;

use ml_dsa::signature::Verifier as _;
use ml_dsa::{EncodedVerifyingKey, MlDsa44, MlDsa65, MlDsa87, MlDsaParams, Signature, VerifyingKey};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

/// ML-DSA of one parameter set; key and signature have one AlgorithmIdentifier (RFC 9881 §2).
pub(crate) struct MlDsa<P> {
    identifier: AlgorithmIdentifier,
    parameters: PhantomData<P>,
}

pub(crate) static ML_DSA_44: MlDsa<MlDsa44> =
    MlDsa { identifier: alg_id::ML_DSA_44, parameters: PhantomData };
pub(crate) static ML_DSA_65: MlDsa<MlDsa65> =
    MlDsa { identifier: alg_id::ML_DSA_65, parameters: PhantomData };
pub(crate) static ML_DSA_87: MlDsa<MlDsa87> =
    MlDsa { identifier: alg_id::ML_DSA_87, parameters: PhantomData };

impl<P> fmt::Debug for MlDsa<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MlDsa")
    }
}

impl<P: MlDsaParams + Send + Sync> SignatureVerificationAlgorithm for MlDsa<P> {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = EncodedVerifyingKey::<P>::try_from(public_key).map_err(|_| InvalidSignature)?;
        let signature = Signature::<P>::try_from(signature).map_err(|_| InvalidSignature)?;
        VerifyingKey::<P>::decode(&key).verify(message, &signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.identifier
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.identifier
    }
}
