//! How does each part of the story look? Order and frame here, one part a file; views decide nothing.

mod board;
mod details;
mod findings;
mod handshakes;
mod headline;
mod marks;
mod paths;

use leptos::prelude::*;

use crate::judging::Judged;

/// The answer, in the order a person reads it.
pub(crate) fn report(judged: Judged) -> impl IntoView {
    let story = judged.story;
    view! {
        <article class="report">
            {headline::headline(story.headline, story.teams)}
            {board::board(story.board)}
            {handshakes::handshakes(story.handshakes)}
            {findings::findings(story.findings)}
            {findings::notes(story.notes)}
            {paths::paths(story.paths)}
            {details::details(judged.details)}
            {not_checked(story.not_checked)}
            <p class="closing">{story.closing}</p>
        </article>
    }
}

/// Before anything was handed over: what the page can read.
pub(crate) fn invitation() -> impl IntoView {
    view! {
        <section class="invitation">
            <h2>"What it reads"</h2>
            <p>
                "The seven files two teams exchange: " <code>"server_key.pem"</code> ", " <code>"server.csr"</code> ", "
                <code>"server.cer"</code> ", " <code>"client.pem"</code> ", " <code>"client.csr"</code> ", "
                <code>"client.cer"</code> " and the CA, whatever they are called, as PEM or DER. Some of them are enough: \
                a received certificate with its CA, for instance."
            </p>
        </section>
    }
}

fn not_checked(sentences: Vec<String>) -> Option<impl IntoView> {
    let items = sentences.iter().map(|text| view! { <li>{text.clone()}</li> }).collect_view();
    (!sentences.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Not looked at"</h2>
                <ul class="plain-list">{items}</ul>
            </section>
        }
    })
}
