//! Is the set complete for the question that was asked, and each file where it is needed?

mod ca_not_at_verifier;
mod file_missing;
mod intermediate_apart;
mod intermediate_not_at_sender;
mod misleading_name;
mod nothing_to_judge;

use super::Check;

pub(super) const CHECKS: &[&Check] = &[
    &ca_not_at_verifier::CHECK,
    &file_missing::CHECK,
    &intermediate_not_at_sender::CHECK,
    &intermediate_apart::CHECK,
    &misleading_name::CHECK,
    &nothing_to_judge::CHECK,
];
