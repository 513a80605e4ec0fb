//! Is the key itself sound? Readable, consistent, long enough.

mod breakable;
mod curve_not_named;
mod inconsistent;
mod limit_reached;
mod locked;
mod only_parameters;
mod openssh_format;
mod point_off_curve;
mod prime_shared;
mod too_short;
mod unsupported;

use super::Check;

pub(super) const CHECKS: &[&Check] = &[
    &breakable::CHECK,
    &curve_not_named::CHECK,
    &inconsistent::CHECK,
    &limit_reached::CHECK,
    &locked::CHECK,
    &only_parameters::CHECK,
    &openssh_format::CHECK,
    &point_off_curve::CHECK,
    &prime_shared::CHECK,
    &too_short::CHECK,
    &unsupported::CHECK,
];
