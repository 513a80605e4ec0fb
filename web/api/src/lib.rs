//! How do scripts ask? Files and a policy as they cross from JavaScript, the same for the app's module and the element's.
//!
//! | file | answers |
//! |---|---|
//! | `file` | How was a file given? |
//! | `handed` | What do a path and a pasted text say beside their bytes? |
//! | `policy` | How is it to be judged? |
//! | `words` | How are sentences told where there is no command line? |
//!
//! The names are those of the report's own `policy`; the TypeScript types of the npm package are generated from here.

mod file;
mod handed;
mod policy;
mod words;

pub use file::GivenV1;
pub use handed::{pieces, place_of, tells_hands};
pub use policy::AskedPolicyV1;
pub use words::for_page;
