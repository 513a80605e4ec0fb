//! How does a certification path look: from the CA down, and every rule that was looked at?

use countersign_core::report::{Mark, PathStory};
use leptos::prelude::*;

use super::{handshakes, marks};

/// Every certificate that was verified.
pub(super) fn paths(stories: Vec<PathStory>) -> Option<impl IntoView> {
    (!stories.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Whom the certificates lead to"</h2>
                <div class="pair">{stories.into_iter().map(path).collect_view()}</div>
            </section>
        }
    })
}

fn path(story: PathStory) -> impl IntoView {
    let others = story.others_words().map(|others| view! { <p class="quiet">{others}</p> });
    let links = story.certificates.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    let faults: Vec<_> =
        story.steps.iter().filter(|step| matches!(step.mark, Mark::Wrong | Mark::Open)).cloned().collect();
    view! {
        <div class="card path">
            <h3>{marks::spoken(story.mark)} " " {story.target}</h3>
            <ol class="chain">{links}</ol>
            <ul class="steps">{faults.into_iter().map(handshakes::step).collect_view()}</ul>
            {others}
            <details>
                <summary>{story.steps.len()} " rules looked at"</summary>
                <ul class="steps rules">{story.steps.into_iter().map(handshakes::step).collect_view()}</ul>
            </details>
        </div>
    }
}
