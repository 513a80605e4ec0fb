//! How is a passphrase asked for?

use countersign_core::report::LockedStory;
use leptos::prelude::Update as _;
use web_sys::HtmlInputElement;

use crate::desk::Desk;
use crate::drawing::{Drawn, draw};

/// The question, where a passphrase would open something; a wrong one is said.
pub(super) fn locked(desk: Desk, stories: Vec<LockedStory>) -> Option<Drawn> {
    if stories.is_empty() {
        return None;
    }
    let files = stories.iter().map(|one| one.file.clone()).collect::<Vec<_>>().join(", ");
    let field = draw("input")
        .attribute("id", "passphrase")
        .attribute("type", "password")
        .attribute("autocomplete", "off")
        .attribute("aria-describedby", "passphrase-hint");
    let input: HtmlInputElement = field.as_a();
    let label = draw("label").attribute("for", "passphrase").text("The passphrase of ");
    let form = draw("form")
        .class("card locked")
        .with(draw("p").with(label.with(draw("code").text(&files))))
        .with(
            draw("div")
                .class("buttons")
                .with(field)
                .with(draw("button").attribute("type", "submit").text("Open")),
        )
        .with(hint(stories.iter().any(|one| one.tried)));
    Some(form.on("submit", move |event| {
        event.prevent_default();
        let typed = input.value();
        input.set_value("");
        if !typed.is_empty() {
            // Files may have a passphrase each, so the earlier ones are tried again.
            desk.passphrases.update(|passphrases| passphrases.push(typed));
            desk.judge();
        }
    }))
}

fn hint(tried: bool) -> Drawn {
    let hint = draw("p").attribute("id", "passphrase-hint").class("quiet").attribute("role", "status");
    if tried {
        let wrong = draw("strong").class("wrong").text("✗ That passphrase does not open it.");
        hint.with(wrong).text(" Try another one, or leave it closed.")
    } else {
        hint.text("It is tried in this page and forgotten with it. Without it the key can't be matched.")
    }
}
