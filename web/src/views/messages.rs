//! How does the message to the other team look, ready to copy?

use countersign_core::report::MessageStory;
use wasm_bindgen_futures::spawn_local;

use crate::drawing::{Drawn, draw};
use crate::form::button;
use crate::giving;
use countersign_web_api::for_page;

/// A message for each team that must act.
pub(super) fn messages(stories: Vec<MessageStory>) -> Option<Drawn> {
    (!stories.is_empty()).then(|| {
        draw("section")
            .class("messages")
            .with(draw("h2").text("Tell the other team"))
            .all(stories.into_iter().map(message))
    })
}

fn message(mut story: MessageStory) -> Drawn {
    story.text = for_page(&story.text);
    let said = draw("span").class("quiet").attribute("role", "status");
    let text = draw("pre")
        .attribute("tabindex", "0")
        .attribute("role", "group")
        .attribute("aria-label", "The message")
        .text(&story.text);
    let copy = button("").text("Copy the message to ").text(&story.to);
    let hearing = said.clone();
    let copy = copy.on("click", move |_| {
        let (text, said) = (story.text.clone(), hearing.clone());
        spawn_local(async move {
            said.set_text(match giving::copy(&text).await {
                true => "Copied.",
                false => "The browser did not allow it; select the text and copy it.",
            });
        });
    });
    draw("details")
        .class("note message")
        .with(draw("summary").text("A message to ").text(&story.to))
        .with(text)
        .with(draw("div").class("buttons").with(copy).with(said))
}
