//! Which mistakes do teams make? One set each, grouped by what goes wrong.

mod certificate;
mod custody;
mod encoding;
mod grant;
mod handoff;
mod pair;
mod path;
mod revocation;

use crate::examples::Error;
use crate::examples::set::Set;

/// The faulty sets, room by room.
pub(super) fn sets() -> Result<Vec<Set>, Error> {
    Ok(vec![
        // A private key is where it must not be.
        custody::key_in_certificate()?,
        custody::private_key_in_request()?,
        custody::key_in_the_wrong_folder()?,
        custody::ca_key_shared()?,
        // Key, request and certificate do not belong together.
        pair::wrong_key()?,
        pair::same_key_both_sides()?,
        pair::short_key()?,
        // The CA granted something else than was asked.
        grant::san_dropped()?,
        grant::subject_changed()?,
        // The certificate is not good for its use.
        certificate::server_certificate_with_client_purpose()?,
        certificate::key_not_granted_usage()?,
        certificate::no_san_only_common_name()?,
        certificate::expired()?,
        certificate::not_yet_valid()?,
        certificate::sha1_certificate()?,
        certificate::repeated_serial()?,
        // The path to the CA is broken.
        path::other_ca()?,
        path::ca_renewed_same_name()?,
        path::intermediate_missing()?,
        path::issuer_not_ca()?,
        path::path_too_long()?,
        path::reversed_bundle()?,
        path::altered_certificate()?,
        // A certificate was taken back, or nobody can tell.
        revocation::revoked()?,
        revocation::revocation_list_outdated()?,
        // The bytes suffered on their way.
        encoding::altered_request()?,
        encoding::utf16_request()?,
        encoding::truncated_certificate()?,
        // Something is not here at all.
        handoff::server_certificate_is_request()?,
        handoff::missing_client_certificate()?,
    ])
}
