//! The parts of the page that come before the findings, and the closing line.

use std::fmt::Write as _;

use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};
use countersign_core::report::{
    BoardRow, Description, HandshakeStory, Mark, Narrative, PathStory, StepStory,
};

use super::{Layout, bold, painted, quiet};

pub(super) fn headline(story: &Narrative, layout: Layout) -> String {
    let (mark, sentence) = &story.headline;
    let body = layout.hanging(sentence, 2, 2);
    let bold = bold();
    format!("{} {bold}{}{bold:#}\n", painted(*mark, mark.symbol()), body.trim_start())
}

pub(super) fn teams(story: &Narrative, layout: Layout) -> Option<String> {
    if story.teams.is_empty() {
        return None;
    }
    let mut out = String::new();
    for team in &story.teams {
        let _ =
            writeln!(out, "  {}  {} {}", team.team, painted(team.mark, team.mark.symbol()), team.sentence);
        for step in &team.next_steps {
            let _ = writeln!(out, "{}", layout.wrapped(step, 12));
        }
    }
    Some(out)
}

pub(super) fn board(story: &Narrative, layout: Layout) -> Option<String> {
    if story.board.is_empty() {
        return None;
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(layout.width.saturating_sub(1)).unwrap_or(80));
    let header = |text: &str| Cell::new(format!("{}{text}{:#}", quiet(), quiet()));
    table.set_header(["File", "Equipment", "From", "What it is", "Verdict"].map(header));
    for row in &story.board {
        table.add_row(board_cells(row));
    }
    let longest = story.board.iter().map(|row| row.file.chars().count()).max().unwrap_or_default();
    let file = u16::try_from(longest.min(layout.width / 4)).unwrap_or_default();
    for (index, width) in [(0, file + 2), (1, 12), (2, 6)] {
        if let Some(column) = table.column_mut(index) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
    }
    let mut out = String::new();
    for line in table.lines() {
        let _ = writeln!(out, " {}", line.trim_end());
    }
    Some(out)
}

fn board_cells(row: &BoardRow) -> [Cell; 5] {
    let what = if row.detail.is_empty() { row.what.clone() } else { format!("{}, {}", row.what, row.detail) };
    let what = if row.mark == Mark::None { painted(Mark::None, &what) } else { what };
    let verdict = format!("{} {}", row.mark.symbol(), row.verdict);
    [
        Cell::new(&row.file),
        Cell::new(&row.equipment),
        Cell::new(&row.from),
        Cell::new(what),
        Cell::new(painted(row.mark, verdict.trim_end())),
    ]
}

pub(super) fn groups(story: &Narrative, layout: Layout) -> Option<String> {
    if story.groups.is_empty() {
        return None;
    }
    let mut out = String::new();
    for (index, group) in story.groups.iter().enumerate() {
        let _ = writeln!(out, "  {}Key {}{:#}", bold(), index + 1, bold());
        for member in group {
            let _ = writeln!(out, "{}", layout.wrapped(member, 4));
        }
    }
    Some(out)
}

pub(super) fn handshakes(story: &Narrative, layout: Layout) -> Option<String> {
    if story.handshakes.is_empty() {
        return None;
    }
    let mut out = String::new();
    let (spoken, predicted): (Vec<&HandshakeStory>, Vec<&HandshakeStory>) =
        story.handshakes.iter().partition(|handshake| !handshake.spoken.is_empty());
    let told: Vec<String> = spoken.iter().map(|handshake| conversation(handshake, layout)).collect();
    out.push_str(&told.join("\n"));
    for handshake in predicted {
        let _ = write!(out, "  {:<9}", handshake.title);
        let marks = handshake
            .steps
            .iter()
            .map(|step| format!("{} {}", step.number, painted(step.mark, step.mark.symbol())));
        let _ = writeln!(out, "{}", marks.collect::<Vec<_>>().join("  "));
        if let Some(step) = handshake.steps.iter().find(|step| matches!(step.mark, Mark::Wrong | Mark::Open))
        {
            let _ = writeln!(out, "{}", layout.wrapped(&format!("step {}, {}", step.number, step.title), 11));
        }
    }
    Some(out)
}

/// Every step of a handshake that was spoken, with what was seen of it.
fn conversation(handshake: &HandshakeStory, layout: Layout) -> String {
    let head = layout.hanging(&handshake.spoken, 11, 11);
    let mut out = format!("  {}{:<9}{:#}{}\n", bold(), handshake.title, bold(), head.trim_start());
    for step in &handshake.steps {
        let line = layout.hanging(&format!("{} {}", step.number, step.title), 4, 6);
        let _ = writeln!(out, "  {} {}", painted(step.mark, step.mark.symbol()), line.trim_start());
        for line in &step.wire {
            let _ = writeln!(out, "{}{}{:#}", quiet(), layout.hanging(line, 6, 8), quiet());
        }
    }
    out
}

pub(super) fn path(path: &PathStory, layout: Layout) -> String {
    let mut out = format!("  {} Path of {}\n", painted(path.mark, path.mark.symbol()), path.target);
    for (depth, certificate) in path.certificates.iter().enumerate() {
        let arrow = if depth == 0 { "" } else { "└ " };
        let _ = writeln!(out, "{}", layout.wrapped(&format!("{arrow}{certificate}"), 4 + 2 * depth));
    }
    for step in path.steps.iter().filter(|step| matches!(step.mark, Mark::Wrong | Mark::Open)) {
        out.push_str(&rule(step, layout));
    }
    if path.rules.is_empty() {
        let passed = path.steps.iter().filter(|step| step.mark == Mark::Right).count();
        let _ = writeln!(out, "    {passed} rules of RFC 5280 and RFC 9525 hold on it");
    }
    for step in &path.rules {
        out.push_str(&kept(step, layout));
    }
    if !path.policies.is_empty() {
        let _ = writeln!(out, "{}", layout.wrapped(&format!("policies: {}", path.policies), 4));
    }
    for other in &path.others {
        let _ = writeln!(out, "{}", layout.wrapped(&format!("other way  {other}"), 4));
    }
    out
}

/// A rule that was kept, or met nothing, with where it stands.
fn kept(step: &StepStory, layout: Layout) -> String {
    let because = if step.detail.is_empty() { String::new() } else { format!(": {}", step.detail) };
    let line = layout.hanging(&format!("{}{because} ({})", step.title, step.number), 6, 6);
    format!("    {} {}\n", painted(step.mark, step.mark.symbol()), line.trim_start())
}

fn rule(step: &StepStory, layout: Layout) -> String {
    let line = layout.hanging(&format!("{} ({})", step.detail, step.number), 6, 6);
    format!("    {} {}\n", painted(step.mark, step.mark.symbol()), line.trim_start())
}

pub(super) fn description(details: &Description, layout: Layout) -> String {
    let mut out = format!("{}{}{:#}  {}\n", bold(), details.name, bold(), details.title);
    let column =
        details.fields.iter().map(|field| field.label.chars().count()).max().unwrap_or(0).min(26) + 2;
    for field in &details.fields {
        out.push_str(&layout.labelled(&field.label, &field.value, 2, column));
    }
    out
}

pub(super) fn not_checked(story: &Narrative, layout: Layout) -> Option<String> {
    if story.not_checked.is_empty() {
        return None;
    }
    let mut out = format!("{}Not looked at{:#}\n", quiet(), quiet());
    for line in &story.not_checked {
        let _ = writeln!(out, "{}", layout.wrapped(line, 2));
    }
    Some(out)
}

pub(super) fn closing(story: &Narrative, layout: Layout) -> String {
    let (mark, _) = story.headline;
    let Some(worst) = story.findings.first() else { return format!("{}\n", painted(mark, &story.closing)) };
    let hint = format!("countersign explain {}", worst.code);
    let fits = story.closing.len() + 3 + hint.len() <= layout.width;
    let between = if fits { " · " } else { "\n" };
    format!("{}{between}{hint}\n", painted(mark, &story.closing))
}
