//! Which part does each item play, and why? Content first, names as hints, the person's word last.

use std::collections::BTreeSet;

use crate::intake::{Artifact, Given};
use crate::model::{Certificate, Kind, Parsed};
use crate::order;
use crate::policy::{Policy, Purpose, Task};
use crate::report::shown;

use super::evidence::{NameHint, name_hint, signs};
use super::item::{Item, ItemId};
use super::link::{Issuers, KeyGroups};
use super::role::{Role, Side};

/// Sets role and reason of every item.
pub(super) fn assign(
    items: &mut [Item],
    artifacts: &[Artifact],
    keys: &KeyGroups,
    issuers: &Issuers,
    policy: &Policy,
) {
    let (roles, issuers): (Vec<(Role, String)>, BTreeSet<ItemId>) = {
        let hints = artifacts.iter().map(|artifact| name_hint(artifact.file_name())).collect();
        let assigner = Assigner::new(items, artifacts, hints, keys, issuers.named(), policy);
        let sides = assigner.sides();
        let sent_along = |item: &&Item| assigner.issues(item) && assigner.shares_file(item);
        let sent_along = order::set(items.iter().filter(sent_along).map(|item| item.id));
        (items.iter().map(|item| assigner.role(item, &sides)).collect(), sent_along)
    };
    for (item, (role, reason)) in items.iter_mut().zip(roles) {
        (item.role, item.role_reason) = (role, reason);
    }
    for (origin, role) in &policy.roles {
        let chosen = |item: &&mut Item| {
            artifacts.get(item.artifact).is_some_and(|artifact| artifact.origin == *origin)
        };
        // Called the client's, a bundle holds the client's certificate, not several of them; and a key is no certificate.
        let end = [Role::ClientCertificate, Role::ServerCertificate].contains(role);
        let other = |item: &Item| {
            if end {
                issuers.contains(&item.id) || item.parsed.kind() == Kind::PrivateKey
            } else {
                item.certificate().is_some() && role.side().is_some()
            }
        };
        for item in items.iter_mut().filter(chosen).filter(|item| !other(item)) {
            (item.role, item.role_reason) = (*role, SAID.to_owned());
        }
    }
}

/// The reason of a part that a person gave.
pub(crate) const SAID: &str = "you said so";

struct Assigner<'a> {
    items: &'a [Item],
    artifacts: &'a [Artifact],
    /// What each artifact's name hints at.
    hints: Vec<NameHint>,
    keys: &'a KeyGroups,
    policy: &'a Policy,
    issuing: BTreeSet<ItemId>,
    /// How many certificates each artifact holds.
    certificates: Vec<usize>,
    /// Of each item, whether it acts as a CA.
    authorities: Vec<bool>,
    /// Artifacts that hold a certificate of an end entity.
    bundles: BTreeSet<usize>,
}

type Sides = Vec<Option<(Side, String)>>;

impl<'a> Assigner<'a> {
    /// What is asked of every item is found out once: a file may hold ten thousand.
    fn new(
        items: &'a [Item],
        artifacts: &'a [Artifact],
        hints: Vec<NameHint>,
        keys: &'a KeyGroups,
        issuing: BTreeSet<ItemId>,
        policy: &'a Policy,
    ) -> Self {
        let mut certificates = vec![0; artifacts.len()];
        for item in items.iter().filter(|item| item.certificate().is_some()) {
            if let Some(count) = certificates.get_mut(item.artifact) {
                *count += 1;
            }
        }
        let (authorities, bundles) = (Vec::new(), BTreeSet::new());
        let mut assigner =
            Self { items, artifacts, hints, keys, policy, issuing, certificates, authorities, bundles };
        assigner.authorities = items.iter().map(|item| assigner.acts_as_authority(item)).collect();
        let end_entities =
            items.iter().filter(|item| item.certificate().is_some() && !assigner.is_authority(item));
        assigner.bundles = order::set(end_entities.map(|item| item.artifact));
        assigner
    }

    fn artifact(&self, item: &Item) -> Option<&Artifact> {
        self.artifacts.get(item.artifact)
    }

    fn given(&self, item: &Item) -> Given {
        self.artifact(item).map_or(Given::Named, |artifact| artifact.given)
    }

    fn hint(&self, item: &Item) -> NameHint {
        self.hints.get(item.artifact).copied().unwrap_or_default()
    }

    fn file_name(&self, item: &Item) -> &str {
        self.artifact(item).map_or("", Artifact::file_name)
    }

    /// Another certificate here names it as its issuer.
    fn issues(&self, item: &Item) -> bool {
        self.issuing.contains(&item.id)
    }

    /// Its file holds another certificate.
    fn shares_file(&self, item: &Item) -> bool {
        let itself = usize::from(item.certificate().is_some());
        self.certificates.get(item.artifact).is_some_and(|count| *count > itself)
    }

    fn is_authority(&self, item: &Item) -> bool {
        self.authorities.get(item.id.0).copied().unwrap_or_default()
    }

    /// What `openssl req -x509` makes for a server: a certificate that says CA, issued nothing, and is named or called by
    /// a host like a server's. Nobody else's CA stands behind it, which is then the finding.
    fn is_self_signed_end_entity(&self, item: &Item, certificate: &Certificate) -> bool {
        let hint = self.hint(item);
        let says_certificate_signing =
            certificate.extensions.key_usage().is_some_and(|usage| usage.key_cert_sign());
        let like_an_end = hint.side.is_some() || !certificate.extensions.subject_alt_names().is_empty();
        let has_private_part = self.keys.sharing(item.id).iter().any(|id| *id != item.id);
        certificate.is_self_issued()
            && !says_certificate_signing
            && !self.issues(item)
            && !hint.authority
            && like_an_end
            && (has_private_part || hint.side.is_some())
    }

    /// A certificate that acts, or is meant to act, as a CA. One that others here name as their issuer is one even when
    /// it doesn't say so: that it doesn't is then the finding.
    fn acts_as_authority(&self, item: &Item) -> bool {
        let Some(certificate) = item.certificate() else { return false };
        match self.given(item) {
            Given::Anchor => return true,
            Given::Target => return self.issues(item) && self.shares_file(item),
            _ => {}
        }
        let signs_certificates =
            certificate.extensions.key_usage().is_some_and(|usage| usage.key_cert_sign());
        if self.is_self_signed_end_entity(item, certificate) {
            return false;
        }
        let issues = self.issues(item);
        let says_otherwise =
            certificate.extensions.basic_constraints().is_some_and(|constraints| !constraints.ca);
        let named = self.hint(item).authority && certificate.is_self_issued();
        certificate.is_ca() || (signs_certificates && !says_otherwise) || issues || named
    }

    /// The side of each key group and lone item, by the weight of all signs in it.
    fn sides(&self) -> Sides {
        let mut sides: Sides = self.items.iter().map(|_| None).collect();
        for item in self.items {
            let sharing = self.keys.sharing(item.id);
            let group = if sharing.is_empty() { std::slice::from_ref(&item.id) } else { sharing };
            // A group is weighed once, at its first item that is no CA.
            let members = group.iter().filter_map(|id| self.items.get(id.0));
            let first = members.filter(|member| !self.is_authority(member)).map(|member| member.id).next();
            if first != Some(item.id) {
                continue;
            }
            let side = self.weigh(group);
            let both = self.serves_both_sides(group);
            for id in group {
                let own = if both { self.weigh(std::slice::from_ref(id)) } else { None };
                if let (Some(slot), Some(side)) = (sides.get_mut(id.0), own.or_else(|| side.clone())) {
                    *slot = Some(side);
                }
            }
        }
        self.pair_up(&mut sides);
        sides
    }

    /// One key with a certificate that leans to each side: a shared key, which is a finding, so each file keeps its side.
    fn serves_both_sides(&self, group: &[ItemId]) -> bool {
        let certificates = group.iter().filter(|id| {
            self.items.get(id.0).is_some_and(|item| item.certificate().is_some() && !self.is_authority(item))
        });
        let mut leanings = certificates.filter_map(|id| self.weigh(std::slice::from_ref(id)));
        let Some((first, _)) = leanings.next() else { return false };
        leanings.any(|(side, _)| side != first)
    }

    fn weigh(&self, group: &[ItemId]) -> Option<(Side, String)> {
        let all: Vec<_> = group
            .iter()
            .filter_map(|id| self.items.get(id.0))
            .flat_map(|item| signs(item, self.hint(item), self.file_name(item), &self.policy.hosts))
            .collect();
        let weight = |side| all.iter().filter(|sign| sign.side == side).map(|sign| sign.weight).sum::<u32>();
        let (server, client) = (weight(Side::Server), weight(Side::Client));
        if server == 0 && client == 0 {
            return None;
        }
        let side = if server >= client { Side::Server } else { Side::Client };
        let best = all.iter().filter(|sign| sign.side == side).max_by_key(|sign| sign.weight)?;
        Some((side, best.words.clone()))
    }

    /// A key without a counterpart goes to the one certificate without a key: they were probably meant for each other.
    fn pair_up(&self, sides: &mut Sides) {
        let alone = |wanted: Kind| {
            let mut found = self.items.iter().filter(|item| {
                let group = self.keys.sharing(item.id);
                let others = group.iter().filter_map(|id| self.items.get(id.0));
                let counterpart =
                    if wanted == Kind::PrivateKey { Kind::Certificate } else { Kind::PrivateKey };
                item.parsed.kind() == wanted
                    && !self.is_authority(item)
                    && !others.clone().any(|other| other.parsed.kind() == counterpart)
            });
            let first = found.next()?;
            found.next().is_none().then_some(first.id)
        };
        let (Some(key), Some(certificate)) = (alone(Kind::PrivateKey), alone(Kind::Certificate)) else {
            return;
        };
        let side = sides.get(certificate.0).cloned().flatten().map(|(side, _)| side);
        if let (Some(slot @ None), Some(side)) = (sides.get_mut(key.0), side) {
            *slot = Some((side, "it is the one key without a certificate".to_owned()));
        }
    }

    fn role(&self, item: &Item, sides: &Sides) -> (Role, String) {
        let side = sides.get(item.id.0).cloned().flatten();
        let by_side = |role: fn(Side) -> Role| match &side {
            Some((side, reason)) => (role(*side), reason.clone()),
            None => (Role::Stray, "nothing here shares its key or its name".to_owned()),
        };
        match &item.parsed {
            Parsed::Certificate(_) if self.is_authority(item) => self.authority_role(item),
            Parsed::Certificate(_) => self.end_entity_role(item, side),
            Parsed::CertificationRequest(_) => by_side(Side::request),
            Parsed::PrivateKey(_) => self.key_role(item, by_side(Side::key)),
            Parsed::Malformed { kind, .. } => self.role_by_name(item, *kind),
            Parsed::RevocationList(_) => (Role::RevocationList, "it is a revocation list".to_owned()),
            Parsed::OcspResponse(_) => {
                (Role::RevocationList, "it says whether certificates are revoked".to_owned())
            }
            Parsed::PublicKey(_) | Parsed::Parameters | Parsed::Pkcs12(_) | Parsed::Pkcs7(_) => {
                (Role::Stray, "it is not one of the seven files".to_owned())
            }
            Parsed::Unrecognized(_) => (Role::Unrecognized, "its content was not recognised".to_owned()),
        }
    }

    fn authority_role(&self, item: &Item) -> (Role, String) {
        if self.given(item) == Given::Anchor {
            return (Role::CaCertificate, "it was given as the CA to trust".to_owned());
        }
        let anchors_given = self.artifacts.iter().any(|artifact| artifact.given == Given::Anchor);
        if anchors_given || self.policy.task == Task::Verify {
            return (Role::IntermediateCertificate, "it is a CA, and not the one given to trust".to_owned());
        }
        if self.bundles.contains(&item.artifact) {
            return (Role::IntermediateCertificate, "it is a CA, sent along in a bundle".to_owned());
        }
        let self_issued = item.certificate().is_some_and(Certificate::is_self_issued);
        if self_issued {
            return (Role::CaCertificate, "it is a CA that names itself as its issuer".to_owned());
        }
        let hint = self.hint(item);
        if hint.authority && !hint.intermediate {
            let words = format!("it is a CA and its file is called {}", shown(self.file_name(item)));
            return (Role::CaCertificate, words);
        }
        (Role::IntermediateCertificate, "it is a CA that another CA issued".to_owned())
    }

    fn end_entity_role(&self, item: &Item, side: Option<(Side, String)>) -> (Role, String) {
        if self.given(item) == Given::Target {
            match self.policy.purpose {
                Purpose::Client => {
                    return (Role::ClientCertificate, "it is to be verified for a client".to_owned());
                }
                Purpose::Server => {
                    return (Role::ServerCertificate, "it is to be verified for a server".to_owned());
                }
                Purpose::Any => {}
            }
        }
        match side {
            Some((side, reason)) => (side.certificate(), reason),
            None => (Role::Stray, "nothing shows whether it is for a server or a client".to_owned()),
        }
    }

    fn key_role(&self, item: &Item, by_side: (Role, String)) -> (Role, String) {
        let authority = self
            .keys
            .sharing(item.id)
            .iter()
            .filter_map(|id| self.items.get(id.0))
            .find(|other| self.is_authority(other));
        match authority {
            Some(_) => (Role::CaKey, "it is the key of a CA certificate here".to_owned()),
            None if self.hint(item).authority => (Role::CaKey, "its file name says CA".to_owned()),
            None => by_side,
        }
    }

    /// A damaged object still fills the slot that its file's name speaks of, so that the right row shows the fault.
    fn role_by_name(&self, item: &Item, kind: Kind) -> (Role, String) {
        let hint = self.hint(item);
        let reason = "by its file name alone: it could not be read".to_owned();
        let role = match (kind, hint.side) {
            (Kind::Certificate, Some(side)) => side.certificate(),
            (Kind::Certificate, None) if hint.authority => Role::CaCertificate,
            (Kind::CertificationRequest, Some(side)) => side.request(),
            (Kind::PrivateKey, Some(side)) => side.key(),
            (Kind::PrivateKey, None) if hint.authority => Role::CaKey,
            (Kind::RevocationList, _) => Role::RevocationList,
            _ => return (Role::Unrecognized, "it could not be read".to_owned()),
        };
        (role, reason)
    }
}
