//! How does the message to the other team look, ready to copy?

use countersign_core::report::MessageStory;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::giving;

/// A message for each team that must act.
pub(super) fn messages(stories: Vec<MessageStory>) -> Option<impl IntoView> {
    (!stories.is_empty()).then(|| {
        view! {
            <section class="messages">
                <h2>"Tell the other team"</h2>
                {stories.into_iter().map(message).collect_view()}
            </section>
        }
    })
}

fn message(story: MessageStory) -> impl IntoView {
    let said = RwSignal::new("");
    let text = story.text.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let copied = giving::copy(&text).await;
            said.set(if copied {
                "Copied."
            } else {
                "The browser did not allow it; select the text and copy it."
            });
        });
    };
    view! {
        <details class="note message">
            <summary>"A message to " {story.to.clone()}</summary>
            <pre tabindex="0" role="group" aria-label="The message">{story.text}</pre>
            <div class="buttons">
                <button type="button" on:click=copy>"Copy the message to " {story.to}</button>
                <span class="quiet" role="status">{said}</span>
            </div>
        </details>
    }
}
