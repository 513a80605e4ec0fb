//! Countersign in documentation pages: the element's own module, without the app.
//!
//! | file | answers |
//! |---|---|
//! | `desk` | How do files become a judgement? |
//! | `judged` | What can be asked of a judgement? |
//! | `words` | Why does a check exist? |
//!
//! The element itself, its life in a page and its events, is JavaScript in `web/element/js`.

mod desk;
mod judged;
mod words;

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

pub use desk::Desk;
pub use judged::Judged;
pub use words::{checks, explain};

/// A page stays open: what is freed is wiped, since the libraries that compute with keys leave parts of them behind.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);
