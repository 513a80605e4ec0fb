//! Is this DSA signature right? FIPS 186-4 §4.7 with the parameters of RFC 3279 §2.3.2, in the four sizes of FIPS 186-4 §4.2.

use countersign_core::asn1::oids;
use der::Decode as _;
use der::asn1::UintRef;
use dsa::signature::hazmat::PrehashVerifier as _;
use dsa::{BoxedUint, Signature, VerifyingKey};
use rustls_pki_types::InvalidSignature;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha224, Sha256};

use crate::dsa_parameters;

/// Verifies; `parameters` is a DER Dss-Parms, `public_key` a DER INTEGER. `None` for a digest that is not known here.
pub(crate) fn verify(
    digest: &[u8],
    parameters: &[u8],
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Option<Result<(), InvalidSignature>> {
    let hash = match digest {
        oids::SHA1 => Sha1::digest(message).to_vec(),
        oids::SHA224 => Sha224::digest(message).to_vec(),
        oids::SHA256 => Sha256::digest(message).to_vec(),
        _ => return None,
    };
    Some(verify_hash(parameters, public_key, &hash, signature).ok_or(InvalidSignature))
}

fn verify_hash(parameters: &[u8], public_key: &[u8], hash: &[u8], signature: &[u8]) -> Option<()> {
    let components = dsa_parameters::components(parameters)?;
    let public = UintRef::from_der(public_key).ok()?;
    let precision = components.p().bits_precision();
    let public = BoxedUint::from_be_slice(public.as_bytes(), precision).ok()?;
    let key = VerifyingKey::from_components(components, public).ok()?;
    let signature = Signature::try_from(signature).ok()?;
    key.verify_prehash(hash, &signature).ok()
}
