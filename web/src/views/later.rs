//! How are the lower parts drawn without holding the page up? One after the other, each in a task of its own.

use crate::drawing::{Drawn, soon};

/// A part that is not drawn yet.
pub(super) type Part = Box<dyn FnOnce() -> Vec<Drawn>>;

/// Adds the parts to `place` in their order; each appears when its turn has come.
pub(super) fn later(place: &Drawn, parts: Vec<Part>) {
    next(place.clone(), parts.into_iter());
}

fn next(place: Drawn, mut parts: std::vec::IntoIter<Part>) {
    soon(move || {
        if let Some(part) = parts.next() {
            place.grow(part());
            next(place, parts);
        }
    });
}
