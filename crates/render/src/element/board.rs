//! Which files are there, and what has each team to do?

use countersign_core::report::{BoardRow, Narrative, TeamStory};
use maud::{Markup, html};

use crate::html::symbol;

/// More rows than a page should hold are counted.
const MOST_ROWS: usize = 60;

/// The answer, the teams and the table.
pub(super) fn board(story: &Narrative) -> Markup {
    html! {
        (headline(story))
        (teams(&story.teams))
        (table(&story.board))
    }
}

pub(super) fn headline(story: &Narrative) -> Markup {
    let (mark, sentence) = &story.headline;
    html! { p class={ "headline " (mark.name()) } part="headline" { (symbol(*mark)) " " (sentence) } }
}

pub(super) fn teams(stories: &[TeamStory]) -> Markup {
    html! {
        @if !stories.is_empty() {
            ul.plain.teams part="teams" {
                @for team in stories {
                    li {
                        (symbol(team.mark)) " " b { (team.team) } " " (team.sentence)
                        @if !team.next_steps.is_empty() { ul { @for step in &team.next_steps { li { (step) } } } }
                    }
                }
            }
        }
    }
}

/// The table; where there is little room, each row becomes a card, so every cell brings its label.
pub(super) fn table(rows: &[BoardRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            table.board part="board" {
                thead { tr { th { "File" } th { "Equipment" } th { "From" } th { "What it is" } th { "Verdict" } } }
                tbody {
                    @for row in rows.iter().take(MOST_ROWS) {
                        tr {
                            th scope="row" { code { (row.file) } }
                            td { (row.equipment) }
                            td { (row.from) }
                            td { bdi { (row.what) } " " small { (row.detail) } }
                            td class=(row.mark.name()) { (symbol(row.mark)) " " (row.verdict) }
                        }
                    }
                }
            }
            @if rows.len() > MOST_ROWS { p.quiet { "and " (rows.len() - MOST_ROWS) " more files" } }
        }
    }
}
