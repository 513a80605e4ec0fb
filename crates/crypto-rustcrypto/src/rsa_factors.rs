//! Which RSA moduli fall apart without long computation? Primes too close to each other, and primes that two keys share.

use crypto_bigint::{BoxedUint, Gcd, NonZero, Odd, Resize};

use crate::pkcs1_signature::{MODULUS_BITS, unsigned};

/// Whether Fermat's method finds the two primes at once (Böck 2023, "Fermat Factorization in the Wild", CVE-2022-26320).
///
/// It looks for n = a² − b², beginning at a = ⌈√n⌉; primes that were drawn independently would need more than 2¹⁰⁰⁰ rounds.
pub(crate) fn has_close_primes(modulus: &[u8]) -> bool {
    let Some(n) = number(modulus).map(Odd::get) else { return false };
    // Room for the squares of the few numbers above the root.
    let precision = n.bits_precision() + 64;
    let n = n.resize(precision);
    let mut a = n.floor_sqrt_vartime();
    let mut square = a.wrapping_mul(&a);
    if square == n {
        return true;
    }
    let one = BoxedUint::one_with_precision(n.bits_precision());
    for _ in 0..FERMAT_ROUNDS {
        // (a + 1)² = a² + 2a + 1
        square = square.wrapping_add(&a).wrapping_add(&a).wrapping_add(&one);
        a = a.wrapping_add(&one);
        if is_square(&square.wrapping_sub(&n)) {
            return true;
        }
    }
    false
}

/// Rounds of the published searches, which found every key of the broken generators in the first.
const FERMAT_ROUNDS: usize = 100;

/// A square leaves one of twelve remainders modulo 64; the root of the others need not be computed.
fn is_square(number: &BoxedUint) -> bool {
    const SQUARES_MODULO_64: u64 = 0x0202_0212_0203_0213;
    let remainder = number.as_limbs().first().map_or(0, |limb| limb.0 & 63);
    SQUARES_MODULO_64 >> remainder & 1 == 1 && number.checked_sqrt_vartime().is_some()
}

/// The pairs of different moduli with a common prime, by their places (Heninger et al. 2012, "Mining Your Ps and Qs").
pub(crate) fn shared_factors(moduli: &[&[u8]]) -> Vec<(usize, usize)> {
    let numbers: Vec<(usize, Odd<BoxedUint>)> =
        moduli.iter().enumerate().filter_map(|(place, modulus)| Some((place, number(modulus)?))).collect();
    let suspects: Vec<&(usize, Odd<BoxedUint>)> =
        numbers.iter().filter(|one| shares_with_any(one, &numbers)).collect();
    let mut pairs = Vec::new();
    for (index, (place, n)) in suspects.iter().copied().enumerate() {
        let later = suspects.iter().skip(index + 1).filter(|(_, other)| other != n && is_shared(n, other));
        pairs.extend(later.map(|(other, _)| (*place, *other)));
    }
    pairs
}

/// One greatest common divisor with the product of all others, modulo `n`, instead of one with each of them.
fn shares_with_any((place, n): &(usize, Odd<BoxedUint>), all: &[(usize, Odd<BoxedUint>)]) -> bool {
    let modulus: &NonZero<BoxedUint> = n.as_nz_ref();
    let mut product = BoxedUint::one_with_precision(n.bits_precision());
    for (_, other) in all.iter().filter(|(other, one)| other != place && one != n) {
        product = product.mul_mod(&other.rem_vartime(modulus), modulus);
    }
    is_shared(n, &product)
}

fn is_shared(n: &Odd<BoxedUint>, other: &BoxedUint) -> bool {
    n.gcd_vartime(other).get() != BoxedUint::one()
}

/// An odd modulus of a size that is computed with; what is even or gigantic is told elsewhere.
fn number(modulus: &[u8]) -> Option<Odd<BoxedUint>> {
    let start = modulus.iter().position(|byte| *byte != 0)?;
    let significant = modulus.get(start..).filter(|bytes| bytes.len() * 8 <= *MODULUS_BITS.end())?;
    unsigned(significant)?.into_odd().into_option()
}

#[cfg(test)]
mod tests {
    use crypto_bigint::BoxedUint;

    use super::{has_close_primes, shared_factors};

    /// 2^`exponent` − 1: a prime for the exponents below.
    fn mersenne(exponent: u32) -> BoxedUint {
        let one = BoxedUint::one_with_precision(2048);
        one.shl_vartime(exponent).unwrap().wrapping_sub(&one)
    }

    fn modulus(one: &BoxedUint, other: &BoxedUint) -> Vec<u8> {
        one.wrapping_mul(other).to_be_bytes().to_vec()
    }

    #[test]
    fn factors_that_lie_close_together_are_found_and_others_are_not() {
        let p = mersenne(607);
        for distance in [0_u64, 2, 1 << 32] {
            let near = p.wrapping_add(BoxedUint::from(distance));
            assert!(has_close_primes(&modulus(&p, &near)), "{distance}");
        }
        assert!(!has_close_primes(&modulus(&p, &mersenne(521))));
        let far = p.wrapping_add(BoxedUint::one_with_precision(2048).shl_vartime(400).unwrap());
        assert!(!has_close_primes(&modulus(&p, &far)));
    }

    #[test]
    fn pairs_with_a_common_factor_are_named_and_a_key_given_twice_is_none() {
        let (p, q, r, s) = (mersenne(521), mersenne(607), mersenne(127), mersenne(1279));
        let moduli = [modulus(&p, &q), modulus(&r, &s), modulus(&p, &s), modulus(&p, &q)];
        let moduli: Vec<&[u8]> = moduli.iter().map(Vec::as_slice).collect();
        assert_eq!(shared_factors(&moduli), [(0, 2), (1, 2), (2, 3)]);
        assert_eq!(shared_factors(&moduli[..2]), []);
        assert_eq!(shared_factors(&[moduli[0], moduli[3]]), []);
    }

    #[test]
    fn numbers_that_are_no_modulus_are_passed_over() {
        for bytes in [&[][..], &[0], &[0, 0, 4]] {
            assert!(!has_close_primes(bytes), "{bytes:?}");
            assert_eq!(shared_factors(&[bytes, &[15]]), []);
        }
    }
}
