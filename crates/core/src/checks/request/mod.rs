//! Is the request sound? Its own signature, and what a CA needs to find in it.

mod challenge_password;
mod extension_malformed;
mod no_names;
mod signature_invalid;
mod signature_unsupported;
mod weak_signature;

use super::Check;

pub(super) const CHECKS: &[&Check] = &[
    &challenge_password::CHECK,
    &signature_invalid::CHECK,
    &signature_unsupported::CHECK,
    &extension_malformed::CHECK,
    &weak_signature::CHECK,
    &no_names::CHECK,
];
