//! Findings and explanations: what, with both sides, why, and the cure.

use std::fmt::Write as _;

use countersign_core::checks::Check;
use countersign_core::report::FindingStory;

use super::{Layout, bold, painted, quiet};

/// Least width of the labels `asked`, `why`, `cure`.
const LABELS: usize = 12;

pub(super) fn finding(story: &FindingStory, layout: Layout) -> String {
    let mut out = heading(story, layout);
    let longest = story.evidence.iter().map(|one| one.label.chars().count() + 2).max().unwrap_or(0);
    let column = longest.max(LABELS);
    for one in &story.evidence {
        out.push_str(&layout.labelled(&one.label, &one.value, 4, column));
    }
    let source = story.sources.first().map(|source| format!(" {source}")).unwrap_or_default();
    out.push_str(&layout.labelled("why", &format!("{}{source}", story.why), 4, column));
    out.push_str(&layout.labelled("cure", &format!("{}: {}", story.who, story.cure), 4, column));
    out
}

/// `✗ error  what is wrong    the.code`: the code ends the last line where it fits.
fn heading(story: &FindingStory, layout: Layout) -> String {
    let mark = format!("{} {}", story.mark.symbol(), story.severity.words());
    let message = layout.hanging(&story.message, mark.chars().count() + 2, 2);
    let message = message.trim_start();
    let last = message.lines().last().unwrap_or_default().chars().count();
    let before = if message.contains('\n') { 0 } else { mark.chars().count() + 2 };
    let fits = before + last + 4 + story.code.len() <= layout.width;
    let between = if fits { "    " } else { "\n    " };
    let (bold, quiet) = (bold(), quiet());
    format!(
        "{}  {bold}{message}{bold:#}{between}{quiet}{}{quiet:#}\n",
        painted(story.mark, &mark),
        story.code
    )
}

pub(super) fn notes(stories: &[FindingStory], layout: Layout) -> Option<String> {
    if stories.is_empty() {
        return None;
    }
    let mut out = format!("{}Notes{:#}\n", quiet(), quiet());
    for story in stories {
        let _ = writeln!(out, "{}", layout.hanging(&format!("{} {}", story.message, story.code), 2, 4));
    }
    Some(out)
}

/// A check's own words.
pub(crate) fn explanation(check: &Check) -> String {
    let layout = Layout::new(crate::render::width(), false);
    let mut out = format!("{}{}{:#}  {}\n\n", bold(), check.code, bold(), check.title);
    let _ = writeln!(out, "{}\n", layout.wrapped(check.rationale, 2));
    out.push_str(&layout.labelled("severity", check.severity.words(), 2, LABELS));
    out.push_str(&layout.labelled("cure", check.remedy, 2, LABELS));
    for cite in check.cites {
        let level = countersign_core::checks::level_words(cite.level);
        out.push_str(&layout.labelled("source", &format!("{} ({level})", cite.words()), 2, LABELS));
    }
    out
}

/// All checks, a line each.
pub(crate) fn list_of_checks(checks: &[&'static Check]) -> String {
    let column = checks.iter().map(|check| check.code.len()).max().unwrap_or(0) + 2;
    let layout = Layout::new(crate::render::width(), false);
    checks.iter().map(|check| layout.labelled(check.code, check.title, 0, column)).collect()
}
