//! What is still closed, and would a passphrase open it?

use super::LockedStory;
use crate::bundle::Item;
use crate::crypto::DecryptError;
use crate::model::{KeyState, Parsed, Passphrases};
use crate::report::Report;

/// Encryption that is not supported is not asked about: no passphrase would help.
pub(super) fn locked(report: &Report) -> Vec<LockedStory> {
    let story = |item: &Item| {
        let (reason, tried) = match &item.parsed {
            Parsed::Pkcs12(store) => store.locked.as_ref().map(|(reason, tried)| (reason, tried))?,
            Parsed::PrivateKey(key) => match &key.state {
                KeyState::Locked(reason, tried) => (reason, tried),
                _ => return None,
            },
            _ => return None,
        };
        let tried = *tried == Passphrases::Tried;
        let helps = match reason {
            DecryptError::LimitExceeded { .. } => false,
            DecryptError::WrongPassphrase => true,
            _ => !tried,
        };
        helps.then(|| LockedStory { file: super::name(report, item), tried })
    };
    report.bundle.items.iter().filter_map(story).collect()
}
