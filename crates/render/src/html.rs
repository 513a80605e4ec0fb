//! The narrative as one HTML file: no script, nothing fetched, printable, light and dark.

use countersign_core::checks::Check;
use countersign_core::report::{
    BoardRow, Description, FindingStory, GrantStory, HandshakeStory, Mark, Narrative, PathStory, StepStory,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style sheet; it stands in the file, which fetches nothing.
const STYLE: &str = include_str!("report.css");
/// A report that is opened years later, from a mail, runs nothing and calls nobody.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The whole story, with every object in words.
#[must_use]
pub fn html(story: &Narrative, details: &[Description]) -> String {
    let (mark, sentence) = &story.headline;
    page(html! {
        h1 class=(mark.name()) { (symbol(*mark)) " " (sentence) }
        @for team in &story.teams {
            p { (symbol(team.mark)) " " strong { (team.team) } " " (team.sentence) "." }
            ul { @for step in &team.next_steps { li { (step) } } }
        }
        (board(&story.board))
        (handshakes(&story.handshakes))
        (findings("What is wrong, and who must act", &story.findings))
        (findings("Notes", &story.notes))
        (grants(&story.grants))
        @for path in &story.paths { (path_story(path)) }
        (descriptions(if details.is_empty() { &story.details } else { details }))
        @if !story.not_checked.is_empty() {
            h2 { "Not looked at" }
            ul { @for line in &story.not_checked { li { (line) } } }
        }
        p.quiet { (story.closing) }
    })
}

/// Why checks exist, for `countersign explain`.
#[must_use]
pub fn explanations(checks: &[&Check]) -> String {
    page(html! {
        h1 { "Checks" }
        @for check in checks {
            h2 id=(check.code) { (check.title) }
            dl {
                dt { "Code" } dd { code { (check.code) } }
                dt { "Severity" } dd { (check.severity.words()) }
                dt { "Why" } dd { (check.rationale) }
                dt { "Cure" } dd { (check.remedy) }
                dt { "Source" } dd { @for cite in check.cites { (cite.words()) " " } }
            }
        }
    })
}

fn page(body: Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { "Countersign report" }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    page.into_string() + "\n"
}

pub(crate) fn board(rows: &[BoardRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            h2 { "The seven files" }
            table {
                thead { tr { th { "File" } th { "Equipment" } th { "From" } th { "What it is" } th { "Verdict" } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { code { (row.file) } }
                            td { (row.equipment) }
                            td { (row.from) }
                            td { (row.what) " " small { (row.detail) } }
                            td class=(row.mark.name()) { (symbol(row.mark)) " " (row.verdict) }
                        }
                    }
                }
            }
        }
    }
}

fn handshakes(stories: &[HandshakeStory]) -> Markup {
    html! {
        @for story in stories {
            h2 { (story.title) " handshake" }
            (steps(&story.steps))
        }
    }
}

pub(crate) fn steps(steps: &[StepStory]) -> Markup {
    html! {
        ul.steps {
            @for step in steps {
                li class=(step.mark.name()) {
                    (symbol(step.mark)) " " (step.number) " " (step.title) " " small { (step.detail) }
                }
            }
        }
    }
}

pub(crate) fn findings(title: &str, stories: &[FindingStory]) -> Markup {
    html! {
        @if !stories.is_empty() {
            h2 { (title) }
            @for story in stories {
                section {
                    h3 class=(story.mark.name()) { (symbol(story.mark)) " " (story.message) }
                    dl {
                        dt { (story.severity.words()) } dd { code { (story.code) } }
                        @for one in &story.evidence { dt { (one.label) } dd { code { (one.value) } } }
                        dt { "Cure" } dd { strong { (story.who) ": " } (story.cure) }
                        dt { "Why" } dd { (story.why) }
                        dt { "Source" } dd { (story.sources.join("; ")) }
                    }
                }
            }
        }
    }
}

pub(crate) fn grants(stories: &[GrantStory]) -> Markup {
    html! {
        @for story in stories {
            h2 { "Asked in " code { (story.request) } ", granted in " code { (story.certificate) } }
            table {
                thead { tr { th { "Field" } th { "Asked" } th { "Granted" } th { "Compared" } } }
                tbody {
                    @for row in &story.rows {
                        tr {
                            th scope="row" { (row.label) }
                            td { (row.asked.as_deref().unwrap_or("–")) }
                            td { (row.granted.as_deref().unwrap_or("–")) }
                            td class=(row.mark.name()) { (symbol(row.mark)) " " (row.change) }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn path_story(path: &PathStory) -> Markup {
    html! {
        h2 class=(path.mark.name()) { (symbol(path.mark)) " Path of " (path.target) }
        ol.chain {
            @for place in &path.places {
                li class=(place.mark.max(place.link).name()) {
                    (place.title) " " small { (place.file) }
                    @if !place.fault.is_empty() { " " strong { (place.fault) } }
                }
            }
        }
        @if !path.policies.is_empty() { p { "Policies: " (path.policies) "." } }
        details { summary { (path.steps.len()) " rules looked at" } (steps(&path.steps)) }
    }
}

fn descriptions(details: &[Description]) -> Markup {
    html! {
        @if !details.is_empty() {
            h2 { "What is in each file" }
            @for details in details {
                h3 { code { (details.name) } " " (details.title) }
                dl {
                    @for field in &details.fields {
                        dt { (field.label) } dd { (field.value) " " small { (field.meaning) } }
                    }
                }
            }
        }
    }
}

pub(crate) fn symbol(mark: Mark) -> Markup {
    html! { span.mark { (mark.symbol()) } }
}

#[cfg(test)]
mod tests {
    use super::{POLICY, page};
    use maud::html;

    #[test]
    fn mark_up_in_a_name_stays_text_and_nothing_may_run() {
        let out = page(html! { p { ("<script>alert(1)</script>") } });
        assert!(out.contains("&lt;script&gt;") && !out.contains("<script"));
        assert!(out.contains("default-src") && !POLICY.contains("script-src"));
    }
}
