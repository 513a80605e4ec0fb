//! What do all fuzz targets share? The promises that every report keeps, and ways from flat bytes to something worth reading.

mod believing;
mod der;
mod invariants;
mod parts;

pub use believing::Believing;
pub use der::certificate;
pub use invariants::{assert_clean, judge, judge_by, policy};
pub use parts::{chunks, halves};
