//! Is everything in order? Every check of the project in one command, from formatting to the browser.
//!
//! Steps go on after a failure, so that one run tells everything; the last line counts.

mod counts;
mod steps;

use crate::Error;
use counts::Counts;
pub(crate) use counts::say;

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Leave out the browser: neither the wasm build nor the page's tests
    #[arg(long)]
    no_browser: bool,
}

/// Runs every step and prints the count.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let mut counts = Counts::default();
    steps::formatting(&mut counts);
    steps::lints(&mut counts);
    steps::tests(&mut counts);
    if arguments.no_browser {
        counts.skip("the browser", "--no-browser was given");
    } else {
        steps::browser_build(&mut counts);
        steps::browser_tests(&mut counts);
    }
    steps::dependencies(&mut counts);
    counts.close()
}
