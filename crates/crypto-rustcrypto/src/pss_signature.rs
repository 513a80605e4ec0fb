//! Is this RSA-PSS signature right? Any digest of the SHA family with any length of salt (RFC 8017 §8.1.2).

use countersign_core::asn1::oids;
use countersign_core::crypto::PssParameters;
use rsa::Pss;
use rsa::traits::SignatureScheme;
use rustls_pki_types::InvalidSignature;
use sha1::Sha1;
use sha2::digest::{Digest, FixedOutputReset};
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::pkcs1_signature::read_public_key;

/// Verifies; `None` for a digest that is not known here.
pub(crate) fn verify(
    parameters: PssParameters,
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Option<Result<(), InvalidSignature>> {
    let verify = match parameters.digest {
        oids::SHA1 => verify_with::<Sha1>,
        oids::SHA224 => verify_with::<Sha224>,
        oids::SHA256 => verify_with::<Sha256>,
        oids::SHA384 => verify_with::<Sha384>,
        oids::SHA512 => verify_with::<Sha512>,
        _ => return None,
    };
    Some(verify(parameters.salt_bytes, public_key, message, signature))
}

fn verify_with<D: Digest + FixedOutputReset>(
    salt_bytes: usize,
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), InvalidSignature> {
    let key = read_public_key(public_key).ok_or(InvalidSignature)?;
    let scheme = Pss::<D>::new_with_salt(salt_bytes);
    scheme.verify(&key, &D::digest(message), signature).map_err(|_| InvalidSignature)
}
