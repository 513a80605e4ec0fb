//! How does another validator answer?

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Accepts,
    /// It can't be asked this, and why.
    CannotTell(&'static str),
    /// In its own words.
    Refuses(String),
}
