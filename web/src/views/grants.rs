//! How does the request look beside the certificate that answers it?

use countersign_core::report::{GrantLine, GrantStory};

use super::{marks, section};
use crate::drawing::{Drawn, draw};

/// A table for each request that was answered.
pub(super) fn grants(stories: Vec<GrantStory>) -> Option<Drawn> {
    section("Asked, and granted", "pair tables", stories.into_iter().map(grant))
}

fn grant(story: GrantStory) -> Drawn {
    let head = || draw("th").attribute("scope", "col");
    let heads = draw("tr")
        .with(head().with(draw("span").class("unseen").text("Field")))
        .with(head().text("Asked in ").with(draw("code").text(&story.request)))
        .with(head().text("Granted in ").with(draw("code").text(&story.certificate)));
    draw("table")
        .class("grants")
        .with(draw("thead").with(heads))
        .with(draw("tbody").all(story.rows.into_iter().map(line)))
}

fn line(line: GrantLine) -> Drawn {
    let said = |value: Option<String>| draw("td").text(value.as_deref().unwrap_or("–"));
    let change = draw("small").class("change").with(marks::symbol(line.mark)).text(" ").text(&line.change);
    draw("tr")
        .class(line.mark.name())
        .with(draw("th").attribute("scope", "row").text(&line.label))
        .with(said(line.asked))
        .with(said(line.granted).text(" ").with(change))
}
