//! Countersign in the browser: hand over files, read the answer; nothing leaves the page.
//!
//! One wasm module with two doors, both onto [`countersign_core::inspect()`]:
//!
//! | file | answers |
//! |---|---|
//! | `page` | What is on the page, and in which order? (`mount()` for JS) |
//! | `desk` | What has been handed over, what is asked about it, and what is the answer? |
//! | `form` | How does a person hand things over and ask? |
//! | `handing` | How do a paste, a drop and chosen files become what lies on the desk? |
//! | `protocol` | What do the page and its worker say to each other? |
//! | `link` | How does the page reach its worker? |
//! | `work` | What does the worker do? (`work()` for JS) |
//! | `drawing` | How does a part of the page come to be? |
//! | `views` | How does each part of the story look? |
//! | `giving` | How do texts leave the page: to a file, to the clipboard? |
//! | `api` | How do scripts ask without the page? (`inspect()` for JS) |
//!
//! Nothing that was handed over is written anywhere but into text nodes: no markup, attribute, address or storage holds it.

mod api;
mod desk;
mod drawing;
mod form;
mod giving;
mod handing;
mod link;
mod page;
mod protocol;
mod views;
mod work;

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

pub use api::inspect;
pub use page::mount;
pub use work::work;

/// A page stays open: what is freed is wiped, since the libraries that compute with keys leave parts of them behind.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);
