//! How does one file look from inside: every field in words, and where it is in the bytes?

use countersign_core::report::{Description, Field};
use leptos::{ev, prelude::*};
use wasm_bindgen::prelude::JsCast as _;
use web_sys::HtmlDetailsElement;

use super::growing::growing;
use crate::desk::{Desk, Look};
use crate::protocol::{Ask, List, Tell, Title};

/// Every object that was read, folded; its fields come when it is opened.
pub(super) fn details(desk: Desk, titles: Vec<Title>, all: usize) -> Option<impl IntoView> {
    let first = titles.len();
    let numbered = RwSignal::new(first);
    let taken = move |said| {
        let Tell::Titles(titles) = said else { return Vec::new() };
        let from = numbered.get_untracked();
        numbered.update(|numbered| *numbered += titles.len());
        titles.into_iter().enumerate().map(|(index, title)| (from + index, title)).collect()
    };
    let (further, button) = growing(desk, List::Titles, (first, all), taken, move |(item, title)| {
        one(desk, item, title).into_any()
    });
    (first > 0).then(|| {
        view! {
            <section>
                <h2>"What is in each file"</h2>
                {titles.into_iter().enumerate().map(|(item, title)| one(desk, item, title)).collect_view()}
                {further}
                {button}
            </section>
        }
    })
}

fn one(desk: Desk, item: usize, title: Title) -> impl IntoView {
    let described = RwSignal::new(None::<Description>);
    let opened = move |event: ev::Event| {
        let is_open = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlDetailsElement>().ok())
            .is_some_and(|details| details.open());
        if is_open && described.read_untracked().is_none() {
            desk.link.look(&Ask::Detail { item }, move |said| {
                if let Tell::Detail(detail) = said {
                    described.set(detail);
                }
            });
        }
    };
    let has_bytes = title.has_bytes;
    let fields = move || {
        let fields = described.get().map(|description| description.fields).unwrap_or_default();
        fields.into_iter().map(|one| field(desk, item, has_bytes, one)).collect_view()
    };
    view! {
        <details class="file" on:toggle=opened>
            <summary><code>{title.name}</code> " " <span>{title.title}</span></summary>
            <dl class="fields">{fields}</dl>
            {has_bytes.then(|| view! {
                <button
                    type="button"
                    class="plain look"
                    on:click=move |_| desk.looked_at.set(Some(Look { item, span: None }))
                >
                    "All its bytes"
                </button>
            })}
        </details>
    }
}

fn field(desk: Desk, item: usize, has_bytes: bool, field: Field) -> impl IntoView {
    let path = field.path;
    let show = has_bytes && !path.is_empty();
    let look = move |_| {
        desk.link.look(&Ask::Field { item, path: path.clone() }, move |said| {
            if let Tell::Field(span) = said {
                desk.looked_at.set(Some(Look { item, span }));
            }
        });
    };
    view! {
        <dt>{field.label.clone()}</dt>
        <dd>
            {field.value} " "
            {show.then(|| view! {
                <button type="button" class="plain look" on:click=look>
                    "Bytes" <span class="unseen">" of " {field.label}</span>
                </button>
            })}
            <small>{field.meaning}</small>
        </dd>
    }
}
