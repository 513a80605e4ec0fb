//! Which public key belongs to this ML-DSA private key, and do its seed and its expanded form fit? (RFC 9881 §6.)

use countersign_core::asn1::{Reader, Tag, oids};
use countersign_core::crypto::KeyError;
use ml_dsa::{B32, ExpandedSigningKey, ExpandedSigningKeyBytes, MlDsa44, MlDsa65, MlDsa87, MlDsaParams};
use shake::Shake256;
use shake::digest::{ExtendableOutput as _, Update as _, XofReader as _};
use zeroize::Zeroizing;

/// The public key of `CHOICE { seed [0] IMPLICIT OCTET STRING (32), expandedKey OCTET STRING, both SEQUENCE { seed, expandedKey } }`;
/// `None` for other algorithms.
pub(crate) fn public_key(
    algorithm: &[u8],
    private_key: &[u8],
    stored: Option<&[u8]>,
) -> Option<Result<Vec<u8>, KeyError>> {
    // The number of polynomials of the secret, and its bound η (FIPS 204 table 1).
    let public = match algorithm {
        oids::ML_DSA_44 => public_half::<MlDsa44>(private_key, 8, Bound::Two),
        oids::ML_DSA_65 => public_half::<MlDsa65>(private_key, 11, Bound::Four),
        oids::ML_DSA_87 => public_half::<MlDsa87>(private_key, 15, Bound::Two),
        _ => return None,
    };
    Some(public.and_then(|public| match stored {
        Some(stored) if stored != public => {
            Err(inconsistent("the public key in the file belongs to another key"))
        }
        _ => Ok(public),
    }))
}

/// η: how large a coefficient of the secret may be.
#[derive(Clone, Copy)]
enum Bound {
    Two,
    Four,
}

fn public_half<P: MlDsaParams>(
    private_key: &[u8],
    polynomials: usize,
    bound: Bound,
) -> Result<Vec<u8>, KeyError> {
    let (seed, expanded) = parts(private_key)
        .ok_or_else(|| KeyError::Malformed("it is neither a seed nor an expanded key nor both".to_owned()))?;
    let from_seed = seed.map(of_seed::<P>).transpose()?;
    let from_expanded = expanded.map(|bytes| of_expanded::<P>(bytes, polynomials, bound)).transpose()?;
    let key = match (from_seed, from_expanded) {
        (Some(one), Some(other)) if expanded_bytes(&one) != expanded_bytes(&other) => {
            return Err(inconsistent("its seed makes another key than the expanded one beside it"));
        }
        (Some(key), _) | (None, Some(key)) => key,
        (None, None) => return Err(KeyError::Malformed("it holds no key".to_owned())),
    };
    Ok(key.verifying_key().encode().to_vec())
}

type Parts<'a> = (Option<&'a [u8]>, Option<&'a [u8]>);

fn parts(private_key: &[u8]) -> Option<Parts<'_>> {
    let mut reader = Reader::new(private_key);
    let value = reader.next("privateKey").ok()?;
    reader.finish("privateKey").ok()?;
    match value.tag {
        Tag::OCTET_STRING => Some((None, Some(value.content))),
        Tag::SEQUENCE => {
            let mut both = value.reader();
            let seed = both.expect(Tag::OCTET_STRING, "seed").ok()?.content;
            let expanded = both.expect(Tag::OCTET_STRING, "expandedKey").ok()?.content;
            both.finish("both").ok()?;
            Some((Some(seed), Some(expanded)))
        }
        tag if tag == Tag::context_primitive(0) => Some((Some(value.content), None)),
        _ => None,
    }
}

fn of_seed<P: MlDsaParams>(seed: &[u8]) -> Result<ExpandedSigningKey<P>, KeyError> {
    let seed = B32::try_from(seed).map_err(|_| KeyError::Malformed("a seed has 32 bytes".to_owned()))?;
    Ok(ExpandedSigningKey::from_seed(&seed))
}

#[expect(deprecated, reason = "files hold keys in this form; what would make it panic is looked for first")]
fn of_expanded<P: MlDsaParams>(
    bytes: &[u8],
    polynomials: usize,
    bound: Bound,
) -> Result<ExpandedSigningKey<P>, KeyError> {
    let encoded = ExpandedSigningKeyBytes::<P>::try_from(bytes)
        .map_err(|_| KeyError::Malformed("its expanded form has the wrong length".to_owned()))?;
    let bits = match bound {
        Bound::Two => 3,
        Bound::Four => 4,
    };
    // ρ, K and tr come first; a polynomial has 256 coefficients (FIPS 204 §7.2, algorithm 24).
    let secret = bytes.get(128..128 + polynomials * 32 * bits);
    if !secret.is_some_and(|secret| within_bound(secret, bound)) {
        return Err(inconsistent("its expanded form has numbers that no key has"));
    }
    let key = ExpandedSigningKey::from_expanded(&encoded);
    // tr is the digest of the public key (FIPS 204 §5.1, algorithm 6): with another one, nothing that it signs verifies.
    let mut digest = [0; 64];
    let mut shake = Shake256::default();
    shake.update(&key.verifying_key().encode());
    shake.finalize_xof().read(&mut digest);
    if bytes.get(64..128) != Some(digest.as_slice()) {
        return Err(inconsistent("the digest of the public key in it is that of another key"));
    }
    Ok(key)
}

/// Every packed coefficient is at most 2η.
fn within_bound(secret: &[u8], bound: Bound) -> bool {
    match bound {
        Bound::Two => secret.as_chunks::<3>().0.iter().all(|[a, b, c]| {
            let packed = u32::from_le_bytes([*a, *b, *c, 0]);
            (0..8).all(|place| packed >> (3 * place) & 7 <= 4)
        }),
        Bound::Four => secret.iter().all(|byte| byte & 15 <= 8 && byte >> 4 <= 8),
    }
}

#[expect(deprecated, reason = "the form that is compared")]
fn expanded_bytes<P: MlDsaParams>(key: &ExpandedSigningKey<P>) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(key.to_expanded().to_vec())
}

fn inconsistent(reason: &str) -> KeyError {
    KeyError::Inconsistent(reason.to_owned())
}
