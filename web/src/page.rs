//! What is on the page, and in which order?

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::desk::Desk;
use crate::judging::judge;
use crate::{form, reading, views};

/// Shows the app in the element `#app`, in place of what the page said while it loaded.
#[wasm_bindgen]
pub fn mount() {
    console_error_panic_hook::set_once();
    let place = document().get_element_by_id("app").and_then(|element| element.dyn_into().ok());
    if let Some(place) = place {
        let place: web_sys::HtmlElement = place;
        place.set_text_content(None);
        mount_to(place, app).forget();
    }
}

fn app() -> impl IntoView {
    let desk = Desk::new();
    let is_over = RwSignal::new(false);
    catch_drops(desk, is_over);
    view! {
        <main class:dropping=is_over>
            {form::form(desk)}
            {move || answer(desk)}
        </main>
    }
}

/// The whole page takes drops: one that misses a smaller area would make the browser leave the page for the file.
fn catch_drops(desk: Desk, is_over: RwSignal<bool>) {
    window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        is_over.set(true);
    });
    window_event_listener(ev::dragleave, move |_| is_over.set(false));
    window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        is_over.set(false);
        let files = reading::listed(event.data_transfer().and_then(|transfer| transfer.files()));
        spawn_local(async move { desk.take(reading::read(files).await) });
    });
}

fn answer(desk: Desk) -> AnyView {
    if desk.is_empty() {
        return views::invitation().into_any();
    }
    let judged = judge(&desk.artifacts.read(), &desk.policy());
    views::report(judged).into_any()
}
