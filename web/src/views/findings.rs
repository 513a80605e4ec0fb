//! How does a finding look: what is wrong, who does what about it, and why it matters?

use countersign_core::report::{Evidence, FindingStory};
use leptos::prelude::Set as _;

use super::growing::growing;
use super::marks;
use crate::desk::{Desk, Look};
use crate::drawing::{Drawn, draw};
use crate::form::button;
use crate::protocol::{List, Tell};
use countersign_web_api::for_page;

/// Findings from warning up.
pub(super) fn findings(desk: Desk, stories: Vec<FindingStory>, all: usize) -> Option<Drawn> {
    list(desk, "What is wrong, and who must act", List::Findings, (stories, all), move |story| {
        finding(desk, story)
    })
}

/// What is only good to know, one line each; the reasons open on demand.
pub(super) fn notes(desk: Desk, stories: Vec<FindingStory>, all: usize) -> Option<Drawn> {
    list(desk, "Notes", List::Notes, (stories, all), |story| note(&story))
}

fn list(
    desk: Desk,
    title: &str,
    list: List,
    (stories, all): (Vec<FindingStory>, usize),
    one: impl Fn(FindingStory) -> Drawn + 'static,
) -> Option<Drawn> {
    if stories.is_empty() {
        return None;
    }
    let first = stories.len();
    let entries = draw("div").class("entries").all(stories.into_iter().map(&one));
    let more = move |said| match said {
        Tell::Stories(stories) => stories.into_iter().map(&one).collect(),
        _ => Vec::new(),
    };
    let button = growing(desk, list, (first, all), &entries, more);
    Some(draw("section").with(draw("h2").text(title)).with(entries).all(button))
}

fn finding(desk: Desk, story: FindingStory) -> Drawn {
    let look = story.item.zip(story.bytes).map(|(item, span)| Look { item, span: Some(span) });
    let severity = story.severity.words();
    let title = draw("h3")
        .with(marks::symbol(story.mark))
        .text(" ")
        .with(draw("span").class("unseen").text(severity).text(": "))
        .text(&story.message);
    let tags = draw("p").class("tags").with(draw("span").text(severity)).text(" · ");
    let cure =
        draw("dd").with(draw("strong").text(&story.who).text(": ")).text(" ").text(&for_page(&story.cure));
    let why = draw("details")
        .class("why")
        .with(draw("summary").text("Why?"))
        .with(draw("p").text(&story.title).text(". ").text(&for_page(&story.why)))
        .with(draw("p").class("quiet").text("Source: ").text(&story.sources.join("; ")));
    draw("div")
        .class(&format!("card finding {}", story.mark.name()))
        .with(title)
        .with(tags.with(draw("code").text(&story.code)))
        .with(evidence(&story.evidence).with(draw("dt").text("Cure")).with(cure))
        .with(why)
        .all(look.map(|look| {
            let show = move |_| desk.looked_at.set(Some(look.clone()));
            button("plain look").text("Show in the bytes").on("click", show)
        }))
}

fn note(story: &FindingStory) -> Drawn {
    let summary = draw("summary").text(&story.message).text(" ").with(draw("code").text(&story.code));
    let reasons = evidence(&story.evidence)
        .with(draw("dt").text("Why"))
        .with(draw("dd").text(&for_page(&story.why)))
        .with(draw("dt").text("Source"))
        .with(draw("dd").text(&story.sources.join("; ")));
    draw("details").class("note").with(summary).with(reasons)
}

fn evidence(evidence: &[Evidence]) -> Drawn {
    let said = |one: &Evidence| {
        [draw("dt").class("said").text(&one.label), draw("dd").with(draw("code").text(&one.value))]
    };
    draw("dl").all(evidence.iter().flat_map(said))
}
