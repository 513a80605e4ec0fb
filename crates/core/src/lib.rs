//! Countersign's core: reads keys, requests and certificates, and judges whether they work together.
pub mod crypto;
