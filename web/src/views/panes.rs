//! How does a pane with a million rows stay light? Only the rows in sight exist; the rest is height.

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::drawing::{Drawn, draw, follow};

/// The height of a row, as the style sheet has it, in CSS pixels.
const ROW_HEIGHT: u32 = 24;
/// Rows that exist at once: more than fit a large screen.
const ROWS: usize = 90;
/// Rows above the first in sight.
const ABOVE: usize = 20;
/// Browsers draw no element higher than some 16 million pixels; rows beyond are reached by key and by link.
const MOST_HEIGHT: usize = 15_000_000;

/// A pane and where it is scrolled to.
#[derive(Clone, Copy)]
pub(super) struct Pane {
    /// How many rows there are.
    pub(super) rows: RwSignal<usize>,
    /// The first row that exists.
    first: RwSignal<usize>,
    element: StoredValue<Drawn, LocalStorage>,
}

impl Pane {
    pub(super) fn new(class: &str) -> Self {
        let element = draw("div").class(class).attribute("tabindex", "0");
        Self { rows: RwSignal::new(0), first: RwSignal::new(0), element: StoredValue::new_local(element) }
    }

    /// The pane, around the rows that exist: a window over the height of all, shifted to where they begin.
    pub(super) fn drawn(
        self,
        begin: impl Fn() -> usize + 'static,
        rows: impl Fn() -> Vec<Drawn> + 'static,
    ) -> Drawn {
        let part = |class: &str| draw("div").class(class).attribute("role", "presentation");
        let window = part("window").style_of("transform", move || shift(begin())).all_of(rows);
        let whole = part("whole").style_of("height", move || self.height()).with(window);
        self.element.get_value().with(whole).on("scroll", move |_| self.scrolled())
    }

    /// The height of all rows together.
    fn height(self) -> String {
        let height = self.rows.get().saturating_mul(usize::try_from(ROW_HEIGHT).unwrap_or(1));
        format!("{}px", height.min(MOST_HEIGHT))
    }

    /// Follows the scroll bar.
    fn scrolled(self) {
        // A last scroll may be told when the pane is gone.
        let Some(element) = self.element.try_get_value() else { return };
        let element: HtmlElement = element.as_a();
        let top = u32::try_from(element.scroll_top()).unwrap_or(0) / ROW_HEIGHT;
        let first = usize::try_from(top).unwrap_or(0).saturating_sub(ABOVE);
        // Small moves stay within the rows that exist.
        if self.first.get_untracked().abs_diff(first) > ABOVE / 2 {
            self.first.set(first);
        }
    }

    /// Scrolls only when the row is out of sight.
    pub(super) fn bring(self, row: usize) {
        let Some(element) = self.element.try_get_value() else { return };
        let element: HtmlElement = element.as_a();
        let height = i32::try_from(ROW_HEIGHT).unwrap_or(1);
        let at = i32::try_from(row).unwrap_or(i32::MAX).saturating_mul(height);
        let (top, seen) = (element.scroll_top(), element.client_height());
        if at < top || at + height > top.saturating_add(seen) {
            element.set_scroll_top(at.saturating_sub(seen / 3));
            self.scrolled();
        }
    }
}

/// Asks for the rows that are to exist, now and whenever the pane moves.
pub(super) fn fill(pane: Pane, ask: impl Fn(usize, usize) + 'static) {
    follow(move || {
        let first = pane.first.get();
        if pane.rows.get() > 0 {
            ask(first, first + ROWS);
        }
    });
}

/// Where the rows that exist begin.
fn shift(first: usize) -> String {
    format!("translateY({}px)", first.saturating_mul(usize::try_from(ROW_HEIGHT).unwrap_or(1)))
}
