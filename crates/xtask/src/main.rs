//! The project's own chores. `cargo xtask` lists them; each is one module.

mod docs;
mod examples;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own chores.
#[derive(Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes the generated pages of docs/ anew
    Docs,
    /// Makes the whole examples folder again, with new keys; commit the result
    Examples,
}

/// Why a chore stopped.
type Error = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Docs => docs::run(),
        Task::Examples => examples::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(
                clippy::print_stderr,
                reason = "a chore tells the person at the terminal why it stopped"
            )]
            {
                eprintln!("xtask: {error}");
            }
            ExitCode::FAILURE
        }
    }
}
