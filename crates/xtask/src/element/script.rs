//! How do the hand-written files become one script? Each is an ES module; they are joined in the order of their imports.

use std::fs;

use crate::Error;
use crate::project::root;
use crate::web::module::Module;

/// The parts after the module's own glue and the way to its bytes; each imports only from parts before it.
const PARTS: [&str; 7] =
    ["module.js", "judging.js", "files.js", "words.js", "touch.js", "sheet.js", "element.js"];

/// What is written by hand, and what the build makes for it.
pub(crate) struct Sources {
    /// The module's JavaScript as an ES module.
    pub(crate) glue: String,
    /// The style sheet as an ES module.
    pub(crate) style: String,
}

impl Sources {
    /// Reads the style, and takes the module's JavaScript.
    pub(crate) fn read(module: &Module) -> Result<Self, Error> {
        let style = serde_json::to_string(&squeezed(&file("style.css")?))?;
        Ok(Self {
            glue: format!("{}\nexport {{ wasm_bindgen }};\n", module.script.trim_end()),
            style: format!("export const STYLE = {style};\n"),
        })
    }

    /// A file of `web/element`.
    pub(crate) fn file(&self, name: &str) -> Result<String, Error> {
        file(name)
    }

    /// Everything in one script, with this way to the module's bytes.
    pub(crate) fn joined(&self, wasm: &str) -> Result<String, Error> {
        let mut joined = format!("{}{}", unbound(&self.glue), unbound(&self.style));
        joined.push_str(&unbound(&file(&format!("js/{wasm}"))?));
        for part in PARTS {
            joined.push_str(&unbound(&file(&format!("js/{part}"))?));
        }
        joined.push_str("export { CountersignInspector };\n");
        Ok(joined)
    }
}

fn file(name: &str) -> Result<String, Error> {
    fs::read_to_string(root().join("web/element").join(name))
        .map_err(|error| format!("can't read web/element/{name}: {error}").into())
}

/// A part without its imports and exports, the comments on lines of their own, and indentation, for joining.
fn unbound(part: &str) -> String {
    let mut lines = Vec::new();
    let mut in_comment = false;
    for line in part.lines().map(str::trim) {
        in_comment |= line.starts_with("/**");
        let is_tie = line.starts_with("import {") || line.starts_with("export {");
        if !(in_comment || is_tie || line.is_empty() || line.starts_with("//")) {
            lines.push(line.strip_prefix("export ").unwrap_or(line));
        }
        in_comment &= !line.ends_with("*/");
    }
    lines.join("\n") + "\n"
}

/// A style sheet without comments and indentation.
fn squeezed(style: &str) -> String {
    let mut out = String::new();
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{squeezed, unbound};

    #[test]
    fn a_part_loses_its_ties_and_keeps_its_code() {
        let part = "// Why?\nimport { a } from \"./a.js\";\n\n/**\n * Words.\n *\n */\nexport class B {\n    c = \"// text\";\n}\n";
        assert_eq!(unbound(part), "class B {\nc = \"// text\";\n}\n");
    }

    #[test]
    fn a_style_loses_its_comments() {
        assert_eq!(
            squeezed("/* Ground */\n\n.a { b: c; }\n    /* more\n lines */ .d { e: f; }"),
            ".a { b: c; }\n.d { e: f; }"
        );
    }
}
