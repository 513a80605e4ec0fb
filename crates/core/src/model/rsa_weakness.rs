//! Can this RSA key be computed from its public half? Traps that need no long computation: small factors, exponents without
//! effect, and the fingerprint of keys made by Infineon's library (ROCA, CVE-2017-15361).

use std::sync::LazyLock;

/// Why anybody can find the private key, or needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RsaWeakness {
    /// An even exponent, or 1: it encrypts nothing, or can't be undone.
    Exponent,
    /// The modulus has the form of ROCA's.
    Roca,
    /// A small number divides the modulus.
    SmallFactor(u32),
}

/// Looks at modulus and public exponent, unsigned and big-endian.
#[must_use]
pub fn rsa_weakness(modulus: &[u8], public_exponent: &[u8]) -> Option<RsaWeakness> {
    let exponent = public_exponent.iter().skip_while(|byte| **byte == 0);
    let is_one = exponent.clone().copied().eq([1]);
    if is_one || exponent.last().is_none_or(|last| last & 1 == 0) {
        return Some(RsaWeakness::Exponent);
    }
    match small_factor(modulus) {
        Some(factor) => Some(RsaWeakness::SmallFactor(factor)),
        None => has_roca_form(modulus).then_some(RsaWeakness::Roca),
    }
}

/// The smallest of the primes below 2¹² that divides `modulus`: a random number has one often, a product of two large primes
/// never. Several primes are tried with one long division, by their product.
fn small_factor(modulus: &[u8]) -> Option<u32> {
    SMALL_PRIMES.iter().find_map(|(product, primes)| {
        let rest = remainder(modulus, *product);
        primes.iter().copied().find(|prime| rest.is_multiple_of(*prime))
    })
}

fn remainder(number: &[u8], divisor: u32) -> u32 {
    let divisor = u64::from(divisor);
    let (first, words) = number.as_rchunks::<4>();
    let start = first.iter().fold(0_u64, |rest, byte| (rest << 8 | u64::from(*byte)) % divisor);
    let rest =
        words.iter().fold(start, |rest, word| (rest << 32 | u64::from(u32::from_be_bytes(*word))) % divisor);
    u32::try_from(rest).unwrap_or_default()
}

/// Primes in ascending order, in groups whose product fits 32 bits.
static SMALL_PRIMES: LazyLock<Vec<(u32, Vec<u32>)>> = LazyLock::new(|| {
    let is_prime =
        |number: &u32| (2..*number).take_while(|d| d * d <= *number).all(|d| !number.is_multiple_of(d));
    let mut groups: Vec<(u32, Vec<u32>)> = Vec::new();
    for prime in (2..4096).filter(is_prime) {
        match groups
            .last_mut()
            .and_then(|(product, primes)| Some((product.checked_mul(prime)?, product, primes)))
        {
            Some((larger, product, primes)) => {
                *product = larger;
                primes.push(prime);
            }
            None => groups.push((prime, vec![prime])),
        }
    }
    groups
});

/// Nemec et al. 2017, §2: both primes are 65537^a modulo a product of small primes, so the modulus is a power of 65537 modulo
/// each of them. Of random moduli one in 2²⁷ is.
fn has_roca_form(modulus: &[u8]) -> bool {
    let is_power = |prime: &u32| {
        let wanted = remainder(modulus, *prime);
        let generator = 65_537 % prime;
        let mut power = 1;
        (0..*prime).any(|_| {
            let found = power == wanted;
            power = power * generator % prime;
            found
        })
    };
    ROCA_PRIMES.iter().all(is_power)
}

/// The primes of the published fingerprint.
const ROCA_PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
    107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

#[cfg(test)]
mod tests {
    use super::{ROCA_PRIMES, RsaWeakness, remainder, rsa_weakness, small_factor};

    /// 2¹²⁷ − 1, squared: no small factor, not of ROCA's form.
    const SOUND: [u8; 32] = {
        let mut number = [0xff; 32];
        number[0] = 0x3f;
        let mut index = 15;
        while index < 31 {
            number[index] = 0;
            index += 1;
        }
        number[15] = 0;
        number[31] = 1;
        number
    };

    #[test]
    fn each_trap_is_told_and_a_sound_key_is_not() {
        assert_eq!(rsa_weakness(&SOUND, &[1, 0, 1]), None);
        assert_eq!(rsa_weakness(&SOUND, &[0, 1]), Some(RsaWeakness::Exponent));
        assert_eq!(rsa_weakness(&SOUND, &[1, 0, 0]), Some(RsaWeakness::Exponent));
        assert_eq!(rsa_weakness(&SOUND, &[]), Some(RsaWeakness::Exponent));
        let mut even = SOUND;
        even[31] = 2;
        assert_eq!(rsa_weakness(&even, &[3]), Some(RsaWeakness::SmallFactor(2)));
    }

    #[test]
    fn the_smallest_factor_is_found_up_to_the_last_prime_and_no_further() {
        // Times 2¹²⁷ − 1, a prime.
        let composite = |factor: u32| {
            let mut number = [0_u8; 20];
            let mut carry = 0_u64;
            for (byte, from) in
                number.iter_mut().rev().zip((u128::MAX >> 1).to_be_bytes().iter().rev().chain([&0; 4]))
            {
                let product = u64::from(*from) * u64::from(factor) + carry;
                (*byte, carry) = (u8::try_from(product & 0xff).unwrap(), product >> 8);
            }
            number
        };
        for prime in [3, 5, 29, 31, 1009, 4091, 4093] {
            assert_eq!(small_factor(&composite(prime)), Some(prime));
        }
        assert_eq!(small_factor(&composite(11 * 7)), Some(7));
        assert_eq!(small_factor(&composite(4099)), None);
    }

    /// 65537³¹ is of the form by construction; its only factor is not small.
    #[test]
    fn a_power_of_the_generator_has_the_fingerprint() {
        let mut number = vec![0_u8; 80];
        *number.last_mut().unwrap() = 1;
        for _ in 0..31 {
            let mut carry = 0_u64;
            for byte in number.iter_mut().rev() {
                let product = u64::from(*byte) * 65_537 + carry;
                (*byte, carry) = (u8::try_from(product & 0xff).unwrap(), product >> 8);
            }
        }
        assert!(ROCA_PRIMES.iter().all(|prime| remainder(&number, *prime) != 0));
        assert_eq!(rsa_weakness(&number, &[1, 0, 1]), Some(RsaWeakness::Roca));
    }
}
