//! How does the handoff board look: the seven files, and whatever else was given?

use countersign_core::report::{BoardRow, Mark};
use leptos::prelude::*;

use super::growing::growing;
use super::marks;
use crate::desk::Desk;
use crate::protocol::{List, Tell};

/// The table. On a narrow screen the style sheet makes each row a card.
pub(super) fn board(desk: Desk, rows: Vec<BoardRow>, all: usize) -> impl IntoView {
    let taken = |said| if let Tell::Rows(rows) = said { rows } else { Vec::new() };
    let (further, button) = growing(desk, List::Board, (rows.len(), all), taken, |one| row(one).into_any());
    view! {
        <section>
            <h2>"The seven files"</h2>
            <table class="board">
                <thead>
                    <tr>
                        <th scope="col">"File"</th>
                        <th scope="col">"Equipment"</th>
                        <th scope="col">"From"</th>
                        <th scope="col">"What it is"</th>
                        <th scope="col">"Verdict"</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()} {further}</tbody>
            </table>
            {button}
        </section>
    }
}

fn row(row: BoardRow) -> impl IntoView {
    let class = row.mark.name();
    let shouted = if row.mark == Mark::None { "" } else { "verdict-word" };
    view! {
        <tr class=class>
            <th scope="row"><code>{row.file}</code></th>
            <td class="equipment">{row.equipment}</td>
            <td class="from">{row.from}</td>
            <td class="what">{row.what} <small>{row.detail}</small></td>
            <td class=format!("judgement {shouted}")>{marks::symbol(row.mark)} " " {row.verdict}</td>
        </tr>
    }
}
