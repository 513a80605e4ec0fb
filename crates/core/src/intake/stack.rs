//! What do calls leave behind on the stack? Libraries hand the numbers of a key from value to value, and wipe the last of them at best.

/// Overwrites what earlier calls left below the caller's frame.
#[inline(never)]
pub(super) fn wipe_stack() {
    let frame = [0_u8; DEPTH];
    core::hint::black_box(&frame);
}

/// Bytes. What computes with a key goes some ten thousand deep, ML-DSA several times as deep with values that are no copies of its key; a
/// browser's stack has a megabyte.
const DEPTH: usize = 64 * 1024;
