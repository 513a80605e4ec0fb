//! What became of a container? How many objects it gave, and what in it stayed closed.

use crate::crypto::DecryptError;

use super::Passphrases;

/// A PKCS#7 bundle or PKCS#12 store; the objects inside are items of their own.
#[derive(Clone, Debug)]
pub struct Container {
    /// How many objects it gave.
    pub objects: usize,
    /// Why it stayed closed, if so.
    pub locked: Option<(DecryptError, Passphrases)>,
    /// What in it was not looked at, in words.
    pub passed_over: Vec<String>,
    /// Anybody can open it: no passphrase protects it.
    pub without_passphrase: bool,
    /// PKCS#12: a MAC shows that it is whole.
    pub has_mac: bool,
}
