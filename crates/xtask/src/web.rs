//! How does the browser app become a folder of files? Compile, bind, copy, measure.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::Error;
use crate::project::{WASM, cargo, root, target_folder, wasm_target};

/// The hand-written files of the site, as they lie in the repository.
const SHELL: [&str; 3] = ["index.html", "web/start.js", "web/style.css"];

/// Options of `cargo xtask web`.
#[derive(clap::Args, Default)]
pub(crate) struct Arguments {
    /// Compiles fast instead of small
    #[arg(long)]
    dev: bool,
    /// The folder to build into
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Builds the site and prints what each file weighs.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let site = arguments.out.clone().unwrap_or_else(|| root().join("target/site"));
    fs::create_dir_all(&site).map_err(|error| format!("can't make {}: {error}", site.display()))?;
    wasm_target()?;
    bind(&compile(arguments.dev)?, &site)?;
    for file in SHELL {
        copy(&root().join(file), &site)?;
    }
    print_sizes(&site)
}

/// The compiled module. The target folder is named on the command line so that it is known here, whatever configures it.
fn compile(dev: bool) -> Result<PathBuf, Error> {
    let target_folder = target_folder();
    let (profile, folder) = if dev { ("dev", "debug") } else { ("wasm", "wasm") };
    let status = cargo(&["build", "--package", "countersign-web", "--target", WASM, "--profile", profile])
        .arg("--target-dir")
        .arg(&target_folder)
        .status()
        .map_err(|error| format!("can't run cargo: {error}"))?;
    if !status.success() {
        return Err("the browser app does not compile; cargo's reason is above".into());
    }
    Ok(target_folder.join(WASM).join(folder).join("countersign_web.wasm"))
}

/// The version of this library and of the `wasm-bindgen` in the module must be one; `Cargo.lock` sees to it.
fn bind(module: &Path, site: &Path) -> Result<(), Error> {
    let generate = || {
        Bindgen::new()
            .input_path(module)
            .out_name("countersign")
            .web(true)?
            .omit_default_module_path(false)
            .typescript(true)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(site)
    };
    generate().map_err(|error| format!("wasm-bindgen: {error:#}").into())
}

fn copy(file: &Path, site: &Path) -> Result<(), Error> {
    let name = file.file_name().ok_or_else(|| format!("{} is no file", file.display()))?;
    fs::copy(file, site.join(name))
        .map_err(|error| format!("can't copy {} to {}: {error}", file.display(), site.display()))?;
    Ok(())
}

fn print_sizes(site: &Path) -> Result<(), Error> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(site)? {
        let entry = entry?;
        let bytes = fs::read(entry.path())?;
        let gzipped = gzipped(&bytes)?;
        lines.push(format!("{:>9} {gzipped:>9}  {}", bytes.len(), entry.file_name().display()));
    }
    lines.sort_unstable_by(|left, right| right.cmp(left));
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:>9} {:>9}  {}\n{}", "bytes", "gzipped", site.display(), lines.join("\n"))?;
    Ok(())
}

fn gzipped(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish().map(|bytes| bytes.len())
}
