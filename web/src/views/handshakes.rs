//! How does a handshake look, step by step?

use countersign_core::report::{HandshakeStory, StepStory};

use super::marks;
use crate::drawing::{Drawn, draw};
use countersign_web_api::for_page;

/// One handshake.
pub(super) fn handshake(story: HandshakeStory) -> Drawn {
    let steps = draw("ol").class("steps").all(story.steps.into_iter().map(step));
    draw("div").class("card handshake").with(draw("h3").text(&story.title)).with(steps)
}

/// One step: what happens, and beneath it what TLS calls it.
pub(super) fn step(story: StepStory) -> Drawn {
    let words = draw("span")
        .class("words")
        .text(&story.title)
        .text(" ")
        .with(draw("small").text(&for_page(&story.detail)));
    draw("li")
        .class(story.mark.name())
        .all(marks::spoken(story.mark))
        .with(draw("span").class("number").text(&story.number))
        .with(words)
}
