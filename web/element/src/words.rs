//! Why does a check exist? Its words in JSON, as `countersign explain --format json` prints them.

use countersign_core::checks;
use wasm_bindgen::prelude::wasm_bindgen;

/// One check; nothing where no check has this code.
#[wasm_bindgen]
#[must_use]
pub fn explain(code: &str) -> Option<String> {
    checks::find(code).map(|check| checks::json(check).to_string())
}

/// Every check, room by room.
#[wasm_bindgen]
#[must_use]
pub fn checks() -> String {
    let all: Vec<String> = checks::all().map(|check| checks::json(check).to_string()).collect();
    format!("[{}]", all.join(","))
}
