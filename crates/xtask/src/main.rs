//! The project's own chores. `cargo xtask` lists them; each is one module.

mod conformance;
mod docs;
mod element;
mod examples;
mod fuzz;
mod guards;
mod npm;
mod project;
mod test;
mod web;

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
    /// Runs the public suites, writes docs/conformance.md and prints it
    Conformance,
    /// Writes the generated pages of docs/ anew and builds the book: dist/docs
    Docs,
    /// Builds the element for documentation pages, and the npm package: dist/element and dist/npm
    Element(element::Arguments),
    /// Makes the whole examples folder again, with new keys; commit the result
    Examples,
    /// Fuzzes every parser and the whole of inspect, 60 seconds each
    Fuzz(fuzz::Arguments),
    /// Takes the guards against past faults out one by one and sees their tests fail
    Guards,
    /// Serves the browser app on the loopback and builds it again after every change
    Serve(web::ServeArguments),
    /// Runs every check of the project and counts
    Test(test::Arguments),
    /// Builds the browser app: dist/site and dist/countersign.html
    Web(web::Arguments),
}

/// Why a chore stopped.
type Error = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    if web::is_called_as_linker() {
        return told(web::link()).unwrap_or(ExitCode::FAILURE);
    }
    let result = match Arguments::parse().task {
        Task::Conformance => conformance::run(),
        Task::Docs => docs::run(),
        Task::Element(arguments) => element::run(&arguments),
        Task::Examples => examples::run(),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::Guards => guards::run(),
        Task::Serve(arguments) => web::serve(&arguments),
        Task::Test(arguments) => test::run(&arguments),
        Task::Web(arguments) => web::run(&arguments),
    };
    told(result).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)
}

#[expect(clippy::print_stderr, reason = "a chore tells the person at the terminal why it stopped")]
fn told<T>(result: Result<T, Error>) -> Option<T> {
    result.inspect_err(|error| eprintln!("xtask: {error}")).ok()
}
