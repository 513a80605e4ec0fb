//! How do the bytes of an object look: its ASN.1 tree beside its hex, each leading to the other?

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDialogElement, KeyboardEvent};

use super::panes::{self, Pane};
use crate::desk::{Desk, Look};
use crate::drawing::{Drawn, draw, follow};
use crate::form::button;
use crate::protocol::{Ask, NodeLine, Tell};

/// Bytes in a row of hex.
const ROW: usize = 16;

/// The dialog; empty until something is looked at.
pub(crate) fn bytes(desk: Desk) -> Drawn {
    let close = button("").text("Close").on("click", move |_| desk.looked_at.set(None));
    let head = draw("div")
        .class("bytes-head")
        .with(draw("h2").attribute("id", "bytes-title").text("The bytes"))
        .with(close);
    let dialog = draw("dialog")
        .class("bytes")
        .attribute("aria-labelledby", "bytes-title")
        .on("close", move |_| desk.looked_at.set(None))
        .with(head)
        .all_of(move || desk.looked_at.get().map(|look| opened(desk, &look)).into_iter().flatten().collect());
    let element: HtmlDialogElement = dialog.as_a();
    follow(move || match desk.looked_at.read().is_some() {
        true if !element.open() => {
            // An older browser shows nothing then; the rest of the page does not need it.
            let _ = element.show_modal();
        }
        false if element.open() => element.close(),
        _ => {}
    });
    dialog
}

/// What the two panes share.
#[derive(Clone, Copy)]
struct Sight {
    desk: Desk,
    item: usize,
    /// The chosen value, by its place in the tree.
    chosen: RwSignal<Option<usize>>,
    /// The bytes that are marked.
    lit: RwSignal<Option<(usize, usize)>>,
    tree: Pane,
    hex: Pane,
}

fn opened(desk: Desk, look: &Look) -> [Drawn; 2] {
    let (item, span) = (look.item, look.span);
    let sight = Sight {
        desk,
        item,
        chosen: RwSignal::new(None),
        lit: RwSignal::new(span),
        tree: Pane::new("pane tree"),
        hex: Pane::new("pane hex"),
    };
    let about = draw("p").class("quiet").attribute("role", "status");
    let told = about.clone();
    sight.ask(&Ask::Bytes { item }, move |said| {
        if let Tell::Bytes { title, nodes, bytes, fault } = said {
            sight.tree.rows.set(nodes);
            sight.hex.rows.set(bytes.div_ceil(ROW));
            let fault = fault.map(|fault| format!(" The tree ends early, at {fault}.")).unwrap_or_default();
            told.set_text(&format!("{title}: {bytes} bytes, {nodes} values.{fault}"));
            sight.choose_at(span.map_or(0, |span| span.0));
        }
    });
    [about, draw("div").class("panes").with(tree_pane(sight)).with(hex_pane(sight))]
}

impl Sight {
    /// Asks about the object. Whoever closes the dialog before the answer has come wants to hear no more of it.
    fn ask(self, ask: &Ask, heard: impl Fn(Tell) + 'static) {
        self.desk.link.look(ask, move |said| {
            if !self.chosen.is_disposed() {
                heard(said);
            }
        });
    }

    /// Chooses the innermost value around a byte.
    fn choose_at(self, offset: usize) {
        self.ask(&Ask::NodeAt { item: self.item, offset }, move |said| {
            if let Tell::NodeAt(Some(place)) = said {
                self.choose(place);
            }
        });
    }

    /// Chooses a value: marks its bytes, and brings both into sight.
    fn choose(self, place: usize) {
        self.chosen.set(Some(place));
        self.tree.bring(place);
        self.ask(&Ask::Nodes { item: self.item, from: place, to: place + 1 }, move |said| {
            let Tell::Nodes(lines) = said else { return };
            if let Some(line) = lines.first() {
                self.lit.set(Some((line.offset, line.offset + line.whole)));
                self.hex.bring(line.offset / ROW);
            }
        });
    }
}

/// The tree, one row a value. Arrow keys move the choice; the list has one place in the tab order.
fn tree_pane(sight: Sight) -> Drawn {
    let lines = RwSignal::new((0, Vec::<NodeLine>::new()));
    panes::fill(sight.tree, move |from, to| {
        sight.ask(&Ask::Nodes { item: sight.item, from, to }, move |said| {
            if let Tell::Nodes(got) = said {
                lines.set((from, got));
            }
        });
    });
    let rows = move || {
        let lines = lines.read();
        let (from, lines) = (lines.0, lines.1.iter().enumerate());
        lines.map(|(index, line)| tree_row(sight, from + index, line)).collect()
    };
    let active = move || sight.chosen.get().map(|place| format!("value-{place}"));
    sight
        .tree
        .drawn(move || lines.read().0, rows)
        .attribute("role", "listbox")
        .attribute("aria-label", "Values")
        .attribute_of("aria-activedescendant", active)
        .on("keydown", move |event| moved(sight, event.unchecked_ref()))
}

/// Chooses by key.
fn moved(sight: Sight, event: &KeyboardEvent) {
    let last = sight.tree.rows.get_untracked().saturating_sub(1);
    let now = sight.chosen.get_untracked().unwrap_or(0);
    let to = match event.key().as_str() {
        "ArrowDown" => now + 1,
        "ArrowUp" => now.saturating_sub(1),
        "PageDown" => now + 20,
        "PageUp" => now.saturating_sub(20),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    sight.choose(to.min(last));
}

fn tree_row(sight: Sight, place: usize, line: &NodeLine) -> Drawn {
    let is_chosen = move || Some((sight.chosen.get() == Some(place)).to_string());
    let value = draw("span")
        .class("value")
        .style("padding-inline-start", &format!("{}rem", line.depth.min(24)))
        .with(draw("b").text(&line.tag))
        .text(" ")
        .text(&line.words);
    draw("div")
        .class("row")
        .attribute("id", &format!("value-{place}"))
        .attribute("role", "option")
        .attribute_of("aria-selected", is_chosen)
        .on("click", move |_| sight.choose(place))
        .with(draw("span").class("offset").text(&line.offset.to_string()))
        .with(value)
}

/// The hex. A click on a byte chooses the value it belongs to.
fn hex_pane(sight: Sight) -> Drawn {
    let held = RwSignal::new((0, Vec::<u8>::new()));
    panes::fill(sight.hex, move |from, to| {
        sight.ask(&Ask::Hex { item: sight.item, from: from * ROW, to: to * ROW }, move |said| {
            if let Tell::Hex(bytes) = said {
                held.set((from, bytes));
            }
        });
    });
    let rows = move || {
        let held = held.read();
        let lit = sight.lit.get();
        let row = |(index, bytes): (usize, &[u8])| hex_row(sight, (held.0 + index) * ROW, bytes, lit);
        held.1.chunks(ROW).enumerate().map(row).collect()
    };
    sight
        .hex
        .drawn(move || held.read().0, rows)
        .attribute("role", "group")
        .attribute("aria-label", "Bytes in hexadecimal")
}

fn hex_row(sight: Sight, start: usize, bytes: &[u8], lit: Option<(usize, usize)>) -> Drawn {
    let is_lit = |offset: usize| lit.is_some_and(|(from, to)| (from..to).contains(&offset));
    let byte = |(index, byte): (usize, &u8)| {
        let offset = start + index;
        draw("span")
            .class(if is_lit(offset) { "lit" } else { "" })
            .text(&format!("{byte:02x}"))
            .on("click", move |_| sight.choose_at(offset))
    };
    draw("div")
        .class("row")
        .with(draw("span").class("offset").text(&format!("{start:06x}")))
        .with(draw("span").class("digits").all(bytes.iter().enumerate().map(byte)))
}
