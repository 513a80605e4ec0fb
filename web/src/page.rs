//! What is on the page, and in which order?

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::desk::Desk;
use crate::drawing::{Drawn, draw};
use crate::handing;
use crate::link::Link;
use crate::{form, views};

/// Shows the app in the element `#app`, in place of what the page said while it loaded. `hire` makes a worker that runs
/// this module.
#[wasm_bindgen]
pub fn mount(hire: js_sys::Function) {
    // A build for use has no words for its panics.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let place = document().get_element_by_id("app").and_then(|element| element.dyn_into().ok());
    if let Some(place) = place {
        let place: web_sys::HtmlElement = place;
        place.set_text_content(None);
        let page = Drawn::of(place.clone().into());
        mount_to(place, move || page.grow(app(hire))).forget();
    }
}

fn app(hire: js_sys::Function) -> [Drawn; 3] {
    let desk = Desk::new(Link::new(hire));
    let is_over = RwSignal::new(false);
    catch_drops(desk, is_over);
    let answer = move || match desk.told.get() {
        Some(told) => views::report(desk, told),
        None => views::invitation(),
    };
    let main = draw("main")
        .class_when("dropping", move || is_over.get())
        .with(form::form(desk))
        .all_of(move || vec![answer()]);
    [views::bar(desk), main, views::bytes(desk)]
}

/// The whole page takes drops: one that misses a smaller area would make the browser leave the page for the file.
fn catch_drops(desk: Desk, is_over: RwSignal<bool>) {
    let over = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        is_over.set(true);
    });
    let leave = window_event_listener(ev::dragleave, move |_| is_over.set(false));
    let drop = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        is_over.set(false);
        let Some(transfer) = event.data_transfer() else { return };
        let dropped = handing::dropped(&transfer);
        let side_is_said = desk.side.get_untracked().is_some();
        spawn_local(async move { desk.take_drop(handing::walked(dropped, side_is_said).await) });
    });
    on_cleanup(move || [over, leave, drop].into_iter().for_each(WindowListenerHandle::remove));
}
