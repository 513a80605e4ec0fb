//! Is this certificate fit for its part? Time, names, purposes, strength, form.

mod algorithms_differ;
mod authority_as_end_entity;
mod critical_extension_unknown;
mod eku_missing_for_role;
mod expires_soon;
mod extension_malformed;
mod host_mismatch;
mod key_usage_missing_for_role;
mod no_san;
mod not_after_passed;
mod not_before_ahead;
mod other_than_expected;
mod self_signature_invalid;
mod serial_predictable;
mod serial_repeated;
mod version_outdated;
mod weak_signature;

use super::Check;

pub(super) const CHECKS: &[&Check] = &[
    &not_after_passed::CHECK,
    &not_before_ahead::CHECK,
    &eku_missing_for_role::CHECK,
    &key_usage_missing_for_role::CHECK,
    &no_san::CHECK,
    &host_mismatch::CHECK,
    &weak_signature::CHECK,
    &algorithms_differ::CHECK,
    &critical_extension_unknown::CHECK,
    &extension_malformed::CHECK,
    &self_signature_invalid::CHECK,
    &authority_as_end_entity::CHECK,
    &version_outdated::CHECK,
    &serial_predictable::CHECK,
    &serial_repeated::CHECK,
    &expires_soon::CHECK,
    &other_than_expected::CHECK,
];
