//! The whole-product tests: one binary, one module for each question.

mod boundaries;
mod cases;
mod cli;
mod conformance;
mod corpora;
mod differential;
mod docs;
mod handoff;
mod hostile;
mod measured_wrong;
mod oracles;
mod properties;
mod questions;
mod registry;
mod scene;
mod secrets;
mod vectors;
mod wire;
