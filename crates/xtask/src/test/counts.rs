//! How many passed, how many failed, and what was not run?

use crate::Error;

/// The closing count. A step without tests of its own (formatting, a build) counts as one.
#[derive(Default)]
pub(super) struct Counts {
    passed: usize,
    failed: usize,
    skipped: Vec<String>,
    failures: Vec<String>,
}

impl Counts {
    /// A step that either holds or does not.
    pub(super) fn step(&mut self, name: &str, holds: bool) {
        if holds {
            self.passed += 1;
        } else {
            self.fail(name);
        }
    }

    /// A test run with its own numbers.
    pub(super) fn tests(&mut self, name: &str, passed: usize, failed: usize, ended_well: bool) {
        self.passed += passed;
        self.failed += failed;
        if failed > 0 {
            self.failures.push(format!("{name}: {failed} tests"));
        } else if !ended_well || passed == 0 {
            self.fail(name);
        }
    }

    /// Something that could not be run here, said aloud.
    pub(super) fn skip(&mut self, name: &str, why: &str) {
        say(&format!("SKIPPED: {name}: {why}"));
        self.skipped.push(name.to_owned());
    }

    fn fail(&mut self, name: &str) {
        self.failed += 1;
        self.failures.push(name.to_owned());
    }

    /// Prints the count; an error if anything failed.
    pub(super) fn close(&self) -> Result<(), Error> {
        for failure in &self.failures {
            say(&format!("FAILED: {failure}"));
        }
        let skipped =
            if self.skipped.is_empty() { String::new() } else { format!(" ({})", self.skipped.join(", ")) };
        say(&format!(
            "{} passed, {} failed, {} skipped{skipped}",
            self.passed,
            self.failed,
            self.skipped.len()
        ));
        if self.failed == 0 { Ok(()) } else { Err("not everything is in order".into()) }
    }
}

/// Prints a line of the run.
#[expect(clippy::print_stdout, reason = "a chore reports to the person at the terminal")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}
