//! What does docs/formats.md say? The files of the public suites by where they come from, and every difference with its reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::files;
use crate::scene::root;

/// `None` where the suite is absent: then there is nothing to compare the page with.
fn page() -> Option<String> {
    let mut out = String::from(
        "# Formats\n\n<!-- Written by `cargo xtask conformance`; the test suite compares it with the suites. -->\n\n\
         Files that other projects test their parsers with, each under a name that says nothing. *Right*: recognised, and every fact of \
         the manifest equal (names, dates, digests, key sizes, what a passphrase opens); or refused with the reason, where it is to \
         be refused. *Disputed*: the projects themselves differ; these have to be explained, and are not counted.\n\n\
         | Files of | To be read | Right | To be refused | Right | Disputed |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let mut by_source: BTreeMap<&str, Vec<&files::Ended>> = BTreeMap::new();
    for one in files::all()? {
        let source = one.expected.file.split('/').next().unwrap_or_default();
        by_source.entry(source).or_default().push(one);
    }
    for (source, files) in &by_source {
        let labelled = |label: &str| files.iter().filter(|one| one.expected.label == label).count();
        let right = |label: &str| {
            files.iter().filter(|one| one.expected.label == label && one.difference.is_none()).count()
        };
        let _ = writeln!(
            out,
            "| {source} | {} | {} | {} | {} | {} |",
            labelled("accept"),
            right("accept"),
            labelled("reject"),
            right("reject"),
            labelled("disputed")
        );
    }
    out.push_str("\n## Differences\n\n");
    for (file, reason) in files::known() {
        let _ = writeln!(out, "- `{file}`: {reason}");
    }
    Some(out)
}

#[test]
fn the_formats_page_is_what_the_suites_say() {
    let Some(page) = page() else { return };
    let path = root().join("docs/formats.md");
    if std::env::var_os("COUNTERSIGN_WRITE_CONFORMANCE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "docs/formats.md is out of date: run `cargo xtask conformance`");
}
