//! Does `connect` tell how live servers answer? Real ones on loopback, with sets that `new` made.

mod configured;
mod in_hand;
mod in_the_clear;
mod nginx;
mod openssl;
mod own;
pub(crate) mod place;
mod refused;
mod waiting;
