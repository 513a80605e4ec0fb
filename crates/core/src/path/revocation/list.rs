//! What do the revocation lists say of a certificate? RFC 5280 §6.3.3, letter by letter.

use crate::asn1::{minimal_integer, oids};
use crate::bundle::ItemId;
use crate::crypto::SignatureOutcome;
use crate::model::extension::{DistributionPoint, ExtensionValue, GeneralName, ReasonFlags};
use crate::model::{Name, RevocationList, RevokedCertificate};
use crate::order;
use crate::path::{Limit, State, build};
use crate::policy::Profile;

use super::super::signatures::Signed;
use super::{Answer, Entry, Revocation, Subject, reason, scope, unusable_extension};

/// The extensions of a list that this algorithm takes account of (§5.2).
const UNDERSTOOD: &[&[u8]] = &[
    oids::AUTHORITY_KEY_IDENTIFIER,
    oids::CRL_NUMBER,
    oids::DELTA_CRL_INDICATOR,
    oids::ISSUER_ALT_NAME,
    oids::ISSUING_DISTRIBUTION_POINT,
];

/// The same of an entry (§5.3).
const UNDERSTOOD_IN_ENTRY: &[&[u8]] = &[oids::CERTIFICATE_ISSUER, oids::CRL_REASON, oids::INVALIDITY_DATE];

/// Reason 8 of a delta list: the certificate is off the list again (§5.3.1).
const REMOVE_FROM_CRL: u8 = 8;

/// The answers of every list that is about `subject`: at most one that decides, else why each does not count.
pub(super) fn answers(asked: &mut Revocation<'_, '_>, subject: Subject<'_>) -> Result<Vec<Answer>, Limit> {
    let mut answers = Vec::new();
    let mut reasons_mask = ReasonFlags::NONE;
    let points = scope::points(subject.certificate);
    // Complete lists that count, with which a delta list goes or is older than.
    let mut reliable: Vec<(ItemId, &RevocationList)> = Vec::new();
    for point in &points {
        for (id, list) in asked.lists_for(point, subject, is_complete)? {
            // (b), (d) scope and reasons.
            let reasons = match scope::reasons(list, point, subject.certificate) {
                Ok(reasons) => reasons,
                Err(why) => {
                    answers.push(unusable(id, list, why));
                    continue;
                }
            };
            // (e) lets a list be passed over that adds no reason. `Departs:` every list is asked, so that of two fresh ones
            // that disagree the one that revokes is heard.
            match asked.ask(id, list, point, subject)? {
                Answer::Good => {
                    reliable.push((id, list));
                    reasons_mask = reasons_mask.union(reasons);
                }
                Answer::Revoked(entry) => return Ok(vec![Answer::Revoked(entry)]),
                refused @ Answer::Unusable(..) => answers.push(refused),
            }
        }
    }
    for point in &points {
        match asked.deltas_alone(point, subject, &reliable)? {
            Some(revoked @ Answer::Revoked(_)) => return Ok(vec![revoked]),
            left => answers.extend(left),
        }
    }
    if let Some(answer) = asked.of_issuer_in_spite_of_points(&points, subject)? {
        match answer {
            revoked @ Answer::Revoked(_) => return Ok(vec![revoked]),
            other => answers.push(other),
        }
    }
    if reasons_mask.contains(ReasonFlags::ALL) {
        return Ok(vec![Answer::Good]);
    }
    if let Some((id, _)) = reliable.first().filter(|_| answers.is_empty()) {
        let why = "the revocation lists here cover some reasons of revocation only".to_owned();
        answers.push(Answer::Unusable(*id, why));
    }
    Ok(answers)
}

impl<'a> Revocation<'_, 'a> {
    /// The lists of a kind that may be about the certificate at this point, by their issuer.
    fn lists_for(
        &mut self,
        point: &DistributionPoint,
        subject: Subject<'_>,
        of_kind: fn(&RevocationList) -> bool,
    ) -> Result<Vec<(ItemId, &'a RevocationList)>, Limit> {
        let mut lists = self.lists();
        self.signatures.budget.steps.spend(lists.len())?;
        lists.retain(|(_, list)| of_kind(list) && scope::is_issued_for(list, point, subject.certificate));
        Ok(lists)
    }

    /// Delta lists that no complete list here takes in: the newest that mentions the certificate is heard if it revokes
    /// (`Departs:` docs/decisions/0005), and none of them clears.
    fn deltas_alone(
        &mut self,
        point: &DistributionPoint,
        subject: Subject<'_>,
        complete: &[(ItemId, &RevocationList)],
    ) -> Result<Option<Answer>, Limit> {
        let mut deltas = self.lists_for(point, subject, is_delta)?;
        deltas.retain(|(_, delta)| !complete.iter().any(|(_, complete)| is_of_one_scope(delta, complete)));
        order::sort_by_key(&mut deltas, |(id, delta)| (core::cmp::Reverse(number(delta)), *id));
        let mut left = None;
        for (id, delta) in deltas {
            let why = match scope::reasons(delta, point, subject.certificate) {
                Err(why) => Some(why.to_owned()),
                Ok(_) => self.not_reliable(id, delta, subject)?,
            };
            let why = match (why, find(delta, subject)) {
                (Some(why), _) => why,
                (None, Some(entry)) if reason(&entry.extensions) != Some(REMOVE_FROM_CRL) => {
                    return Ok(Some(told(id, entry)));
                }
                (None, _) => "says only what changed since a complete list that is not here".to_owned(),
            };
            left = left.or(Some(unusable(id, delta, &why)));
        }
        Ok(left)
    }

    /// Where every point names another issuer of lists, one of the CA's own is heard if it revokes, and does not clear
    /// (`Departs:` docs/decisions/0005).
    fn of_issuer_in_spite_of_points(
        &mut self,
        points: &[DistributionPoint],
        subject: Subject<'_>,
    ) -> Result<Option<Answer>, Limit> {
        let implied = scope::implied_point(subject.certificate);
        if points.contains(&implied) {
            return Ok(None);
        }
        let mut left = None;
        for (id, list) in self.lists_for(&implied, subject, is_complete)? {
            let why = match self.not_reliable(id, list, subject)? {
                Some(why) => why,
                None => match find(list, subject) {
                    Some(entry) => return Ok(Some(told(id, entry))),
                    None => "is not the one that the certificate names".to_owned(),
                },
            };
            left = left.or(Some(unusable(id, list, &why)));
        }
        Ok(left)
    }

    /// (a), (c), (f) to (k) for one complete list that is about the certificate.
    fn ask(
        &mut self,
        id: ItemId,
        list: &RevocationList,
        point: &DistributionPoint,
        subject: Subject<'_>,
    ) -> Result<Answer, Limit> {
        if let Some(why) = self.not_reliable(id, list, subject)? {
            return Ok(unusable(id, list, &why));
        }
        // (c), (h), (i) the delta lists that go with it, the newest first.
        let mut superseded = false;
        for (delta_id, delta) in self.deltas_of(list, point, subject)? {
            let Some(entry) = find(delta, subject) else {
                // What it does not mention is as on the list it builds on, whatever older delta lists say.
                superseded |= builds_on(delta, list);
                continue;
            };
            // (k) off the list again: not revoked, whatever the complete list says. `Departs:` a revocation is heard even
            // from a delta list whose base is not here (docs/decisions/0005).
            match reason(&entry.extensions) {
                Some(REMOVE_FROM_CRL) if builds_on(delta, list) && !superseded => return Ok(Answer::Good),
                Some(REMOVE_FROM_CRL) => {}
                _ => return Ok(told(delta_id, entry)),
            }
        }
        // (j)
        Ok(find(list, subject).map_or(Answer::Good, |entry| told(id, entry)))
    }

    /// Why `list` does not count: form, time, or signer ((a), (f), (g)).
    fn not_reliable(
        &mut self,
        id: ItemId,
        list: &RevocationList,
        subject: Subject<'_>,
    ) -> Result<Option<String>, Limit> {
        if let Some(why) = unusable_extension(&list.extensions, UNDERSTOOD) {
            return Ok(Some(why));
        }
        self.signatures.budget.revocation_entries.spend(list.revoked_certificates.len())?;
        // An entry that can't be understood may not be passed over, whosever it is (§5.3).
        let mut entries = list.revoked_certificates.iter();
        if let Some(why) =
            entries.find_map(|entry| unusable_extension(&entry.extensions, UNDERSTOOD_IN_ENTRY))
        {
            return Ok(Some(format!("has an entry that {why}")));
        }
        let of_others = list
            .revoked_certificates
            .iter()
            .any(|entry| entry.extensions.find(oids::CERTIFICATE_ISSUER).is_some());
        let is_indirect =
            scope::issuing_distribution_point(&list.extensions).is_some_and(|point| point.indirect_crl);
        if of_others && !is_indirect {
            return Ok(Some(
                "has entries of other issuers, and does not say that it speaks for them".to_owned(),
            ));
        }
        if self.policy.profile != Profile::Mtls && number(list).is_none() {
            return Ok(Some("has no number, which RFC 5280 §5.2.3 demands".to_owned()));
        }
        if list.signature != list.signature_algorithm {
            return Ok(Some("names two different signature algorithms".to_owned()));
        }
        if let Some(why) = self.weak(&list.signature_algorithm) {
            return Ok(Some(why));
        }
        if let Some(why) = self.stale(list.this_update, list.next_update) {
            return Ok(Some(why));
        }
        self.not_signed(id, list, subject)
    }

    /// (f), (g): a certificate of the list's issuer, on a path to the same anchor and allowed to sign lists, signed it.
    fn not_signed(
        &mut self,
        id: ItemId,
        list: &RevocationList,
        subject: Subject<'_>,
    ) -> Result<Option<String>, Limit> {
        let bundle = self.bundle();
        self.signatures.budget.revocation_entries.spend(bundle.items.len())?;
        let named = bundle.items.iter().filter(|item| {
            item.certificate().is_some_and(|certificate| certificate.subject.matches(&list.issuer))
        });
        let mut signers: Vec<ItemId> = named.map(|item| item.id).collect();
        // Whoever issued the certificate most likely signed the list too.
        order::sort_by_key(&mut signers, |signer| (*signer != subject.issuer, *signer));
        let signed = Signed {
            message: list.signed_bytes(),
            algorithm: &list.signature_algorithm,
            signature: &list.signature_value,
        };
        let mut why = match signers.is_empty() {
            true => "was signed by nobody whose certificate is here",
            false => "has a signature that does not verify",
        };
        for signer in signers {
            match self.signatures.statement(id, &signed, signer)? {
                SignatureOutcome::Valid => {}
                SignatureOutcome::Unsupported => {
                    why = "has a signature algorithm that is not supported";
                    continue;
                }
                SignatureOutcome::Invalid | SignatureOutcome::KeyMismatch => continue,
            }
            let usage = bundle.certificate(signer).and_then(|certificate| certificate.extensions.key_usage());
            if usage.is_some_and(|usage| !usage.crl_sign()) {
                why = "was signed by a key that may not sign revocation lists";
                continue;
            }
            let direct = list.issuer.matches(&subject.certificate.issuer);
            if self.is_trusted(signer, subject, direct)? {
                return Ok(None);
            }
            why = "was signed by a certificate that the CA did not appoint";
        }
        Ok(Some(why.to_owned()))
    }

    /// (f) the signer stands above the certificate on its path, or has a path of its own to the same anchor.
    ///
    /// `Departs:` a list in the CA's own name counts only from a signer that the CA itself or the CA above it certified: else
    /// any CA below the anchor could certify that name once more and clear what the other revoked.
    fn is_trusted(&mut self, signer: ItemId, subject: Subject<'_>, direct: bool) -> Result<bool, Limit> {
        let mut above = subject.path.iter().skip_while(|id| **id != subject.id).skip(1);
        let anchor = subject.path.last();
        // Another certificate of the anchor's name and key is the same anchor (RFC 5280 §6.1.1 (d)).
        let is_anchor = anchor.is_some_and(|anchor| self.is_same_authority(signer, *anchor));
        // `Departs:` a root that has changed its key is one CA, if the person trusts both (BoringSSL `good_key_rollover`).
        let rolled_over = anchor == Some(&subject.issuer)
            && self.anchors.contains(&signer)
            && self.name(signer) == self.name(subject.issuer);
        if rolled_over {
            return Ok(true);
        }
        if above.any(|id| *id == signer) || is_anchor {
            return Ok(true);
        }
        // Its own path is being walked: its list may speak of itself, and is trusted if that path is (PKITS 4.14.30).
        if self.asking.contains(&signer) {
            return Ok(true);
        }
        let asking = [self.asking, &[signer]].concat();
        let attempts = build::signer_paths(self, signer, &asking)?;
        let same_anchor = |path: &[ItemId]| {
            path.last().zip(anchor).is_some_and(|(one, other)| self.is_same_authority(*one, *other))
        };
        let keys = &self.bundle().keys;
        let appointed = |path: &[ItemId]| {
            let by = path.get(1).copied();
            let above = subject.path.iter().skip_while(|id| **id != subject.issuer).take(2);
            by.is_some_and(|by| above.clone().any(|id| keys.same(*id, by)))
        };
        let mut accepted = attempts.iter().filter(|attempt| attempt.state() == State::Accepted);
        Ok(accepted.any(|attempt| {
            same_anchor(&attempt.certificates) && (!direct || appointed(&attempt.certificates))
        }))
    }

    fn is_same_authority(&self, one: ItemId, other: ItemId) -> bool {
        one == other || (self.bundle().keys.same(one, other) && self.name(one) == self.name(other))
    }

    fn name(&self, id: ItemId) -> Option<&'a Name> {
        self.bundle().certificate(id).map(|certificate| &certificate.subject)
    }

    /// (c): the reliable delta lists of the same issuer, scope and key that are not older than `complete`, the newest first.
    fn deltas_of(
        &mut self,
        complete: &RevocationList,
        point: &DistributionPoint,
        subject: Subject<'_>,
    ) -> Result<Vec<(ItemId, &'a RevocationList)>, Limit> {
        let mut deltas: Vec<(ItemId, &'a RevocationList)> = Vec::new();
        for (id, delta) in self.lists() {
            let fits = is_delta(delta)
                && is_of_one_scope(delta, complete)
                && (number(delta).is_none() || number(delta) >= number(complete))
                && scope::reasons(delta, point, subject.certificate).is_ok();
            self.signatures.budget.steps.spend(1)?;
            if fits && self.not_reliable(id, delta, subject)?.is_none() {
                deltas.push((id, delta));
            }
        }
        // Of two with one number, one that revokes is heard first, so that the order of files decides nothing.
        let releases = |delta: &RevocationList| {
            find(delta, subject).is_none_or(|entry| reason(&entry.extensions) == Some(REMOVE_FROM_CRL))
        };
        order::sort_by_key(&mut deltas, |(id, delta)| {
            (core::cmp::Reverse(number(delta)), releases(delta), *id)
        });
        Ok(deltas)
    }
}

fn unusable(id: ItemId, list: &RevocationList, why: &str) -> Answer {
    Answer::Unusable(id, format!("the revocation list of {} {why}", list.issuer.short()))
}

fn told(id: ItemId, entry: &RevokedCertificate) -> Answer {
    Answer::Revoked(Entry { source: id, since: entry.revocation_date, reason: reason(&entry.extensions) })
}

/// (c)(1) to (3): same issuer, same scope, same key.
fn is_of_one_scope(delta: &RevocationList, complete: &RevocationList) -> bool {
    let scope = |list| scope::issuing_distribution_point(list);
    delta.issuer.matches(&complete.issuer)
        && scope(&delta.extensions) == scope(&complete.extensions)
        && delta.extensions.authority_key_identifier() == complete.extensions.authority_key_identifier()
}

fn is_complete(list: &RevocationList) -> bool {
    !is_delta(list)
}

fn is_delta(list: &RevocationList) -> bool {
    list.extensions.find(oids::DELTA_CRL_INDICATOR).is_some()
}

/// §5.2.4: the delta's base is no newer than the complete list.
fn builds_on(delta: &RevocationList, complete: &RevocationList) -> bool {
    let base = match delta.extensions.find(oids::DELTA_CRL_INDICATOR).map(|extension| &extension.value) {
        Some(ExtensionValue::DeltaCrlIndicator(base)) => base,
        _ => return false,
    };
    number(delta).is_some() && number(complete).is_some_and(|complete| unsigned(base) <= complete)
}

/// cRLNumber, comparable: shorter numbers first, then by value.
fn number(list: &RevocationList) -> Option<(usize, &[u8])> {
    match &list.extensions.find(oids::CRL_NUMBER)?.value {
        ExtensionValue::CrlNumber(number) => Some(unsigned(number)),
        _ => None,
    }
}

fn unsigned(number: &[u8]) -> (usize, &[u8]) {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let significant = number.get(zeros..).unwrap_or_default();
    (significant.len(), significant)
}

/// The entry with the certificate's serial number and issuer; in an indirect list an entry's issuer holds for those after it
/// (§5.3.3).
fn find<'l>(list: &'l RevocationList, subject: Subject<'_>) -> Option<&'l RevokedCertificate> {
    let mut issuer = Some(&list.issuer);
    for entry in &list.revoked_certificates {
        if let Some(extension) = entry.extensions.find(oids::CERTIFICATE_ISSUER) {
            issuer = match &extension.value {
                ExtensionValue::CertificateIssuer(names) => names.iter().find_map(|name| match name {
                    GeneralName::DirectoryName(name) => Some(name),
                    _ => None,
                }),
                _ => None,
            };
        }
        let certificate = subject.certificate;
        if minimal_integer(&entry.serial_number) == minimal_integer(&certificate.serial_number)
            && issuer.is_none_or(|issuer| issuer.matches(&certificate.issuer))
        {
            return Some(entry);
        }
    }
    None
}
