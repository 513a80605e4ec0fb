//! How does a report look? Each format draws the narrative or the frozen JSON; none decides anything.

mod json;
mod text;

pub(crate) use text::{explanation, list_of_checks};

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::Path;

use countersign_core::intake::find_blocks;
use countersign_core::report::{Description, shown};
use countersign_core::{Artifact, Policy, Report, Task, Time};

use crate::arguments::{Common, Format};
use crate::error::CliError;

/// Prints `report`, or writes it to the file asked for.
pub(crate) fn report(report: &Report, common: &Common) -> Result<(), CliError> {
    if let Some(path) = common.output.as_deref().filter(|path| holds_objects(path)) {
        return Err(CliError::Refused {
            what: format!(
                "{} holds a key or certificates, and a report is not written over them",
                shown(&path.to_string_lossy())
            ),
            next: "Give another file with --output.".to_owned(),
        });
    }
    let text = match common.format {
        Format::Html => countersign_render::html(&report.narrative(), &details(report)),
        Format::Json => return written_json(report, common),
        Format::Jsonl => json::lines(report),
        Format::Markdown => countersign_render::markdown(&report.narrative()),
        Format::Text => text::report(&report.narrative(), text::Layout::new(width(), common.quiet)),
    };
    match &common.output {
        None => print(&text),
        Some(path) => {
            let plain = anstream::adapter::strip_str(&text).to_string();
            std::fs::write(path, plain).map_err(|error| CliError::writing(path, error))
        }
    }
}

/// A report can be long: it is written as it comes.
fn written_json(report: &Report, common: &Common) -> Result<(), CliError> {
    let write = |out: &mut dyn io::Write| {
        let mut out = BufWriter::new(out);
        report.write_json_pretty(&mut out).and_then(|()| out.flush())
    };
    match &common.output {
        None => write(&mut io::stdout().lock()).map_err(CliError::printing),
        Some(path) => {
            let written = File::create(path).and_then(|mut file| write(&mut file));
            written.map_err(|error| CliError::writing(path, error))
        }
    }
}

/// What nobody wants to lose: a key above all. What can't be read is no such file, and neither are pipes and terminals, which would
/// wait for somebody to write.
fn holds_objects(path: &Path) -> bool {
    let is_file = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let Some(bytes) = is_file.then(|| std::fs::read(path).ok()).flatten() else { return false };
    let policy = Policy::new(Task::Inspect, Time::from_unix_seconds(0));
    !find_blocks(&Artifact::new("", bytes), &policy).blocks.is_empty()
}

/// Every object in words, for the format that has room for it.
fn details(report: &Report) -> Vec<Description> {
    (0..report.bundle.items.len()).filter_map(|item| report.detail(item)).collect()
}

/// Prints to standard output, with colour where it is wanted; a closed pipe ends quietly.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(CliError::printing)
}

/// Tells something beside the result, on standard error.
pub(crate) fn note(text: &str) {
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(anstream::stderr(), "note: {text}");
}

/// The terminal's width, between 60 and 120 columns; 100 where there is no terminal.
fn width() -> usize {
    if !io::stdout().is_terminal() {
        return 100;
    }
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)).clamp(60, 120)
}
