//! How does a list look that may be very long? Its beginning, and a button that brings more of it.

use std::cell::Cell;
use std::rc::Rc;

use crate::desk::Desk;
use crate::drawing::{Drawn, draw};
use crate::form::button;
use crate::protocol::{Ask, List, Tell};

/// The button for the next entries, which come to stand in `place`. `all` counts the whole list, `first` what is shown of
/// it anyway.
pub(super) fn growing(
    desk: Desk,
    list: List,
    (first, all): (usize, usize),
    place: &Drawn,
    entries: impl Fn(Tell) -> Vec<Drawn> + 'static,
) -> Option<Drawn> {
    if first >= all {
        return None;
    }
    let (place, entries) = (place.clone(), Rc::new(entries));
    let shown = Rc::new(Cell::new(first));
    let words = draw("span").text(&left(all - first));
    let more = button("more").with(words.clone());
    let pressed = more.clone();
    Some(more.on("click", move |_| {
        let (place, entries, shown) = (place.clone(), Rc::clone(&entries), Rc::clone(&shown));
        let (words, pressed) = (words.clone(), pressed.clone());
        desk.link.look(&Ask::More { list, from: shown.get() }, move |said| {
            let more = entries(said);
            shown.set(shown.get() + more.len());
            place.grow(more);
            words.set_text(&left(all.saturating_sub(shown.get())));
            if shown.get() >= all {
                pressed.remove();
            }
        });
    }))
}

fn left(count: usize) -> String {
    format!("Show more; {count} are left")
}
