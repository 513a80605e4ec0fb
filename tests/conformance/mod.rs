//! What do suites that others wrote say of our verdicts? A wrong "passed" is counted apart: there must be none without a
//! reason in `divergences.json`, and no reason without its divergence.

mod causes;
mod crl_status;
mod limbo;
mod page;
pub(crate) mod paths;
pub(crate) mod pkits;
mod score;
mod signed_data;
mod wycheproof;
