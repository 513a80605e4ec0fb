//! What kept the command from running? What happened, the likely cause, what to type next.

use std::io;
use std::path::{Path, PathBuf};

use countersign_core::report::shown;

use crate::shell;

/// A reason to end with exit code 2.
#[derive(Debug)]
pub(crate) enum CliError {
    /// The reader of our output went away; nothing to say.
    ClosedPipe,
    /// A folder that was to be made is there already.
    Exists(PathBuf),
    /// A folder can't be made; nothing of it was left.
    NotMade(PathBuf, io::Error),
    /// Standard output takes no more.
    NotPrinted(io::Error),
    /// What was asked for is not done, for a reason in words.
    Refused {
        /// What happened.
        what: String,
        /// What to type next.
        next: String,
    },
    /// A path given can't be read.
    Unreadable(PathBuf, io::Error),
    /// A code that no check has.
    UnknownCode(String),
    /// A list of weak keys has another form; the text says where.
    NoKeyList(PathBuf, String),
    /// Output can't be written.
    Unwritable(PathBuf, io::Error),
}

impl CliError {
    /// An error while writing to `path`; a closed pipe is not one.
    pub(crate) fn writing(path: &Path, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Unwritable(path.to_owned(), error)
        }
    }

    /// The same for standard output.
    pub(crate) fn printing(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::NotPrinted(error) }
    }

    fn sentences(&self) -> [String; 2] {
        match self {
            Self::ClosedPipe => [String::new(), String::new()],
            Self::Exists(path) => [
                format!("{} is there already, and nothing in it is touched", shown(&path.to_string_lossy())),
                "Name a folder that does not exist yet.".to_owned(),
            ],
            Self::NotMade(path, error) => {
                let around = path.parent().unwrap_or(path);
                let next = match error.kind() {
                    io::ErrorKind::NotFound => {
                        format!("Make the folder around it first: mkdir -p {}", shell::path(around))
                    }
                    io::ErrorKind::PermissionDenied => "Name a folder in a place that you may write to.".to_owned(),
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        "Make room, and try again.".to_owned()
                    }
                    _ => "Name a folder in another place.".to_owned(),
                };
                let path = shown(&path.to_string_lossy());
                [format!("{path} was not made, and nothing of it was left: {}", reason(error)), next]
            }
            Self::NotPrinted(error) => [
                format!("what there is to say can't be printed: {}", reason(error)),
                "Look where standard output goes, and whether there is room.".to_owned(),
            ],
            Self::Refused { what, next } => [what.clone(), next.clone()],
            Self::Unreadable(path, error) => {
                let next = match error.kind() {
                    io::ErrorKind::NotFound => "Look for the right name with: ls",
                    io::ErrorKind::PermissionDenied => "Ask its owner for the right to read it.",
                    io::ErrorKind::IsADirectory => "Name the file in it that is meant.",
                    _ => "Give the path of a file or folder that can be read.",
                };
                [
                    format!("{} can't be read: {}", shown(&path.to_string_lossy()), reason(error)),
                    next.to_owned(),
                ]
            }
            Self::NoKeyList(path, fault) => [
                format!("{} is no list of weak keys: {fault}", shown(&path.to_string_lossy())),
                "Give a file with one fingerprint a line, for example blacklist.RSA-2048 of openssl-blacklist."
                    .to_owned(),
            ],
            Self::UnknownCode(code) => [
                format!("no check is called {}", shown(code)),
                "See all of them with: countersign explain".to_owned(),
            ],
            Self::Unwritable(path, error) => {
                let next = "Give another file, in a folder that is there and may be written to.";
                [
                    format!("{} can't be written: {}", shown(&path.to_string_lossy()), reason(error)),
                    next.to_owned(),
                ]
            }
        }
    }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, and one file is wanted here".to_owned(),
        io::ErrorKind::AlreadyExists => "it exists already, and is not overwritten".to_owned(),
        _ => error.to_string(),
    }
}

/// Tells the error on standard error.
pub(crate) fn print(error: &CliError) {
    use std::io::Write as _;
    let [what, next] = error.sentences();
    let bold = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(anstream::stderr(), "{bold}error:{bold:#} {what}\n  {next}");
}
