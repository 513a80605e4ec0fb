//! How does a mark look and sound? A symbol, a colour, and a word for those who see neither.

use countersign_core::report::Mark;

use crate::drawing::{Drawn, draw};

/// The symbol alone, where words beside it say the same.
pub(super) fn symbol(mark: Mark) -> Drawn {
    draw("span").class(&format!("mark {}", mark.name())).attribute("aria-hidden", "true").text(mark.symbol())
}

/// The symbol with its word, where nothing beside it says the same.
pub(super) fn spoken(mark: Mark) -> [Drawn; 2] {
    [symbol(mark), draw("span").class("unseen").text(word(mark)).text(": ")]
}

const fn word(mark: Mark) -> &'static str {
    match mark {
        Mark::None => "not reached",
        Mark::Open => "open",
        Mark::Right => "right",
        Mark::Warning => "look at it",
        Mark::Wrong => "wrong",
    }
}
