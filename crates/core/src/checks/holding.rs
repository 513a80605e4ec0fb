//! What does each team have in hand for its side of the handshake? By folders that name the teams, and by the files that each side
//! deploys.

use std::collections::BTreeSet;

use super::View;
use crate::bundle::{Custody, Item, ItemId, Role, Side, custody_of};
use crate::intake::Given;
use crate::order;
use crate::path::{PathAttempt, PathVerdict, State};
use crate::policy::{Purpose, Team};

/// The accepted paths of a certificate, and whose it is; `None` where there are none, or the use was not said.
pub(super) fn accepted(verdict: &PathVerdict) -> Option<(Side, impl Iterator<Item = &PathAttempt> + Clone)> {
    let side = match verdict.purpose {
        Purpose::Any => return None,
        Purpose::Client => Side::Client,
        Purpose::Server => Side::Server,
    };
    let accepted = verdict.attempts.iter().filter(|attempt| attempt.state() == State::Accepted);
    accepted.clone().next().is_some().then_some((side, accepted))
}

/// The other side verifies through a CA of this key that its own team holds, or that a person named.
pub(super) fn verifier_holds_anchor(view: &View<'_>, side: Side, attempt: &PathAttempt) -> bool {
    let Some(anchor) = attempt.certificates.last().and_then(|id| view.bundle.item(*id)) else { return true };
    let verifier = side.team().other();
    let is_copy = |item: &&Item| {
        item.id == anchor.id
            || item.certificate().is_some_and(|certificate| {
                anchor
                    .certificate()
                    .is_some_and(|own| own.subject.comparable() == certificate.subject.comparable())
            }) && view.bundle.keys.same(item.id, anchor.id)
    };
    view.bundle.items.iter().filter(is_copy).any(|item| {
        let artifact = view.artifacts.get(item.artifact);
        let is_named = artifact.is_some_and(|artifact| artifact.given == Given::Anchor);
        // A root that a side sends along is not what it trusts.
        let is_sent = item.role == Role::IntermediateCertificate && item.id != anchor.id;
        is_named || (!is_sent && may_hold(view, item, verifier))
    })
}

/// The first intermediate certificate of the path that the sender has not in its hands.
pub(super) fn missing_at_sender(view: &View<'_>, side: Side, attempt: &PathAttempt) -> Option<ItemId> {
    let inner = attempt.certificates.get(1..attempt.certificates.len().checked_sub(1)?)?;
    let is_held = |id: &&ItemId| {
        copies(view, **id)
            .any(|copy| may_hold(view, copy, side.team()) && !view.bundle.is_sent_by_other(copy, side))
    };
    inner.iter().find(|id| !is_held(id)).copied()
}

/// The intermediate certificates of the path that lie in no file with the certificate, and are sent by no program that is given this
/// one file. Those beside the CA in the file that the verifier trusts need not be sent.
pub(super) fn lying_apart(view: &View<'_>, side: Side, attempt: &PathAttempt) -> Vec<ItemId> {
    let [target, inner @ .., anchor] = attempt.certificates.as_slice() else { return Vec::new() };
    let held_by = |id: ItemId, team: Team| -> BTreeSet<usize> {
        order::set(copies(view, id).filter(|item| may_hold(view, item, team)).map(|item| item.artifact))
    };
    let is_deployed = |file: &usize| {
        let sides = [Role::ClientCertificate, Role::ServerCertificate];
        view.bundle.items_of(*file).iter().any(|item| sides.contains(&item.role))
    };
    let mut trusted = held_by(*anchor, side.team().other());
    trusted.retain(|file| !is_deployed(file));
    let inner: Vec<(ItemId, BTreeSet<usize>)> = inner
        .iter()
        .filter(|id| held_by(**id, side.team().other()).is_disjoint(&trusted))
        .map(|id| (*id, held_by(*id, side.team())))
        .collect();
    let apart_from = |file: usize| -> Vec<ItemId> {
        inner.iter().filter(|(_, files)| !files.contains(&file)).map(|(id, _)| *id).collect()
    };
    let files = held_by(*target, side.team());
    files.into_iter().map(apart_from).min_by_key(Vec::len).unwrap_or_default()
}

/// The certificate wherever it lies, byte for byte.
fn copies<'a>(view: &'a View<'_>, id: ItemId) -> impl Iterator<Item = &'a Item> {
    let digest = view.bundle.item(id).and_then(|item| item.sha256);
    view.bundle.items.iter().filter(move |item| digest.is_some() && item.sha256 == digest)
}

fn may_hold(view: &View<'_>, item: &Item, team: Team) -> bool {
    view.artifacts.get(item.artifact).is_none_or(|artifact| match custody_of(artifact, view.policy) {
        Custody::Team(owner) => owner == team,
        Custody::Shared | Custody::Unknown => true,
    })
}
