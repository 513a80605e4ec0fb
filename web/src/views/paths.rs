//! How does a certification path look: drawn from the CA down, the guilty place marked, and every rule that was asked?

use countersign_core::report::{Mark, PathStory, PlaceStory};

use super::{handshakes, marks, section};
use crate::drawing::{Drawn, draw, draw_svg};

/// Every certificate that was verified.
pub(super) fn paths(stories: Vec<PathStory>) -> Option<Drawn> {
    section("Whom the certificates lead to", "pair", stories.into_iter().map(path))
}

fn path(story: PathStory) -> Drawn {
    let places = story.places.into_iter().enumerate().map(|(depth, place)| drawn(depth, &place));
    let others = story.others.iter().map(|other| draw("p").class("quiet").text("Other way: ").text(other));
    let rules = draw("details")
        .with(draw("summary").text(&format!("{} rules looked at", story.steps.len())))
        .with(draw("ul").class("steps rules").all(story.steps.into_iter().map(handshakes::step)));
    draw("div")
        .class("card path")
        .with(draw("h3").all(marks::spoken(story.mark)).text(" ").text(&story.target))
        .with(draw("ol").class("chain").all(places))
        .all(others)
        .with(rules)
}

/// One certificate: the link from above, then its own node. The first has a link only where its issuer is not here.
fn drawn(depth: usize, place: &PlaceStory) -> Drawn {
    let has_link = depth > 0 || place.link != Mark::None;
    let on_link = matches!(place.link, Mark::Wrong | Mark::Open);
    let (link_fault, own_fault) = if on_link { (&*place.fault, "") } else { ("", &*place.fault) };
    let mut words = draw("span").text(&place.title).text(" ").with(draw("small").text(&place.file));
    if !own_fault.is_empty() {
        words = words.with(fault(place.mark, own_fault));
    }
    let own = draw("div").class(&format!("place {}", place.mark.name())).with(node(place.mark)).with(words);
    draw("li").all(has_link.then(|| link(place.link, link_fault))).with(own)
}

fn fault(mark: Mark, words: &str) -> Drawn {
    draw("span").class("fault").all(marks::spoken(mark)).text(" ").text(words)
}

fn link(mark: Mark, why: &str) -> Drawn {
    let line = draw_svg("line")
        .attribute("x1", "12")
        .attribute("y1", "0")
        .attribute("x2", "12")
        .attribute("y2", "100%");
    draw("div")
        .class(&format!("link {}", mark.name()))
        .with(draw_svg("svg").class("rail").attribute("aria-hidden", "true").with(line))
        .with(fault(mark, if why.is_empty() { "signed" } else { why }))
}

fn node(mark: Mark) -> Drawn {
    let circle = draw_svg("circle").attribute("cx", "12").attribute("cy", "12").attribute("r", "7");
    draw_svg("svg")
        .class(&format!("node {}", mark.name()))
        .attribute("viewBox", "0 0 24 24")
        .attribute("aria-hidden", "true")
        .with(circle)
}
