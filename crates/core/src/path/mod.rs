//! Does this certificate lead to a CA we trust? Candidate paths, each judged step by step (RFC 5280 §6.1).
//!
//! [`build`] finds candidates, [`validate`] walks one, [`identity`] compares names (RFC 9525), [`budget`] keeps hostile
//! graphs cheap. What §6.1 demands and is not processed here is a step of its own, undetermined: nothing is skipped in
//! silence. Name constraints, policies and revocation get their rooms beside these.

mod budget;
mod build;
mod certificate_policies;
mod fault;
mod identity;
mod international;
mod name_constraints;
mod policy_graph;
mod profile;
mod revocation;
mod signatures;
mod subtree;
mod typed;
mod validate;
mod wording;

pub use fault::{Fault, FaultKind};
pub use identity::{HostMatch, ReferenceIdentifier, covers, uncovered};
pub use policy_graph::PolicySets;
pub use profile::{RULES, Rule, Whose, profiles_page};
pub use typed::{slip, unfit};
pub(crate) use validate::is_understood;

use std::collections::BTreeSet;

use budget::Budget;
use signatures::Signatures;

use crate::bundle::{Bundle, Item, ItemId, Role};
use crate::crypto::{Crypto, SignatureOutcome};
use crate::intake::{Artifact, Given};
use crate::model::Certificate;
use crate::order;
use crate::policy::{Policy, Purpose, Task};

/// The section of the signature rule, by which a report knows that an issuer really signed.
pub(crate) const SIGNATURE_SECTION: &str = "RFC 5280 §6.1.3 (a)(1)";

/// The section of the revocation rule, by which a report knows what was not asked.
pub(crate) const REVOCATION_SECTION: &str = "RFC 5280 §6.1.3 (a)(3), §6.3";

/// Why nothing is said about a revocation.
pub(crate) const NO_STATEMENT: &str = "no revocation list or OCSP response here is about it";

/// All that was found out about one certificate's paths.
#[derive(Debug)]
pub struct PathVerdict {
    /// The certificate to verify.
    pub target: ItemId,
    /// What it is to be used for.
    pub purpose: Purpose,
    /// Candidate paths, the accepted one first if there is one.
    pub attempts: Vec<PathAttempt>,
    /// The limit that ended the search early.
    pub limit: Option<Limit>,
    /// The OCSP responses that are about one of its certificates.
    pub heard: BTreeSet<ItemId>,
}

/// A limit that was reached while paths were built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is limited, for example `signature checks`.
    pub what: &'static str,
    /// How many are allowed.
    pub allowed: u64,
}

impl PathVerdict {
    /// The accepted path.
    #[must_use]
    pub fn accepted(&self) -> Option<&PathAttempt> {
        self.attempts.iter().find(|attempt| attempt.state() == State::Accepted)
    }

    /// The path to explain: the accepted one, else the one that came farthest.
    #[must_use]
    pub fn foremost(&self) -> Option<&PathAttempt> {
        self.accepted().or_else(|| self.attempts.first())
    }

    /// Accepted if one path is; undetermined if none is and one could be.
    #[must_use]
    pub fn state(&self) -> State {
        let any = |state| self.attempts.iter().any(|attempt| attempt.state() == state);
        if any(State::Accepted) {
            State::Accepted
        } else if any(State::Undetermined) || self.limit.is_some() {
            State::Undetermined
        } else {
            State::Refused
        }
    }
}

/// One candidate path and how each step came out.
#[derive(Clone, Debug)]
pub struct PathAttempt {
    /// From the target to the anchor, or as far as issuers were found.
    pub certificates: Vec<ItemId>,
    /// The steps in the order of RFC 5280 §6.1, anchor side first.
    pub steps: Vec<Step>,
    /// The certificate policies that are left at its end (RFC 9618 §5.6).
    pub policies: PolicySets,
    state: State,
}

impl PathAttempt {
    fn new(certificates: Vec<ItemId>, steps: Vec<Step>, policies: PolicySets) -> Self {
        let any = |is: fn(&StepOutcome) -> bool| steps.iter().any(|step| is(&step.outcome));
        let state = if any(|outcome| matches!(outcome, StepOutcome::Refused(_))) {
            State::Refused
        } else if any(|outcome| matches!(outcome, StepOutcome::Undetermined(_))) {
            State::Undetermined
        } else {
            State::Accepted
        };
        Self { certificates, steps, policies, state }
    }

    /// Refused if a step refuses, else undetermined if one is, else accepted.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// The faults that refuse it or leave it open.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.steps.iter().filter_map(|step| match &step.outcome {
            StepOutcome::Refused(fault) | StepOutcome::Undetermined(fault) => Some(fault),
            _ => None,
        })
    }
}

/// How a path, or all paths of a target, came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Every step passed.
    Accepted,
    /// A step refused it.
    Refused,
    /// No step refused it, and not every step could be decided.
    Undetermined,
}

/// One step of validation.
#[derive(Clone, Debug)]
pub struct Step {
    /// The certificate it looks at.
    pub certificate: ItemId,
    /// Where the rule stands, for example `RFC 5280 §6.1.3 (a)(1)`.
    pub section: &'static str,
    /// The rule in words.
    pub rule: &'static str,
    /// How it came out.
    pub outcome: StepOutcome,
}

/// How one step came out.
#[derive(Clone, Debug)]
pub enum StepOutcome {
    /// Why there was nothing to do.
    NotApplicable(&'static str),
    /// As the rule demands.
    Passed,
    /// Not as the rule demands.
    Refused(Fault),
    /// Could not be decided.
    Undetermined(Fault),
}

/// Judges the paths of every certificate that the task is about.
#[must_use]
pub fn judge(
    bundle: &Bundle,
    artifacts: &[Artifact],
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Vec<PathVerdict> {
    let mut signatures = Signatures::new(bundle, crypto, Budget::new(&policy.limits, bundle.items.len()));
    let targets: Vec<(ItemId, Purpose)> = match policy.task {
        Task::Check => ends(bundle),
        Task::Inspect | Task::Match => Vec::new(),
        Task::Verify => given_targets(&mut signatures, artifacts, policy.purpose),
    };
    let anchors: Vec<ItemId> = bundle
        .with_role(Role::CaCertificate)
        .filter(|item| item.certificate().is_some())
        .map(|item| item.id)
        .collect();
    targets
        .into_iter()
        .map(|(target, purpose)| {
            signatures.foreign = foreign(bundle, policy, target);
            build::judge_target(&mut signatures, policy, &anchors, target, purpose)
        })
        .collect()
}

/// A CA beside an end entity in one file, which issued nothing there, was merely sent along: it is looked at, not judged.
fn without_extras(bundle: &Bundle, ends: Vec<ItemId>) -> Vec<ItemId> {
    let is_ca = |id: &ItemId| bundle.certificate(*id).is_some_and(Certificate::is_ca);
    let file = |id: &ItemId| bundle.item(*id).map(|item| item.artifact);
    let with_end_entity = order::set(ends.iter().filter(|id| !is_ca(id)).filter_map(file));
    let is_extra = |id: &ItemId| is_ca(id) && file(id).is_some_and(|file| with_end_entity.contains(&file));
    ends.into_iter().filter(|id| !is_extra(id)).collect()
}

/// Where a person says whose a file is, it is what that side sends: it does not help the other side's certificate.
fn foreign(bundle: &Bundle, policy: &Policy, target: ItemId) -> BTreeSet<ItemId> {
    let Some(target) =
        bundle.item(target).filter(|_| policy.task == Task::Verify && !policy.roles.is_empty())
    else {
        return BTreeSet::new();
    };
    let ends = [Role::ClientCertificate, Role::ServerCertificate];
    let other = |role: Role| ends.contains(&role) && role != target.role;
    let files = bundle.items.iter().filter(|item| item.artifact != target.artifact && other(item.role));
    let files = order::set(files.map(|item| item.artifact));
    let sent = |item: &&Item| files.contains(&item.artifact) && item.role != Role::CaCertificate;
    order::set(bundle.items.iter().filter(sent).map(|item| item.id))
}

/// The certificates of both ends, the server's first as in the handshake.
fn ends(bundle: &Bundle) -> Vec<(ItemId, Purpose)> {
    let sides = [(Role::ServerCertificate, Purpose::Server), (Role::ClientCertificate, Purpose::Client)];
    let ends = sides.into_iter().flat_map(|(role, purpose)| {
        let certificates = bundle.with_role(role).filter(|item| item.certificate().is_some());
        certificates.map(move |item| (item.id, purpose))
    });
    ends.collect()
}

/// The certificates of the target file that issued none of the others in it; those help to build the path.
///
/// A file in the wrong order is judged by its end entity all the same, whatever stands first. A certificate that is only
/// named as an issuer is a target like the others: the signature decides, within the budget of one target.
fn given_targets(
    signatures: &mut Signatures<'_>,
    artifacts: &[Artifact],
    purpose: Purpose,
) -> Vec<(ItemId, Purpose)> {
    let bundle = signatures.bundle;
    let is_target =
        |artifact: usize| artifacts.get(artifact).is_some_and(|artifact| artifact.given == Given::Target);
    let given: Vec<ItemId> = bundle
        .items
        .iter()
        .filter(|item| is_target(item.artifact) && item.certificate().is_some())
        .map(|item| item.id)
        .collect();
    let mut issuers = BTreeSet::new();
    for &subject in &given {
        for &issuer in bundle.issuers.candidates(subject).iter().filter(|issuer| **issuer != subject) {
            let in_file = bundle.item(issuer).is_some_and(|item| is_target(item.artifact));
            if signatures.budget.steps.spend(1).is_err() {
                break;
            }
            if in_file && signatures.certificate(subject, issuer) == Ok(SignatureOutcome::Valid) {
                issuers.insert(issuer);
            }
        }
    }
    let ends: Vec<ItemId> = given.iter().copied().filter(|id| !issuers.contains(id)).collect();
    let targets = if ends.is_empty() { given } else { without_extras(bundle, ends) };
    // What is for one side is asked for one purpose; the other side's, given beside it, for its own.
    let of_role = |id| match bundle.item(id).map(|item| item.role) {
        Some(Role::ClientCertificate) if purpose == Purpose::Server => Purpose::Client,
        _ => purpose,
    };
    targets.into_iter().map(|id| (id, of_role(id))).collect()
}
