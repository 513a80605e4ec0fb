//! Do key, request and certificate belong together?

mod key_mismatch;
mod key_without_counterpart;
mod not_one_pair;
mod nothing_to_compare;
mod same_key_both_sides;
mod store_key_foreign;

use super::Check;

pub(super) const CHECKS: &[&Check] = &[
    &key_mismatch::CHECK,
    &key_without_counterpart::CHECK,
    &not_one_pair::CHECK,
    &nothing_to_compare::CHECK,
    &same_key_both_sides::CHECK,
    &store_key_foreign::CHECK,
];
