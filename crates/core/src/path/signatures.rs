//! Which signatures verify, and how many may be tried? One memory and one budget for everything that the searches ask.

use std::collections::{BTreeMap, BTreeSet};

use crate::asn1::{der_value, oids};
use crate::bundle::{Bundle, ItemId, certificate_signature};
use crate::crypto::{Crypto, SignatureOutcome, verify_signature};
use crate::model::{AlgorithmIdentifier, Parsed, PublicKey};

use super::Limit;
use super::budget::Budget;

/// Verified signatures, each tried once.
pub(super) struct Signatures<'a> {
    pub(super) bundle: &'a Bundle,
    pub(super) crypto: &'a dyn Crypto,
    pub(super) budget: Budget,
    /// The revocation lists and OCSP responses here.
    pub(super) statements: Vec<ItemId>,
    /// The OCSP responses that were about a certificate of a path.
    pub(super) heard: BTreeSet<ItemId>,
    /// What the other side sends: no issuer is taken from there.
    pub(super) foreign: BTreeSet<ItemId>,
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
    pub(super) fn new(bundle: &'a Bundle, crypto: &'a dyn Crypto, budget: Budget) -> Self {
        let is_statement = |parsed| matches!(parsed, &Parsed::RevocationList(_) | &Parsed::OcspResponse(_));
        let statements = bundle.items.iter().filter(|item| is_statement(&item.parsed)).map(|item| item.id);
        Self {
            bundle,
            crypto,
            budget,
            statements: statements.collect(),
            heard: BTreeSet::new(),
            foreign: BTreeSet::new(),
            known: BTreeMap::new(),
        }
    }

    /// The algorithm is verified with other parameters.
    pub(super) fn knows(&self, algorithm: &AlgorithmIdentifier) -> bool {
        let oid = der_value(0x06, algorithm.algorithm.as_bytes());
        self.crypto.signature_algorithms().iter().any(|known| known.signature_alg_id().starts_with(&oid))
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
        self.budget.signature_checks.spend(1)?;
        let outcome = certificate_signature(certificate, &signer.subject_public_key_info, self.crypto);
        self.known.insert((subject, issuer), outcome);
        Ok(outcome)
    }

    /// §6.1.4 (d) to (f): in `path` (target first), a DSA key without parameters has those of the CA above it.
    pub(super) fn inherit_parameters(&mut self, path: &[ItemId]) -> Result<(), Limit> {
        let mut working: Option<&'a [u8]> = None;
        for (issuer, subject) in path.iter().rev().zip(path.iter().rev().skip(1)) {
            let Some(signer) = self.bundle.certificate(*issuer) else { continue };
            let key = &signer.subject_public_key_info;
            if key.algorithm.algorithm.as_bytes() != oids::DSA {
                working = None;
                continue;
            }
            if let Some(own) = key.algorithm.parameters.as_deref().filter(|own| own.len() > 2) {
                working = Some(own);
                continue;
            }
            let Some(certificate) = self.bundle.certificate(*subject) else { continue };
            // What another path lent the key does not count in this one.
            let Some(parameters) = working else {
                self.known.remove(&(*subject, *issuer));
                self.certificate(*subject, *issuer)?;
                continue;
            };
            self.budget.signature_checks.spend(1)?;
            let algorithm = [&der_value(0x06, oids::DSA), parameters].concat();
            let outcome = verify_signature(
                self.crypto,
                &certificate.signature_algorithm.content,
                &algorithm,
                &key.subject_public_key,
                certificate.signed_bytes(),
                &certificate.signature_value,
            );
            self.known.insert((*subject, *issuer), outcome);
        }
        Ok(())
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
        self.budget.signature_checks.spend(1)?;
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
