//! What may a check look at? Everything that earlier stages found out, read-only, with names for sentences.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{Bundle, Item, ItemId, Role, SAID};
use crate::intake::Artifact;
use crate::model::Kind;
use crate::model::extension::Extensions;
use crate::order;
use crate::path::{FaultKind, HostMatch, PathAttempt, PathVerdict, ReferenceIdentifier, State, covers};
use crate::policy::{Policy, Purpose, Task};
use crate::report::{Actor, shown};

/// The stages before the checks.
#[derive(Debug)]
pub struct View<'a> {
    /// What was handed in.
    pub artifacts: &'a [Artifact],
    /// How to judge.
    pub policy: &'a Policy,
    /// What was found, related.
    pub bundle: &'a Bundle,
    /// The paths that were judged.
    pub paths: &'a [PathVerdict],
    names: Vec<String>,
    judged: BTreeSet<ItemId>,
    altered: BTreeSet<ItemId>,
    purposes: BTreeMap<ItemId, Purpose>,
    travelling: BTreeMap<usize, ItemId>,
}

impl<'a> View<'a> {
    /// Prepares names and the set of certificates that the answer rests on.
    #[must_use]
    pub fn new(
        artifacts: &'a [Artifact],
        policy: &'a Policy,
        bundle: &'a Bundle,
        paths: &'a [PathVerdict],
    ) -> Self {
        let names = names(artifacts);
        let judged = judged(bundle, policy, paths);
        let faults = paths.iter().filter_map(PathVerdict::foremost).flat_map(PathAttempt::faults);
        let wrong = faults.filter(|fault| fault.kind == FaultKind::SignatureInvalid);
        let altered = order::set(wrong.map(|fault| fault.guilty));
        let purposes = order::map(paths.iter().map(|verdict| (verdict.target, verdict.purpose)));
        let travels =
            |item: &&Item| matches!(item.parsed.kind(), Kind::Certificate | Kind::CertificationRequest);
        // The first of each file: later entries win.
        let travelling =
            order::map(bundle.items.iter().rev().filter(travels).map(|item| (item.artifact, item.id)));
        Self { artifacts, policy, bundle, paths, names, judged, altered, purposes, travelling }
    }

    /// The first object in this file that is made to be passed on: a certificate or a request.
    #[must_use]
    pub fn travelling_object(&self, artifact: usize) -> Option<&'a Item> {
        self.bundle.item(*self.travelling.get(&artifact)?)
    }

    /// The file as a sentence names it: its file name, with its folder where two files share a name. Escaped.
    #[must_use]
    pub fn file(&self, artifact: usize) -> &str {
        self.names.get(artifact).map_or("", String::as_str)
    }

    /// The item as a sentence names it: its file, and its place in it where the file holds several.
    #[must_use]
    pub fn name(&self, item: &Item) -> String {
        let file = self.file(item.artifact);
        let blocks = self.bundle.intakes.get(item.artifact).map_or(0, |intake| intake.blocks.len());
        if blocks > 1 { format!("{file} (block {})", item.block + 1) } else { file.to_owned() }
    }

    /// The item of `id` as a sentence names it.
    #[must_use]
    pub fn name_of(&self, id: ItemId) -> String {
        self.bundle.item(id).map(|item| self.name(item)).unwrap_or_default()
    }

    /// Who has to make this item again: the team that provides its part.
    #[must_use]
    pub fn provider(&self, item: &Item) -> Actor {
        match item.role {
            Role::Stray | Role::Unrecognized | Role::RevocationList => Actor::You,
            role => Actor::from(role.provider()),
        }
    }

    /// A path leads through this certificate, and its signature was found wrong there.
    #[must_use]
    pub fn is_altered(&self, id: ItemId) -> bool {
        self.altered.contains(&id)
    }

    /// The answer rests on this certificate; others are looked at too, but only noted.
    #[must_use]
    pub fn is_judged(&self, id: ItemId) -> bool {
        self.judged.contains(&id)
    }

    /// The request for this certificate's key, if it asked for a name that covers `host` and the certificate has none.
    #[must_use]
    pub fn request_whose_name_was_lost(&self, certificate: ItemId, host: &str) -> Option<&'a Item> {
        let reference = ReferenceIdentifier::parse(host);
        let covered = |extensions: &Extensions| {
            extensions.subject_alt_names().iter().any(|name| covers(name, &reference) != HostMatch::Differs)
        };
        let grant =
            self.bundle.grants.iter().find(|grant| grant.certificate == certificate && grant.same_key)?;
        let request = self.bundle.item(grant.request)?;
        let asked = covered(&request.request()?.requested_extensions);
        let granted = covered(&self.bundle.certificate(certificate)?.extensions);
        (asked && !granted).then_some(request)
    }

    /// What this certificate is to be used for, if it is an end entity.
    #[must_use]
    pub fn purpose_of(&self, item: &Item) -> Option<Purpose> {
        self.purposes.get(&item.id).copied().or(match item.role {
            Role::ServerCertificate => Some(Purpose::Server),
            Role::ClientCertificate => Some(Purpose::Client),
            _ => None,
        })
    }
}

/// File names, or the last two parts of the origin where file names repeat.
fn names(artifacts: &[Artifact]) -> Vec<String> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for artifact in artifacts {
        *times.entry(artifact.file_name()).or_default() += 1;
    }
    let short = |artifact: &Artifact| {
        let name = artifact.file_name();
        if times.get(name) == Some(&1) {
            return shown(name);
        }
        let mut parts: Vec<&str> = artifact.origin.rsplit('/').take(2).collect();
        parts.reverse();
        shown(&parts.join("/"))
    };
    artifacts.iter().map(short).collect()
}

/// The certificates of a path that the answer rests on: without the anchor's where only its name and key count.
fn held_to_account<'a>(attempt: &'a PathAttempt, policy: &Policy) -> &'a [ItemId] {
    let whole = policy.anchor.validity && policy.anchor.constraints;
    match attempt.certificates.split_last() {
        Some((_, below)) if !whole && !below.is_empty() => below,
        _ => &attempt.certificates,
    }
}

fn judged(bundle: &Bundle, policy: &Policy, paths: &[PathVerdict]) -> BTreeSet<ItemId> {
    // Where a limit ended the search, a path that was refused is not the one that the answer rests on.
    let attempts = paths.iter().filter_map(|verdict| {
        verdict.foremost().filter(|one| verdict.limit.is_none() || one.state() != State::Refused)
    });
    let mut judged =
        order::set(attempts.flat_map(|attempt| held_to_account(attempt, policy).iter().copied()));
    judged.extend(paths.iter().map(|verdict| verdict.target));
    match policy.task {
        Task::Inspect | Task::Match => judged.extend(bundle.items.iter().map(|item| item.id)),
        Task::Check => judged.extend(bundle.with_role(Role::CaCertificate).map(|item| item.id)),
        // What a person gave a part to is held to that part.
        Task::Verify => {
            let named = |item: &&Item| item.role_reason == SAID && item.certificate().is_some();
            judged.extend(bundle.items.iter().filter(named).map(|item| item.id));
        }
    }
    judged
}
