//! How much may a search cost? Counters with sources, so that hostile graphs end with a named limit.
//!
//! Each target has counters of its own, and all targets together a few times as much: a file with ten thousand of them is no
//! way around.

use std::cell::Cell;

use super::Limit;
use crate::policy::Limits;

/// What the search of a target may still spend.
pub(super) struct Budget {
    /// Signature verifications (GHSA-fh2r-99q2-6mmg: without a bound, cross-signed graphs are exponential).
    pub(super) signature_checks: Counter,
    /// Issuer candidates looked at.
    pub(super) steps: Counter,
    /// Names held against constraints (CVE-2025-58187).
    pub(super) name_constraint_comparisons: Counter,
    /// Bytes of the certificates in the paths that are walked: a walk costs what its certificates weigh.
    pub(super) bytes_walked: Counter,
    /// Entries of revocation lists and OCSP responses, and possible signers of them, that are looked at.
    pub(super) revocation_entries: Counter,
}

impl Budget {
    /// For this many targets.
    pub(super) fn new(limits: &Limits, targets: usize) -> Self {
        let targets = u64::try_from(targets).unwrap_or(u64::MAX);
        let counter = |what, for_one: u32| Counter::new(what, u64::from(for_one), targets);
        Self {
            signature_checks: counter("signature checks", limits.signature_checks),
            steps: counter("path-building steps", limits.path_building_steps),
            name_constraint_comparisons: counter(
                "name constraint comparisons",
                limits.name_constraint_comparisons,
            ),
            bytes_walked: counter("bytes of certificates in walked paths", limits.bytes_walked),
            revocation_entries: counter("entries of revocation lists", limits.revocation_entries),
        }
    }

    /// The next target has its whole share, as far as that of all has room.
    pub(super) fn begin_target(&self) {
        for counter in [
            &self.signature_checks,
            &self.steps,
            &self.name_constraint_comparisons,
            &self.bytes_walked,
            &self.revocation_entries,
        ] {
            counter.begin_target();
        }
    }
}

/// Counts down one kind of work.
pub(super) struct Counter {
    what: &'static str,
    for_one: u64,
    for_all: u64,
    left_for_one: Cell<u64>,
    left_for_all: Cell<u64>,
    reached: Cell<Option<Limit>>,
}

impl Counter {
    fn new(what: &'static str, for_one: u64, targets: u64) -> Self {
        let for_all = for_one.saturating_mul(TARGETS_IN_FULL).saturating_add(targets.saturating_mul(2));
        let (left_for_one, left_for_all) = (Cell::new(for_one), Cell::new(for_all));
        Self { what, for_one, for_all, left_for_one, left_for_all, reached: Cell::new(None) }
    }

    fn begin_target(&self) {
        self.left_for_one.set(self.for_one);
        self.reached.set(None);
    }

    /// Takes `amount`; after the first refusal the target gets nothing any more.
    pub(super) fn spend(&self, amount: usize) -> Result<(), Limit> {
        self.not_reached()?;
        let amount = u64::try_from(amount).unwrap_or(u64::MAX);
        for (left, allowed) in [(&self.left_for_one, self.for_one), (&self.left_for_all, self.for_all)] {
            let Some(rest) = left.get().checked_sub(amount) else {
                self.reached.set(Some(Limit { what: self.what, allowed }));
                return self.not_reached();
            };
            left.set(rest);
        }
        Ok(())
    }

    /// The limit that this target has run into, if so.
    pub(super) fn not_reached(&self) -> Result<(), Limit> {
        self.reached.get().map_or(Ok(()), Err)
    }
}

/// How many targets may each spend all of their share; what more there are need two of each thing on average, as an end entity
/// with an intermediate does.
const TARGETS_IN_FULL: u64 = 10;
