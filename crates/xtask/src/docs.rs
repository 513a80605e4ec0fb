//! Which pages are written by the code? The findings page and the report's JSON Schema.

use std::fs;
use std::path::Path;

use countersign_core::checks;
use countersign_core::report::wire_v1;

use crate::Error;

/// Writes the generated pages anew; the test suite compares them with the code.
pub(crate) fn run() -> Result<(), Error> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    fs::create_dir_all(&docs)?;
    fs::write(docs.join("findings.md"), checks::page())?;
    fs::write(docs.join("report-v1.schema.json"), format!("{:#}\n", wire_v1::schema()))?;
    Ok(())
}
