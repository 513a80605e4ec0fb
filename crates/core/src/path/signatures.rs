//! Which signatures verify, and how many may be tried? One memory and one budget for everything that a target's search asks.

use std::collections::BTreeMap;

use crate::bundle::{Bundle, ItemId, certificate_signature};
use crate::crypto::{Crypto, SignatureOutcome, verify_signature};
use crate::model::{AlgorithmIdentifier, PublicKey};

use super::Limit;
use super::budget::Budget;

/// Verified signatures, each tried once.
pub(super) struct Signatures<'a> {
    pub(super) bundle: &'a Bundle,
    pub(super) crypto: &'a dyn Crypto,
    pub(super) budget: Budget,
    /// Subject and issuer of certificates; list or response and its signer.
    pub(super) known: BTreeMap<(ItemId, ItemId), SignatureOutcome>,
}

/// Signed bytes and what they were signed with.
pub(super) struct Signed<'a> {
    pub(super) message: &'a [u8],
    pub(super) algorithm: &'a AlgorithmIdentifier,
    pub(super) signature: &'a [u8],
}

impl<'a> Signatures<'a> {
    pub(super) const fn new(bundle: &'a Bundle, crypto: &'a dyn Crypto, budget: Budget) -> Self {
        Self { bundle, crypto, budget, known: BTreeMap::new() }
    }

    /// The signature of certificate `subject` with the key of certificate `issuer`.
    pub(super) fn certificate(&mut self, subject: ItemId, issuer: ItemId) -> Result<SignatureOutcome, Limit> {
        if let Some(known) = self.known.get(&(subject, issuer)) {
            return Ok(*known);
        }
        let (Some(certificate), Some(signer)) =
            (self.bundle.certificate(subject), self.bundle.certificate(issuer))
        else {
            return Ok(SignatureOutcome::Invalid);
        };
        self.budget.spend_signature()?;
        let outcome = certificate_signature(certificate, &signer.subject_public_key_info, self.crypto);
        self.known.insert((subject, issuer), outcome);
        Ok(outcome)
    }

    /// The signature of list or response `item` with the key of certificate `signer`.
    pub(super) fn statement(
        &mut self,
        item: ItemId,
        signed: &Signed<'_>,
        signer: ItemId,
    ) -> Result<SignatureOutcome, Limit> {
        if let Some(known) = self.known.get(&(item, signer)) {
            return Ok(*known);
        }
        let Some(certificate) = self.bundle.certificate(signer) else { return Ok(SignatureOutcome::Invalid) };
        let outcome = self.bytes(signed, &certificate.subject_public_key_info)?;
        self.known.insert((item, signer), outcome);
        Ok(outcome)
    }

    /// Any signature with any key; not remembered.
    pub(super) fn bytes(&mut self, signed: &Signed<'_>, key: &PublicKey) -> Result<SignatureOutcome, Limit> {
        self.budget.spend_signature()?;
        Ok(verify_signature(
            self.crypto,
            &signed.algorithm.content,
            &key.algorithm.content,
            &key.subject_public_key,
            signed.message,
            signed.signature,
        ))
    }
}
