//! Do the core and the backends wipe their own buffers? With an allocator that leaves what is freed as it was.

#![cfg(target_os = "linux")]

#[path = "mod.rs"]
mod wiped;

#[test]
fn no_buffer_of_our_own_keeps_a_key() {
    wiped::nothing_stays("wiped-own", false);
}
