//! Is the set complete for the question that was asked?

mod file_missing;
mod misleading_name;
mod nothing_to_judge;

use super::Check;

pub(super) const CHECKS: &[&Check] =
    &[&file_missing::CHECK, &misleading_name::CHECK, &nothing_to_judge::CHECK];
