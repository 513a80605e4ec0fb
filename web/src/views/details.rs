//! How does one file look from inside: every field in words?

use countersign_core::report::{Description, Field};
use leptos::prelude::*;

/// Every object that was read, folded.
pub(super) fn details(descriptions: Vec<Description>) -> Option<impl IntoView> {
    (!descriptions.is_empty()).then(|| {
        view! {
            <section>
                <h2>"What is in each file"</h2>
                {descriptions.into_iter().map(description).collect_view()}
            </section>
        }
    })
}

fn description(description: Description) -> impl IntoView {
    view! {
        <details class="file">
            <summary><code>{description.name}</code> " " <span>{description.title}</span></summary>
            <dl class="fields">{description.fields.into_iter().map(field).collect_view()}</dl>
        </details>
    }
}

fn field(field: Field) -> impl IntoView {
    view! {
        <dt>{field.label}</dt>
        <dd>{field.value} <small>{field.meaning}</small></dd>
    }
}
