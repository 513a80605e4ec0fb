//! The whole-product tests: one binary, one module for each question.

mod boundaries;
mod cases;
mod cli;
mod conformance;
mod corpora;
mod crafted;
mod differential;
mod docs;
mod formats;
mod handoff;
mod hostile;
mod measured_wrong;
mod ocsp;
mod oracles;
mod past_faults;
mod pathological;
mod properties;
mod questions;
mod refusals;
mod registry;
mod revocation;
mod scene;
mod secrets;
mod vectors;
mod weak_material;
mod wire;
