//! `countersign inspect --repair`: where does the clean copy go, and what is not in it?

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use countersign_core::bundle::{Item, clean_private_key};
use countersign_core::model::KeyState;
use countersign_core::report::shown;
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
    let asked = asked_for(with_keys_of, artifacts)?;
    let copy = report.bundle.clean_copy();
    let mut keys = Vec::new();
    let mut left_out = Vec::new();
    for item in copy.left_out.iter().filter_map(|id| report.bundle.item(*id)) {
        let artifact = artifacts.get(item.artifact).filter(|_| asked.contains(&item.artifact));
        match artifact.and_then(|artifact| clean_private_key(item, artifact, &report.policy)) {
            Some(key) => keys.push(key),
            None => left_out.push(item),
        }
    }
    if copy.text.is_empty() && keys.is_empty() {
        return Err(CliError::Refused {
            what: "there is nothing to write: no object could be read that may be copied".to_owned(),
            next: "Look at the findings without --repair. Private keys are copied with --with-key-of FILE."
                .to_owned(),
        });
    }
    let failed = |error| CliError::writing(path, error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if !with_keys_of.is_empty() {
        for_owner_alone(&mut options);
    }
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(copy.text.as_bytes()).map_err(failed)?;
    for key in keys {
        file.write_all(key.as_bytes()).map_err(failed)?;
    }
    for item in left_out {
        let name = report.names.get(item.artifact).map_or("", String::as_str);
        let kind = item.parsed.kind().words();
        // A closed standard error leaves nobody to tell.
        let _ =
            writeln!(anstream::stderr(), "left out: {name}, object {} ({kind}){}", item.block + 1, why(item));
    }
    Ok(())
}

/// Why a key was left out though it may have been asked for.
fn why(item: &Item) -> &'static str {
    match item.private_key().map(|key| &key.state) {
        Some(KeyState::Locked(..)) => ": it is encrypted, and stays as it is in its file",
        Some(_) => {
            ": private keys are copied only with --with-key-of FILE, as PEM or DER and outside of stores"
        }
        None => "",
    }
}

/// The artifacts whose keys may be written, by whatever path they are named.
fn asked_for(with_keys_of: &[PathBuf], artifacts: &[Artifact]) -> Result<Vec<usize>, CliError> {
    let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let find = |named: &PathBuf| {
        let named_place = place(named);
        artifacts.iter().position(|artifact| place(Path::new(&artifact.origin)) == named_place).ok_or_else(
            || CliError::Refused {
                what: format!(
                    "--with-key-of names {}, which is not among the files",
                    shown(&named.to_string_lossy())
                ),
                next: "Name a file that is inspected too.".to_owned(),
            },
        )
    };
    with_keys_of.iter().map(find).collect()
}

#[cfg(unix)]
fn for_owner_alone(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn for_owner_alone(_: &mut OpenOptions) {}
