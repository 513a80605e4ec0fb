//! What does docs/interop.md say? Prediction, rustls and OpenSSL beside each other for every example, and why they differ.

use std::fmt::Write as _;

use super::agreement::{KINDS, VERSIONS, differs, openssl_differs, reasons};
use super::examples::{Outcome, Rehearsed, all};
use super::openssl::{Ending, Seen, seen};
use crate::scene::root;

fn page() -> String {
    let openssl = seen();
    let sets = all();
    let spoken: usize = sets.iter().map(Rehearsed::count).sum();
    let mut out = format!(
        "# Interoperation\n\n<!-- Written by `cargo xtask conformance`; the test suite compares it with the programs. -->\n\n\
         What the files let expect of each example, and how its handshakes go when they are spoken. *rustls*: `countersign rehearse`, \
         rustls at both ends with its own verifier, each end with its team's files only; {spoken} handshakes on {} examples. \
         *OpenSSL*: `s_server` and `s_client` of {} on loopback, at security level 2. TLS 1.3 and TLS 1.2 end at the same step \
         everywhere, so they share a column; alerts are TLS 1.3's.\n\n\
         *✓* went through. *✗ 3* broke at step 3, with the alert that the other end read; a server that can't load its files breaks \
         at step 2. *? 4* is left open, most often because a file is not there. *\\** ends elsewhere than predicted, for a reason below.\n",
        sets.len(),
        openssl.version
    );
    for kind in KINDS {
        let title = if kind == "one-way" { "One-way" } else { "Two-way" };
        let _ = write!(
            out,
            "\n## {title}\n\n| Example | Predicted | rustls | OpenSSL |\n| --- | --- | --- | --- |\n"
        );
        for set in &sets {
            let _ = writeln!(out, "| {} |", row(set, kind, &openssl).join(" | "));
        }
    }
    for (program, differs) in [("rustls", differs as fn(&Rehearsed) -> bool), ("OpenSSL", openssl_differs)] {
        let different = sets.iter().filter(|set| differs(set)).count();
        let _ =
            write!(out, "\n## Where {program} ends elsewhere\n\n{different} of {} examples.\n\n", sets.len());
        for (set, reason) in reasons(program) {
            let _ = writeln!(out, "- **{set}**: {reason}");
        }
    }
    out
}

fn row(set: &Rehearsed, kind: &str, openssl: &Seen) -> [String; 4] {
    let predicted = set.predicted(kind);
    let spoken = set.spoken(kind, VERSIONS[0]);
    let ending = &openssl.outcomes[&set.set][kind];
    let star = |differs: bool| if differs { " \\*" } else { "" };
    let decided = predicted.is_decided() && spoken.is_decided();
    [
        set.set.clone(),
        cell(&predicted, &predicted.because),
        cell(&spoken, &spoken.alert) + star(decided && predicted.stop != spoken.stop),
        ending_cell(ending) + star(super::openssl::differs(&predicted, ending)),
    ]
}

fn cell(outcome: &Outcome, detail: &str) -> String {
    let Some((step, state)) = &outcome.stop else { return "✓".to_owned() };
    let mark = if state == "failed" { "✗" } else { "?" };
    detailed(format!("{mark} {step}"), detail)
}

fn ending_cell(ending: &Ending) -> String {
    ending.step.map_or_else(|| "✓".to_owned(), |step| detailed(format!("✗ {step}"), &ending.alert))
}

fn detailed(text: String, detail: &str) -> String {
    if detail.is_empty() { text } else { format!("{text} `{detail}`") }
}

#[test]
fn the_interop_page_is_what_the_programs_do() {
    let page = page();
    let path = root().join("docs/interop.md");
    if std::env::var_os("COUNTERSIGN_WRITE_CONFORMANCE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "docs/interop.md is out of date: run `cargo xtask conformance`");
}
