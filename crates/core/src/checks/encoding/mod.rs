//! Can the bytes be read as they were given? Wrappings, damage, limits.

mod bare_base64;
mod byte_order_mark;
mod container_not_opened;
mod der_form;
mod limit_reached;
mod malformed;
mod no_final_newline;
mod not_canonical;
mod text_outside_blocks;
mod trailing_bytes;
mod unrecognized;
mod utf16;
mod wrong_label;

use super::Check;

pub(super) const CHECKS: &[&Check] = &[
    &unrecognized::CHECK,
    &malformed::CHECK,
    &not_canonical::CHECK,
    &utf16::CHECK,
    &byte_order_mark::CHECK,
    &wrong_label::CHECK,
    &trailing_bytes::CHECK,
    &bare_base64::CHECK,
    &container_not_opened::CHECK,
    &limit_reached::CHECK,
    &text_outside_blocks::CHECK,
    &no_final_newline::CHECK,
    &der_form::CHECK,
];
