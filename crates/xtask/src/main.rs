//! The project's own chores, one module each: `cargo xtask TASK`.

mod web;

use std::process::ExitCode;

use clap::Parser as _;

/// The project's own chores.
#[derive(clap::Parser)]
enum Task {
    /// Builds the browser app into target/site.
    Web(web::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Web(arguments) => web::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            report(&reason);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the one place where a chore says why it stopped")]
fn report(reason: &str) {
    eprintln!("xtask: {reason}");
}
