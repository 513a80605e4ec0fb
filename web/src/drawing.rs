//! How does a part of the page come to be? Element by element: what was handed over becomes text nodes, never markup.
//!
//! Every part of the page is of this one type, so its drawing is compiled once; with a type for each piece of markup, as
//! `view!` makes them, the views were a fifth of the module. What changes by itself follows Leptos' signals.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::prelude::{Closure, JsCast as _, UnwrapThrowExt as _};
use web_sys::{Element, Event, HtmlElement, Node};

/// An element while it is made, and a handle on it afterwards.
#[derive(Clone)]
pub(crate) struct Drawn(Element);

/// A new element. Names are literals: the first drawing shows a wrong one.
pub(crate) fn draw(name: &str) -> Drawn {
    Drawn(document().create_element(name).unwrap_throw())
}

/// A new element of a drawing.
pub(crate) fn draw_svg(name: &str) -> Drawn {
    Drawn(document().create_element_ns(Some("http://www.w3.org/2000/svg"), name).unwrap_throw())
}

impl Drawn {
    /// An element that stands in the page already.
    pub(crate) const fn of(element: Element) -> Self {
        Self(element)
    }

    pub(crate) fn attribute(self, name: &str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    pub(crate) fn class(self, names: &str) -> Self {
        self.attribute("class", names)
    }

    pub(crate) fn text(self, words: &str) -> Self {
        self.add(&document().create_text_node(words));
        self
    }

    pub(crate) fn with(self, part: Self) -> Self {
        self.add(&part.0);
        self
    }

    pub(crate) fn all(self, parts: impl IntoIterator<Item = Self>) -> Self {
        self.grow(parts);
        self
    }

    /// Adds to an element that stands already.
    pub(crate) fn grow(&self, parts: impl IntoIterator<Item = Self>) {
        for part in parts {
            self.add(&part.0);
        }
    }

    /// Calls `then` whenever `event` happens here. The browser frees it with the element.
    pub(crate) fn on(self, event: &str, then: impl FnMut(Event) + 'static) -> Self {
        let then: Box<dyn FnMut(Event)> = Box::new(then);
        let then = Closure::wrap(then).into_js_value();
        let _ = self.0.add_event_listener_with_callback(event, then.unchecked_ref());
        self
    }

    /// An attribute that changes; it is absent without a value.
    pub(crate) fn attribute_of(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        let element = self.0.clone();
        follow(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        });
        self
    }

    /// One property of its style; the policy of the page allows no `style` attribute.
    pub(crate) fn style(self, name: &str, value: &str) -> Self {
        let _ = self.as_a::<HtmlElement>().style().set_property(name, value);
        self
    }

    /// A property of its style that changes.
    pub(crate) fn style_of(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let style = self.as_a::<HtmlElement>().style();
        follow(move || {
            let _ = style.set_property(name, &value());
        });
        self
    }

    /// A class that comes and goes.
    pub(crate) fn class_when(self, name: &'static str, is: impl Fn() -> bool + 'static) -> Self {
        let classes = self.0.class_list();
        follow(move || {
            let _ = classes.toggle_with_force(name, is());
        });
        self
    }

    /// Text that changes.
    pub(crate) fn text_of(self, words: impl Fn() -> String + 'static) -> Self {
        let text = document().create_text_node("");
        self.add(&text);
        follow(move || text.set_data(&words()));
        self
    }

    /// Parts that are drawn again whenever what they tell of changes; they stand here, between what stands before and after.
    pub(crate) fn all_of(self, parts: impl Fn() -> Vec<Self> + 'static) -> Self {
        let end = document().create_text_node("");
        self.add(&end);
        let (place, mut shown) = (self.0.clone(), Vec::<Self>::new());
        follow(move || {
            for part in std::mem::take(&mut shown) {
                part.0.remove();
            }
            shown = parts();
            for part in &shown {
                let _ = place.insert_before(&part.0, Some(&end));
            }
        });
        self
    }

    pub(crate) fn remove(&self) {
        self.0.remove();
    }

    pub(crate) fn set_text(&self, words: &str) {
        self.0.set_text_content(Some(words));
    }

    /// The element as what it is. Whoever drew it knows.
    pub(crate) fn as_a<T: wasm_bindgen::JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }

    fn add(&self, node: &Node) {
        let _ = self.0.append_child(node);
    }
}

/// Runs now, and again whenever a signal that was read changes, until what drew it is drawn anew.
pub(crate) fn follow(then: impl FnMut() + 'static) {
    let then: Box<dyn FnMut()> = Box::new(then);
    Effect::new(then);
}

/// Runs in a task of its own, unless what asked for it is drawn anew before.
pub(crate) fn soon(then: impl FnOnce() + 'static) {
    let owner = Owner::current();
    let then: Box<dyn FnOnce()> = Box::new(then);
    let then = move || match owner {
        Some(owner) => owner.with(then),
        None => then(),
    };
    if let Ok(handle) = set_timeout_with_handle(then, Duration::ZERO) {
        on_cleanup(move || handle.clear());
    }
}
