//! Countersign's cryptography in pure Rust: every algorithm it knows, the same on a server and in a browser.
//!
//! [`RustCrypto`] is the backend a door hands to `countersign_core::inspect`. The work itself is RustCrypto's crates;
//! what is decided here is only which AlgorithmIdentifiers they answer to and how their errors read.
//!
//! - `algorithms`: the list of signature algorithms
//! - `pkcs1_signature`, `pss_signature`, `ecdsa_signature`, `ed25519_signature`, `ml_dsa_signature`, `dsa_signature`: verification, one family a file
//! - `private_key` and its families `rsa_key`, `ec_key`, `ed25519_key`: the public half of a private key
//! - `rsa_factors`: moduli that fall apart
//! - `encryption`: opening an encrypted PKCS#8 key

mod algorithm_identifiers;
mod algorithms;
mod backend;
mod curve_key;
mod dsa_key;
mod dsa_parameters;
mod dsa_signature;
mod ec_key;
mod ecdsa_signature;
mod ed25519_signature;
mod ed448_signature;
mod encryption;
mod ml_dsa_key;
mod ml_dsa_signature;
mod openssh_key;
mod pkcs1_signature;
mod private_key;
mod pss_signature;
mod rsa_factors;
mod rsa_key;

pub use backend::RustCrypto;
