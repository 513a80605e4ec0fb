//! How does the handoff board look: the seven files, and whatever else was given?

use countersign_core::report::{BoardRow, Mark};

use super::growing::growing;
use super::marks;
use crate::desk::Desk;
use crate::drawing::{Drawn, draw};
use crate::protocol::{List, Tell};

/// The table. On a narrow screen the style sheet makes each row a card.
pub(super) fn board(desk: Desk, rows: Vec<BoardRow>, all: usize) -> Drawn {
    let first = rows.len();
    let body = draw("tbody").all(rows.into_iter().map(row));
    let more = |said| match said {
        Tell::Rows(rows) => rows.into_iter().map(row).collect(),
        _ => Vec::new(),
    };
    let button = growing(desk, List::Board, (first, all), &body, more);
    let head = ["File", "Equipment", "From", "What it is", "Verdict"];
    let head = draw("tr").all(head.map(|words| draw("th").attribute("scope", "col").text(words)));
    let table = draw("table").class("board").with(draw("thead").with(head)).with(body);
    draw("section").with(draw("h2").text("The seven files")).with(table).all(button)
}

fn row(row: BoardRow) -> Drawn {
    let shouted = if row.mark == Mark::None { "" } else { "verdict-word" };
    let cell = |class: &str| draw("td").class(class);
    draw("tr")
        .class(row.mark.name())
        .with(draw("th").attribute("scope", "row").with(draw("code").text(&row.file)))
        .with(cell("equipment").text(&row.equipment))
        .with(cell("from").text(&row.from))
        .with(cell("what").text(&row.what).text(" ").with(draw("small").text(&row.detail)))
        .with(
            cell(&format!("judgement {shouted}")).with(marks::symbol(row.mark)).text(" ").text(&row.verdict),
        )
}
