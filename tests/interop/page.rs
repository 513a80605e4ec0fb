//! What does docs/interop.md say? Prediction and programs beside each other for every example, and why they differ.

use std::fmt::Write as _;

use super::agreement::{KINDS, VERSIONS, differs, reasons};
use super::examples::{Outcome, Rehearsed, all};
use super::stack::{Ending, STACKS, Seen, Stack};
use crate::scene::root;

fn page() -> String {
    let seen = STACKS.map(Stack::seen);
    let sets = all();
    let mut out = introduction(&sets, &seen);
    for kind in KINDS {
        let title = if kind == "one-way" { "One-way" } else { "Two-way" };
        let names = STACKS.map(|stack| stack.name).join(" | ");
        let _ = write!(
            out,
            "\n## {title}\n\n| Example | Predicted | rustls | {names} |\n| --- | --- | --- | --- | --- | --- |\n"
        );
        for set in &sets {
            let _ = writeln!(out, "| {} |", row(set, kind, &seen).join(" | "));
        }
    }
    differences("rustls", &sets, differs, &mut out);
    for stack in STACKS {
        differences(stack.name, &sets, |set| stack.differs(set), &mut out);
    }
    out
}

fn introduction(sets: &[Rehearsed], seen: &[Seen]) -> String {
    let spoken: usize = sets.iter().map(Rehearsed::count).sum();
    let programs: String = STACKS
        .iter()
        .zip(seen)
        .map(|(stack, seen)| format!("*{}*: {}, {}. ", stack.name, seen.version, stack.how))
        .collect();
    format!(
        "# Interoperation\n\n<!-- Written by `cargo xtask conformance`; the test suite compares it with the programs. -->\n\n\
         What the files let expect of each example, and how its handshakes go when they are spoken. *rustls*: `countersign rehearse`, \
         rustls at both ends with its own verifier, each end with its team's files only; {spoken} handshakes on {} examples. \
         {programs}TLS 1.3 and TLS 1.2 end at the same step everywhere, so they share a column; alerts are TLS 1.3's.\n\n\
         *✓* went through. *✗ 3* broke at step 3, with the alert that the other end read, where it said which; a server that can't load \
         its files breaks at step 2. *? 4* is left open, most often because a file is not there. *\\** ends elsewhere than predicted, \
         for a reason below.\n",
        sets.len()
    )
}

fn differences(program: &str, sets: &[Rehearsed], differs: impl Fn(&Rehearsed) -> bool, out: &mut String) {
    let different = sets.iter().filter(|set| differs(set)).count();
    let _ = write!(out, "\n## Where {program} ends elsewhere\n\n{different} of {} examples.\n\n", sets.len());
    for (set, reason) in reasons(program) {
        let _ = writeln!(out, "- **{set}**: {reason}");
    }
}

fn row(set: &Rehearsed, kind: &str, seen: &[Seen]) -> Vec<String> {
    let predicted = set.predicted(kind);
    let spoken = set.spoken(kind, VERSIONS[0]);
    let star = |differs: bool| if differs { " \\*" } else { "" };
    let decided = predicted.is_decided() && spoken.is_decided();
    let mut cells = vec![
        set.set.clone(),
        cell(&predicted, &predicted.because),
        cell(&spoken, &spoken.alert) + star(decided && predicted.stop != spoken.stop),
    ];
    for seen in seen {
        let ending = &seen.outcomes[&set.set][kind];
        cells.push(ending_cell(ending) + star(super::stack::differs(&predicted, ending)));
    }
    cells
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
