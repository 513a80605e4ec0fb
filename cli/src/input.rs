//! Which bytes are to be judged? Files, folders and standard input become artifacts.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use countersign_core::bundle::{Custody, custody_of_folder};
use countersign_core::policy::Limits;
use countersign_core::{Artifact, Given};
use walkdir::WalkDir;

use crate::arguments::Paths;
use crate::error::CliError;

/// Reads every path: files as named, folders whole and in order of their names. `side_is_said` when the person told
/// whose files these are.
pub(crate) fn read(paths: &Paths, side_is_said: bool) -> Result<Vec<Artifact>, CliError> {
    let mut artifacts = Vec::new();
    let listed = match &paths.files0_from {
        Some(list) => listed_paths(list)?,
        None => Vec::new(),
    };
    let given: Vec<&PathBuf> = paths.paths.iter().chain(&listed).collect();
    let folders: Vec<&Path> = given.iter().map(|path| folder_of(path)).collect();
    for (path, folder) in given.into_iter().zip(&folders) {
        let hands = hands(folder, &folders, side_is_said);
        if path.is_dir() {
            read_folder(path, hands, &mut artifacts)?;
        } else {
            artifacts.push(read_file(path, Given::Named)?.placed(hands));
        }
    }
    Ok(artifacts)
}

fn folder_of(path: &Path) -> &Path {
    if path.is_dir() { path } else { path.parent().unwrap_or(path) }
}

/// What the typed path itself says of custody: `team-a` of `inbox/team-a` when its counterpart `inbox/team-b` or
/// `inbox/shared` was given too, or when it is a team's own folder and nobody said --as. Folders further up say nothing:
/// a set below /mnt/shared or a home called team-a has not changed hands by that.
fn hands<'a>(folder: &'a Path, all: &[&Path], side_is_said: bool) -> &'a str {
    let custody = |name: Option<&OsStr>| name.and_then(OsStr::to_str).and_then(custody_of_folder);
    let is_counterpart = |one: &Path, other: &Path| {
        other != one && other.parent() == one.parent() && custody(other.file_name()).is_some()
    };
    let mut named = folder.ancestors().filter(|ancestor| custody(ancestor.file_name()).is_some());
    let has_counterpart =
        |one: &&Path| all.iter().any(|path| path.ancestors().any(|other| is_counterpart(one, other)));
    let beside = named.find(has_counterpart);
    let own = || Some(folder).filter(|own| !side_is_said && is_team(custody(own.file_name())));
    beside.or_else(own).and_then(|found| found.file_name()?.to_str()).unwrap_or_default()
}

const fn is_team(custody: Option<Custody>) -> bool {
    matches!(custody, Some(Custody::Team(_)))
}

/// Reads one file, or standard input for `-`.
pub(crate) fn read_file(path: &Path, given: Given) -> Result<Artifact, CliError> {
    let unreadable = |error| CliError::Unreadable(path.to_owned(), error);
    if path == Path::new("-") {
        let bytes = read_some(io::stdin().lock(), 0).map_err(unreadable)?;
        return Ok(Artifact::new("-", bytes).given(given));
    }
    let file = fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let bytes = read_some(file, size).map_err(unreadable)?;
    Ok(Artifact::new(path.to_string_lossy(), bytes).given(given))
}

/// Reads one byte more than is judged: enough for the core to say that the limit was reached, however long the rest is. `size` is
/// what the source says of itself: memory for it is taken at once, instead of doubling it over and over.
fn read_some(source: impl Read, size: u64) -> io::Result<Vec<u8>> {
    let most = Limits::default().artifact_bytes.saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(most).min(most));
    source.take(u64::try_from(most).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Hidden files and folders are left out: they belong to tools, not to the handoff.
fn read_folder(folder: &Path, hands: &str, artifacts: &mut Vec<Artifact>) -> Result<(), CliError> {
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let walk = WalkDir::new(folder).sort_by_file_name().follow_links(true).into_iter();
    for entry in walk.filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            CliError::Unreadable(path, error.into())
        })?;
        if entry.file_type().is_file() {
            let place = entry.path().parent().and_then(|parent| parent.strip_prefix(folder).ok());
            let place = Path::new(hands).join(place.unwrap_or(Path::new("")));
            artifacts.push(read_file(entry.path(), Given::Found)?.placed(place.to_string_lossy()));
        }
    }
    Ok(())
}

fn listed_paths(list: &Path) -> Result<Vec<PathBuf>, CliError> {
    let artifact = read_file(list, Given::Named)?;
    let names = artifact.bytes().split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned())).collect())
}
