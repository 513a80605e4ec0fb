//! What does docs/interop.md say? Prediction and rustls beside each other for every example, and why they differ.

use std::fmt::Write as _;

use super::agreement::{KINDS, VERSIONS, differs, reasons};
use super::examples::{Outcome, all};
use crate::scene::root;

fn page() -> String {
    let mut out = String::from(
        "# Interoperation\n\n<!-- Written by `cargo xtask conformance`; the test suite compares it with the program. -->\n\n\
         What the files let expect of each example, and how its handshakes go when `countersign rehearse` speaks them: rustls at both \
         ends, its own verifier, each end with its team's files only. Both versions of TLS end alike on every example, so they share a \
         column. *✓* went through, *✗ 3* broke at step 3, with the alert that the other end read; *? 4* is left open by the files, most \
         often because one is not there.\n\n\
         | Example | One-way, predicted | spoken | Two-way, predicted | spoken |\n| --- | --- | --- | --- | --- |\n",
    );
    let sets = all();
    for set in &sets {
        let mut cells = Vec::new();
        for kind in KINDS {
            cells.push(words(&set.predicted(kind)));
            cells.push(words(&set.spoken(kind, VERSIONS[0])));
        }
        let mark = if differs(set) { " *" } else { "" };
        let _ = writeln!(out, "| {}{mark} | {} |", set.set, cells.join(" | "));
    }
    let different = sets.iter().filter(|set| differs(set)).count();
    let _ = write!(
        out,
        "\n{} examples, {} handshakes spoken, {different} examples end elsewhere than predicted (*).\n\n## Why they differ\n\n",
        sets.len(),
        sets.len() * KINDS.len() * VERSIONS.len()
    );
    for (set, reason) in reasons() {
        let _ = writeln!(out, "- **{set}**: {reason}");
    }
    out
}

fn words(outcome: &Outcome) -> String {
    let Some((step, state)) = &outcome.stop else { return "✓".to_owned() };
    let mark = if state == "failed" { "✗" } else { "?" };
    let code = if outcome.because.is_empty() || !outcome.alert.is_empty() { "" } else { &outcome.because };
    let detail = [code, outcome.alert.as_str()].concat();
    if detail.is_empty() { format!("{mark} {step}") } else { format!("{mark} {step} `{detail}`") }
}

#[test]
fn the_interop_page_is_what_the_program_does() {
    let page = page();
    let path = root().join("docs/interop.md");
    if std::env::var_os("COUNTERSIGN_WRITE_CONFORMANCE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "docs/interop.md is out of date: run `cargo xtask conformance`");
}
