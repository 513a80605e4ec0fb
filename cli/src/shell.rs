//! How is a path typed, so that a shell takes it for one word?

use std::path::Path;

use countersign_core::report::shown;

/// `text` as one word of a command, between quotation marks where it needs them. Escaped for showing.
pub(crate) fn word(text: &str) -> String {
    let text = shown(text);
    shlex::try_quote(&text).map_or_else(|_| text.clone(), std::borrow::Cow::into_owned)
}

/// The same of a path.
pub(crate) fn path(path: &Path) -> String {
    word(&path.to_string_lossy())
}
