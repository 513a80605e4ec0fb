//! Is the key itself sound? Readable, consistent, long enough.

mod inconsistent;
mod locked;
mod too_short;
mod unsupported;

use super::Check;

pub(super) const CHECKS: &[&Check] =
    &[&inconsistent::CHECK, &locked::CHECK, &too_short::CHECK, &unsupported::CHECK];
