//! How does the element become files for documentation pages? Compile the small module, join it with its script, weigh it.
//!
//! | file | answers |
//! |---|---|
//! | `inlined` | How do the module's bytes stand in a script? |
//! | `script` | How do the hand-written files become one script? |
//! | `weight` | What does it weigh, and which digest has each file? |

mod inlined;
pub(crate) mod script;
mod weight;

use crate::Error;
use crate::npm;
use crate::project::wasm_target;
pub(crate) use crate::web::Arguments;
use crate::web::module::{self, Module};
use crate::web::{emptied, write};
use script::Sources;

/// One file, by its path below `element/`.
pub(crate) struct Built {
    pub(crate) path: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Builds `element/` and `npm/`, prints what it weighs and the digests of its files.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let dist = arguments.dist();
    wasm_target()?;
    let module = module::build(module::ELEMENT, arguments.dev)?;
    let sources = Sources::read(&module)?;
    npm::build(&dist, &sources, &module.wasm)?;
    let files = files(&sources, module)?;
    let folder = dist.join("element");
    emptied(&folder)?;
    emptied(&folder.join("split"))?;
    for file in &files {
        write(&folder.join(file.path), &file.bytes)?;
    }
    if arguments.dev { Ok(()) } else { weight::judge(&files) }
}

/// The whole in one file; the same in two for bundlers; the page for frames.
fn files(sources: &Sources, module: Module) -> Result<Vec<Built>, Error> {
    let inlined = sources.joined("wasm-inlined.js")?;
    let inlined = inlined::with_module(&inlined, &module.wasm)?;
    let split = sources.joined("wasm-web.js")?;
    Ok(vec![
        Built { path: "countersign-element.js", bytes: inlined.into_bytes() },
        Built { path: "split/countersign-element.js", bytes: split.into_bytes() },
        Built { path: "split/countersign.wasm", bytes: module.wasm },
        Built { path: "frame.html", bytes: sources.file("frame.html")?.into_bytes() },
        Built { path: "frame.js", bytes: sources.file("js/frame.js")?.into_bytes() },
    ])
}
