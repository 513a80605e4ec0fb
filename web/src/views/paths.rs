//! How does a certification path look: drawn from the CA down, the guilty place marked, and every rule that was asked?

use countersign_core::report::{Mark, PathStory, PlaceStory};
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
    let places =
        story.places.into_iter().enumerate().map(|(depth, place)| drawn(depth, place)).collect_view();
    let others = story
        .others
        .into_iter()
        .map(|other| view! { <p class="quiet">"Other way: " {other}</p> })
        .collect_view();
    view! {
        <div class="card path">
            <h3>{marks::spoken(story.mark)} " " {story.target}</h3>
            <ol class="chain">{places}</ol>
            {others}
            <details>
                <summary>{story.steps.len()} " rules looked at"</summary>
                <ul class="steps rules">{story.steps.into_iter().map(handshakes::step).collect_view()}</ul>
            </details>
        </div>
    }
}

/// One certificate: the link from above, then its own node. The first has a link only where its issuer is not here.
fn drawn(depth: usize, place: PlaceStory) -> impl IntoView {
    let has_link = depth > 0 || place.link != Mark::None;
    let on_link = matches!(place.link, Mark::Wrong | Mark::Open);
    let (link_fault, own_fault) =
        if on_link { (place.fault, String::new()) } else { (String::new(), place.fault) };
    view! {
        <li>
            {has_link.then(|| link(place.link, link_fault))}
            <div class=format!("place {}", place.mark.name())>
                {node(place.mark)}
                <span>
                    {place.title} <small>{place.file}</small>
                    {(!own_fault.is_empty()).then(|| view! { <span class="fault">{marks::spoken(place.mark)} " " {own_fault}</span> })}
                </span>
            </div>
        </li>
    }
}

fn link(mark: Mark, fault: String) -> impl IntoView {
    let words = if fault.is_empty() { "signed".to_owned() } else { fault };
    view! {
        <div class=format!("link {}", mark.name())>
            <svg class="rail" aria-hidden="true">
                <line x1="12" y1="0" x2="12" y2="100%"></line>
            </svg>
            <span class="fault">{marks::spoken(mark)} " " {words}</span>
        </div>
    }
}

fn node(mark: Mark) -> impl IntoView {
    view! {
        <svg class=format!("node {}", mark.name()) viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="12" cy="12" r="7"></circle>
        </svg>
    }
}
