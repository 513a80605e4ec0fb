//! Was granted what was asked? A request beside its certificate.

mod authority_granted;
mod eku_dropped;
mod extension_dropped;
mod key_usage_changed;
mod san_added;
mod san_dropped;
mod subject_changed;

use super::{Check, View};
use crate::bundle::{Change, Grant, GrantRow};
use crate::crypto::SignatureOutcome;
use crate::report::list;

pub(super) const CHECKS: &[&Check] = &[
    &san_dropped::CHECK,
    &subject_changed::CHECK,
    &eku_dropped::CHECK,
    &key_usage_changed::CHECK,
    &extension_dropped::CHECK,
    &authority_granted::CHECK,
    &san_added::CHECK,
];

/// Why the two are not compared: they are about two keys, or one of them can't be relied on. That is to be mended first.
fn obstacle(view: &View<'_>, grant: &Grant) -> Option<&'static str> {
    let request = view.bundle.item(grant.request)?;
    if !grant.same_key {
        return Some("pair.key-mismatch");
    }
    let asked = request.request()?;
    match request.self_signature {
        Some(SignatureOutcome::Invalid) => return Some("request.signature-invalid"),
        Some(SignatureOutcome::KeyMismatch) if asked.subject_public_key_info.is_supported() => {
            return Some("request.signature-invalid");
        }
        _ => {}
    }
    if asked.requested_extensions.malformed().next().is_some() {
        return Some("request.extension-malformed");
    }
    let certificate = view.bundle.certificate(grant.certificate)?;
    if certificate.extensions.malformed().next().is_some() {
        return Some("certificate.extension-malformed");
    }
    view.is_altered(grant.certificate).then_some("path.signature-invalid")
}

/// The names of both files: certificate and request.
fn names(view: &View<'_>, grant: &Grant) -> (String, String) {
    (view.name_of(grant.certificate), view.name_of(grant.request))
}

/// The rows of `field` with one of `changes`.
fn rows<'a>(grant: &'a Grant, field: &str, changes: &[Change]) -> Vec<&'a GrantRow> {
    grant.rows.iter().filter(|row| row.field == field && changes.contains(&row.change)).collect()
}

/// Everything asked for in `field`, and everything granted, as two lists.
fn both_lists(grant: &Grant, field: &str) -> (String, String) {
    let collect = |side: fn(&GrantRow) -> Option<&String>| {
        let values: Vec<String> =
            grant.rows.iter().filter(|row| row.field == field).filter_map(side).cloned().collect();
        if values.is_empty() { "nothing".to_owned() } else { list(&values, 20) }
    };
    (collect(|row| row.asked.as_ref()), collect(|row| row.granted.as_ref()))
}
