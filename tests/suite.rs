//! The whole-product tests.
