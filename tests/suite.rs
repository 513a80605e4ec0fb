//! The whole-product tests: one binary, one module for each question.

mod boundaries;
mod cases;
mod cli;
mod conformance;
mod corpora;
mod differential;
mod docs;
mod formats;
mod handoff;
mod hostile;
mod measured_wrong;
mod narrative;
mod ocsp;
mod oracles;
mod past_faults;
mod pathological;
mod properties;
mod questions;
mod registry;
mod revocation;
mod scene;
mod secrets;
mod vectors;
mod wire;
