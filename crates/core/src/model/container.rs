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
    /// PKCS#12: a private key in it can be taken out by anybody, without a passphrase or with an empty one.
    pub without_passphrase: bool,
}

impl Container {
    /// Notes something that was not looked at; each kind once, and not without end.
    pub(crate) fn pass_over(&mut self, what: String) {
        if self.passed_over.len() < MAX_PASSED_OVER && !self.passed_over.contains(&what) {
            self.passed_over.push(what);
        }
    }
}

const MAX_PASSED_OVER: usize = 20;
