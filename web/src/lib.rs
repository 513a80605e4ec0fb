//! Countersign in the browser: hand over files, read the answer; nothing leaves the page.
//!
//! One wasm module with two doors, both onto [`countersign_core::inspect()`]:
//!
//! | file | answers |
//! |---|---|
//! | `page` | What is on the page, and in which order? (`mount()` for JS) |
//! | `desk` | What has been handed over, and what is asked about it? |
//! | `form` | How does a person hand things over and ask? |
//! | `reading` | How do a paste, a drop and chosen files become artifacts? |
//! | `judging` | What does the core say about them, now? |
//! | `views` | How does each part of the story look? |
//! | `api` | How do scripts ask without the page? (`inspect()` for JS) |
//!
//! Nothing that was handed over is written anywhere but into text nodes: no markup, attribute, address or storage holds it.

mod api;
mod desk;
mod form;
mod judging;
mod page;
mod reading;
mod views;

pub use api::inspect;
pub use page::mount;
