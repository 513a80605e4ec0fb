//! The frozen JSON, a line for each thing.

use countersign_core::Report;
use serde_json::{Value, json};

/// A line for each artifact, handshake and finding, and the verdict last. `type` tells them apart.
pub(super) fn lines(report: &Report) -> String {
    let Ok(Value::Object(document)) = serde_json::to_value(report.to_wire()) else { return String::new() };
    let mut text = String::new();
    for (list, kind) in [("artifacts", "artifact"), ("handshakes", "handshake"), ("findings", "finding")] {
        for entry in document.get(list).and_then(Value::as_array).into_iter().flatten() {
            text.push_str(&tagged(kind, entry));
        }
    }
    let verdict = json!({
        "schema": document.get("schema"),
        "verdict": document.get("verdict"),
        "policy": document.get("policy"),
    });
    text.push_str(&tagged("verdict", &verdict));
    text
}

fn tagged(kind: &str, entry: &Value) -> String {
    let mut line = serde_json::Map::new();
    line.insert("type".to_owned(), json!(kind));
    if let Value::Object(fields) = entry {
        line.extend(fields.clone());
    }
    format!("{}\n", Value::Object(line))
}
