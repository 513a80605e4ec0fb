//! What stands above everything: the name, the promise with its count, and the ways out for the report.

use leptos::prelude::*;

use crate::desk::Desk;
use crate::drawing::{Drawn, draw};
use crate::form::button;
use crate::giving;
use crate::protocol::{Ask, Form, Tell};

/// The page's own line.
pub(crate) fn bar(desk: Desk) -> Drawn {
    let since = requests();
    let count = move || {
        desk.told.track();
        match requests().saturating_sub(since) {
            1 => "1 request since it opened".to_owned(),
            count => format!("{count} requests since it opened"),
        }
    };
    let promise = draw("span").class("quiet promise").text("Nothing leaves this page · ").text_of(count);
    let has_report = Memo::new(move |_| desk.told.read().is_some());
    draw("header")
        .with(draw("span").class("name").text("Countersign"))
        .with(promise)
        .all_of(move || if has_report.get() { vec![exports(desk)] } else { Vec::new() })
}

/// How many files the browser has fetched for this page.
fn requests() -> u32 {
    let performance = window().performance();
    performance.map_or(0, |performance| performance.get_entries_by_type("resource").length())
}

fn exports(desk: Desk) -> Drawn {
    let forms = [
        (Form::Json, "JSON", "countersign-report.json", "application/json"),
        (Form::Markdown, "Markdown", "countersign-report.md", "text/markdown"),
        (Form::Html, "HTML", "countersign-report.html", "text/html"),
    ];
    let export = |(form, words, name, kind): (Form, &str, &'static str, &'static str)| {
        button("plain").text(words).on("click", move |_| {
            desk.link.look(&Ask::Export(form), move |said| {
                if let Tell::Export(text) = said {
                    giving::save(name, kind, &text);
                }
            });
        })
    };
    let print = button("plain").text("Print").on("click", |_| {
        // A browser that can't print says so itself.
        let _ = window().print();
    });
    draw("div")
        .class("exports")
        .attribute("role", "group")
        .attribute("aria-label", "Export the report")
        .with(draw("span").class("quiet").attribute("aria-hidden", "true").text("Export"))
        .all(forms.map(export))
        .with(print)
}
