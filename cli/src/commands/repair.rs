//! `countersign inspect --repair`: where does the clean copy go, and what is not in it?

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use countersign_core::bundle::clean_private_key;
use countersign_core::{Artifact, Report};

use crate::error::CliError;

/// Writes what could be read as clean PEM into a file that is not there yet, and tells on standard error what is missing.
///
/// Private keys go in only from the files in `with_keys_of`; the copy can be read by its owner alone then.
pub(crate) fn write(
    path: &Path,
    report: &Report,
    artifacts: &[Artifact],
    with_keys_of: &[PathBuf],
) -> Result<(), CliError> {
    let copy = report.bundle.clean_copy();
    let failed = |error| CliError::writing(path, error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if !with_keys_of.is_empty() {
        for_owner_alone(&mut options);
    }
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(copy.text.as_bytes()).map_err(failed)?;
    for item in copy.left_out.iter().filter_map(|id| report.bundle.item(*id)) {
        let asked = artifacts
            .get(item.artifact)
            .filter(|artifact| with_keys_of.iter().any(|path| path.to_string_lossy() == artifact.origin));
        if let Some(key) = asked.and_then(|artifact| clean_private_key(item, artifact, &report.policy)) {
            file.write_all(key.as_bytes()).map_err(failed)?;
            continue;
        }
        let name = report.names.get(item.artifact).map_or("", String::as_str);
        let kind = item.parsed.kind().words();
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(anstream::stderr(), "left out: {name}, object {} ({kind})", item.block + 1);
    }
    Ok(())
}

#[cfg(unix)]
fn for_owner_alone(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn for_owner_alone(_: &mut OpenOptions) {}
