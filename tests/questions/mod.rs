//! What is asked? Files and a policy under one name, from a suite or made on the spot, for us and for other validators.

pub(crate) mod limbo;
pub(crate) mod question;

pub(crate) use question::Question;
