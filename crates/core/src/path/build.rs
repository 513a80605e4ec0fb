//! Which paths could there be? Depth-first from the target towards the anchors (RFC 4158), likeliest issuer first.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{Bundle, ItemId};
use crate::crypto::SignatureOutcome;
use crate::order;
use crate::policy::{AnchorRules, Policy, Profile, Purpose};

use super::revocation::Revocation;
use super::signatures::Signatures;
use super::validate::{self, Context};
use super::{Fault, FaultKind, Limit, PathAttempt, PathVerdict, State, Step, StepOutcome};

/// Builds and judges the candidate paths of `target`.
pub(super) fn judge_target(
    signatures: &mut Signatures<'_>,
    policy: &Policy,
    anchors: &[ItemId],
    target: ItemId,
    purpose: Purpose,
) -> PathVerdict {
    signatures.budget.begin_target();
    let mut search = Search::new(policy, anchors, purpose, &[], signatures);
    let limit = search.extend(&mut vec![target]).err().or(search.too_long);
    let mut attempts = search.attempts;
    order::sort_by_key(&mut attempts, rank);
    let heard = std::mem::take(&mut signatures.heard);
    PathVerdict { target, purpose, attempts, limit, heard }
}

/// The paths of a certificate that signed a revocation list, on the budget of the certificate that is asked about: no name,
/// purpose or policy is asked of it (RFC 5280 §6.3.3 (f)).
pub(super) fn signer_paths(
    asked: &mut Revocation<'_, '_>,
    signer: ItemId,
    asking: &[ItemId],
) -> Result<Vec<PathAttempt>, Limit> {
    let profile = match asked.policy.profile {
        Profile::Mtls => Profile::Mtls,
        Profile::Rfc5280 | Profile::WebPki => Profile::Rfc5280,
    };
    let policy = Policy {
        hosts: Vec::new(),
        initial_policy_set: Vec::new(),
        max_path_len: None,
        profile,
        require_explicit_policy: false,
        ..asked.policy.clone()
    };
    let mut search = Search::new(&policy, asked.anchors, Purpose::Any, asking, asked.signatures);
    search.extend(&mut vec![signer])?;
    Ok(search.attempts)
}

/// Accepted paths first, then those that reached an anchor with fewest faults: the closest to working explains best.
fn rank(attempt: &PathAttempt) -> (u8, bool, usize) {
    let state = match attempt.state() {
        State::Accepted => 0,
        State::Undetermined => 1,
        State::Refused => 2,
    };
    let incomplete = attempt
        .faults()
        .any(|fault| matches!(fault.kind, FaultKind::IssuerMissing | FaultKind::AnchorMissing));
    (state, incomplete, attempt.faults().count())
}

struct Search<'s, 'a> {
    bundle: &'a Bundle,
    policy: &'s Policy,
    anchors: &'s [ItemId],
    purpose: Purpose,
    /// The signers of revocation lists on whose behalf this search runs.
    asking: &'s [ItemId],
    signatures: &'s mut Signatures<'a>,
    attempts: Vec<PathAttempt>,
    /// A path was given up for its length.
    too_long: Option<Limit>,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(
        policy: &'s Policy,
        anchors: &'s [ItemId],
        purpose: Purpose,
        asking: &'s [ItemId],
        signatures: &'s mut Signatures<'a>,
    ) -> Self {
        let bundle = signatures.bundle;
        Self { bundle, policy, anchors, purpose, asking, signatures, attempts: Vec::new(), too_long: None }
    }

    /// Extends `path` (target first) by every issuer that is not in it yet; records every path that ends.
    fn extend(&mut self, path: &mut Vec<ItemId>) -> Result<(), Limit> {
        let Some(&last) = path.last() else { return Ok(()) };
        if path.len() > 1 && self.anchors.contains(&last) || self.target_is_anchor(path) {
            return self.complete(path);
        }
        let mut extended = false;
        let (mut cut_off, mut wrong) = (false, None);
        self.signatures.budget.steps.spend(self.bundle.issuers.candidates(last).len())?;
        for issuer in self.likeliest_first(last) {
            if self.repeats(path, issuer) {
                continue;
            }
            if path.len() >= self.policy.limits.path_length {
                let allowed = u64::try_from(self.policy.limits.path_length).unwrap_or(u64::MAX);
                self.too_long = Some(Limit { what: "certificates in one path", allowed });
                cut_off = true;
                continue;
            }
            // A wrong signature ends this branch, unless it leads to an anchor: there "same name, other key" is the
            // explanation. One that can't be verified here goes on: that is for the walk to say.
            let signature = self.signatures.certificate(last, issuer)?;
            if self.is_wrong(signature, issuer) && !self.anchors.contains(&issuer) {
                wrong = wrong.or(Some(issuer));
                continue;
            }
            extended = true;
            self.extend_by(path, issuer)?;
            if self.attempts.len() >= self.policy.limits.reported_paths && self.has_accepted() {
                return Ok(());
            }
        }
        // Where no signature is right, the likeliest issuer shows what else is wrong on the way up.
        if let Some(issuer) = wrong.filter(|_| !extended && self.attempts.is_empty()) {
            return self.extend_by(path, issuer);
        }
        // What lies beyond the limit was not looked at, so nothing can be said to be missing there.
        if !extended && !cut_off {
            self.incomplete(path)?;
        }
        Ok(())
    }

    /// RFC 4158 §3.5: matching key identifiers before unknown and differing ones, trusted before others, valid now before
    /// expired; else by fingerprint, so that the order of the files decides nothing.
    fn likeliest_first(&self, last: ItemId) -> Vec<ItemId> {
        let mut candidates = self.bundle.issuers.candidates(last).to_vec();
        candidates.retain(|id| !self.signatures.foreign.contains(id));
        let authority =
            self.bundle.certificate(last).and_then(|one| one.extensions.authority_key_identifier());
        order::sort_by_key(&mut candidates, |id| {
            let issuer = self.bundle.certificate(*id);
            let key = issuer.and_then(|certificate| certificate.extensions.subject_key_identifier());
            let identifiers = match (authority, key) {
                (Some(authority), Some(key)) if authority == key => 0,
                (Some(_), Some(_)) => 2,
                _ => 1,
            };
            let (at, validity) = (self.policy.at, issuer.map(|certificate| certificate.validity));
            let valid =
                validity.is_some_and(|validity| (validity.not_before..=validity.not_after).contains(&at));
            let fingerprint = self.bundle.item(*id).and_then(|item| item.sha256);
            (identifiers, !self.anchors.contains(id), !valid, fingerprint, *id)
        });
        // A certificate that was given twice is one way, not two.
        let mut seen = BTreeSet::new();
        candidates.retain(|id| self.bundle.item(*id).is_some_and(|item| seen.insert(item.sha256)));
        candidates
    }

    fn extend_by(&mut self, path: &mut Vec<ItemId>, issuer: ItemId) -> Result<(), Limit> {
        path.push(issuer);
        let result = self.extend(path);
        path.pop();
        result
    }

    /// The signature was checked and does not verify. With a key that has its parameters from above, that is for the walk to
    /// say: on another path they may be others.
    fn is_wrong(&self, signature: SignatureOutcome, issuer: ItemId) -> bool {
        match signature {
            SignatureOutcome::Unsupported | SignatureOutcome::Valid => false,
            SignatureOutcome::Invalid | SignatureOutcome::KeyMismatch => self
                .bundle
                .certificate(issuer)
                .is_none_or(|signer| signer.subject_public_key_info.is_supported_alone()),
        }
    }

    fn has_accepted(&self) -> bool {
        self.attempts.iter().any(|attempt| attempt.state() == State::Accepted)
    }

    /// Keeps the attempt while there is room; an accepted one always, in the place of the last.
    fn keep(&mut self, attempt: PathAttempt) {
        if self.attempts.len() >= self.policy.limits.reported_paths {
            if attempt.state() != State::Accepted {
                return;
            }
            self.attempts.pop();
        }
        self.attempts.push(attempt);
    }

    /// A certificate that is trusted itself, perhaps given a second time, is its own path.
    fn target_is_anchor(&self, path: &[ItemId]) -> bool {
        let &[only] = path else { return false };
        // §6.1.1 (d): an anchor of name and key is no certificate, so there is none to verify.
        if self.policy.anchor == AnchorRules::NAME_AND_KEY {
            return false;
        }
        let digest = |id: ItemId| self.bundle.item(id).map(|item| item.sha256);
        self.anchors.iter().any(|anchor| *anchor == only || digest(*anchor) == digest(only))
    }

    /// The same name with the same key counts as one entity, or cross-certificates loop for ever (RFC 4158 §2.4.2).
    fn repeats(&self, path: &[ItemId], issuer: ItemId) -> bool {
        let Some(candidate) = self.bundle.certificate(issuer) else { return true };
        path.iter().any(|id| {
            *id == issuer
                || self.bundle.certificate(*id).is_some_and(|earlier| {
                    earlier.subject_public_key_info.subject_public_key
                        == candidate.subject_public_key_info.subject_public_key
                        && earlier.subject.matches(&candidate.subject)
                        && earlier.extensions.subject_alt_names() == candidate.extensions.subject_alt_names()
                })
        })
    }

    fn complete(&mut self, path: &[ItemId]) -> Result<(), Limit> {
        for (subject, issuer) in path.iter().zip(path.iter().skip(1)) {
            self.signatures.certificate(*subject, *issuer)?;
        }
        let mut revocation = Revocation {
            policy: self.policy,
            anchors: self.anchors,
            signatures: &mut *self.signatures,
            asking: self.asking,
        };
        let revocation = revocation.of_path(path)?;
        // After it: the path of a list's signer may have lent the same keys other parameters.
        self.signatures.inherit_parameters(path)?;
        self.walk(path, Vec::new(), &revocation)
    }

    /// Walks the path and keeps the attempt: `steps` so far, and those of the walk.
    fn walk(
        &mut self,
        path: &[ItemId],
        steps: Vec<Step>,
        revocation: &BTreeMap<ItemId, StepOutcome>,
    ) -> Result<(), Limit> {
        let certificates = path.iter().filter_map(|id| self.bundle.certificate(*id));
        self.signatures.budget.bytes_walked.spend(certificates.map(|one| one.der.len()).sum())?;
        let context = Context {
            bundle: self.bundle,
            policy: self.policy,
            signatures: self.signatures,
            revocation,
            purpose: self.purpose,
        };
        let (mut walked, policies) = validate::walk(&context, path);
        walked.splice(..0, steps);
        self.keep(PathAttempt::new(path.to_vec(), walked, policies));
        self.signatures.budget.name_constraint_comparisons.not_reached()
    }

    /// No issuer was found for the last certificate: the attempt says so, and judges what there is.
    fn incomplete(&mut self, path: &[ItemId]) -> Result<(), Limit> {
        let Some(&last) = path.last() else { return Ok(()) };
        let self_issued =
            self.bundle.certificate(last).is_some_and(crate::model::Certificate::is_self_issued);
        let fault = if self.anchors.is_empty() {
            anchor_missing(last, self_issued)
        } else {
            self.issuer_missing(last, path)
        };
        let steps = vec![Step {
            certificate: last,
            section: "RFC 5280 §6.1.3 (a)(4)",
            rule: "the issuer is a certificate here",
            outcome: StepOutcome::Refused(fault),
        }];
        self.walk(path, steps, &BTreeMap::new())
    }

    fn issuer_missing(&self, last: ItemId, path: &[ItemId]) -> Fault {
        let candidates = self.bundle.issuers.candidates(last);
        let is_other = |id: &ItemId| !self.repeats(&[last], *id) && !self.signatures.foreign.contains(id);
        let others: Vec<ItemId> = candidates.iter().copied().filter(is_other).collect();
        let certificate = self.bundle.certificate(last);
        let issuer = certificate.map(|certificate| certificate.issuer.short()).unwrap_or_default();
        let self_issued = certificate.is_some_and(crate::model::Certificate::is_self_issued);
        let verifies =
            |id: &ItemId| self.signatures.known.get(&(last, *id)) == Some(&SignatureOutcome::Valid);
        let is_circle = others.iter().any(|id| verifies(id) || (path.contains(id) && *id != last));
        let (kind, message) = if is_circle {
            (
                FaultKind::IssuerMissing,
                format!(
                    "was issued by {issuer}, which stands below it too: they issue each other in a circle, and none is a CA that you trust"
                ),
            )
        } else if !others.is_empty() {
            (
                FaultKind::SignatureInvalid,
                format!("was signed by a key of {issuer} that no certificate here has"),
            )
        } else if self_issued {
            (
                FaultKind::IssuerMissing,
                "names itself as its issuer, and is not a CA that you trust".to_owned(),
            )
        } else {
            (FaultKind::IssuerMissing, format!("was issued by {issuer}, and no such certificate is here"))
        };
        let mut evidence = vec![("issuer", certificate.map(|one| one.issuer.rfc4514()).unwrap_or_default())];
        if let Some(address) = certificate.and_then(validate::ca_issuers_address) {
            evidence.push(("fetch it", address));
        }
        Fault {
            kind,
            guilty: last,
            field: "tbsCertificate.issuer".to_owned(),
            message,
            evidence,
            related: others.first().copied(),
        }
    }
}

fn anchor_missing(last: ItemId, self_issued: bool) -> Fault {
    let message = if self_issued {
        "is self-signed: no CA stands behind it, and no CA certificate is here"
    } else {
        "can't be verified: there is no CA certificate here"
    };
    Fault {
        kind: FaultKind::AnchorMissing,
        guilty: last,
        field: "tbsCertificate.issuer".to_owned(),
        message: message.to_owned(),
        evidence: Vec::new(),
        related: None,
    }
}
