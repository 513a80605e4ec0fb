//! How much may one target's search cost? Counters with sources, so that hostile graphs end with a named limit.

use super::Limit;
use crate::policy::Limits;

/// Counts down signature checks and building steps for one target.
pub(super) struct Budget {
    signature_checks: u32,
    steps: u32,
    limits: Limits,
}

impl Budget {
    pub(super) const fn new(limits: Limits) -> Self {
        Self { signature_checks: limits.signature_checks, steps: limits.path_building_steps, limits }
    }

    /// One signature verification (GHSA-fh2r-99q2-6mmg: without a bound, cross-signed graphs are exponential).
    pub(super) fn spend_signature(&mut self) -> Result<(), Limit> {
        let limit = Limit { what: "signature checks", allowed: u64::from(self.limits.signature_checks) };
        self.signature_checks = self.signature_checks.checked_sub(1).ok_or(limit)?;
        Ok(())
    }

    /// One issuer candidate looked at.
    pub(super) fn spend_step(&mut self) -> Result<(), Limit> {
        let limit =
            Limit { what: "path-building steps", allowed: u64::from(self.limits.path_building_steps) };
        self.steps = self.steps.checked_sub(1).ok_or(limit)?;
        Ok(())
    }
}
