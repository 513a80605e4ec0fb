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

pub(crate) use bar::bar;
pub(crate) use bytes::bytes;

use crate::desk::Desk;
use crate::drawing::{Drawn, draw};
use crate::protocol::Told;
use countersign_web_api::for_page;
use later::{Part, later};

/// The answer, in the order a person reads it. What is below the first screen is drawn in tasks of its own, so that no
/// large answer holds the page up.
pub(crate) fn report(desk: Desk, told: Told) -> Drawn {
    let story = told.story;
    let article = draw("article")
        .class("report")
        .all(headline::headline(story.headline, story.teams))
        .all(locked::locked(desk, story.locked))
        .with(board::board(desk, story.board, told.board_rows))
        .all(section("The handshakes", "pair", story.handshakes.into_iter().map(handshakes::handshake)));
    let parts: Vec<Part> = vec![
        Box::new(move || findings::findings(desk, story.findings, told.findings).into_iter().collect()),
        Box::new(move || {
            let messages = messages::messages(story.messages);
            messages
                .into_iter()
                .chain(grants::grants(story.grants))
                .chain(paths::paths(story.paths))
                .collect()
        }),
        Box::new(move || validity::validity(story.validity).into_iter().collect()),
        Box::new(move || findings::notes(desk, story.notes, told.notes).into_iter().collect()),
        Box::new(move || {
            let details = details::details(desk, told.titles, told.objects);
            let closing = draw("p").class("closing").text(&story.closing);
            details.into_iter().chain(not_checked(&story.not_checked)).chain([closing]).collect()
        }),
    ];
    later(&article, parts);
    article
}

/// Before anything was handed over: what the page can read.
pub(crate) fn invitation() -> Drawn {
    let mut names = draw("p").text("The seven files two teams exchange: ");
    for name in ["server_key.pem", "server.csr", "server.cer", "client.pem", "client.csr"] {
        names = names.with(draw("code").text(name)).text(", ");
    }
    let names = names.with(draw("code").text("client.cer")).text(
        " and the CA, whatever they are called, as PEM or DER. Some of them are enough: a received certificate with \
         its CA, for instance. Folders, archives, PKCS#7 and PKCS#12 are opened.",
    );
    draw("section").class("invitation").with(draw("h2").text("What it reads")).with(names)
}

fn not_checked(sentences: &[String]) -> Option<Drawn> {
    let items = sentences.iter().map(|text| draw("li").text(&for_page(text)));
    let list = draw("ul").class("plain-list").all(items);
    (!sentences.is_empty()).then(|| draw("section").with(draw("h2").text("Not looked at")).with(list))
}

/// A section of its own for these, unless there are none.
fn section(title: &str, class: &str, entries: impl ExactSizeIterator<Item = Drawn>) -> Option<Drawn> {
    (entries.len() > 0)
        .then(|| draw("section").with(draw("h2").text(title)).with(draw("div").class(class).all(entries)))
}
