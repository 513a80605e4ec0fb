//! How does one file look from inside: every field in words, and where it is in the bytes?

use std::cell::Cell;

use countersign_core::report::Field;
use leptos::prelude::Set as _;
use web_sys::HtmlDetailsElement;

use super::growing::growing;
use crate::desk::{Desk, Look};
use crate::drawing::{Drawn, draw};
use crate::form::button;
use crate::protocol::{Ask, List, Tell, Title};

/// Every object that was read, folded; its fields come when it is opened.
pub(super) fn details(desk: Desk, titles: Vec<Title>, all: usize) -> Option<Drawn> {
    let first = titles.len();
    if first == 0 {
        return None;
    }
    let numbered = move |from: usize, titles: Vec<Title>| -> Vec<Drawn> {
        titles.into_iter().enumerate().map(|(index, title)| one(desk, from + index, &title)).collect()
    };
    let entries = draw("div").class("entries").all(numbered(0, titles));
    let shown = Cell::new(first);
    let more = move |said| {
        let Tell::Titles(titles) = said else { return Vec::new() };
        let from = shown.get();
        shown.set(from + titles.len());
        numbered(from, titles)
    };
    let button = growing(desk, List::Titles, (first, all), &entries, more);
    Some(draw("section").with(draw("h2").text("What is in each file")).with(entries).all(button))
}

fn one(desk: Desk, item: usize, title: &Title) -> Drawn {
    let has_bytes = title.has_bytes;
    let fields = draw("dl").class("fields");
    let summary =
        draw("summary").with(draw("code").text(&title.name)).text(" ").with(draw("span").text(&title.title));
    let all_bytes = has_bytes.then(|| {
        let show = move |_| desk.looked_at.set(Some(Look { item, span: None }));
        button("plain look").text("All its bytes").on("click", show)
    });
    let details = draw("details").class("file").with(summary).with(fields.clone()).all(all_bytes);
    let element: HtmlDetailsElement = details.as_a();
    let asked = Cell::new(false);
    details.on("toggle", move |_| {
        if element.open() && !asked.replace(true) {
            let fields = fields.clone();
            desk.link.look(&Ask::Detail { item }, move |said| {
                if let Tell::Detail(Some(detail)) = said {
                    fields.grow(detail.fields.into_iter().flat_map(|one| field(desk, item, has_bytes, one)));
                }
            });
        }
    })
}

fn field(desk: Desk, item: usize, has_bytes: bool, field: Field) -> [Drawn; 2] {
    let path = field.path;
    let show = (has_bytes && !path.is_empty()).then(|| {
        let look = move |_| {
            desk.link.look(&Ask::Field { item, path: path.clone() }, move |said| {
                if let Tell::Field(span) = said {
                    desk.looked_at.set(Some(Look { item, span }));
                }
            });
        };
        let of = draw("span").class("unseen").text(" of ").text(&field.label);
        button("plain look").text("Bytes ").with(of).on("click", look)
    });
    let value = draw("dd").text(&field.value).text(" ").all(show);
    [draw("dt").text(&field.label), value.with(draw("small").text(&field.meaning))]
}
