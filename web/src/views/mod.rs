//! How does each part of the story look? Order and frame here, one part a file; views decide nothing.

mod bar;
mod board;
mod bytes;
mod details;
mod findings;
mod grants;
mod growing;
mod handshakes;
mod headline;
mod later;
mod locked;
mod marks;
mod messages;
mod panes;
mod paths;
mod validity;

use leptos::prelude::*;

pub(crate) use bar::bar;
pub(crate) use bytes::bytes;

use crate::desk::Desk;
use crate::protocol::Told;
use later::later;

/// The answer, in the order a person reads it. What is below the first screen is drawn in tasks of its own, so that no
/// large answer holds the page up.
pub(crate) fn report(desk: Desk, told: Told) -> impl IntoView {
    let story = told.story;
    let later = later(vec![
        (move || findings::findings(desk, story.findings, told.findings).into_any()).into(),
        (move || {
            view! {
                {messages::messages(story.messages)}
                {grants::grants(story.grants)}
                {paths::paths(story.paths)}
            }
            .into_any()
        })
        .into(),
        (move || validity::validity(story.validity).into_any()).into(),
        (move || findings::notes(desk, story.notes, told.notes).into_any()).into(),
        (move || {
            view! {
                {details::details(desk, told.titles, told.objects)}
                {not_checked(story.not_checked)}
                <p class="closing">{story.closing}</p>
            }
            .into_any()
        })
        .into(),
    ]);
    view! {
        <article class="report">
            {headline::headline(story.headline, story.teams)}
            {locked::locked(desk, story.locked)}
            {board::board(desk, story.board, told.board_rows)}
            {handshakes::handshakes(story.handshakes)}
            {later}
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
                a received certificate with its CA, for instance. Folders, archives, PKCS#7 and PKCS#12 are opened."
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
