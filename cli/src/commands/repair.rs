//! `countersign inspect --repair`: where does the clean copy go, and what is not in it?

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use countersign_core::Report;

use crate::error::CliError;

/// Writes what could be read as clean PEM into a file that is not there yet, and tells on standard error what is missing.
pub(crate) fn write(path: &Path, report: &Report) -> Result<(), CliError> {
    let copy = report.bundle.clean_copy();
    let failed = |error| CliError::writing(path, error);
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(copy.text.as_bytes()).map_err(failed)?;
    for item in copy.left_out.iter().filter_map(|id| report.bundle.item(*id)) {
        let name = report.names.get(item.artifact).map_or("", String::as_str);
        let kind = item.parsed.kind().words();
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(anstream::stderr(), "left out: {name}, object {} ({kind})", item.block + 1);
    }
    Ok(())
}
