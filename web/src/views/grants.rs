//! How does the request look beside the certificate that answers it?

use countersign_core::report::{GrantLine, GrantStory};
use leptos::prelude::*;

use super::marks;

/// A table for each request that was answered.
pub(super) fn grants(stories: Vec<GrantStory>) -> Option<impl IntoView> {
    (!stories.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Asked, and granted"</h2>
                <div class="pair tables">{stories.into_iter().map(grant).collect_view()}</div>
            </section>
        }
    })
}

fn grant(story: GrantStory) -> impl IntoView {
    view! {
        <table class="grants">
            <thead>
                <tr>
                    <th scope="col"><span class="unseen">"Field"</span></th>
                    <th scope="col">"Asked in " <code>{story.request}</code></th>
                    <th scope="col">"Granted in " <code>{story.certificate}</code></th>
                </tr>
            </thead>
            <tbody>{story.rows.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
}

fn line(line: GrantLine) -> impl IntoView {
    let said = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    view! {
        <tr class=line.mark.name()>
            <th scope="row">{line.label}</th>
            <td>{said(line.asked)}</td>
            <td>{said(line.granted)} <small class="change">{marks::symbol(line.mark)} " " {line.change}</small></td>
        </tr>
    }
}
