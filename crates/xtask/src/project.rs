//! Where is the project, and how is its toolchain called?

use std::path::PathBuf;
use std::process::Command;

use crate::Error;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.ancestors().nth(2).map_or(xtask.clone(), PathBuf::from)
}

/// Where cargo builds, unless a configuration file says otherwise.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// `cargo` with these arguments in the root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Makes sure that Rust can build for the browser; asks rustup for the target where it is missing.
pub(crate) fn wasm_target() -> Result<(), Error> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    let added = Command::new("rustup").args(["target", "add", WASM]).status();
    if added.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(format!("Rust can't build for {WASM} yet; type: rustup target add {WASM}").into())
}

/// The target that browsers run.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
