//! How does a program become WebAssembly and its JavaScript?

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::Error;
use crate::project::{WASM, cargo, target_folder};

/// The browser app.
pub(crate) const APP: &str = "countersign-web";
/// The element's module, which is the npm package's too.
pub(crate) const ELEMENT: &str = "countersign-element";

/// A compiled program.
pub(crate) struct Module {
    /// The WebAssembly.
    pub(crate) wasm: Vec<u8>,
    /// The JavaScript that goes with it, a classic script that sets `wasm_bindgen`.
    pub(crate) script: String,
}

/// Compiles and binds a package; `dev` compiles fast instead of small.
pub(crate) fn build(package: &str, dev: bool) -> Result<Module, Error> {
    let compiled = compile(package, dev)?;
    let folder = target_folder().join("bound").join(package);
    bind(&compiled, &folder)?;
    Ok(Module {
        wasm: fs::read(folder.join("countersign_bg.wasm"))?,
        script: fs::read_to_string(folder.join("countersign.js"))?,
    })
}

/// The compiled module. The target folder is named on the command line so that it is known here, whatever configures it.
fn compile(package: &str, dev: bool) -> Result<PathBuf, Error> {
    let target_folder = target_folder();
    let (profile, folder) = if dev { ("dev", "debug") } else { ("wasm", "wasm") };
    let mut compiler =
        cargo(&["rustc", "--package", package, "--lib", "--target", WASM, "--profile", profile]);
    compiler.arg("--target-dir").arg(&target_folder);
    if !dev {
        // This program links, see `linker`; what comes out is named in no other way than the compiler's own.
        let own = std::env::current_exe()?;
        compiler.args(["--", "-C"]).arg(format!("linker={}", own.display()));
    }
    let status = compiler.status().map_err(|error| format!("can't run cargo: {error}"))?;
    if !status.success() {
        return Err(format!("{package} does not compile; cargo's reason is above").into());
    }
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(target_folder.join(WASM).join(folder).join(file))
}

/// The version of this library and of the `wasm-bindgen` in the module must be one; `Cargo.lock` sees to it.
fn bind(module: &Path, folder: &Path) -> Result<(), Error> {
    let generate = || {
        Bindgen::new()
            .input_path(module)
            .out_name("countersign")
            // A classic script: from a disk, browsers start no worker from an ES module.
            .no_modules(true)?
            .omit_default_module_path(true)
            .typescript(true)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(folder)
    };
    generate().map_err(|error| format!("wasm-bindgen: {error:#}").into())
}
