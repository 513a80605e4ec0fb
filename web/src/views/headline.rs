//! How does the answer look, and what it means for each team?

use countersign_core::report::{Mark, TeamStory};

use super::marks;
use crate::drawing::{Drawn, draw};
use countersign_web_api::for_page;

/// The answer; screen readers hear it whenever it changes.
pub(super) fn headline((mark, sentence): (Mark, String), teams: Vec<TeamStory>) -> [Drawn; 2] {
    // The first sentence is the answer, the rest says why.
    let (answer, cause) = match sentence.split_once(". ") {
        Some((answer, cause)) => (format!("{answer}."), cause.to_owned()),
        None => (sentence, String::new()),
    };
    let verdict = draw("section")
        .class(&format!("verdict {}", mark.name()))
        .attribute("role", "status")
        .with(draw("h2").all(marks::spoken(mark)).text(" ").text(&answer))
        .with(draw("p").text(&cause));
    [verdict, draw("ul").class("teams").all(teams.into_iter().map(team))]
}

fn team(story: TeamStory) -> Drawn {
    let title = draw("h3")
        .with(marks::symbol(story.mark))
        .text(" ")
        .text(&story.team)
        .text(" ")
        .with(draw("span").class("sentence").text(&story.sentence));
    let next_steps = story.next_steps.iter().map(|step| draw("li").text(&for_page(step)));
    draw("li").class("card").with(title).with(draw("ul").all(next_steps))
}
