//! What belongs together? Items with roles, who holds which key, and what was asked against what was granted.
//!
//! Roles are inferred from content, file names are hints, and every role comes with its reason. Whether the relations are
//! as they should be is judged in `checks`.

mod clean_copy;
mod custody;
mod evidence;
mod grant;
mod item;
mod link;
mod role;
mod roles;
mod weak_keys;

pub use clean_copy::{CleanCopy, clean_private_key};
pub use custody::{Custody, custody_of, custody_of_folder, teams_are_apart};
pub use evidence::side_in_name;
pub use grant::{Change, Grant, GrantRow};
pub use item::{Item, ItemId};
pub use link::{Issuers, KeyGroups};
pub use role::{Role, SLOTS, Side, Slot};
pub(crate) use roles::SAID;
pub use weak_keys::WeakKeys;

use std::collections::BTreeSet;

use crate::asn1::oids;
use crate::crypto::{Crypto, Metered, SignatureOutcome, verify_signature};
use crate::intake::{Artifact, Intake, parse_all, take_in};
use crate::model::{Certificate, CertificationRequest, Parsed, PublicKey};
use crate::policy::{Policy, Task};

/// Everything that was handed in, decoded and put into relation.
#[derive(Debug)]
pub struct Bundle {
    /// Per artifact what was found in it.
    pub intakes: Vec<Intake>,
    /// Every object, in the order of the artifacts and of the blocks in them.
    pub items: Vec<Item>,
    /// Which items share one key.
    pub keys: KeyGroups,
    /// Which certificates could have issued which.
    pub issuers: Issuers,
    /// Keys that anybody can work out.
    pub weak_keys: WeakKeys,
    /// Artifacts with objects whose own key or signature was not looked at, since so many had been.
    pub not_verified: BTreeSet<usize>,
    /// Requests beside the certificates that answer them.
    pub grants: Vec<Grant>,
}

impl Bundle {
    /// Decodes `artifacts` and relates what is in them.
    #[must_use]
    pub fn read(artifacts: &[Artifact], policy: &Policy, crypto: &dyn Crypto) -> Self {
        let metered = Metered::new(crypto, policy.limits.kdf, policy.limits.private_keys);
        let mut intakes = Vec::with_capacity(artifacts.len());
        let mut items = Vec::with_capacity(artifacts.len());
        for (index, artifact) in artifacts.iter().enumerate() {
            let most = policy.limits.blocks.saturating_sub(items.len());
            let mut intake = take_in(artifact, policy, most);
            for block in std::mem::take(&mut intake.blocks) {
                let most_inside = policy.limits.blocks.saturating_sub(items.len() + 1);
                parse_all(block, most_inside, policy, &metered, |block, parsed| {
                    let block_index = intake.blocks.len();
                    items.push(Item::new(ItemId(items.len()), index, block_index, &block, parsed, crypto));
                    intake.blocks.push(block);
                });
            }
            intakes.push(intake);
        }
        let mut not_verified = look_at_keys(&mut items, policy, crypto);
        let keys = KeyGroups::of(&items);
        let issuers = Issuers::of(&items);
        roles::assign(&mut items, artifacts, &keys, &issuers, policy);
        let weak_keys = WeakKeys::of(&items, &keys, policy, crypto);
        let not_looked_at = weak_keys.not_looked_at.iter().filter_map(|id| items.get(id.0));
        not_verified.extend(not_looked_at.map(|item| item.artifact));
        let grants = grant::grants(&items, &keys);
        Self { intakes, items, keys, issuers, weak_keys, not_verified, grants }
    }

    /// Whether the key of `side` is rightly not among the files: it is the other team's, or its request stands for it.
    pub(crate) fn is_key_elsewhere(&self, side: Side, policy: &Policy) -> bool {
        let stands = policy.keys_elsewhere && self.with_role(side.request()).next().is_some();
        stands || policy.side == Some(side.team().other())
    }

    /// The item with this id.
    #[must_use]
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0)
    }

    /// The certificate with this id.
    #[must_use]
    pub fn certificate(&self, id: ItemId) -> Option<&Certificate> {
        self.item(id)?.certificate()
    }

    /// The items that were found in this artifact, in order.
    #[must_use]
    pub fn items_of(&self, artifact: usize) -> &[Item] {
        item::of_artifact(&self.items, artifact)
    }

    /// It lies in the file of the other side's certificate, which `side` does not deploy.
    #[must_use]
    pub fn is_sent_by_other(&self, item: &Item, side: Side) -> bool {
        let holds = |role: Role| self.items_of(item.artifact).iter().any(|one| one.role == role);
        holds(side.other().certificate()) && !holds(side.certificate())
    }

    /// The same bytes in a file that `side` can send: not in the one of the other side's certificate, where it lies elsewhere too.
    #[must_use]
    pub fn copy_for<'a>(&'a self, item: &'a Item, side: Side) -> &'a Item {
        let is_copy = |one: &&Item| one.sha256.is_some() && one.sha256 == item.sha256;
        let mut copies = self.items.iter().filter(is_copy);
        copies.find(|one| !self.is_sent_by_other(one, side)).unwrap_or(item)
    }

    /// The items in `role`.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.role == role)
    }
}

/// Does each object's own key fit it? Its signature, where it signed itself, and its point. The artifacts with more of them than
/// are looked at.
fn look_at_keys(items: &mut [Item], policy: &Policy, crypto: &dyn Crypto) -> BTreeSet<usize> {
    let most = policy.limits.own_signatures;
    let (mut signatures, mut points) = (0, 0);
    let mut left_out = BTreeSet::new();
    for item in items {
        let signed_itself = match &item.parsed {
            Parsed::CertificationRequest(_) => true,
            Parsed::Certificate(certificate) => certificate.is_self_issued(),
            _ => false,
        };
        if signed_itself && matches!(policy.task, Task::Check | Task::Inspect) {
            signatures += 1;
            if signatures > most {
                left_out.insert(item.artifact);
            } else {
                item.self_signature = self_signature(&item.parsed, crypto);
            }
        }
        let point = item.parsed.public_key().and_then(|key| Some((key.curve()?, &key.subject_public_key)));
        if let Some((curve, point)) = point.filter(|_| policy.task != Task::Verify) {
            points += 1;
            if points > most.saturating_mul(POINTS_PER_SIGNATURE) {
                left_out.insert(item.artifact);
            } else {
                item.is_on_curve = crypto.is_on_curve(curve.as_bytes(), point);
            }
        }
    }
    left_out
}

/// Looking for a point takes less time than verifying by it.
const POINTS_PER_SIGNATURE: usize = 20;

/// Verifies a request's signature, or a self-issued certificate's, with its own key.
fn self_signature(parsed: &Parsed, crypto: &dyn Crypto) -> Option<SignatureOutcome> {
    match parsed {
        Parsed::CertificationRequest(request) => Some(request_signature(request, crypto)),
        Parsed::Certificate(certificate) if certificate.is_self_issued() => {
            Some(certificate_signature(certificate, &certificate.subject_public_key_info, crypto))
        }
        _ => None,
    }
}

fn request_signature(request: &CertificationRequest, crypto: &dyn Crypto) -> SignatureOutcome {
    let key = &request.subject_public_key_info;
    // X25519 and X448 keys can't sign: such a request proves nothing (RFC 8410 §9).
    if matches!(key.algorithm.algorithm.as_bytes(), oids::X25519 | oids::X448) {
        return SignatureOutcome::Unsupported;
    }
    verify_signature(
        crypto,
        &request.signature_algorithm.content,
        &key.algorithm.content,
        &key.subject_public_key,
        request.signed_bytes(),
        &request.signature_value,
    )
}

/// Verifies `certificate`'s signature with `key` (RFC 5280 §6.1.3 (a)(1)).
pub(crate) fn certificate_signature(
    certificate: &Certificate,
    key: &PublicKey,
    crypto: &dyn Crypto,
) -> SignatureOutcome {
    verify_signature(
        crypto,
        &certificate.signature_algorithm.content,
        &key.algorithm.content,
        &key.subject_public_key,
        certificate.signed_bytes(),
        &certificate.signature_value,
    )
}
