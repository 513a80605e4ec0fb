//! How is the module linked? By Rust's own linker, after every panic in it has become a trap.
//!
//! The compiler calls this program where it would call the linker, in the linker's own words.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::traps;
use crate::Error;

/// Whether this program was called as a linker is called: `xtask -flavor wasm …`.
pub(crate) fn is_called() -> bool {
    std::env::args_os().nth(1).is_some_and(|word| word == "-flavor")
}

/// Changes the program's one object in its place, then links as was asked.
pub(crate) fn link() -> Result<ExitCode, Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    for object in objects(&words)? {
        let changed = traps::trapping(&std::fs::read(&object)?)
            .map_err(|error| format!("{}: {error}", object.display()))?;
        std::fs::write(&object, changed)?;
    }
    let status = Command::new(rust_lld()?).args(&words).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What link-time optimization made; libraries stay as they are. Long command lines stand in a file.
fn objects(words: &[String]) -> Result<Vec<PathBuf>, Error> {
    let mut objects = Vec::new();
    for word in words {
        match word.strip_prefix('@') {
            Some(file) => {
                let lines = std::fs::read_to_string(file)?;
                let unescaped = |line: &str| line.trim_matches('"').replace("\\ ", " ").replace("\\\\", "\\");
                objects
                    .extend(lines.lines().map(unescaped).filter(|word| is_object(word)).map(PathBuf::from));
            }
            None if is_object(word) => objects.push(PathBuf::from(word)),
            None => {}
        }
    }
    Ok(objects)
}

fn is_object(word: &str) -> bool {
    word.ends_with(".rcgu.o")
}

/// The linker that comes with the compiler.
fn rust_lld() -> Result<PathBuf, Error> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?;
    let libraries = Path::new(String::from_utf8_lossy(&sysroot.stdout).trim()).join("lib/rustlib");
    let name = format!("rust-lld{}", std::env::consts::EXE_SUFFIX);
    for target in std::fs::read_dir(&libraries)? {
        let linker = target?.path().join("bin").join(&name);
        if linker.is_file() {
            return Ok(linker);
        }
    }
    Err(format!("there is no rust-lld below {}", libraries.display()).into())
}
