//! How does the browser app become files? Compile and bind the module, put the pages together, weigh them.
//!
//! | file | answers |
//! |---|---|
//! | `linker` | How is the module linked? |
//! | `module` | How does the program become WebAssembly and its JavaScript? |
//! | `offline` | How is the site installed, and opened without a network? |
//! | `page` | How do `index.html`, style and script become the site, and the one file? |
//! | `places` | Which names of source files does the module carry? |
//! | `policy` | What may the pages load? The content security policy and the integrity of files |
//! | `serve` | How is the site looked at while it is changed? |
//! | `traps` | How does a panic become a trap? |
//! | `weight` | What does it weigh, and is that within the budget? |

mod linker;
pub(crate) mod module;
mod offline;
mod page;
mod places;
pub(crate) mod policy;
mod serve;
mod traps;
pub(crate) mod weight;

use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::project::{root, wasm_target};
pub(crate) use linker::{is_called as is_called_as_linker, link};
pub(crate) use serve::{Arguments as ServeArguments, run as serve};

/// Options of `cargo xtask web` and `cargo xtask element`.
#[derive(clap::Args, Default)]
pub(crate) struct Arguments {
    /// Compiles fast instead of small; nothing is weighed
    #[arg(long)]
    pub(crate) dev: bool,
    /// The folder to build into [default: dist]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

impl Arguments {
    /// The folder to build into.
    pub(crate) fn dist(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| root().join("dist"))
    }
}

/// Builds `site/` and `countersign.html`, and prints what they weigh.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let dist = arguments.dist();
    wasm_target()?;
    let module = module::build(module::APP, arguments.dev)?;
    let shell = page::Shell::read(&module)?;
    let site = page::site(&shell, &module)?;
    emptied(&dist.join("site"))?;
    for file in &site {
        write(&dist.join("site").join(&file.name), &file.bytes)?;
    }
    write(&dist.join("countersign.html"), &page::single_file(&shell, &module)?)?;
    if arguments.dev {
        return Ok(());
    }
    weight::compress(&dist.join("site"), &site)?;
    weight::judge(&dist)
}

/// The folder without what an earlier build left: names change with their content.
pub(crate) fn emptied(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(unwritable(folder, &error)),
        _ => {}
    }
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    format!("can't write {}: {error}", path.display()).into()
}
