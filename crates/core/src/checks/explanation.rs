//! Why does a check exist? Its own words as Markdown and JSON, for `countersign explain`, the app and docs/findings.md.

use serde_json::{Value, json};

use super::{Check, Level, Meaning};

/// A check as one section of docs/findings.md; its anchor is its code.
#[must_use]
pub fn markdown(check: &Check) -> String {
    let sources: Vec<String> =
        check.cites.iter().map(|cite| format!("{} ({})", cite.words(), level_words(cite.level))).collect();
    let open = match check.meaning {
        Meaning::CouldNotDetermine => ", leaves the answer open",
        Meaning::Fault => "",
    };
    format!(
        "<a id=\"{code}\"></a>\n\n### `{code}`\n\n**{title}** ({severity}{open})\n\n{rationale}\n\n*Cure:* {remedy}\n\n*Source:* {sources}\n",
        code = check.code,
        title = check.title,
        severity = check.severity.words(),
        rationale = check.rationale,
        remedy = check.remedy,
        sources = sources.join("; "),
    )
}

/// A check as a JSON object.
#[must_use]
pub fn json(check: &Check) -> Value {
    let citations: Vec<Value> = check
        .cites
        .iter()
        .map(|cite| json!({ "document": cite.document, "section": cite.section, "level": level_words(cite.level) }))
        .collect();
    json!({
        "code": check.code,
        "title": check.title,
        "severity": check.severity.words(),
        "rationale": check.rationale,
        "remedy": check.remedy,
        "citations": citations,
    })
}

/// `MUST`, `SHOULD` or `practice`.
#[must_use]
pub const fn level_words(level: Level) -> &'static str {
    match level {
        Level::Must => "MUST",
        Level::Practice => "practice",
        Level::Should => "SHOULD",
    }
}
