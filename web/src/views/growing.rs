//! How does a list look that may be very long? Its beginning, and a button that brings more of it.

use leptos::prelude::*;

use crate::desk::Desk;
use crate::protocol::{Ask, List, Tell};

/// The entries that were asked for, and the button for the next ones. `all` counts the whole list, `first` what is shown
/// of it anyway.
pub(super) fn growing<T: Send + Sync + 'static>(
    desk: Desk,
    list: List,
    (first, all): (usize, usize),
    taken: impl Fn(Tell) -> Vec<T> + Copy + Send + Sync + 'static,
    entry: impl Fn(T) -> AnyView + Copy + Send + Sync + 'static,
) -> (impl IntoView, Option<impl IntoView>) {
    let further = RwSignal::new(Vec::<ArcStoredValue<Vec<T>>>::new());
    let shown = RwSignal::new(first);
    let more = move |_| {
        desk.link.look(&Ask::More { list, from: shown.get_untracked() }, move |said| {
            let taken = taken(said);
            shown.update(|shown| *shown += taken.len());
            further.update(|further| further.push(ArcStoredValue::new(taken)));
        });
    };
    // Each portion is drawn once, when it comes.
    let portions = view! {
        <For
            each=move || further.get().into_iter().enumerate()
            key=|(place, _)| *place
            children=move |(_, portion)| {
                portion.try_update_value(std::mem::take).unwrap_or_default().into_iter().map(entry).collect_view()
            }
        />
    };
    let button = (first < all).then(|| {
        view! {
            <Show when=move || shown.get() < all>
                <button type="button" class="more" on:click=more>
                    {move || format!("Show more; {} are left", all - shown.get())}
                </button>
            </Show>
        }
    });
    (portions, button)
}
