//! Where is it? Symbolic first, bytes second.

use std::ops::Range;

use crate::bundle::ItemId;

/// A place in what the person gave: the file, the block in it, the field, and the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Index of the artifact in the order given.
    pub artifact: usize,
    /// The item (block) in the artifact, when the place lies inside one.
    pub item: Option<ItemId>,
    /// The field by its standard name, for example `tbsCertificate.validity.notAfter`; empty for the whole.
    pub field: String,
    /// Bytes of the field in the item's DER.
    pub der: Option<Range<usize>>,
    /// Bytes of the block in the artifact as given.
    pub text: Option<Range<usize>>,
}

impl Location {
    /// The artifact as a whole.
    #[must_use]
    pub const fn artifact(artifact: usize) -> Self {
        Self { artifact, item: None, field: String::new(), der: None, text: None }
    }

    /// The same place with the artifact's bytes it spans.
    #[must_use]
    pub fn with_text(mut self, text: Range<usize>) -> Self {
        self.text = Some(text);
        self
    }
}
