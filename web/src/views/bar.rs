//! What stands above everything: the name, the promise with its count, and the ways out for the report.

use leptos::prelude::*;

use crate::desk::Desk;
use crate::giving;
use crate::protocol::{Ask, Form, Tell};

/// The page's own line.
pub(crate) fn bar(desk: Desk) -> impl IntoView {
    let since = requests();
    let count = move || {
        desk.told.track();
        match requests().saturating_sub(since) {
            1 => "1 request since it opened".to_owned(),
            count => format!("{count} requests since it opened"),
        }
    };
    view! {
        <header>
            <span class="name">"Countersign"</span>
            <span class="quiet promise">"Nothing leaves this page · " {count}</span>
            <Show when=move || desk.told.read().is_some()>{exports(desk)}</Show>
        </header>
    }
}

/// How many files the browser has fetched for this page.
fn requests() -> u32 {
    let performance = window().performance();
    performance.map_or(0, |performance| performance.get_entries_by_type("resource").length())
}

fn exports(desk: Desk) -> impl IntoView {
    let forms = [
        (Form::Json, "JSON", "countersign-report.json", "application/json"),
        (Form::Markdown, "Markdown", "countersign-report.md", "text/markdown"),
        (Form::Html, "HTML", "countersign-report.html", "text/html"),
    ];
    let button = move |(form, words, name, kind): (Form, &'static str, &'static str, &'static str)| {
        let save = move |_| {
            desk.link.look(&Ask::Export(form), move |said| {
                if let Tell::Export(text) = said {
                    giving::save(name, kind, &text);
                }
            });
        };
        view! { <button type="button" class="plain" on:click=save>{words}</button> }
    };
    view! {
        <div class="exports" role="group" aria-label="Export the report">
            <span class="quiet" aria-hidden="true">"Export"</span>
            {forms.map(button).collect_view()}
            <button type="button" class="plain" on:click=|_| { let _ = window().print(); }>"Print"</button>
        </div>
    }
}
