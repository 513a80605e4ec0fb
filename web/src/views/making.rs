//! How does Team A make its key and its request here? Handed out as files, held until then, and kept nowhere.

use countersign_request::{Name, ServerSide, server};
use leptos::prelude::{
    Get as _, RwSignal, Set as _, SetValue as _, StoredValue, UpdateValue as _, WithValue as _,
};
use web_sys::HtmlInputElement;

use crate::drawing::{Drawn, draw};
use crate::giving;

/// What was made and is not yet thrown away: the key until it is saved, the request until others are made.
type Made = StoredValue<Option<ServerSide>>;

/// For those who have nothing to check yet.
pub(super) fn making() -> Drawn {
    let made: Made = StoredValue::new(None);
    let words = RwSignal::new(String::new());
    let [key_waits, request_waits] = [RwSignal::new(false), RwSignal::new(false)];
    let save_key = move || {
        made.update_value(|made| {
            let Some(made) = made else { return };
            giving::save("server_key.pem", PEM, &made.key);
            // One copy is out; the one here is wiped.
            made.key = Default::default();
        });
        key_waits.set(false);
        words.set(SAVED.to_owned());
    };
    let save_request = move || {
        made.with_value(|made| {
            if let Some(made) = made {
                giving::save("server.csr", PEM, &made.request);
            }
        });
    };
    let field = field();
    let input: HtmlInputElement = field.as_a();
    let buttons = draw("div")
        .class("buttons")
        .with(field)
        .with(draw("button").attribute("type", "submit").text("Make key and request"))
        .all_of(move || {
            let key = key_waits.get().then(|| saving("Save server_key.pem", save_key));
            let request = request_waits.get().then(|| saving("Save server.csr", save_request));
            key.into_iter().chain(request).collect()
        });
    let form = draw("form")
        .with(draw("label").attribute("for", FIELD).text("Names that clients call the server by"))
        .with(buttons)
        .with(draw("p").class("quiet").attribute("role", "status").text_of(move || words.get()));
    let form = form.on("submit", move |event| {
        event.prevent_default();
        let answer = Name::list(&input.value()).and_then(|names| server(&names));
        let is_made = answer.is_ok();
        words.set(answer.as_ref().err().cloned().unwrap_or_else(|| MADE.to_owned()));
        made.set_value(answer.ok());
        key_waits.set(is_made);
        request_waits.set(is_made);
    });
    draw("section")
        .class("making")
        .with(draw("h2").text("Nothing to check yet?"))
        .with(draw("p").text(
            "If you are Team A: make the server's key and its request here. The key is made in this page, handed to you as a \
             file, and kept nowhere.",
        ))
        .with(form)
}

fn field() -> Drawn {
    let field = draw("input").attribute("id", FIELD).attribute("type", "text");
    let field = field.attribute("autocomplete", "off").attribute("autocapitalize", "off");
    field.attribute("spellcheck", "false").attribute("placeholder", "api.example.com 192.0.2.7")
}

fn saving(words: &str, save: impl Fn() + 'static) -> Drawn {
    draw("button").attribute("type", "button").text(words).on("click", move |_| save())
}

const FIELD: &str = "making-names";
const MADE: &str =
    "✓ Made, P-256. Save both: the key stays with you and goes to nobody, server.csr goes to Team B.";
const SAVED: &str = "✓ The key is in your downloads and no longer in this page. Let nobody else read it; server.csr goes to Team B.";
const PEM: &str = "application/x-pem-file";
