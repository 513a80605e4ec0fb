//! How does a folder of files come to be, whole or not at all?
//!
//! Everything is written into a folder beside it under a name of its own, and gets its name last: whoever looks sees the
//! whole set or none, whatever happens in between.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// A file to be written.
pub(crate) struct Placed<'a> {
    /// The folder in the new folder.
    pub(crate) folder: &'static str,
    /// The file's name.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) bytes: &'a [u8],
    /// Only its owner may read it.
    pub(crate) is_secret: bool,
}

/// Refuses a folder that is there already, before any work is done for it.
pub(crate) fn must_be_new(folder: &Path) -> Result<(), CliError> {
    match fs::symlink_metadata(folder) {
        Ok(_) => Err(CliError::Exists(folder.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(CliError::NotMade(folder.to_owned(), error)),
    }
}

/// Makes `folder` with these files.
pub(crate) fn make(folder: &Path, files: &[Placed<'_>]) -> Result<(), CliError> {
    let not_made = |error| CliError::NotMade(folder.to_owned(), error);
    let parent = parent(folder);
    let prefix = prefix(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    // Dropped on the way out of an error, it takes what was written with it.
    let unfinished = builder.tempdir_in(parent).map_err(not_made)?;
    for file in files {
        write(unfinished.path(), file).map_err(not_made)?;
    }
    must_be_new(folder)?;
    fs::rename(unfinished.path(), folder).map_err(not_made)?;
    // It has another name now: nothing is left to take away.
    let _: PathBuf = unfinished.keep();
    flush_folder(parent);
    Ok(())
}

/// Folders of earlier runs for this one that were killed on the way. Another run may be at work in one of them, so they are
/// told and not taken away.
pub(crate) fn left_over(folder: &Path) -> Vec<PathBuf> {
    let prefix = prefix(folder);
    let entries = fs::read_dir(parent(folder)).into_iter().flatten().flatten();
    let unfinished = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix));
    let mut found: Vec<PathBuf> = unfinished.map(|entry| entry.path()).collect();
    found.sort();
    found
}

fn parent(folder: &Path) -> &Path {
    match folder.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

fn prefix(folder: &Path) -> String {
    format!(".{}-unfinished-", folder.file_name().unwrap_or_default().to_string_lossy())
}

fn write(root: &Path, file: &Placed<'_>) -> io::Result<()> {
    let folder = root.join(file.folder);
    fs::create_dir_all(&folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if file.is_secret { 0o600 } else { 0o644 });
    let mut written = options.open(folder.join(file.name))?;
    written.write_all(file.bytes)?;
    written.sync_all()?;
    flush_folder(&folder);
    Ok(())
}

/// So that names outlast a power cut; not every file system can, and none has to.
fn flush_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
