//! Can the bytes be read as they were given? Wrappings, damage, limits.

mod bare_base64;
mod base64_inside;
mod byte_order_mark;
mod container_empty;
mod container_not_opened;
mod der_form;
mod escaped_line_breaks;
mod limit_reached;
mod mail_quoting;
mod malformed;
mod missing_end_line;
mod no_final_newline;
mod not_canonical;
mod part_unread;
mod pem_layout;
mod quoted_printable;
mod text_outside_blocks;
mod trailing_bytes;
mod typographic_dashes;
mod unrecognized;
mod utf16;
mod wrong_label;

use super::{Check, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome};

pub(super) const CHECKS: &[&Check] = &[
    &unrecognized::CHECK,
    &malformed::CHECK,
    &not_canonical::CHECK,
    &part_unread::CHECK,
    &pem_layout::CHECK,
    &utf16::CHECK,
    &byte_order_mark::CHECK,
    &container_empty::CHECK,
    &typographic_dashes::CHECK,
    &mail_quoting::CHECK,
    &quoted_printable::CHECK,
    &escaped_line_breaks::CHECK,
    &missing_end_line::CHECK,
    &wrong_label::CHECK,
    &trailing_bytes::CHECK,
    &bare_base64::CHECK,
    &container_not_opened::CHECK,
    &limit_reached::CHECK,
    &text_outside_blocks::CHECK,
    &no_final_newline::CHECK,
    &der_form::CHECK,
    &base64_inside::CHECK,
];

/// What the doctor undid in this file, as a finding of `check`: the rest of a sentence that begins with the file's name.
fn repaired(
    view: &View<'_>,
    artifact: usize,
    check: &'static Check,
    is: fn(&Irregularity) -> bool,
    what: &str,
) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    if intake.blocks.is_empty() || !intake.irregularities.iter().any(is) {
        return Outcome::Passed;
    }
    let who = view.bundle.items_of(artifact).first().map_or(Actor::You, |item| view.provider(item));
    check.finding(Location::artifact(artifact), who, format!("{} {what}.", view.file(artifact))).into()
}
