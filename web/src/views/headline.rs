//! How does the answer look, and what it means for each team?

use countersign_core::report::{Mark, TeamStory};
use leptos::prelude::*;

use super::marks;

/// The answer; screen readers hear it whenever it changes.
pub(super) fn headline((mark, sentence): (Mark, String), teams: Vec<TeamStory>) -> impl IntoView {
    // The first sentence is the answer, the rest says why.
    let (answer, cause) = match sentence.split_once(". ") {
        Some((answer, cause)) => (format!("{answer}."), cause.to_owned()),
        None => (sentence, String::new()),
    };
    view! {
        <section class=format!("verdict {}", mark.name()) role="status">
            <h2>{marks::spoken(mark)} " " {answer}</h2>
            <p>{cause}</p>
        </section>
        <ul class="teams">{teams.into_iter().map(team).collect_view()}</ul>
    }
}

fn team(story: TeamStory) -> impl IntoView {
    let next_steps = story.next_steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
    view! {
        <li class="card">
            <h3>{marks::symbol(story.mark)} " " {story.team} " " <span class="sentence">{story.sentence}</span></h3>
            <ul>{next_steps}</ul>
        </li>
    }
}
