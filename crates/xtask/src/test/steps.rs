//! Which steps are there? Each one a command that a person could type.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::counts::{Counts, say};
use crate::project::{WASM, cargo, root, target_folder, wasm_target};

/// What runs in browsers only: linted for wasm32, where it is built anyway.
const BROWSER_ONLY: [&str; 4] = ["--exclude", "countersign-web", "--exclude", "countersign-element"];

pub(super) fn formatting(counts: &mut Counts) {
    step(counts, "formatting", cargo(&["fmt", "--all", "--check"]));
}

/// The page is linted for wasm32 by [`browser_build`]; for the host it would only be built twice.
pub(super) fn lints(counts: &mut Counts) {
    let mut clippy = cargo(&["clippy", "--workspace", "--all-targets", "--quiet"]);
    clippy.args(BROWSER_ONLY).args(["--", "-D", "warnings"]);
    step(counts, "lints", clippy);
}

/// The command line first: the suite runs it as a person does.
pub(super) fn tests(counts: &mut Counts) {
    if !succeeds("the command line", cargo(&["build", "--package", "countersign"])) {
        return counts.step("the command line", false);
    }
    let mut run = cargo(&["test", "--workspace", "--no-fail-fast"]);
    run.args(BROWSER_ONLY);
    counted(counts, "tests", run, |line| {
        let numbers = line.strip_prefix("test result: ")?;
        Some((number_before(numbers, " passed")?, number_before(numbers, " failed")?))
    });
}

pub(super) fn browser_build(counts: &mut Counts) {
    if let Err(reason) = wasm_target() {
        return counts.skip("the wasm build", &reason.to_string());
    }
    let mut clippy = cargo(&["clippy", "--package", "countersign-web", "--package", "countersign-element"]);
    clippy.args(["--target", WASM, "--profile", "wasm", "--quiet", "--", "-D", "warnings"]);
    step(counts, "lints of the page", clippy);
    say("== the page");
    let built = crate::web::run(&crate::web::Arguments::default());
    if let Err(error) = &built {
        say(&error.to_string());
    }
    counts.step("the page", built.is_ok());
    say("== the element");
    let built = crate::element::run(&crate::element::Arguments::default());
    if let Err(error) = &built {
        say(&error.to_string());
    }
    counts.step("the element", built.is_ok());
    say("== the guides");
    let built = crate::docs::build(&root().join("dist"));
    if let Err(error) = &built {
        say(&error.to_string());
    }
    counts.step("the guides", built.is_ok());
}

/// Real pages in a real browser, where Node.js and Chromium are installed.
pub(super) fn browser_tests(counts: &mut Counts) {
    let folder = root().join("tests/browser");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !Path::new(&chromium).is_file() {
        return counts.skip("the page's tests", "there is no Chromium; install it, or name it in CHROMIUM");
    }
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
    if !succeeds("npm ci", install) {
        return counts.skip("the page's tests", "npm can't install their dependencies");
    }
    let mut run = Command::new("node");
    run.args(["--test", "--test-concurrency=1", "--test-reporter=tap"])
        .current_dir(&folder)
        .env("CHROMIUM", chromium);
    run.env(
        "COUNTERSIGN",
        target_folder().join("debug").join(format!("countersign{}", std::env::consts::EXE_SUFFIX)),
    );
    let mut passed = 0;
    counted(counts, "the page's tests", run, move |line| {
        if let Some(number) = line.strip_prefix("# pass ") {
            passed = number.trim().parse().ok()?;
        }
        let failed = line.strip_prefix("# fail ")?;
        Some((passed, failed.trim().parse().ok()?))
    });
}

/// Licences, sources and advisories, where `cargo deny` is installed.
pub(super) fn dependencies(counts: &mut Counts) {
    let installed = Command::new("cargo")
        .args(["deny", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !installed {
        return counts.skip("dependencies", "cargo deny is not installed (cargo install cargo-deny)");
    }
    step(counts, "dependencies", cargo(&["deny", "check"]));
}

fn step(counts: &mut Counts, name: &str, command: Command) {
    let holds = succeeds(name, command);
    counts.step(name, holds);
}

fn succeeds(name: &str, mut command: Command) -> bool {
    say(&format!("== {name}"));
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            say(&format!("{} can't be started: {error}", command.get_program().display()));
            false
        }
    }
}

/// Runs tests, prints what they print, and adds up what `numbers` reads from their lines.
fn counted(
    counts: &mut Counts,
    name: &str,
    mut command: Command,
    mut numbers: impl FnMut(&str) -> Option<(usize, usize)>,
) {
    say(&format!("== {name}"));
    let Ok(mut child) = command.stdout(Stdio::piped()).spawn() else {
        say(&format!("{} can't be started", command.get_program().display()));
        return counts.step(name, false);
    };
    let (mut passed, mut failed) = (0, 0);
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            say(&line);
            if let Some((more_passed, more_failed)) = numbers(&line) {
                passed += more_passed;
                failed += more_failed;
            }
        }
    }
    let ended_well = child.wait().is_ok_and(|status| status.success());
    counts.tests(name, passed, failed, ended_well);
}

/// The number in `ok. 33 passed; 0 failed` before the word.
fn number_before(text: &str, word: &str) -> Option<usize> {
    text.split(word).next()?.rsplit(' ').next()?.parse().ok()
}
