//! How does a mark look and sound? A symbol, a colour, and a word for those who see neither.

use countersign_core::report::Mark;
use leptos::prelude::*;

/// The symbol alone, where words beside it say the same.
pub(super) fn symbol(mark: Mark) -> impl IntoView {
    view! { <span class=format!("mark {}", mark.name()) aria-hidden="true">{mark.symbol()}</span> }
}

/// The symbol with its word, where nothing beside it says the same.
pub(super) fn spoken(mark: Mark) -> impl IntoView {
    view! {
        {symbol(mark)}
        <span class="unseen">{word(mark)} ": "</span>
    }
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
