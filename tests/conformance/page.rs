//! What does docs/conformance.md say? A table for each suite, its public peers beside ours, and every divergence.
