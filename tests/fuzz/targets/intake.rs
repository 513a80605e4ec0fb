//! Can a file's armor, text or encoding lose bytes, invent blocks, or end the search for blocks?
#![no_main]

use countersign_core::intake::{find_blocks, holds_secret};
use countersign_core::{Artifact, Task};
use countersign_fuzz::{judge, policy};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let artifact = Artifact::new("file.pem", bytes.to_vec());
    let intake = find_blocks(&artifact, &policy(Task::Inspect));
    let mut end = 0;
    for block in &intake.blocks {
        let _ = holds_secret(block);
        let Some(span) = &block.span else { continue };
        assert!(
            end <= span.start && span.start < span.end && span.end <= bytes.len(),
            "{span:?} of {}",
            bytes.len()
        );
        end = span.end;
    }
    judge(Task::Inspect, "file.pem", bytes);
});
