//! How does the npm package come about? The element's own modules as they are written, the compiled module, and types that
//! are made from the Rust types.
//!
//! | file | answers |
//! |---|---|
//! | `types` | Which TypeScript types have the report, the policy and the checks? |
//! | `typescript` | How does a JSON Schema read in TypeScript? |

mod types;
mod typescript;

use std::fs;
use std::path::Path;

use crate::Error;
use crate::element::script::Sources;
use crate::project::root;
use crate::web::{emptied, write};
pub(crate) use types::types;

/// What is taken as it lies in the repository, by its name in the package.
const TAKEN: [(&str, &str); 17] = [
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("README.md", "web/element/npm/README.md"),
    ("element.d.ts", "web/element/npm/element.d.ts"),
    ("element.js", "web/element/js/element.js"),
    ("files.js", "web/element/js/files.js"),
    ("index.d.ts", "web/element/npm/index.d.ts"),
    ("index.js", "web/element/js/index.js"),
    ("judging.js", "web/element/js/judging.js"),
    ("module.js", "web/element/js/module.js"),
    ("report-v1.schema.json", "docs/report-v1.schema.json"),
    ("sheet.js", "web/element/js/sheet.js"),
    ("touch.js", "web/element/js/touch.js"),
    ("types.d.ts", "web/element/npm/types.d.ts"),
    ("wasm-node.js", "web/element/js/wasm-node.js"),
    ("wasm-web.js", "web/element/js/wasm-web.js"),
    ("words.js", "web/element/js/words.js"),
];

/// Writes the package's folder, ready for `npm pack`.
pub(crate) fn build(dist: &Path, sources: &Sources, wasm: &[u8]) -> Result<(), Error> {
    let folder = dist.join("npm");
    emptied(&folder)?;
    for (name, path) in TAKEN {
        let bytes = fs::read(root().join(path)).map_err(|error| format!("can't read {path}: {error}"))?;
        write(&folder.join(name), &bytes)?;
    }
    let package = fs::read_to_string(root().join("web/element/npm/package.json"))?;
    write(&folder.join("package.json"), package.replace("0.0.0", env!("CARGO_PKG_VERSION")).as_bytes())?;
    write(&folder.join("countersign.wasm"), wasm)?;
    write(&folder.join("glue.js"), sources.glue.as_bytes())?;
    write(&folder.join("style.js"), sources.style.as_bytes())
}
