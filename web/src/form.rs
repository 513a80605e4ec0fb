//! How does a person hand things over and ask?

use countersign_core::policy::Team;
use countersign_core::report::shown;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::desk::Desk;
use crate::reading::{self, Reading};

/// Everything above the answer.
pub(crate) fn form(desk: Desk) -> impl IntoView {
    view! {
        <section class="hand-over" class:small=move || !desk.is_empty() aria-labelledby="question">
            <h1 id="question">"Will these files work together?"</h1>
            <p class="lead">
                "Keys, requests and certificates of an HTTPS or mutual TLS set-up: see what each file is, whether the \
                 set works, what is wrong and who must act. Nothing leaves this page."
            </p>
            {paper(desk)}
            {refusals(desk)}
            {given(desk)}
            {question(desk)}
        </section>
    }
}

/// The area for pastes and drops. A paste goes straight onto the desk and never stands in the page; what is typed is
/// taken out of the area when it is inspected. Autocomplete is off so that no browser keeps it over a reload, spelling
/// help because some send words away.
fn paper(desk: Desk) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let inspect = move |_| {
        let Some(area) = area.get() else { return };
        take_text(desk, area.value());
        area.set_value("");
    };
    view! {
        <div class="paper">
            <label for="paste">"Paste PEM text, or drop files anywhere on the page"</label>
            <textarea
                id="paste"
                node_ref=area
                rows="5"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="-----BEGIN CERTIFICATE-----"
                aria-describedby="paste-hint"
                on:paste=move |event| on_paste(desk, &event)
            ></textarea>
            <p id="paste-hint" class="quiet">
                "Several at once are fine. A paste is judged at once, held in this page's memory, and not shown again."
            </p>
            <div class="buttons">
                {chooser(desk)}
                <button type="button" on:click=inspect>"Inspect"</button>
            </div>
        </div>
    }
}

/// The browser's own chooser, as keyboard and screen reader know it.
fn chooser(desk: Desk) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get() else { return };
        let files = reading::listed(input.files());
        // Emptied, so that the same file can be chosen again after it was mended.
        input.set_value("");
        spawn_local(async move { desk.take(reading::read(files).await) });
    };
    view! {
        <span class="chooser">
            <input id="files" type="file" multiple node_ref=input on:change=chosen />
            <label for="files">"Choose files…"</label>
        </span>
    }
}

fn on_paste(desk: Desk, event: &ev::ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    event.prevent_default();
    let files = reading::listed(data.files());
    if files.is_empty() {
        take_text(desk, data.get_data("text/plain").unwrap_or_default());
    } else {
        spawn_local(async move { desk.take(reading::read(files).await) });
    }
}

fn take_text(desk: Desk, text: String) {
    let artifacts = reading::pasted(text, desk.pasted.get_value());
    desk.pasted.update_value(|count| *count += artifacts.len());
    let refusals = match artifacts.is_empty() {
        true => vec!["There is no text here yet: paste one, or choose files.".to_owned()],
        false => Vec::new(),
    };
    desk.take(Reading { artifacts, refusals });
}

fn refusals(desk: Desk) -> impl IntoView {
    let sentences =
        move || desk.refusals.get().into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! { <div class="refusals" role="alert">{sentences}</div> }
}

/// What lies on the desk, each with a way to put it away.
fn given(desk: Desk) -> impl IntoView {
    let items = move || {
        let origins: Vec<String> =
            desk.artifacts.read().iter().map(|artifact| artifact.origin.clone()).collect();
        origins.into_iter().map(|origin| given_item(desk, origin)).collect_view()
    };
    view! {
        <div class="given" hidden=move || desk.is_empty()>
            <ul aria-label="Handed over">{items}</ul>
            <button type="button" class="plain" on:click=move |_| desk.clear()>"Start over"</button>
        </div>
    }
}

fn given_item(desk: Desk, origin: String) -> impl IntoView {
    let name = shown(&origin);
    view! {
        <li>
            <span>{name.clone()}</span>
            <button type="button" on:click=move |_| desk.put_away(&origin)>
                <span aria-hidden="true">"×"</span>
                <span class="unseen">"Put away " {name}</span>
            </button>
        </li>
    }
}

/// For whom, and by which names the server is called.
fn question(desk: Desk) -> impl IntoView {
    let sides = [
        ("everyone", "Everyone", None),
        ("team-a", "Team A", Some(Team::TeamA)),
        ("team-b", "Team B", Some(Team::TeamB)),
    ];
    let choice = move |(id, words, side): (&'static str, &'static str, Option<Team>)| {
        view! {
            <span>
                <input
                    type="radio"
                    name="side"
                    id=id
                    prop:checked=move || desk.side.get() == side
                    on:change=move |_| desk.side.set(side)
                />
                <label for=id>{words}</label>
            </span>
        }
    };
    view! {
        <div class="question">
            <fieldset>
                <legend>"Who asks"</legend>
                <div class="choices">{sides.map(choice).collect_view()}</div>
            </fieldset>
            <p>
                <label for="hosts">"Clients call the server"</label>
                <input
                    id="hosts"
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder="api.example.com"
                    on:change:target=move |event| desk.hosts.set(event.target().value())
                />
            </p>
        </div>
    }
}
