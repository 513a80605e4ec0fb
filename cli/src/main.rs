//! `countersign` on the command line: arguments → bytes → [`countersign_core::inspect`] → text or JSON → exit code.
//!
//! Exit codes: 0 passed, 1 failed or indeterminate, 2 could not run. Results go to standard output, diagnostics to
//! standard error.

mod arguments;
mod commands;
mod error;
mod folder;
mod input;
mod passphrase;
mod render;
mod shell;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};
use error::CliError;

/// A report is thousands of short strings; the system's allocator takes a tenth of the time they cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    arguments.color.write_global();
    match run(arguments.command) {
        Ok(code) => code,
        Err(CliError::ClosedPipe) => ExitCode::SUCCESS,
        Err(error) => {
            error::print(&error);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, CliError> {
    match command {
        Command::Asn1(arguments) => commands::asn1(&arguments),
        Command::Check(arguments) => commands::check(&arguments),
        Command::Completions { shell } => commands::completions(shell),
        Command::Config(arguments) => commands::config(&arguments),
        Command::Connect(arguments) => commands::connect(&arguments),
        Command::Explain(arguments) => commands::explain(&arguments),
        Command::Inspect(arguments) => commands::inspect(&arguments),
        Command::Man { folder } => commands::man(&folder),
        Command::Match(arguments) => commands::match_keys(&arguments),
        Command::New(arguments) => commands::new(&arguments),
        Command::Rehearse(arguments) => commands::rehearse(&arguments),
        Command::Verify(arguments) => commands::verify(&arguments),
    }
}
