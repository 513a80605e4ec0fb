//! How does the story look in a file that is sent around? As Markdown, and as one HTML page without a script.
//!
//! Both draw [`countersign_core::report::Narrative`] and decide nothing; the command line prints them and the browser
//! exports them, byte for byte the same. [`element`] draws parts of it for documentation pages.

pub mod element;
mod html;
mod markdown;

pub use html::{explanations, html};
pub use markdown::markdown;
