//! How does the browser app become a folder of files? Compile, bind, copy, measure.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// The hand-written files of the site, as they lie in the repository.
const SHELL: [&str; 3] = ["index.html", "web/start.js", "web/style.css"];

/// Builds the browser app into target/site.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Compiles fast instead of small.
    #[arg(long)]
    dev: bool,
    /// The folder to build into.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Builds the site and prints what each file weighs.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let root = workspace()?;
    let site = arguments.out.clone().unwrap_or_else(|| root.join("target/site"));
    fs::create_dir_all(&site).map_err(|error| format!("cannot make {}: {error}", site.display()))?;
    add_target()?;
    bind(&compile(&root, arguments.dev)?, &site)?;
    for file in SHELL {
        copy(&root.join(file), &site)?;
    }
    print_sizes(&site)
}

fn workspace() -> Result<PathBuf, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map(Path::to_owned).ok_or_else(|| "this crate has left its workspace".to_owned())
}

fn add_target() -> Result<(), String> {
    let by_hand =
        format!("cannot run rustup; add the target by hand (rustup target add {TARGET}), then repeat");
    let status =
        Command::new("rustup").args(["--quiet", "target", "add", TARGET]).status().map_err(|_| by_hand)?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("rustup could not add {TARGET}; its reason is above"))
}

/// The compiled module. The target folder is named on the command line so that it is known here, whatever configures it.
fn compile(root: &Path, dev: bool) -> Result<PathBuf, String> {
    let target_folder = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let (profile, folder) = if dev { ("dev", "debug") } else { ("wasm", "wasm") };
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args(["build", "--package", "countersign-web", "--target", TARGET, "--profile", profile])
        .arg("--target-dir")
        .arg(&target_folder)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the browser app does not compile; cargo's reason is above".to_owned());
    }
    Ok(target_folder.join(TARGET).join(folder).join("countersign_web.wasm"))
}

/// The version of this library and of the `wasm-bindgen` in the module must be one; `Cargo.lock` sees to it.
fn bind(module: &Path, site: &Path) -> Result<(), String> {
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
    generate().map_err(|error| format!("wasm-bindgen: {error:#}"))
}

fn copy(file: &Path, site: &Path) -> Result<(), String> {
    let name = file.file_name().ok_or_else(|| format!("{} is no file", file.display()))?;
    fs::copy(file, site.join(name))
        .map(drop)
        .map_err(|error| format!("cannot copy {} to {}: {error}", file.display(), site.display()))
}

fn print_sizes(site: &Path) -> Result<(), String> {
    let unreadable = |error| format!("cannot read {}: {error}", site.display());
    let mut lines = Vec::new();
    for entry in fs::read_dir(site).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let bytes = fs::read(entry.path()).map_err(unreadable)?;
        let gzipped = gzipped(&bytes).map_err(unreadable)?;
        lines.push(format!("{:>9} {gzipped:>9}  {}", bytes.len(), entry.file_name().display()));
    }
    lines.sort_unstable_by(|left, right| right.cmp(left));
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:>9} {:>9}  {}\n{}", "bytes", "gzipped", site.display(), lines.join("\n"))
        .map_err(unreadable)
}

fn gzipped(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish().map(|bytes| bytes.len())
}
