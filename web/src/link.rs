//! How does the page reach its worker, and how is a long judgement given up?

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::{Closure, JsCast as _, JsValue};
use web_sys::{MessageEvent, Worker};

use crate::protocol::{Ask, Tell};

/// What is done with an answer.
type Heard = Rc<dyn Fn(Tell)>;

/// The worker, and who waits for what. One a page.
#[derive(Clone, Copy)]
pub(crate) struct Link(StoredValue<State, LocalStorage>);

struct State {
    /// Makes a worker that runs this module.
    hire: Function,
    worker: Option<Worker>,
    waiting: Rc<RefCell<BTreeMap<u32, Heard>>>,
    next: u32,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut()>,
}

impl Link {
    /// Starts a worker; it ends with the page's view.
    pub(crate) fn new(hire: Function) -> Self {
        let waiting: Rc<RefCell<BTreeMap<u32, Heard>>> = Rc::default();
        let hearing = Rc::clone(&waiting);
        let on_message = Closure::new(move |event: MessageEvent| hear(&hearing, &event));
        let state = |on_error| State { hire, worker: None, waiting, next: 0, on_message, on_error };
        let link = Self(StoredValue::new_local(state(Closure::new(|| {}))));
        link.0.update_value(|state| state.on_error = Closure::new(move || link.broke()));
        link.start();
        on_cleanup(move || link.stop());
        link
    }

    /// Asks, with the files that the question is about; `heard` gets every answer to it.
    pub(crate) fn ask(self, ask: &Ask, files: &Array, heard: impl Fn(Tell) + 'static) {
        let Ok(bytes) = postcard::to_allocvec(ask) else { return };
        self.0.update_value(|state| {
            let Some(worker) = &state.worker else { return };
            state.next += 1;
            let message = Array::of3(&state.next.into(), &Uint8Array::from(&*bytes), files);
            if worker.post_message(&message).is_ok() {
                state.waiting.borrow_mut().insert(state.next, Rc::new(heard));
            }
        });
    }

    /// Asks about the last judgement.
    pub(crate) fn look(self, ask: &Ask, heard: impl Fn(Tell) + 'static) {
        self.ask(ask, &Array::new(), heard);
    }

    /// Ends whatever the worker does, with all that it remembers, and starts another.
    pub(crate) fn restart(self) {
        self.stop();
        self.start();
    }

    /// A program with a fault is not asked again: another one takes its place, and whoever waits hears of it.
    fn broke(self) {
        let waiting = self.0.try_update_value(|state| state.waiting.take()).unwrap_or_default();
        self.restart();
        for heard in waiting.into_values() {
            heard(Tell::Broke);
        }
    }

    fn start(self) {
        self.0.update_value(|state| {
            let made = state.hire.call0(&JsValue::NULL).ok().and_then(|made| made.dyn_into::<Worker>().ok());
            if let Some(worker) = &made {
                worker.set_onmessage(Some(state.on_message.as_ref().unchecked_ref()));
                worker.set_onerror(Some(state.on_error.as_ref().unchecked_ref()));
            }
            state.worker = made;
        });
    }

    fn stop(self) {
        self.0.update_value(|state| {
            if let Some(worker) = state.worker.take() {
                worker.set_onmessage(None);
                worker.set_onerror(None);
                worker.terminate();
            }
            state.waiting.borrow_mut().clear();
        });
    }
}

/// Takes one answer to whoever waits for it.
fn hear(waiting: &RefCell<BTreeMap<u32, Heard>>, event: &MessageEvent) {
    let message = Array::from(&event.data());
    let number = message.get(0).as_f64().map_or(0, to_number);
    let Ok(bytes) = message.get(1).dyn_into::<Uint8Array>() else { return };
    let Ok(said) = postcard::from_bytes::<Tell>(&bytes.to_vec()) else { return };
    let goes_on = matches!(said, Tell::Reading { .. } | Tell::Judging);
    let heard = match goes_on {
        true => waiting.borrow().get(&number).cloned(),
        false => waiting.borrow_mut().remove(&number),
    };
    if let Some(heard) = heard {
        heard(said);
    }
}

/// Numbers of questions are small and whole.
#[expect(clippy::as_conversions, reason = "JavaScript has one kind of number; this one was a u32")]
const fn to_number(number: f64) -> u32 {
    number as u32
}
