//! The narrative as Markdown that common hosts render.

use std::fmt::Write as _;

use countersign_core::report::{
    BoardRow, Description, FindingStory, GrantStory, Narrative, PathStory, StepStory,
};

/// The whole story.
#[must_use]
pub fn markdown(story: &Narrative) -> String {
    let mut out = String::new();
    let (mark, sentence) = &story.headline;
    let _ = writeln!(out, "# {} {}\n", mark.symbol(), escape(sentence));
    for team in &story.teams {
        let _ = writeln!(out, "- **{}** {} {}", team.team, team.mark.symbol(), escape(&team.sentence));
        for step in &team.next_steps {
            let _ = writeln!(out, "  - {}", escape(step));
        }
    }
    board(&story.board, &mut out);
    for group in &story.groups {
        let _ = writeln!(out, "- one key: {}", escape(&group.join(", ")));
    }
    for handshake in &story.handshakes {
        let _ = writeln!(out, "\n## {} handshake\n", handshake.title);
        if !handshake.spoken.is_empty() {
            let _ = writeln!(out, "{}\n", escape(&handshake.spoken));
        }
        steps(&handshake.steps, &mut out);
    }
    story.grants.iter().for_each(|grant| grant_story(grant, &mut out));
    story.paths.iter().for_each(|path| path_story(path, &mut out));
    story.details.iter().for_each(|details| description(details, &mut out));
    findings("What is wrong, and who must act", &story.findings, &mut out);
    findings("Notes", &story.notes, &mut out);
    if !story.not_checked.is_empty() {
        let _ = writeln!(out, "\n## Not looked at\n");
        story.not_checked.iter().for_each(|line| {
            let _ = writeln!(out, "- {}", escape(line));
        });
    }
    let _ = writeln!(out, "\n{}", escape(&story.closing));
    out
}

fn board(rows: &[BoardRow], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    out.push_str("\n| File | Equipment | From | What it is | Verdict |\n| --- | --- | --- | --- | --- |\n");
    for row in rows {
        let what =
            if row.detail.is_empty() { row.what.clone() } else { format!("{}, {}", row.what, row.detail) };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} {} |",
            escape(&row.file),
            row.equipment,
            row.from,
            escape(&what),
            row.mark.symbol(),
            escape(&row.verdict)
        );
    }
}

fn steps(steps: &[StepStory], out: &mut String) {
    for step in steps {
        let _ = writeln!(
            out,
            "- {} {} {} ({})",
            step.mark.symbol(),
            escape(&step.number),
            escape(&step.title),
            escape(&step.detail)
        );
        for line in &step.wire {
            let _ = writeln!(out, "  - {}", escape(line));
        }
    }
}

fn grant_story(grant: &GrantStory, out: &mut String) {
    let _ = writeln!(
        out,
        "\n## Asked in {}, granted in {}\n\n| Field | Asked | Granted | |\n| --- | --- | --- | --- |",
        escape(&grant.request),
        escape(&grant.certificate)
    );
    for row in &grant.rows {
        let said = |value: &Option<String>| value.as_deref().map_or_else(|| "–".to_owned(), escape);
        let (asked, granted) = (said(&row.asked), said(&row.granted));
        let _ =
            writeln!(out, "| {} | {asked} | {granted} | {} {} |", row.label, row.mark.symbol(), row.change);
    }
}

fn path_story(path: &PathStory, out: &mut String) {
    let _ = writeln!(out, "\n## {} Path of {}\n", path.mark.symbol(), escape(&path.target));
    for (depth, certificate) in path.certificates.iter().enumerate() {
        let _ = writeln!(out, "{}- {}", "  ".repeat(depth), escape(certificate));
    }
    if !path.policies.is_empty() {
        let _ = writeln!(out, "\nPolicies: {}.", escape(&path.policies));
    }
    if !path.others.is_empty() {
        let _ = writeln!(out, "\nOther ways:\n");
    }
    for other in &path.others {
        let _ = writeln!(out, "- {}", escape(other));
    }
}

fn description(details: &Description, out: &mut String) {
    let _ = writeln!(
        out,
        "\n## {}: {}\n\n| Field | Value | What it is for |\n| --- | --- | --- |",
        escape(&details.name),
        escape(&details.title)
    );
    for field in &details.fields {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            escape(&field.label),
            escape(&field.value),
            escape(&field.meaning)
        );
    }
}

fn findings(title: &str, stories: &[FindingStory], out: &mut String) {
    if stories.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {title}\n");
    for story in stories {
        let _ = writeln!(out, "### {} {}\n", story.mark.symbol(), escape(&story.message));
        let _ = writeln!(out, "- {}: `{}`", story.severity.words(), story.code);
        for one in &story.evidence {
            let _ = writeln!(out, "- {}: {}", one.label, escape(&one.value));
        }
        let _ = writeln!(out, "- why: {}", escape(&story.why));
        let _ = writeln!(out, "- cure: {}: {}", story.who, escape(&story.cure));
        let _ = writeln!(out, "- source: {}\n", escape(&story.sources.join("; ")));
    }
}

/// Text from the input never becomes mark-up: every character that Markdown or HTML could read goes behind a backslash
/// or becomes an entity.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn names_that_are_mark_up_come_out_as_text() {
        assert_eq!(escape("<img src=x onerror=alert(1)>"), "&lt;img src=x onerror=alert(1)&gt;");
        assert_eq!(escape("[a](javascript:b) | `c`"), "\\[a\\](javascript:b) \\| \\`c\\`");
    }
}
