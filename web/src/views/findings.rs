//! How does a finding look: what is wrong, who does what about it, and why it matters?

use countersign_core::report::{Evidence, FindingStory};
use leptos::prelude::*;

use super::growing::growing;
use super::marks;
use crate::desk::{Desk, Look};
use crate::protocol::{List, Tell};

fn taken(said: Tell) -> Vec<FindingStory> {
    if let Tell::Stories(stories) = said { stories } else { Vec::new() }
}

/// Findings from warning up.
pub(super) fn findings(desk: Desk, stories: Vec<FindingStory>, all: usize) -> Option<impl IntoView> {
    let one = move |story| finding(desk, story).into_any();
    let (further, button) = growing(desk, List::Findings, (stories.len(), all), taken, one);
    (!stories.is_empty()).then(|| {
        view! {
            <section>
                <h2>"What is wrong, and who must act"</h2>
                {stories.into_iter().map(one).collect_view()}
                {further}
                {button}
            </section>
        }
    })
}

/// What is only good to know, one line each; the reasons open on demand.
pub(super) fn notes(desk: Desk, stories: Vec<FindingStory>, all: usize) -> Option<impl IntoView> {
    let one = |story| note(story).into_any();
    let (further, button) = growing(desk, List::Notes, (stories.len(), all), taken, one);
    (!stories.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Notes"</h2>
                {stories.into_iter().map(one).collect_view()}
                {further}
                {button}
            </section>
        }
    })
}

fn finding(desk: Desk, story: FindingStory) -> impl IntoView {
    let look = story.item.zip(story.bytes).map(|(item, span)| Look { item, span: Some(span) });
    view! {
        <div class=format!("card finding {}", story.mark.name())>
            <h3>
                {marks::symbol(story.mark)} " " <span class="unseen">{story.severity.words()} ": "</span>
                {story.message}
            </h3>
            <p class="tags"><span>{story.severity.words()}</span> " · " <code>{story.code}</code></p>
            <dl>
                {story.evidence.into_iter().map(evidence).collect_view()}
                <dt>"Cure"</dt>
                <dd><strong>{story.who} ": "</strong> {story.cure}</dd>
            </dl>
            <details class="why">
                <summary>"Why?"</summary>
                <p>{story.title} ". " {story.why}</p>
                <p class="quiet">"Source: " {story.sources.join("; ")}</p>
            </details>
            {look.map(|look| view! {
                <button type="button" class="plain look" on:click=move |_| desk.looked_at.set(Some(look.clone()))>
                    "Show in the bytes"
                </button>
            })}
        </div>
    }
}

fn note(story: FindingStory) -> impl IntoView {
    view! {
        <details class="note">
            <summary>{story.message} " " <code>{story.code}</code></summary>
            <dl>
                {story.evidence.into_iter().map(evidence).collect_view()}
                <dt>"Why"</dt>
                <dd>{story.why}</dd>
                <dt>"Source"</dt>
                <dd>{story.sources.join("; ")}</dd>
            </dl>
        </details>
    }
}

fn evidence(evidence: Evidence) -> impl IntoView {
    view! {
        <dt class="said">{evidence.label}</dt>
        <dd><code>{evidence.value}</code></dd>
    }
}
