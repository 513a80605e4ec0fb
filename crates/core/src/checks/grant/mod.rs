//! Was granted what was asked? A request beside its certificate.

mod authority_granted;
mod eku_dropped;
mod key_usage_changed;
mod san_added;
mod san_dropped;
mod subject_changed;

use super::{Check, View};
use crate::bundle::{Change, Grant, GrantRow};
use crate::report::list;

pub(super) const CHECKS: &[&Check] = &[
    &san_dropped::CHECK,
    &subject_changed::CHECK,
    &eku_dropped::CHECK,
    &key_usage_changed::CHECK,
    &authority_granted::CHECK,
    &san_added::CHECK,
];

/// Why two files are not compared: they are not about one key, and that is the fault to mend first.
const OTHER_KEY: &str = "pair.key-mismatch";

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
