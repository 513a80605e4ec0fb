//! How does a person hand things over and ask?

use countersign_core::policy::Team;
use countersign_core::report::shown;
use leptos::attr::custom::custom_attribute;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::desk::{Busy, Desk};
use crate::handing;

/// Names on the desk are listed up to this many; the rest is counted.
const NAMES_SHOWN: usize = 24;

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
            {progress(desk)}
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
        desk.take_text(area.value());
        area.set_value("");
    };
    view! {
        <div class="paper">
            <label for="paste">"Drop files or folders anywhere on the page, or paste PEM text here"</label>
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
                {chooser(desk, "files", "Choose files…", false)}
                {chooser(desk, "folder", "Choose a folder…", true)}
                <button type="button" on:click=inspect>"Inspect"</button>
            </div>
        </div>
    }
}

/// The browser's own chooser, as keyboard and screen reader know it.
fn chooser(desk: Desk, id: &'static str, words: &'static str, folder: bool) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let chosen = move || {
        let Some(input) = input.get() else { return };
        let side_is_said = desk.side.get_untracked().is_some();
        let files = handing::listed(input.files());
        // Emptied, so that the same file can be chosen again after it was mended.
        input.set_value("");
        let mut given: Vec<_> = files.into_iter().map(|file| handing::handed(file, side_is_said)).collect();
        given.retain(handing::is_visible);
        if folder {
            handing::in_order(&mut given);
        }
        desk.take(given);
    };
    let walks = custom_attribute("webkitdirectory", folder);
    view! {
        <span class="chooser" class:second=folder>
            <input id=id type="file" multiple {..walks} node_ref=input on:change=move |_| chosen() />
            <label for=id>{words}</label>
        </span>
    }
}

fn on_paste(desk: Desk, event: &ev::ClipboardEvent) {
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
fn progress(desk: Desk) -> impl IntoView {
    let words = move || match desk.busy.get() {
        Busy::Idle => String::new(),
        Busy::Judging => "Judging…".to_owned(),
        Busy::Reading { done, all } => format!("Reading file {} of {all}…", done + 1),
    };
    // Without a value the bar only says that something goes on.
    let value = move || match desk.busy.get() {
        Busy::Reading { done, .. } => Some(done.to_string()),
        _ => None,
    };
    let most = move || match desk.busy.get() {
        Busy::Reading { all, .. } => all.to_string(),
        _ => "1".to_owned(),
    };
    view! {
        <div class="progress" class:idle=move || desk.busy.get() == Busy::Idle>
            <p role="status">{words}</p>
            <Show when=move || desk.busy.get() != Busy::Idle>
                <progress value=value max=most aria-label="Progress"></progress>
                <button type="button" on:click=move |_| desk.give_up()>"Cancel"</button>
            </Show>
        </div>
    }
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
            desk.handed.read().iter().take(NAMES_SHOWN).map(|one| one.given.origin.clone()).collect();
        origins.into_iter().map(|origin| given_item(desk, origin)).collect_view()
    };
    let rest = move || match desk.handed.read().len().saturating_sub(NAMES_SHOWN) {
        0 => String::new(),
        more => format!("and {more} more"),
    };
    view! {
        <div class="given" hidden=move || desk.is_empty()>
            <ul aria-label="Handed over">{items}</ul>
            <span class="quiet">{rest}</span>
            <button type="button" class="plain" on:click=move |_| desk.start_over()>"Start over"</button>
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

/// For whom, by which names the server is called, and when.
fn question(desk: Desk) -> impl IntoView {
    view! {
        <div class="question">
            {sides(desk)}
            <p>
                <label for="hosts">"Clients call the server"</label>
                <input
                    id="hosts"
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder="api.example.com"
                    prop:value=desk.hosts
                    on:change:target=move |event| {
                        desk.hosts.set(event.target().value());
                        desk.judge();
                    }
                />
            </p>
            <p class="day">
                <label for="at">"On the day"</label>
                <input
                    id="at"
                    type="date"
                    autocomplete="off"
                    prop:value=desk.at
                    on:change:target=move |event| {
                        desk.at.set(event.target().value());
                        desk.judge();
                    }
                />
            </p>
        </div>
    }
}

fn sides(desk: Desk) -> impl IntoView {
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
                    on:change=move |_| {
                        desk.side.set(side);
                        desk.judge();
                    }
                />
                <label for=id>{words}</label>
            </span>
        }
    };
    view! {
        <fieldset>
            <legend>"Who asks"</legend>
            <div class="choices">{sides.map(choice).collect_view()}</div>
        </fieldset>
    }
}
