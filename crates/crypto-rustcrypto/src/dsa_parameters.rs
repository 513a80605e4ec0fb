//! Which p, q and g does a DSA key have? In the one form in which the library computes with any of them.

use crypto_bigint::Resize as _;
use dsa::Components;
use pkcs8::der::Decode as _;

/// `Dss-Parms ::= SEQUENCE { p, q, g }` (RFC 3279 §2.3.2) of a size that FIPS 186-4 §4.2 knows.
///
/// The library keeps g as short as it is written, and stops the program when it multiplies a number modulo p that is
/// shorter than p.
pub(crate) fn components(parameters: &[u8]) -> Option<Components> {
    let read = Components::from_der(parameters).ok()?;
    let (p, q) = (read.p().as_ref().clone(), read.q().as_ref().clone());
    let g = read.g().as_ref().clone().resize(p.bits_precision());
    Components::from_components(p, q, g).ok()
}
