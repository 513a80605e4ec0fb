//! How is a passphrase asked for?

use countersign_core::report::LockedStory;
use leptos::{ev, html, prelude::*};

use crate::desk::Desk;

/// The question, where a passphrase would open something; a wrong one is said.
pub(super) fn locked(desk: Desk, stories: Vec<LockedStory>) -> Option<impl IntoView> {
    let input = NodeRef::<html::Input>::new();
    let tried = stories.iter().any(|one| one.tried);
    let files = stories.iter().map(|one| one.file.clone()).collect::<Vec<_>>().join(", ");
    let open = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get() else { return };
        let typed = input.value();
        input.set_value("");
        if !typed.is_empty() {
            // Files may have a passphrase each, so the earlier ones are tried again.
            desk.passphrases.update(|passphrases| passphrases.push(typed));
            desk.judge();
        }
    };
    (!stories.is_empty()).then(|| {
        view! {
            <form class="card locked" on:submit=open>
                <p>
                    <label for="passphrase">
                        "The passphrase of " <code>{files}</code>
                    </label>
                </p>
                <div class="buttons">
                    <input id="passphrase" type="password" autocomplete="off" node_ref=input aria-describedby="passphrase-hint" />
                    <button type="submit">"Open"</button>
                </div>
                <p id="passphrase-hint" class="quiet" role="status">
                    {if tried {
                        view! { <strong class="wrong">"✗ That passphrase does not open it."</strong> " Try another one, or leave it closed." }.into_any()
                    } else {
                        "It is tried in this page and forgotten with it. Without it the key can't be matched.".into_any()
                    }}
                </p>
            </form>
        }
    })
}
