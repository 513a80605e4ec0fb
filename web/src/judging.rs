//! What does the core say about these artifacts, now?

use countersign_core::report::{Description, Narrative};
use countersign_core::{Artifact, Policy, Task, Time};
use countersign_crypto_rustcrypto::RustCrypto;

/// What the page shows.
pub(crate) struct Judged {
    /// Whether the set works.
    pub(crate) story: Narrative,
    /// What is in each file, field by field.
    pub(crate) details: Vec<Description>,
}

/// Judges the set, and describes each file in it.
pub(crate) fn judge(artifacts: &[Artifact], policy: &Policy) -> Judged {
    let described = Policy::new(Task::Inspect, policy.at);
    Judged {
        story: countersign_core::inspect(artifacts, policy, &RustCrypto).narrative(),
        details: countersign_core::inspect(artifacts, &described, &RustCrypto).narrative().details,
    }
}

/// The browser's clock. One outside the years 0 to 9999 is broken; the epoch then makes every certificate "not valid
/// yet", which is said aloud.
pub(crate) fn now() -> Time {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    Time::from_rfc3339(&text).unwrap_or_else(|_| Time::from_unix_seconds(0))
}
