//! What do calls leave behind on the stack? Libraries hand the numbers of a key from value to value, and wipe the last of them at best.

/// Overwrites what earlier calls left below the caller's frame.
#[inline(never)]
pub(super) fn wipe_stack() {
    let frame = [0_u8; DEPTH];
    core::hint::black_box(&frame);
}

/// Bytes: enough for the keys that `tests/wiped` reads (RSA, P-256, P-384, P-521, Ed25519). A browser's stack has a megabyte.
const DEPTH: usize = 64 * 1024;
