//! How do the guides come about? The pages that are written by the code first, then the book of all of them.
//!
//! | file | answers |
//! |---|---|
//! | `book` | How do the pages become a site, with the element live in it? |
//!
//! Written by the code: the pages of findings and profiles, the report's JSON Schema, the package's types, and the report
//! in the README.

mod book;

use std::fs;

use countersign_core::checks;
use countersign_core::path::profiles_page;
use countersign_core::report::wire_v1;

use crate::Error;
use crate::npm;
use crate::project::{cargo, root};

pub(crate) use book::build;

/// Writes the generated pages anew, which the test suite compares with the code, and builds the book.
pub(crate) fn run() -> Result<(), Error> {
    pages()?;
    build(&root().join("dist"))
}

fn pages() -> Result<(), Error> {
    let docs = root().join("docs");
    fs::create_dir_all(&docs)?;
    fs::write(docs.join("findings.md"), checks::page())?;
    fs::write(docs.join("report-v1.schema.json"), format!("{:#}\n", wire_v1::schema()))?;
    fs::write(docs.join("profiles.md"), profiles_page())?;
    fs::write(root().join("web/element/npm/types.d.ts"), npm::types()?)?;
    readme()
}

/// Puts the report of today between the README's fences.
fn readme() -> Result<(), Error> {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path)?;
    let (before, rest) = text.split_once("```text\n").ok_or("README.md shows no report")?;
    let (_, after) = rest.split_once("```").ok_or("README.md's report has no end")?;
    let report =
        ["run", "--quiet", "--", "check", "--host", "api-eu.example.com", "examples/faulty/san-dropped"];
    // The set is faulty on purpose, so the command ends with 1.
    let report = String::from_utf8(cargo(&report).output()?.stdout)?;
    fs::write(path, format!("{before}```text\n{report}```{after}"))?;
    Ok(())
}
