//! How does a finding look: what is wrong, why it matters, who does what about it?

use countersign_core::report::{Evidence, FindingStory};
use leptos::prelude::*;

use super::marks;

/// Findings from warning up.
pub(super) fn findings(stories: Vec<FindingStory>) -> Option<impl IntoView> {
    (!stories.is_empty()).then(|| {
        view! {
            <section>
                <h2>"What is wrong, and who must act"</h2>
                {stories.into_iter().map(finding).collect_view()}
            </section>
        }
    })
}

/// What is only good to know, one line each; the reasons open on demand.
pub(super) fn notes(stories: Vec<FindingStory>) -> Option<impl IntoView> {
    (!stories.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Notes"</h2>
                {stories.into_iter().map(note).collect_view()}
            </section>
        }
    })
}

fn finding(story: FindingStory) -> impl IntoView {
    view! {
        <div class=format!("card finding {}", marks::class(story.mark))>
            <h3>
                {marks::symbol(story.mark)} " " <span class="unseen">{story.severity.words()} ": "</span>
                {story.message}
            </h3>
            <p class="tags"><span>{story.severity.words()}</span> " · " <code>{story.code}</code></p>
            <dl>
                {story.evidence.into_iter().map(evidence).collect_view()}
                <dt>"Cure"</dt>
                <dd><strong>{story.who} ": "</strong> {story.cure}</dd>
                <dt>"Why"</dt>
                <dd>{story.why}</dd>
                <dt>"Source"</dt>
                <dd>{story.sources.join("; ")}</dd>
            </dl>
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
