//! Is memory clean of keys where it lives on, in the page, the element and the package? With their allocator, which wipes what is freed:
//! libraries leave parts of keys behind, and numbers in their own order.

#![cfg(target_os = "linux")]

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

#[path = "mod.rs"]
mod wiped;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

#[test]
fn no_part_of_a_key_stays_under_the_allocator_of_the_doors() {
    wiped::nothing_stays("wiped-doors", true);
}

/// What is shown here holds for the modules that have it.
#[test]
fn the_modules_of_the_browser_have_this_allocator() {
    for root in ["web/src/lib.rs", "web/element/src/lib.rs"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(root);
        let text = std::fs::read_to_string(path).unwrap();
        let line = "#[global_allocator]\nstatic ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);";
        assert!(text.contains(line), "{root}");
    }
}
