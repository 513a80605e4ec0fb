//! How does a person hand things over and ask?

use countersign_core::policy::Team;
use countersign_core::report::shown;
use leptos::prelude::*;
use wasm_bindgen::prelude::JsCast as _;
use web_sys::{ClipboardEvent, HtmlInputElement, HtmlTextAreaElement};

use crate::desk::{Busy, Desk};
use crate::drawing::{Drawn, draw, follow};
use crate::handing;

/// Names on the desk are listed up to this many; the rest is counted.
const NAMES_SHOWN: usize = 24;

/// Everything above the answer.
pub(crate) fn form(desk: Desk) -> Drawn {
    let lead = "Keys, requests and certificates of an HTTPS or mutual TLS set-up: see what each file is, whether the \
                set works, what is wrong and who must act. Nothing leaves this page.";
    draw("section")
        .class("hand-over")
        .class_when("small", move || !desk.is_empty())
        .attribute("aria-labelledby", "question")
        .with(draw("h1").attribute("id", "question").text("Will these files work together?"))
        .with(draw("p").class("lead").text(lead))
        .with(paper(desk))
        .with(progress(desk))
        .with(refusals(desk))
        .with(given(desk))
        .with(question(desk))
}

/// The area for pastes and drops. A paste goes straight onto the desk and never stands in the page; what is typed is
/// taken out of the area when it is inspected.
fn paper(desk: Desk) -> Drawn {
    let area = without_help(draw("textarea"))
        .attribute("id", "paste")
        .attribute("rows", "5")
        .attribute("placeholder", "-----BEGIN CERTIFICATE-----")
        .attribute("aria-describedby", "paste-hint")
        .on("paste", move |event| on_paste(desk, event.unchecked_ref()));
    let typed: HtmlTextAreaElement = area.as_a();
    let inspect = move |_| {
        desk.take_text(typed.value());
        typed.set_value("");
    };
    let hint = "Several at once are fine. A paste is judged at once, held in this page's memory, and not shown again.";
    let buttons = draw("div")
        .class("buttons")
        .with(chooser(desk, "files", "Choose files…", false))
        .with(chooser(desk, "folder", "Choose a folder…", true))
        .with(button("").text("Inspect").on("click", inspect));
    let label = "Drop files or folders anywhere on the page, or paste PEM text here";
    draw("div")
        .class("paper")
        .with(draw("label").attribute("for", "paste").text(label))
        .with(area)
        .with(draw("p").attribute("id", "paste-hint").class("quiet").text(hint))
        .with(buttons)
}

/// Autocomplete is off so that no browser keeps what is typed over a reload, spelling help because some send words away.
fn without_help(field: Drawn) -> Drawn {
    field.attribute("autocomplete", "off").attribute("autocapitalize", "off").attribute("spellcheck", "false")
}

/// A button that sends no form.
pub(crate) fn button(class: &str) -> Drawn {
    let button = draw("button").attribute("type", "button");
    if class.is_empty() { button } else { button.class(class) }
}

/// The browser's own chooser, as keyboard and screen reader know it.
fn chooser(desk: Desk, id: &str, words: &str, folder: bool) -> Drawn {
    let input = draw("input").attribute("id", id).attribute("type", "file").attribute("multiple", "");
    let input = if folder { input.attribute("webkitdirectory", "") } else { input };
    let element: HtmlInputElement = input.as_a();
    let chosen = move |_| {
        let side_is_said = desk.side.get_untracked().is_some();
        let files = handing::listed(element.files());
        // Emptied, so that the same file can be chosen again after it was mended.
        element.set_value("");
        let mut given: Vec<_> = files.into_iter().map(|file| handing::handed(file, side_is_said)).collect();
        given.retain(handing::is_visible);
        if folder {
            handing::in_order(&mut given);
        }
        desk.take(given);
    };
    draw("span")
        .class(if folder { "chooser second" } else { "chooser" })
        .with(input.on("change", chosen))
        .with(draw("label").attribute("for", id).text(words))
}

fn on_paste(desk: Desk, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    event.prevent_default();
    let files = handing::listed(data.files());
    if files.is_empty() {
        desk.take_text(data.get_data("text/plain").unwrap_or_default());
    } else {
        desk.take(files.into_iter().map(|file| handing::handed(file, false)).collect());
    }
}

/// How far a long reading or judging is, with a way out.
fn progress(desk: Desk) -> Drawn {
    let words = move || match desk.busy.get() {
        Busy::Idle => String::new(),
        Busy::Judging => "Judging…".to_owned(),
        Busy::Reading { done, all } => format!("Reading file {} of {all}…", done + 1),
    };
    let is_busy = Memo::new(move |_| desk.busy.get() != Busy::Idle);
    draw("div")
        .class("progress")
        .class_when("idle", move || !is_busy.get())
        .with(draw("p").attribute("role", "status").text_of(words))
        .all_of(move || if is_busy.get() { running(desk) } else { Vec::new() })
}

fn running(desk: Desk) -> Vec<Drawn> {
    // Without a value the bar only says that something goes on.
    let value = move || match desk.busy.get() {
        Busy::Reading { done, .. } => Some(done.to_string()),
        _ => None,
    };
    let most = move || match desk.busy.get() {
        Busy::Reading { all, .. } => Some(all.to_string()),
        _ => Some("1".to_owned()),
    };
    let bar = draw("progress").attribute_of("max", most).attribute_of("value", value);
    let cancel = button("").text("Cancel").on("click", move |_| desk.give_up());
    vec![bar.attribute("aria-label", "Progress"), cancel]
}

fn refusals(desk: Desk) -> Drawn {
    let sentences = move || desk.refusals.read().iter().map(|text| draw("p").text(text)).collect();
    draw("div").class("refusals").attribute("role", "alert").all_of(sentences)
}

/// What lies on the desk, each with a way to put it away.
fn given(desk: Desk) -> Drawn {
    let items = move || {
        let handed = desk.handed.read();
        handed.iter().take(NAMES_SHOWN).map(|one| given_item(desk, one.given.origin.clone())).collect()
    };
    let rest = move || match desk.handed.read().len().saturating_sub(NAMES_SHOWN) {
        0 => String::new(),
        more => format!("and {more} more"),
    };
    draw("div")
        .class("given")
        .attribute_of("hidden", move || desk.is_empty().then(String::new))
        .with(draw("ul").attribute("aria-label", "Handed over").all_of(items))
        .with(draw("span").class("quiet").text_of(rest))
        .with(button("plain").text("Start over").on("click", move |_| desk.start_over()))
}

fn given_item(desk: Desk, origin: String) -> Drawn {
    let name = shown(&origin);
    let put_away = button("")
        .with(draw("span").attribute("aria-hidden", "true").text("×"))
        .with(draw("span").class("unseen").text("Put away ").text(&name))
        .on("click", move |_| desk.put_away(&origin));
    draw("li").with(draw("span").text(&name)).with(put_away)
}

/// For whom, by which names the server is called, and when.
fn question(desk: Desk) -> Drawn {
    let hosts = without_help(draw("input"))
        .attribute("id", "hosts")
        .attribute("type", "text")
        .attribute("placeholder", "api.example.com");
    let day = draw("input").attribute("id", "at").attribute("type", "date").attribute("autocomplete", "off");
    let label = |id, words| draw("label").attribute("for", id).text(words);
    draw("div")
        .class("question")
        .with(sides(desk))
        .with(draw("p").with(label("hosts", "Clients call the server")).with(bound(desk, hosts, desk.hosts)))
        .with(draw("p").class("day").with(label("at", "On the day")).with(bound(desk, day, desk.at)))
}

/// A field that shows what the desk holds, and whose change asks anew.
fn bound(desk: Desk, field: Drawn, value: RwSignal<String>) -> Drawn {
    let element: HtmlInputElement = field.as_a();
    let shown = element.clone();
    follow(move || shown.set_value(&value.read()));
    field.on("change", move |_| {
        value.set(element.value());
        desk.judge();
    })
}

fn sides(desk: Desk) -> Drawn {
    let sides = [
        ("everyone", "Everyone", None),
        ("team-a", "Team A", Some(Team::TeamA)),
        ("team-b", "Team B", Some(Team::TeamB)),
    ];
    let choice = |(id, words, side): (&str, &str, Option<Team>)| {
        let input = draw("input").attribute("type", "radio").attribute("name", "side").attribute("id", id);
        let element: HtmlInputElement = input.as_a();
        follow(move || element.set_checked(desk.side.get() == side));
        let input = input.on("change", move |_| {
            desk.side.set(side);
            desk.judge();
        });
        draw("span").with(input).with(draw("label").attribute("for", id).text(words))
    };
    draw("fieldset")
        .with(draw("legend").text("Who asks"))
        .with(draw("div").class("choices").all(sides.map(choice)))
}
