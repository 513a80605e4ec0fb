//! Completions and man pages, both made from the arguments' own definition.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::arguments::Arguments;
use crate::error::CliError;

/// `countersign completions SHELL`.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<ExitCode, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "countersign", &mut script);
    std::io::stdout().write_all(&script).map_err(CliError::printing)?;
    Ok(ExitCode::SUCCESS)
}

/// `countersign man FOLDER`: one page for each command, in a folder that is made if need be.
pub(crate) fn man(folder: &Path) -> Result<ExitCode, CliError> {
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Arguments::command(), folder))
        .map_err(|error| CliError::writing(folder, error))?;
    Ok(ExitCode::SUCCESS)
}
