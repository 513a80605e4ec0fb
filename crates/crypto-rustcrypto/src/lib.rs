//! Cryptography for Countersign.
