//! Is every private key where it may be? A key that has changed hands is told first of all.

mod ca_key_present;
mod private_key_exposed;
mod store_without_passphrase;

use super::Check;

pub(super) const CHECKS: &[&Check] =
    &[&private_key_exposed::CHECK, &ca_key_present::CHECK, &store_without_passphrase::CHECK];
