//! What does each command do? Arguments to artifacts and policy, and the report to its window.

mod asn1;
mod config;
mod connect;
mod explain;
mod inspection;
mod manual;
mod new;
mod rehearse;
mod repair;

pub(crate) use asn1::asn1;
pub(crate) use config::config;
pub(crate) use connect::connect;
pub(crate) use explain::explain;
pub(crate) use inspection::{check, inspect, match_keys, verify};
pub(crate) use manual::{completions, man};
pub(crate) use new::new;
pub(crate) use rehearse::rehearse;

use inspection::now;
