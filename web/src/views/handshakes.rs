//! How do the two handshakes look, step by step?

use countersign_core::report::{HandshakeStory, StepStory};
use leptos::prelude::*;

use super::marks;

/// Both handshakes, side by side where there is room.
pub(super) fn handshakes(stories: Vec<HandshakeStory>) -> Option<impl IntoView> {
    (!stories.is_empty()).then(|| {
        view! {
            <section>
                <h2>"The handshakes"</h2>
                <div class="pair">{stories.into_iter().map(handshake).collect_view()}</div>
            </section>
        }
    })
}

fn handshake(story: HandshakeStory) -> impl IntoView {
    view! {
        <div class="card handshake">
            <h3>{story.title}</h3>
            <ol class="steps">{story.steps.into_iter().map(step).collect_view()}</ol>
        </div>
    }
}

/// One step: what happens, and beneath it what TLS calls it.
pub(super) fn step(story: StepStory) -> impl IntoView {
    view! {
        <li class=story.mark.name()>
            {marks::spoken(story.mark)}
            <span class="number">{story.number}</span>
            <span class="words">{story.title} <small>{story.detail}</small></span>
        </li>
    }
}
