//! Which passphrases are tried on a store, and how much work is each of them worth?

use crate::crypto::{DecryptError, KdfLimits};
use crate::policy::Policy;

/// A passphrase to try, or none at all, and how much work that is worth.
pub(super) struct Attempt<'a> {
    pub(super) passphrase: Option<&'a [u8]>,
    pub(super) limits: KdfLimits,
    /// Nobody gave it; it is tried to see whether the store is open to everybody.
    unasked: bool,
}

impl<'a> Attempt<'a> {
    /// Those that were given, and then none and an empty one.
    pub(super) fn all(policy: &'a Policy) -> Vec<Self> {
        let limits = policy.limits.kdf;
        let given = policy.passphrases.iter().flat_map(|one| {
            // Who says that there is none may mean an empty one, or none at all.
            let none = one.bytes().is_empty().then_some(None);
            let passphrases = [Some(Some(one.bytes())), none].into_iter().flatten();
            passphrases.map(|passphrase| Self { passphrase, limits, unasked: false })
        });
        let little = KdfLimits { pbkdf2_iterations: limits.unasked_iterations, ..limits };
        let unasked =
            [None, Some([].as_slice())].map(|passphrase| Self { passphrase, limits: little, unasked: true });
        given.chain(unasked).collect()
    }

    /// Too costly to be tried unasked is no reason to refuse a store, as long as somebody's passphrase would be tried.
    pub(super) fn weighed(&self, reason: DecryptError, policy: &Policy) -> DecryptError {
        let most = u64::from(policy.limits.kdf.pbkdf2_iterations);
        match reason {
            DecryptError::LimitExceeded { what, asked, .. } if self.unasked && asked > most => {
                DecryptError::LimitExceeded { what, asked, limit: most }
            }
            DecryptError::LimitExceeded { .. } if self.unasked => DecryptError::WrongPassphrase,
            other => other,
        }
    }
}
