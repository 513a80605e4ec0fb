//! Do the tests against past faults notice when a guard is gone? Takes each one of tests/guards.json out of a copy and sees its
//! test fail; writes docs/guards.md.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::Error;
use crate::project::{cargo, root, target_folder};
use crate::test::say;

/// One guard and the test that must fail without it.
#[derive(Deserialize)]
struct Guard {
    /// The class of past fault, by number.
    fault: u32,
    /// Where others had it.
    known_as: String,
    /// The guard in words.
    guard: String,
    /// Where it stands.
    file: PathBuf,
    /// It, once in that file.
    text: String,
    /// What stands there instead when it is taken out.
    without: String,
    /// The test's name.
    test: String,
    /// The package that has the test.
    package: String,
}

/// How a test ended without its guard.
enum Seen {
    /// It failed, or did not end, as it must.
    Failed,
    /// The program does not compile so: the entry is wrong.
    NotCompiled,
    /// It passed: it proves nothing.
    Passed,
}

/// Runs every test without its guard, one after the other; with it, the test command runs them.
pub(crate) fn run() -> Result<(), Error> {
    let guards: Vec<Guard> = serde_json::from_str(&fs::read_to_string(root().join("tests/guards.json"))?)?;
    let copy = target_folder().join("guards");
    copy_project(&copy)?;
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for guard in &guards {
        let file = copy.join(&guard.file);
        let whole = fs::read_to_string(&file)?;
        if whole.matches(&guard.text).count() != 1 {
            return Err(format!("{} does not hold this guard once: {}", file.display(), guard.text).into());
        }
        fs::write(&file, whole.replace(&guard.text, &guard.without))?;
        let seen = test(&copy, guard)?;
        fs::write(&file, whole)?;
        let words = match seen {
            Seen::Failed => "fails",
            Seen::NotCompiled => "does not compile",
            Seen::Passed => "passes",
        };
        say(&format!("{words} without the guard: {}", guard.test));
        if !matches!(seen, Seen::Failed) {
            wrong.push(guard.test.as_str());
        }
        rows.push(row(guard));
    }
    if wrong.is_empty() {
        fs::write(root().join("docs/guards.md"), format!("{PREFACE}{}\n", rows.join("\n")))?;
        Ok(())
    } else {
        Err(format!("no proof: {}", wrong.join(", ")).into())
    }
}

/// The files that git knows, so that the copy builds and nothing of the original is touched.
fn copy_project(copy: &Path) -> Result<(), Error> {
    // What was renamed since would be there twice.
    if copy.exists() {
        fs::remove_dir_all(copy)?;
    }
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output()?;
    for name in String::from_utf8(listed.stdout)?.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root().join(name), copy.join(name));
        let Ok(content) = fs::read(&from) else { continue };
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, content)?;
    }
    Ok(())
}

fn test(copy: &Path, guard: &Guard) -> Result<Seen, Error> {
    let arguments = ["test", "--quiet", "--package", &guard.package, &guard.test];
    let run = |more: &[&str]| -> Result<bool, Error> {
        let mut command = cargo(&arguments);
        command.args(more).current_dir(copy).env("CARGO_TARGET_DIR", target_folder().join("guards-build"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Ok(wait(command)?)
    };
    if !run(&["--no-run"])? {
        return Ok(Seen::NotCompiled);
    }
    Ok(if run(&[])? { Seen::Passed } else { Seen::Failed })
}

/// Whether it succeeded; one that takes five minutes has not.
fn wait(mut command: Command) -> std::io::Result<bool> {
    let mut child = command.spawn()?;
    for _ in 0..MOST_SECONDS {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

fn row(guard: &Guard) -> String {
    let Guard { fault, known_as, guard, file, test, .. } = guard;
    format!("| {fault} | {known_as} | {guard} | `{}` | `{test}` |", file.display())
}

/// A build and a test.
const MOST_SECONDS: u32 = 300;

const PREFACE: &str = "\
# Guards against past faults

What hurt other products, the guard that keeps it from this one, and the test that fails when the guard is taken out. Written by
`cargo xtask guards`, which takes out each in turn (`tests/guards.json`) and sees the test fail.

| class | where it was | guard | in | test that fails without it |
|---|---|---|---|---|
";
