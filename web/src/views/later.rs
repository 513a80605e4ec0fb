//! How are the lower parts drawn without holding the page up? One after the other, each in a task of its own.

use std::time::Duration;

use leptos::prelude::*;

/// A part that is not drawn yet.
pub(super) struct Part(Box<dyn FnOnce() -> AnyView + Send + Sync>);

impl<F: FnOnce() -> AnyView + Send + Sync + 'static> From<F> for Part {
    fn from(draw: F) -> Self {
        Self(Box::new(draw))
    }
}

/// The parts in their order; each appears when its turn has come.
pub(super) fn later(parts: Vec<Part>) -> impl IntoView {
    let turn = RwSignal::new(0_usize);
    let all = parts.len();
    let running = StoredValue::new(None::<TimeoutHandle>);
    advance(turn, all, running);
    on_cleanup(move || {
        if let Some(handle) = running.try_get_value().flatten() {
            handle.clear();
        }
    });
    let parts = parts.into_iter().enumerate().map(|(place, part)| {
        let part = StoredValue::new(Some(part));
        let has_come = Memo::new(move |_| turn.get() > place);
        move || has_come.get().then(|| part.try_update_value(Option::take).flatten().map(|part| (part.0)()))
    });
    parts.collect_view()
}

fn advance(turn: RwSignal<usize>, all: usize, running: StoredValue<Option<TimeoutHandle>>) {
    let next = move || {
        turn.update(|turn| *turn += 1);
        if turn.get_untracked() < all {
            advance(turn, all, running);
        }
    };
    running.set_value(set_timeout_with_handle(next, Duration::ZERO).ok());
}
