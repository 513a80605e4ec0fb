//! Does every certificate of this path keep the rules? One straight walk through RFC 5280 §6.1, anchor side first.
//!
//! Each rule gives a [`Step`], passed or not, so that a report can show the walk and not only its end.

use std::collections::BTreeMap;

use crate::asn1::{minimal_integer, oids};
use crate::bundle::{Bundle, ItemId};
use crate::crypto::SignatureOutcome;
use crate::model::Certificate;
use crate::model::extension::{Extension, ExtensionValue, GeneralName};
use crate::policy::{Policy, Profile, Purpose};

use super::certificate_policies::CertificatePolicies;
use super::fault::{Fault, FaultKind};
use super::name_constraints::NameConstraints;
use super::policy_graph::PolicySets;
use super::signatures::Signatures;
use super::wording::{self, PathLength};
use super::{Step, StepOutcome, profile};

/// What the walk needs to know.
pub(super) struct Context<'a> {
    pub(super) bundle: &'a Bundle,
    pub(super) policy: &'a Policy,
    pub(super) signatures: &'a Signatures<'a>,
    /// How §6.1.3 (a)(3) came out, for each certificate that it was asked for.
    pub(super) revocation: &'a BTreeMap<ItemId, StepOutcome>,
    pub(super) purpose: Purpose,
}

/// Walks `path` (target first, anchor last); gives its steps and the policies that are left.
///
/// §6.1.1 takes the anchor as a name and a key. Its certificate states limits of its own, and by default those are kept as
/// TLS libraries keep them (`Departs:` docs/decisions/0002, `examples/faulty/path-too-long`); `Policy::anchor` decides.
pub(super) fn walk(context: &Context<'_>, path: &[ItemId]) -> (Vec<Step>, PolicySets) {
    let mut walk = Walk {
        context,
        // §6.1.2 (k): the number of non-self-issued certificates that may still come.
        max_path_length: context.policy.max_path_len.map(PathLength::asked_for),
        names: NameConstraints::default(),
        policies: CertificatePolicies::new(context.policy, path.len()),
        policy_sets: PolicySets::default(),
        steps: Vec::with_capacity(path.len() * 12),
    };
    let anchor_first = path.iter().rev().copied().zip(path.iter().rev().skip(1).map(Some).chain([None]));
    let mut issuer: Option<ItemId> = None;
    for (id, next) in anchor_first {
        let Some(certificate) = context.bundle.certificate(id) else {
            // A path is made of certificates; anything else in it is never passed over.
            let fault = Fault::new(FaultKind::IssuerMissing, id, "", "is no certificate");
            walk.step(id, "RFC 5280 §6.1.3 (a)(4)", "the path consists of certificates", Some(fault));
            continue;
        };
        let place = Place { is_anchor: issuer.is_none() && path.len() > 1, is_target: next.is_none() };
        walk.basic(id, certificate, issuer, place);
        if next.is_some() {
            walk.prepare_for_next(id, certificate, place);
        } else {
            walk.wrap_up(id, certificate);
        }
        issuer = Some(id);
    }
    (walk.steps, walk.policy_sets)
}

/// The first caIssuers address in authorityInfoAccess (RFC 5280 §4.2.2.1), escaped for showing.
pub(super) fn ca_issuers_address(certificate: &Certificate) -> Option<String> {
    let ExtensionValue::AuthorityInfoAccess(access) =
        &certificate.extensions.find(oids::AUTHORITY_INFO_ACCESS)?.value
    else {
        return None;
    };
    access.iter().find_map(|(method, location)| match location {
        GeneralName::Uri(uri) if method.as_bytes() == oids::AD_CA_ISSUERS => Some(crate::report::shown(uri)),
        _ => None,
    })
}

/// Where in the path a certificate stands. A path of one certificate has a target and no anchor above it.
#[derive(Clone, Copy)]
struct Place {
    is_anchor: bool,
    is_target: bool,
}

struct Walk<'a> {
    context: &'a Context<'a>,
    max_path_length: Option<PathLength>,
    names: NameConstraints<'a>,
    policies: CertificatePolicies,
    policy_sets: PolicySets,
    steps: Vec<Step>,
}

impl<'a> Walk<'a> {
    fn step(&mut self, certificate: ItemId, section: &'static str, rule: &'static str, fault: Option<Fault>) {
        let outcome = match fault {
            None => StepOutcome::Passed,
            Some(fault) if fault.kind.leaves_open() => StepOutcome::Undetermined(fault),
            Some(fault) => StepOutcome::Refused(fault),
        };
        self.steps.push(Step { certificate, section, rule, outcome });
    }

    fn not_applicable(
        &mut self,
        certificate: ItemId,
        section: &'static str,
        rule: &'static str,
        why: &'static str,
    ) {
        self.steps.push(Step { certificate, section, rule, outcome: StepOutcome::NotApplicable(why) });
    }

    /// §6.1.3: what every certificate of a path must keep.
    fn basic(&mut self, id: ItemId, certificate: &Certificate, issuer: Option<ItemId>, place: Place) {
        // (a)(1) the signature. The anchor's own is not part of the path.
        if let Some(issuer) = issuer {
            let fault = self.signature_fault(id, certificate, issuer);
            self.step(id, super::SIGNATURE_SECTION, "the signature verifies with the issuer's key", fault);
            let fault = wording::weak_signature(id, certificate).filter(|_| !self.context.policy.allow_weak);
            self.step(id, "RFC 9155; RFC 6151", "the signature's digest can't be forged", fault);
        }
        let fault = (certificate.signature != certificate.signature_algorithm)
            .then(|| wording::algorithms_differ(id, certificate));
        self.step(id, "RFC 5280 §4.1.1.2", "inner and outer signature algorithm are the same", fault);
        let padded = (minimal_integer(&certificate.serial_number).len() < certificate.serial_number.len())
            .then(|| wording::serial_padded(id));
        if padded.is_some() {
            self.step(id, "RFC 5280 §4.1; X.690 §8.3.2", "its serial number is as DER writes it", padded);
        }
        let fault = wording::weak_key(id, certificate, self.context.policy.allow_weak);
        self.step(id, "NIST SP 800-57 part 1 §5.6", "the key is long enough", fault);
        // (a)(2) validity, both ends included (§4.1.2.5).
        if !place.is_anchor || self.context.policy.anchor.validity {
            let fault = wording::validity_fault(id, certificate, self.context.policy.at);
            self.step(id, "RFC 5280 §6.1.3 (a)(2)", "the time lies in its validity", fault);
        }
        // (a)(3) revocation.
        self.revocation(id, place);
        // (a)(4) names chain: issuers are found by name, so this holds by construction (see build).
        // (b), (c) name constraints; self-issued certificates on the way are exempt, the target is not.
        if place.is_target || !certificate.is_self_issued() {
            self.names_permitted(id, certificate);
        }
        // (d) to (f) policies.
        // An anchor that names no policies limits none (RFC 5937 §3.2).
        let limits_policies = certificate.extensions.find(oids::CERTIFICATE_POLICIES).is_some();
        if !place.is_anchor || (self.context.policy.anchor.policies && limits_policies) {
            let fault = self.policies.basic(id, certificate, place.is_target);
            self.step(id, "RFC 5280 §6.1.3 (d)–(f); RFC 9618 §5.4", "its policies are as required", fault);
        }
        if !place.is_anchor || self.context.policy.anchor.constraints {
            self.constraints_usable(id, certificate);
            self.extensions_readable(id, certificate);
        }
        self.profile(id, certificate, place);
    }

    /// What the chosen profile asks beyond the walk; the rules that are kept make one step.
    fn profile(&mut self, id: ItemId, certificate: &Certificate, place: Place) {
        let profile = self.context.policy.profile;
        if profile == Profile::Mtls {
            return;
        }
        let mut broken = profile::broken(profile, certificate, place.is_anchor, place.is_target).peekable();
        if broken.peek().is_none() {
            self.step(id, "RFC 5280 §4.2", "it has the form that the profile asks for", None);
        }
        for rule in broken {
            let message = format!("breaks a rule of the chosen profile: {} ({})", rule.rule, rule.section);
            let fault = Fault::new(FaultKind::ProfileViolated, id, rule.field, message);
            self.step(id, rule.section, rule.rule, Some(fault));
        }
    }

    fn revocation(&mut self, id: ItemId, place: Place) {
        let (section, rule) = (super::REVOCATION_SECTION, "it is not revoked");
        let none = || StepOutcome::NotApplicable(super::NO_STATEMENT);
        let outcome = match self.context.revocation.get(&id) {
            _ if place.is_anchor => StepOutcome::NotApplicable("an anchor is trusted until you take it away"),
            Some(outcome) => outcome.clone(),
            None => none(),
        };
        self.steps.push(Step { certificate: id, section, rule, outcome });
    }

    fn signature_fault(&self, id: ItemId, certificate: &Certificate, issuer: ItemId) -> Option<Fault> {
        let algorithm = certificate.signature_algorithm.words();
        let Some(signer) = self.context.bundle.certificate(issuer) else {
            return Some(Fault::new(FaultKind::IssuerMissing, issuer, "", "is no certificate"));
        };
        let mut found = match self
            .context
            .signatures
            .known
            .get(&(id, issuer))
            .copied()
            .unwrap_or(SignatureOutcome::Invalid)
        {
            SignatureOutcome::Valid => return None,
            SignatureOutcome::Unsupported => {
                let what = if self.context.signatures.knows(&certificate.signature_algorithm) {
                    "with other parameters than it has"
                } else {
                    "that is not supported"
                };
                let message = format!(
                    "has a signature algorithm ({algorithm}) {what}, so its signature could not be verified"
                );
                Fault::new(FaultKind::AlgorithmUnsupported, id, "signatureAlgorithm", message)
            }
            SignatureOutcome::KeyMismatch if !signer.subject_public_key_info.is_supported() => {
                let key = signer.subject_public_key_info.words();
                let message = format!(
                    "was signed with a key type ({key}) that is not supported, so its signature could not be verified"
                );
                Fault::new(FaultKind::AlgorithmUnsupported, id, "signatureAlgorithm", message)
            }
            SignatureOutcome::KeyMismatch => wording::signature_not_by_key(id, certificate, issuer, signer),
            SignatureOutcome::Invalid => wording::signature_invalid(id, certificate, issuer, signer),
        };
        found.related = Some(if found.guilty == id { issuer } else { id });
        if let (Some(wanted), Some(has)) =
            (certificate.extensions.authority_key_identifier(), signer.extensions.subject_key_identifier())
            && wanted != has
        {
            found.evidence.push(("signed by key", crate::report::hex(wanted)));
            found.evidence.push(("key given", crate::report::hex(has)));
        }
        Some(found)
    }

    /// §4.2.1.10: only a CA certificate sets name constraints, on forms of names that can be processed.
    fn constraints_usable(&mut self, id: ItemId, certificate: &Certificate) {
        if certificate.extensions.find(oids::NAME_CONSTRAINTS).is_none() {
            return;
        }
        let not_processed = NameConstraints::unprocessed(certificate);
        let why = if certificate.is_ca() { not_processed } else { Some("it is not a CA") };
        let fault = why.map(|why| {
            let message = format!("limits names below it, which can't be applied: {why}");
            Fault::new(
                FaultKind::ExtensionMalformed,
                id,
                "tbsCertificate.extensions.nameConstraints",
                message,
            )
        });
        self.step(id, "RFC 5280 §4.2.1.10", "its name constraints can be applied", fault);
    }

    fn names_permitted(&mut self, id: ItemId, certificate: &Certificate) {
        let (section, rule) = ("RFC 5280 §6.1.3 (b), (c)", "its names lie where the CAs above allow");
        if self.names.is_empty() {
            return self.not_applicable(id, section, rule, "no CA above limits names");
        }
        let comparisons = &self.context.signatures.budget.name_constraint_comparisons;
        let fault = self.names.fault(id, certificate, &self.context.policy.hosts, comparisons);
        self.step(id, section, rule, fault);
    }

    /// §6.1.4 (o) and §6.1.5 (f): critical extensions must be understood, and those that decide must be readable.
    fn extensions_readable(&mut self, id: ItemId, certificate: &Certificate) {
        let unknown =
            certificate.extensions.iter().find(|one| one.critical && !is_understood(one)).map(|one| {
                let message = format!(
                    "has a critical extension, {}, that is not understood; the standard says to refuse then",
                    one.oid.words()
                );
                Fault::new(FaultKind::CriticalExtensionUnknown, id, &one.certificate_field(), message)
            });
        self.step(id, "RFC 5280 §6.1.4 (o), §6.1.5 (f)", "every critical extension is understood", unknown);
        let damaged = certificate.extensions.iter().find_map(|one| match &one.value {
            ExtensionValue::Malformed(reason) => {
                let message = format!("has an extension, {}, that can't be read: {reason}", one.oid.words());
                Some(Fault::new(FaultKind::ExtensionMalformed, id, &one.certificate_field(), message))
            }
            _ => None,
        });
        let repeated = certificate.extensions.repeated().first().map(|oid| {
            let message = format!("has the extension {} more than once", oid.words());
            Fault::new(FaultKind::ExtensionMalformed, id, "tbsCertificate.extensions", message)
        });
        self.step(id, "RFC 5280 §4.2", "extensions are well-formed, each at most once", damaged.or(repeated));
    }

    /// §6.1.4: what a certificate must keep that has certificates below it.
    fn prepare_for_next(&mut self, id: ItemId, certificate: &'a Certificate, place: Place) {
        // (a), (b), (h) to (j) policy mappings and counters.
        if !place.is_anchor || self.context.policy.anchor.policies {
            let fault = self.policies.prepare_for_next(id, certificate);
            self.step(id, "RFC 5280 §6.1.4 (a)", "anyPolicy is not mapped", fault);
        }
        if place.is_anchor && !self.context.policy.anchor.constraints {
            return;
        }
        // (g) what it says about names below it.
        self.names.add(id, certificate);
        // (k) a version 3 certificate says that it is a CA; older ones can't, whatever they carry, and pass as anchors only.
        let is_old = certificate.version < 3;
        let is_issuer = if is_old { place.is_anchor } else { certificate.is_ca() };
        let fault = (!is_issuer).then(|| wording::issuer_not_ca(id, certificate));
        self.step(id, "RFC 5280 §6.1.4 (k)", "the issuer is a CA", fault);
        self.path_length(id, certificate, place);
        // (n) keyUsage, where present, allows signing certificates.
        let usage = certificate.extensions.key_usage().filter(|usage| !usage.key_cert_sign());
        let fault = usage.map(|usage| {
            let message = format!(
                "has a key usage ({}) that does not allow it to sign certificates",
                usage.names().join(", ")
            );
            Fault::new(FaultKind::KeyUsageNoCertSign, id, "tbsCertificate.extensions.keyUsage", message)
        });
        self.step(id, "RFC 5280 §6.1.4 (n)", "the issuer's key may sign certificates", fault);
        self.purpose(id, certificate);
    }

    /// §6.1.4 (l), (m).
    fn path_length(&mut self, id: ItemId, certificate: &Certificate, place: Place) {
        // (l) count non-self-issued certificates; the anchor itself does not count.
        let counted = !place.is_anchor && !certificate.is_self_issued();
        let exhausted = self.max_path_length.filter(|length| counted && length.left == 0);
        let fault = exhausted.map(|length| wording::path_len_exceeded(id, certificate, length));
        self.step(id, "RFC 5280 §6.1.4 (l)", "no more intermediates than a CA above allows", fault);
        if let (true, Some(length)) = (counted, self.max_path_length.as_mut()) {
            length.left = length.left.saturating_sub(1);
        }
        // (m) the smaller limit holds from here on.
        let constraints = certificate.extensions.basic_constraints();
        let own = constraints.and_then(|constraints| constraints.path_len_constraint);
        // Of two that leave the same, the nearer one is told.
        if let Some(own) = own.filter(|own| self.max_path_length.is_none_or(|length| *own <= length.left)) {
            self.max_path_length = Some(PathLength { left: own, stated: own, set_by: Some(id) });
        }
    }

    /// §6.1.5 and what TLS asks of an end entity: purpose and, for a server, its name.
    fn wrap_up(&mut self, id: ItemId, certificate: &Certificate) {
        // (a), (b), (g) policies; a fault that (f) told already is not told twice.
        let (sets, fault) = self.policies.wrap_up(id, certificate);
        self.policy_sets = sets;
        if !self.has_policy_fault() {
            self.step(
                id,
                "RFC 5280 §6.1.5 (g); RFC 9618 §5.6",
                "a policy is left where one is required",
                fault,
            );
        }
        self.purpose(id, certificate);
        let policy = self.context.policy;
        for host in policy.hosts.iter().filter(|_| policy.asks_hosts_of(self.context.purpose)) {
            let fault = wording::host_fault(id, certificate, host);
            self.step(id, "RFC 9525 §6", "a name of the certificate covers the name asked for", fault);
        }
    }

    fn has_policy_fault(&self) -> bool {
        self.steps.iter().any(|step| {
            matches!(&step.outcome, StepOutcome::Refused(fault) if fault.kind == FaultKind::PolicyNotValid)
        })
    }

    /// extKeyUsage, where present, allows the purpose; in CA certificates too, as all TLS stacks do it.
    fn purpose(&mut self, id: ItemId, certificate: &Certificate) {
        let wanted = match self.context.purpose {
            Purpose::Any => return,
            Purpose::Client => (oids::KP_CLIENT_AUTH, "clientAuth"),
            Purpose::Server => (oids::KP_SERVER_AUTH, "serverAuth"),
        };
        let purposes = certificate.extensions.extended_key_usage();
        let allowed = purposes.is_none_or(|purposes| {
            purposes
                .iter()
                .any(|oid| oid.as_bytes() == wanted.0 || oid.as_bytes() == oids::ANY_EXTENDED_KEY_USAGE)
        });
        let fault = (!allowed).then(|| {
            let listed = purposes
                .unwrap_or_default()
                .iter()
                .map(crate::asn1::Oid::words)
                .collect::<Vec<_>>()
                .join(", ");
            let message = format!("is limited to other purposes ({listed}); {} is not among them", wanted.1);
            Fault::new(
                FaultKind::ExtendedKeyUsageMissing,
                id,
                "tbsCertificate.extensions.extKeyUsage",
                message,
            )
        });
        self.step(id, "RFC 5280 §4.2.1.12", "its purposes include this use", fault);
    }
}

/// The extensions this validation takes account of, or reports as not processed.
///
/// Policies with a qualifier of an unknown kind are not (RFC 5280 §4.2.1.4).
pub(crate) fn is_understood(extension: &Extension) -> bool {
    if matches!(extension.value, ExtensionValue::CertificatePolicies { unknown_qualifier: true, .. }) {
        return false;
    }
    matches!(
        extension.oid.as_bytes(),
        oids::AUTHORITY_KEY_IDENTIFIER
            | oids::BASIC_CONSTRAINTS
            | oids::CERTIFICATE_POLICIES
            | oids::CRL_DISTRIBUTION_POINTS
            | oids::EXTENDED_KEY_USAGE
            | oids::INHIBIT_ANY_POLICY
            | oids::ISSUER_ALT_NAME
            | oids::KEY_USAGE
            | oids::NAME_CONSTRAINTS
            | oids::POLICY_CONSTRAINTS
            | oids::POLICY_MAPPINGS
            | oids::SUBJECT_ALT_NAME
            | oids::SUBJECT_KEY_IDENTIFIER
    )
}
