//! The project's own chores. `cargo xtask` lists them; each is one module.

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
    /// Makes the whole examples folder again, with new keys; commit the result
    Examples,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
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
