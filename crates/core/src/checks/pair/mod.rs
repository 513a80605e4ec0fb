//! Do key, request and certificate belong together?

mod key_mismatch;
mod not_one_pair;
mod same_key_both_sides;

use super::Check;

pub(super) const CHECKS: &[&Check] =
    &[&key_mismatch::CHECK, &not_one_pair::CHECK, &same_key_both_sides::CHECK];
