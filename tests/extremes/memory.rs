//! Does a file that asks for far more than it is get its answer within 256 MiB, and the limit by its name? Run as people run it; how
//! long each takes is measured by `benches/extremes.rs`.
//!
//! A program of its own, which itself takes little: a child begins with the most memory that its parent ever had, as Linux counts.

#![cfg(target_os = "linux")]

mod files;
#[path = "../program.rs"]
mod program;

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use program::{program, root};
use wait4::Wait4 as _;

/// MiB.
const MOST_MEMORY: u64 = 256;

#[test]
fn files_that_ask_for_too_much_are_refused_by_a_named_limit_in_little_memory() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("extremes");
    std::fs::create_dir_all(&folder).unwrap();
    let (passphrase, file, answer) =
        (folder.join("passphrase.txt"), folder.join("file"), folder.join("answer.json"));
    std::fs::write(&passphrase, "anything\n").unwrap();
    for extreme in files::files() {
        std::fs::write(&file, &extreme.bytes).unwrap();
        for task in ["inspect", "check"] {
            let child = Command::new(program())
                .args([task, "--format", "json", "--passphrase-file"])
                .args([&passphrase, &file])
                .current_dir(root())
                .stdout(File::create(&answer).unwrap())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let ended = child.wait4().unwrap();
            let what = format!("{task}: {}", extreme.name);
            // 1: the files have faults.
            assert_eq!(ended.status.code(), Some(1), "{what}");
            let mut lines = BufReader::new(File::open(&answer).unwrap()).lines().map(Result::unwrap);
            let is_message = |line: &String| line.trim_start().starts_with("\"message\": ");
            let said = lines.any(|line| is_message(&line) && line.contains(extreme.said));
            assert!(said, "{what}: nothing says {}", extreme.said);
            let memory = ended.rusage.maxrss >> 20;
            assert!(memory <= MOST_MEMORY, "{what} took {memory} MiB");
        }
    }
}
