//! Does every certificate of this path keep the rules? One straight walk through RFC 5280 §6.1, anchor side first.
//!
//! Each rule gives a [`Step`], passed or not, so that a report can show the walk and not only its end.

use std::collections::BTreeMap;

use crate::asn1::oids;
use crate::bundle::{Bundle, ItemId};
use crate::crypto::SignatureOutcome;
use crate::model::extension::{Extension, ExtensionValue, GeneralName};
use crate::model::{Certificate, SignatureStrength};
use crate::policy::{Policy, Profile, Purpose, Task};

use super::identity::{HostMatch, ReferenceIdentifier, covers};
use super::name_constraints::NameConstraints;
use super::{Fault, FaultKind, Step, StepOutcome, profile};

/// What the walk needs to know.
pub(super) struct Context<'a> {
    pub(super) bundle: &'a Bundle,
    pub(super) policy: &'a Policy,
    pub(super) signatures: &'a BTreeMap<(ItemId, ItemId), SignatureOutcome>,
    pub(super) purpose: Purpose,
}

/// Walks `path` (target first, anchor last) and returns its steps.
pub(super) fn walk(context: &Context<'_>, path: &[ItemId]) -> Vec<Step> {
    let names = NameConstraints::new(context.policy.limits.name_constraint_comparisons);
    let mut walk = Walk { context, names, steps: Vec::with_capacity(path.len() * 10) };
    // §6.1.2 (k): the number of non-self-issued certificates that may still come.
    let mut max_path_length = context.policy.max_path_len.map(|most| PathLength { left: most, set_by: None });
    let anchor_first = path.iter().rev().copied().zip(path.iter().rev().skip(1).map(Some).chain([None]));
    let mut issuer: Option<ItemId> = None;
    for (id, next) in anchor_first {
        let Some(certificate) = context.bundle.certificate(id) else {
            // A path is made of certificates; anything else in it is never passed over.
            let fault = new_fault(FaultKind::IssuerMissing, id, "", "is no certificate");
            walk.step(id, "RFC 5280 §6.1.3 (a)(4)", "the path consists of certificates", Some(fault));
            continue;
        };
        walk.basic(id, certificate, issuer, next.is_none());
        if next.is_some() {
            walk.prepare_for_next(id, certificate, issuer.is_none(), &mut max_path_length);
        } else {
            walk.wrap_up(id, certificate);
        }
        issuer = Some(id);
    }
    walk.steps
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

/// §6.1.2 (k) `max_path_length`, and the certificate that set it (`None`: the person did).
#[derive(Clone, Copy)]
struct PathLength {
    left: u32,
    set_by: Option<ItemId>,
}

struct Walk<'a> {
    context: &'a Context<'a>,
    names: NameConstraints,
    steps: Vec<Step>,
}

impl Walk<'_> {
    fn step(&mut self, certificate: ItemId, section: &'static str, rule: &'static str, fault: Option<Fault>) {
        let outcome = match fault {
            None => StepOutcome::Passed,
            Some(fault)
                if matches!(
                    fault.kind,
                    FaultKind::AlgorithmUnsupported | FaultKind::LimitReached | FaultKind::NotProcessed
                ) =>
            {
                StepOutcome::Undetermined(fault)
            }
            Some(fault) => StepOutcome::Refused(fault),
        };
        self.steps.push(Step { certificate, section, rule, outcome });
    }

    /// §6.1.3: what every certificate of a path must keep.
    fn basic(&mut self, id: ItemId, certificate: &Certificate, issuer: Option<ItemId>, is_target: bool) {
        // (a)(1) the signature. The anchor's own is not part of the path.
        if let Some(issuer) = issuer {
            let fault = self.signature_fault(id, certificate, issuer);
            self.step(id, super::SIGNATURE_SECTION, "the signature verifies with the issuer's key", fault);
            let fault = weak_signature(id, certificate).filter(|_| !self.context.policy.allow_weak);
            self.step(id, "RFC 9155; RFC 6151", "the signature's digest can't be forged", fault);
        }
        let fault = (certificate.signature != certificate.signature_algorithm)
            .then(|| algorithms_differ(id, certificate));
        self.step(id, "RFC 5280 §4.1.1.2", "inner and outer signature algorithm are the same", fault);
        let fault = weak_key(id, certificate).filter(|_| !self.context.policy.allow_weak);
        self.step(id, "NIST SP 800-57 part 1 §5.6", "the key is long enough", fault);
        // (a)(2) validity, both ends included (§4.1.2.5).
        let fault = self.validity_fault(id, certificate);
        self.step(id, "RFC 5280 §6.1.3 (a)(2)", "the time lies in its validity", fault);
        // (a)(3) revocation: a set without revocation lists has nothing to ask.
        self.revocation(id);
        // (a)(4) names chain: issuers are found by name, so this holds by construction (see build).
        // (b), (c) name constraints; self-issued certificates on the way are exempt, the target is not.
        if is_target || !certificate.is_self_issued() {
            self.names_permitted(id, certificate);
        }
        self.constraints_usable(id, certificate);
        // (d) to (f) policies.
        self.unprocessed(id, certificate);
        self.extensions_readable(id, certificate);
        self.profile(id, certificate, issuer.is_none(), is_target);
    }

    /// What the chosen profile asks beyond the walk; the rules that are kept make one step.
    fn profile(&mut self, id: ItemId, certificate: &Certificate, is_anchor: bool, is_target: bool) {
        let profile = self.context.policy.profile;
        if profile == Profile::Mtls {
            return;
        }
        let mut broken = profile::broken(profile, certificate, is_anchor, is_target).peekable();
        if broken.peek().is_none() {
            self.step(id, "RFC 5280 §4.2", "it has the form that the profile asks for", None);
        }
        for rule in broken {
            let message = format!("breaks a rule of the chosen profile: {} ({})", rule.rule, rule.section);
            let fault = new_fault(FaultKind::ProfileViolated, id, rule.field, message);
            self.step(id, rule.section, rule.rule, Some(fault));
        }
    }

    fn revocation(&mut self, id: ItemId) {
        let (section, rule) = ("RFC 5280 §6.1.3 (a)(3)", "it is not revoked");
        let mut lists = self
            .context
            .bundle
            .items
            .iter()
            .filter(|item| item.parsed.kind() == crate::model::Kind::RevocationList);
        let outcome = match lists.next() {
            None => StepOutcome::NotApplicable("no revocation list was given"),
            Some(list) => StepOutcome::Undetermined(Fault {
                related: Some(list.id),
                ..new_fault(
                    FaultKind::NotProcessed,
                    id,
                    "",
                    "may be revoked: revocation lists are not applied yet, so that is open",
                )
            }),
        };
        self.steps.push(Step { certificate: id, section, rule, outcome });
    }

    fn signature_fault(&self, id: ItemId, certificate: &Certificate, issuer: ItemId) -> Option<Fault> {
        let algorithm = certificate.signature_algorithm.words();
        let Some(signer) = self.context.bundle.certificate(issuer) else {
            return Some(new_fault(FaultKind::IssuerMissing, issuer, "", "is no certificate"));
        };
        let mut found = match self
            .context
            .signatures
            .get(&(id, issuer))
            .copied()
            .unwrap_or(SignatureOutcome::Invalid)
        {
            SignatureOutcome::Valid => return None,
            SignatureOutcome::Unsupported => {
                let message = format!(
                    "has a signature algorithm ({algorithm}) that is not supported, so its signature could not be verified"
                );
                new_fault(FaultKind::AlgorithmUnsupported, id, "signatureAlgorithm", message)
            }
            SignatureOutcome::KeyMismatch if !signer.subject_public_key_info.is_supported() => {
                let key = signer.subject_public_key_info.words();
                let message = format!(
                    "was signed with a key type ({key}) that is not supported, so its signature could not be verified"
                );
                new_fault(FaultKind::AlgorithmUnsupported, id, "signatureAlgorithm", message)
            }
            SignatureOutcome::Invalid | SignatureOutcome::KeyMismatch => {
                signature_invalid(id, certificate, issuer, signer)
            }
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

    fn validity_fault(&self, id: ItemId, certificate: &Certificate) -> Option<Fault> {
        let (at, validity) = (self.context.policy.at, certificate.validity);
        let (kind, field, message) = if at < validity.not_before {
            let days = validity.not_before.days_since(at);
            let message =
                format!("begins to be valid on {}, in {days} days", validity.not_before.day_words());
            (FaultKind::NotBeforeAhead, "tbsCertificate.validity.notBefore", message)
        } else if at > validity.not_after {
            let days = at.days_since(validity.not_after);
            let message = format!("ended on {}, {days} days ago", validity.not_after.day_words());
            (FaultKind::NotAfterPassed, "tbsCertificate.validity.notAfter", message)
        } else {
            return None;
        };
        Some(new_fault(kind, id, field, message))
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
            new_fault(FaultKind::ExtensionMalformed, id, "tbsCertificate.extensions.nameConstraints", message)
        });
        self.step(id, "RFC 5280 §4.2.1.10", "its name constraints can be applied", fault);
    }

    fn names_permitted(&mut self, id: ItemId, certificate: &Certificate) {
        let (section, rule) = ("RFC 5280 §6.1.3 (b), (c)", "its names lie where the CAs above allow");
        if self.names.is_empty() {
            let outcome = StepOutcome::NotApplicable("no CA above limits names");
            return self.steps.push(Step { certificate: id, section, rule, outcome });
        }
        let fault = self.names.fault(id, certificate);
        self.step(id, section, rule, fault);
    }

    /// The parts of §6.1 that have no room yet. Said aloud wherever they could change the answer.
    fn unprocessed(&mut self, id: ItemId, certificate: &Certificate) {
        let extensions = &certificate.extensions;
        let policies_required = matches!(
            extensions.find(oids::POLICY_CONSTRAINTS).map(|extension| &extension.value),
            Some(ExtensionValue::PolicyConstraints { require_explicit_policy: Some(_), .. })
        );
        let fault = policies_required.then(|| {
            let message = "requires an explicit certificate policy, which is not processed yet";
            new_fault(FaultKind::NotProcessed, id, "tbsCertificate.extensions.policyConstraints", message)
        });
        self.step(id, "RFC 5280 §6.1.3 (d)–(f)", "policies are as required", fault);
    }

    /// §6.1.4 (o) and §6.1.5 (f): critical extensions must be understood, and those that decide must be readable.
    fn extensions_readable(&mut self, id: ItemId, certificate: &Certificate) {
        let unknown =
            certificate.extensions.iter().find(|one| one.critical && !is_understood(one)).map(|one| {
                let message = format!(
                    "has a critical extension, {}, that is not understood; the standard says to refuse then",
                    one.oid.words()
                );
                new_fault(FaultKind::CriticalExtensionUnknown, id, &one.certificate_field(), message)
            });
        self.step(id, "RFC 5280 §6.1.4 (o), §6.1.5 (f)", "every critical extension is understood", unknown);
        let damaged = certificate.extensions.iter().find_map(|one| match &one.value {
            ExtensionValue::Malformed(reason) => {
                let message = format!("has an extension, {}, that can't be read: {reason}", one.oid.words());
                Some(new_fault(FaultKind::ExtensionMalformed, id, &one.certificate_field(), message))
            }
            _ => None,
        });
        let repeated = certificate.extensions.repeated().first().map(|oid| {
            let message = format!("has the extension {} more than once", oid.words());
            new_fault(FaultKind::ExtensionMalformed, id, "tbsCertificate.extensions", message)
        });
        self.step(id, "RFC 5280 §4.2", "extensions are well-formed, each at most once", damaged.or(repeated));
    }

    /// §6.1.4: what a certificate must keep that has certificates below it. The anchor is held to the same: as a
    /// certificate it states its own limits, and TLS stacks apply them.
    /// `Departs:` from §6.1, where an anchor is a name and a key (`examples/faulty/path-too-long`).
    fn prepare_for_next(
        &mut self,
        id: ItemId,
        certificate: &Certificate,
        is_anchor: bool,
        max_path_length: &mut Option<PathLength>,
    ) {
        // (k) a version 3 certificate says that it is a CA; older ones can't, and pass as anchors only.
        let old_anchor = is_anchor && certificate.version < 3;
        let fault = (!certificate.is_ca() && !old_anchor).then(|| issuer_not_ca(id, certificate));
        self.step(id, "RFC 5280 §6.1.4 (k)", "the issuer is a CA", fault);
        // (l) count non-self-issued certificates; the anchor itself does not count.
        let counted = !is_anchor && !certificate.is_self_issued();
        let exhausted = max_path_length.filter(|length| counted && length.left == 0);
        let fault = exhausted.map(|length| path_len_exceeded(id, certificate, length));
        self.step(id, "RFC 5280 §6.1.4 (l)", "no more intermediates than a CA above allows", fault);
        if let (true, Some(length)) = (counted, max_path_length.as_mut()) {
            length.left = length.left.saturating_sub(1);
        }
        // (m) the smaller limit holds from here on.
        let own = certificate
            .extensions
            .basic_constraints()
            .and_then(|constraints| constraints.path_len_constraint);
        if let Some(own) = own.filter(|own| max_path_length.is_none_or(|length| *own < length.left)) {
            *max_path_length = Some(PathLength { left: own, set_by: Some(id) });
        }
        // (n) keyUsage, where present, allows signing certificates.
        let forbidden = certificate.extensions.key_usage().is_some_and(|usage| !usage.key_cert_sign());
        let fault = forbidden.then(|| {
            let usage =
                certificate.extensions.key_usage().map(|usage| usage.names().join(", ")).unwrap_or_default();
            let message = format!("has a key usage ({usage}) that does not allow it to sign certificates");
            new_fault(FaultKind::KeyUsageNoCertSign, id, "tbsCertificate.extensions.keyUsage", message)
        });
        self.step(id, "RFC 5280 §6.1.4 (n)", "the issuer's key may sign certificates", fault);
        // (g) what it says about names below it.
        self.names.add(id, certificate);
        self.purpose(id, certificate);
    }

    /// §6.1.5 and what TLS asks of an end entity: purpose and, for a server, its name.
    fn wrap_up(&mut self, id: ItemId, certificate: &Certificate) {
        self.purpose(id, certificate);
        for host in &self.context.policy.hosts {
            // A set has one list of host names, and they are the server's.
            if self.context.purpose == Purpose::Client && self.context.policy.task == Task::Check {
                continue;
            }
            let fault = host_fault(id, certificate, host);
            self.step(id, "RFC 9525 §6", "a name of the certificate covers the name asked for", fault);
        }
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
            new_fault(
                FaultKind::ExtendedKeyUsageMissing,
                id,
                "tbsCertificate.extensions.extKeyUsage",
                message,
            )
        });
        self.step(id, "RFC 5280 §4.2.1.12", "its purposes include this use", fault);
    }
}

pub(super) fn new_fault(kind: FaultKind, guilty: ItemId, field: &str, message: impl Into<String>) -> Fault {
    Fault {
        kind,
        guilty,
        field: field.to_owned(),
        message: message.into(),
        evidence: Vec::new(),
        related: None,
    }
}

/// Key identifiers tell whether the certificate was changed or the CA given is another one of the same name.
fn signature_invalid(id: ItemId, certificate: &Certificate, issuer: ItemId, signer: &Certificate) -> Fault {
    let identifiers =
        (certificate.extensions.authority_key_identifier(), signer.extensions.subject_key_identifier());
    let name = certificate.issuer.short();
    let kind = FaultKind::SignatureInvalid;
    match identifiers {
        (Some(wanted), Some(has)) if wanted != has => {
            let message = format!(
                "was not signed by this {name}: another CA of that name, with another key, signed it"
            );
            Fault { related: Some(issuer), ..new_fault(kind, id, "signatureValue", message) }
        }
        (Some(_), Some(_)) => {
            let message = format!(
                "has a signature that does not verify with the key of {name}: it was changed after signing"
            );
            Fault { related: Some(issuer), ..new_fault(kind, id, "signatureValue", message) }
        }
        _ => {
            let message = format!(
                "has a signature that does not verify with the key of {name}: it was changed, or another CA of that name signed it"
            );
            Fault { related: Some(issuer), ..new_fault(kind, id, "signatureValue", message) }
        }
    }
}

fn weak_signature(id: ItemId, certificate: &Certificate) -> Option<Fault> {
    let digest = match certificate.signature_algorithm.strength() {
        SignatureStrength::NotKnownWeak => return None,
        SignatureStrength::BrokenDigest(digest) => digest,
        SignatureStrength::Sha1 => "SHA-1",
    };
    let message = format!("is signed with {digest}, for which forgeries are practical");
    Some(new_fault(FaultKind::WeakAlgorithm, id, "signatureAlgorithm", message))
}

fn weak_key(id: ItemId, certificate: &Certificate) -> Option<Fault> {
    let key = &certificate.subject_public_key_info;
    let message = crate::model::weak_key_words(key)?;
    Some(new_fault(FaultKind::WeakAlgorithm, id, "tbsCertificate.subjectPublicKeyInfo", message))
}

fn algorithms_differ(id: ItemId, certificate: &Certificate) -> Fault {
    let (inner, outer) = (certificate.signature.words(), certificate.signature_algorithm.words());
    let message = format!("names {inner} as signature algorithm in its signed part, and {outer} outside");
    new_fault(FaultKind::AlgorithmsDiffer, id, "signatureAlgorithm", message)
}

fn issuer_not_ca(id: ItemId, certificate: &Certificate) -> Fault {
    let says = match certificate.extensions.basic_constraints() {
        Some(_) => "its basic constraints say that it is not a CA",
        None => "it has no basic constraints that say it is a CA",
    };
    let message = format!("issued a certificate here, but {says}");
    new_fault(FaultKind::IssuerNotCa, id, "tbsCertificate.extensions.basicConstraints", message)
}

fn path_len_exceeded(id: ItemId, certificate: &Certificate, length: PathLength) -> Fault {
    let subject = certificate.subject.short();
    let field = "tbsCertificate.extensions.basicConstraints";
    match length.set_by {
        Some(authority) => Fault {
            related: Some(id),
            ..new_fault(
                FaultKind::PathLenExceeded,
                authority,
                field,
                format!("allows fewer intermediate CAs below it than there are: {subject} is one too many"),
            )
        },
        None => {
            new_fault(FaultKind::PathLenExceeded, id, field, "is one intermediate CA more than you allow")
        }
    }
}

fn host_fault(id: ItemId, certificate: &Certificate, host: &str) -> Option<Fault> {
    let reference = ReferenceIdentifier::parse(host);
    let names = certificate.extensions.subject_alt_names();
    if names.iter().any(|name| covers(name, &reference) != HostMatch::Differs) {
        return None;
    }
    let message = format!("has no name that covers {}", crate::report::shown(host));
    let mut fault =
        new_fault(FaultKind::HostMismatch, id, "tbsCertificate.extensions.subjectAltName", message);
    let listed: Vec<String> = names.iter().map(GeneralName::words).collect();
    fault.evidence.push(("asked for", crate::report::shown(host)));
    fault.evidence.push((
        "has",
        if listed.is_empty() { "no names".to_owned() } else { crate::report::list(&listed, 20) },
    ));
    Some(fault)
}

/// The extensions this validation takes account of, or reports as not processed.
pub(crate) fn is_understood(extension: &Extension) -> bool {
    matches!(
        extension.oid.as_bytes(),
        oids::AUTHORITY_KEY_IDENTIFIER
            | oids::BASIC_CONSTRAINTS
            | oids::CERTIFICATE_POLICIES
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
