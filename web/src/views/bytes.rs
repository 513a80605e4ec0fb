//! How do the bytes of an object look: its ASN.1 tree beside its hex, each leading to the other?

use leptos::{ev, html, prelude::*};

use super::panes::{self, Pane};
use crate::desk::{Desk, Look};
use crate::protocol::{Ask, NodeLine, Tell};

/// Bytes in a row of hex.
const ROW: usize = 16;

/// The dialog; empty until something is looked at.
pub(crate) fn bytes(desk: Desk) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match desk.looked_at.read().is_some() {
            true if !dialog.open() => {
                // An older browser shows nothing then; the rest of the page does not need it.
                let _ = dialog.show_modal();
            }
            false if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="bytes" node_ref=dialog aria-labelledby="bytes-title" on:close=move |_| desk.looked_at.set(None)>
            <div class="bytes-head">
                <h2 id="bytes-title">"The bytes"</h2>
                <button type="button" on:click=move |_| desk.looked_at.set(None)>"Close"</button>
            </div>
            {move || desk.looked_at.get().map(|look| opened(desk, look))}
        </dialog>
    }
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

fn opened(desk: Desk, look: Look) -> impl IntoView {
    let sight = Sight {
        desk,
        item: look.item,
        chosen: RwSignal::new(None),
        lit: RwSignal::new(look.span),
        tree: Pane::new(),
        hex: Pane::new(),
    };
    let about = RwSignal::new(String::new());
    desk.link.look(&Ask::Bytes { item: look.item }, move |said| {
        if let Tell::Bytes { title, nodes, bytes, fault } = said {
            sight.tree.rows.set(nodes);
            sight.hex.rows.set(bytes.div_ceil(ROW));
            let fault = fault.map(|fault| format!(" The tree ends early, at {fault}.")).unwrap_or_default();
            about.set(format!("{title}: {bytes} bytes, {nodes} values.{fault}"));
            sight.choose_at(look.span.map_or(0, |span| span.0));
        }
    });
    view! {
        <p class="quiet" role="status">{about}</p>
        <div class="panes">
            {tree_pane(sight)}
            {hex_pane(sight)}
        </div>
    }
}

impl Sight {
    /// Chooses the innermost value around a byte.
    fn choose_at(self, offset: usize) {
        self.desk.link.look(&Ask::NodeAt { item: self.item, offset }, move |said| {
            if let Tell::NodeAt(Some(place)) = said {
                self.choose(place);
            }
        });
    }

    /// Chooses a value: marks its bytes, and brings both into sight.
    fn choose(self, place: usize) {
        self.chosen.set(Some(place));
        self.tree.bring(place);
        self.desk.link.look(&Ask::Nodes { item: self.item, from: place, to: place + 1 }, move |said| {
            let Tell::Nodes(lines) = said else { return };
            if let Some(line) = lines.first() {
                self.lit.set(Some((line.offset, line.offset + line.whole)));
                self.hex.bring(line.offset / ROW);
            }
        });
    }
}

/// The tree, one row a value. Arrow keys move the choice; the list has one place in the tab order.
fn tree_pane(sight: Sight) -> impl IntoView {
    let lines = RwSignal::new((0, Vec::<NodeLine>::new()));
    panes::fill(sight.tree, move |from, to| {
        sight.desk.link.look(&Ask::Nodes { item: sight.item, from, to }, move |said| {
            if let Tell::Nodes(got) = said {
                lines.set((from, got));
            }
        });
    });
    let keys = move |event: ev::KeyboardEvent| {
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
    };
    let rows = move || {
        let (from, lines) = lines.get();
        lines.into_iter().enumerate().map(|(index, line)| tree_row(sight, from + index, line)).collect_view()
    };
    let active = move || sight.chosen.get().map(|place| format!("value-{place}"));
    view! {
        <div
            class="pane tree"
            node_ref=sight.tree.element
            role="listbox"
            tabindex="0"
            aria-label="Values"
            aria-activedescendant=active
            on:scroll=move |_| sight.tree.scrolled()
            on:keydown=keys
        >
            <div class="whole" role="presentation" style:height=move || sight.tree.height()>
                <div class="window" role="presentation" style:transform=move || panes::shift(lines.read().0)>{rows}</div>
            </div>
        </div>
    }
}

fn tree_row(sight: Sight, place: usize, line: NodeLine) -> impl IntoView {
    let is_chosen = move || sight.chosen.get() == Some(place);
    view! {
        <div
            class="row"
            id=format!("value-{place}")
            role="option"
            aria-selected=move || is_chosen().to_string()
            on:click=move |_| sight.choose(place)
        >
            <span class="offset">{line.offset}</span>
            <span class="value" style:padding-inline-start=format!("{}rem", line.depth.min(24))>
                <b>{line.tag}</b> " " {line.words}
            </span>
        </div>
    }
}

/// The hex. A click on a byte chooses the value it belongs to.
fn hex_pane(sight: Sight) -> impl IntoView {
    let held = RwSignal::new((0, Vec::<u8>::new()));
    panes::fill(sight.hex, move |from, to| {
        sight.desk.link.look(&Ask::Hex { item: sight.item, from: from * ROW, to: to * ROW }, move |said| {
            if let Tell::Hex(bytes) = said {
                held.set((from, bytes));
            }
        });
    });
    let rows = move || {
        let (from, bytes) = held.get();
        let lit = sight.lit.get();
        let row = |(index, bytes): (usize, &[u8])| hex_row(sight, (from + index) * ROW, bytes, lit);
        bytes.chunks(ROW).enumerate().map(row).collect_view()
    };
    view! {
        <div
            class="pane hex"
            node_ref=sight.hex.element
            role="group"
            tabindex="0"
            aria-label="Bytes in hexadecimal"
            on:scroll=move |_| sight.hex.scrolled()
        >
            <div class="whole" style:height=move || sight.hex.height()>
                <div class="window" style:transform=move || panes::shift(held.read().0)>{rows}</div>
            </div>
        </div>
    }
}

fn hex_row(sight: Sight, start: usize, bytes: &[u8], lit: Option<(usize, usize)>) -> impl IntoView + use<> {
    let is_lit = |offset: usize| lit.is_some_and(|(from, to)| (from..to).contains(&offset));
    let byte = |(index, byte): (usize, &u8)| {
        let offset = start + index;
        view! {
            <span class=if is_lit(offset) { "lit" } else { "" } on:click=move |_| sight.choose_at(offset)>
                {format!("{byte:02x}")}
            </span>
        }
    };
    view! {
        <div class="row">
            <span class="offset">{format!("{start:06x}")}</span>
            <span class="digits">{bytes.iter().enumerate().map(byte).collect_view()}</span>
        </div>
    }
}
