//! How do we do on the public suites? Runs them, writes docs/conformance.md and prints it.

use std::fs;

use crate::Error;
use crate::project::{cargo, root};

/// Runs the suites through the test suite; they are found by `COUNTERSIGN_CORPORA`.
pub(crate) fn run() -> Result<(), Error> {
    let mut page = cargo(&["test", "--quiet", "--package", "countersign-tests", "::page::"]);
    if !page.env("COUNTERSIGN_WRITE_CONFORMANCE", "1").status()?.success() {
        return Err("the suites did not run through".into());
    }
    crate::test::say(&fs::read_to_string(root().join("docs/conformance.md"))?);
    Ok(())
}
