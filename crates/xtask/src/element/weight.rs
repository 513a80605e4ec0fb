//! What does it weigh, and which digest has each file?

use std::io::Write as _;

use super::Built;
use crate::Error;
use crate::web::policy::integrity;
use crate::web::weight::brotli;

/// What the element may weigh under brotli with its module inlined.
const GOAL: usize = 350 * 1024;
/// What it does weigh, with a little room: the build fails above. It only ever goes down, to the goal.
const LIMIT: usize = 436 * 1024;

/// Prints every file's weight and digest, and fails above the limit.
pub(super) fn judge(files: &[Built]) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:>9} {:>9}", "bytes", "brotli")?;
    let mut whole = 0;
    for file in files {
        let weight = brotli(&file.bytes)?.len();
        if file.path == "countersign-element.js" {
            whole = weight;
        }
        writeln!(
            out,
            "{:>9} {weight:>9}  element/{}  {}",
            file.bytes.len(),
            file.path,
            integrity(&file.bytes)
        )?;
    }
    if whole > GOAL {
        writeln!(
            out,
            "OVER THE GOAL of {GOAL} by {} bytes of brotli: docs/size.md says what weighs",
            whole - GOAL
        )?;
    }
    if whole > LIMIT {
        return Err(format!("the element weighs {whole} bytes under brotli, and the limit is {LIMIT}").into());
    }
    Ok(())
}
