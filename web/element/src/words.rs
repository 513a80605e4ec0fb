//! Why does a check exist? Its words in JSON, as `countersign explain --format json` prints them.

use countersign_core::checks;
use wasm_bindgen::prelude::wasm_bindgen;

/// One check; nothing where no check has this code.
#[wasm_bindgen]
#[must_use]
pub fn explain(code: &str) -> Option<String> {
    serde_json::to_string(&checks::wire(checks::find(code)?)).ok()
}

/// Every check, room by room.
#[wasm_bindgen]
#[must_use]
pub fn checks() -> String {
    let all: Vec<_> = checks::all().map(checks::wire).collect();
    serde_json::to_string(&all).unwrap_or_default()
}
