//! Does any input break a promise? Builds the fuzz targets of tests/fuzz, feeds them from the suites, runs each, and counts.

mod corpora;
mod run;
mod seeds;

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use crate::Error;
use crate::project::{cargo, root, target_folder};
use crate::test::say;
use seeds::Seeds;

/// Options of `cargo xtask fuzz`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How long each target runs
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
    /// The targets to run; all when none is named
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,
}

/// Runs the targets and prints the figures; an error if anything was found.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let targets = chosen(&arguments.targets)?;
    build()?;
    let seeds = Seeds::gather();
    let mut figures = Vec::new();
    for target in &targets {
        let corpus = target_folder().join("fuzz-corpus").join(target);
        seeds.write(target, &corpus)?;
        say(&format!("== {target}, {} s", arguments.seconds));
        figures.push(run::target(target, &corpus, arguments.seconds)?);
    }
    say(&run::table(&figures));
    if figures.iter().all(run::Figures::is_clean) { Ok(()) } else { Err("something was found".into()) }
}

/// The targets with these names, or all; each is a file of tests/fuzz/targets.
fn chosen(wanted: &[String]) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for entry in fs::read_dir(fuzz_folder().join("targets"))? {
        all.extend(entry?.path().file_stem().map(|stem| stem.display().to_string()));
    }
    all.sort();
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        return Err(format!("there is no fuzz target {unknown}; there are: {}", all.join(", ")).into());
    }
    Ok(if wanted.is_empty() { all } else { wanted.to_vec() })
}

/// Without a sanitizer: they need a nightly compiler, and the core has no unsafe code that one could watch.
fn build() -> Result<(), Error> {
    let mut version = cargo(&["fuzz", "--version"]);
    if !version.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success() {
        return Err(
            "cargo fuzz is not installed; type: cargo install cargo-fuzz (it needs a C++ compiler)".into()
        );
    }
    let mut build = cargo(&["fuzz", "build", "--sanitizer", "none", "--fuzz-dir"]);
    build.arg(fuzz_folder()).arg("--target-dir").arg(target_folder().join("fuzz"));
    if build.status()?.success() {
        Ok(())
    } else {
        Err("the fuzz targets do not compile; the reason is above".into())
    }
}

fn fuzz_folder() -> PathBuf {
    root().join("tests/fuzz")
}
