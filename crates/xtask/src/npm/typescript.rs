//! How does a JSON Schema read in TypeScript? Only the words that schemars writes for this project's types; any other is an
//! error, not a guess.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::Error;

/// Declarations by name, each once.
#[derive(Default)]
pub(super) struct Declarations(BTreeMap<String, String>);

impl Declarations {
    /// Adds a root schema and everything that it defines.
    pub(super) fn add(&mut self, schema: &Value) -> Result<(), Error> {
        let root = schema.as_object().ok_or("a schema is an object")?;
        let title = root.get("title").and_then(Value::as_str).ok_or("a root schema has a title")?;
        self.declare(title, root)?;
        for (title, definition) in root.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            self.declare(title, definition.as_object().ok_or("a definition is an object")?)?;
        }
        Ok(())
    }

    /// All of them, in the order of their names.
    pub(super) fn text(&self) -> String {
        self.0.values().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    fn declare(&mut self, title: &str, schema: &Map<String, Value>) -> Result<(), Error> {
        let doc = comment(schema, "");
        let declared = if schema.contains_key("properties") {
            format!("{doc}export interface {title} {}\n", fields(schema)?)
        } else {
            format!("{doc}export type {title} = {};\n", expression(schema)?)
        };
        match self.0.insert(title.to_owned(), declared.clone()) {
            Some(other) if other != declared => Err(format!("two different types are called {title}").into()),
            _ => Ok(()),
        }
    }
}

fn fields(schema: &Map<String, Value>) -> Result<String, Error> {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
    let mut out = String::from("{\n");
    for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let field = field.as_object().ok_or("a property is an object")?;
        let mark = if is_required(name) { "" } else { "?" };
        let _ = writeln!(out, "{}    {name}{mark}: {};", comment(field, "    "), expression(field)?);
    }
    out.push('}');
    Ok(out)
}

fn expression(schema: &Map<String, Value>) -> Result<String, Error> {
    if let Some(value) = schema.get("const") {
        return Ok(value.to_string());
    }
    if let Some(Value::Array(values)) = schema.get("enum") {
        return Ok(values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | "));
    }
    if let Some(Value::String(reference)) = schema.get("$ref") {
        return Ok(reference.rsplit('/').next().unwrap_or(reference).to_owned());
    }
    if let Some(Value::Array(ways)) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
        let ways = ways.iter().filter_map(Value::as_object).map(expression).collect::<Result<Vec<_>, _>>()?;
        return Ok(ways.join(" | "));
    }
    match schema.get("type") {
        Some(Value::String(kind)) => of_type(kind, schema),
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str).map(|kind| of_type(kind, schema));
            Ok(kinds.collect::<Result<Vec<_>, _>>()?.join(" | "))
        }
        _ => Err(format!("no TypeScript type for {schema:?}").into()),
    }
}

fn of_type(kind: &str, schema: &Map<String, Value>) -> Result<String, Error> {
    Ok(match kind {
        "array" => {
            let items = schema.get("items").and_then(Value::as_object).ok_or("an array without items")?;
            let item = expression(items)?;
            match (
                schema.get("minItems").and_then(Value::as_u64),
                schema.get("maxItems").and_then(Value::as_u64),
            ) {
                (Some(2), Some(2)) => format!("[{item}, {item}]"),
                _ if item.contains(' ') => format!("({item})[]"),
                _ => format!("{item}[]"),
            }
        }
        "boolean" => "boolean".to_owned(),
        "integer" | "number" => "number".to_owned(),
        "null" => "null".to_owned(),
        "string" => "string".to_owned(),
        other => return Err(format!("no TypeScript type for {other}").into()),
    })
}

fn comment(schema: &Map<String, Value>, indent: &str) -> String {
    match schema.get("description").and_then(Value::as_str) {
        Some(text) => format!("{indent}/** {} */\n", text.replace('\n', " ").replace("*/", "* /")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Declarations;
    use serde_json::json;

    #[test]
    fn every_form_that_the_schemas_have_reads_as_its_type() {
        let mut declarations = Declarations::default();
        let added = declarations.add(&json!({
            "title": "ThingV1", "type": "object", "required": ["state", "span"], "properties": {
                "other": { "anyOf": [{ "$ref": "#/$defs/OtherV1" }, { "type": "null" }] },
                "span": { "type": ["array", "null"], "items": { "type": "integer" }, "minItems": 2, "maxItems": 2 },
                "state": { "type": "string", "enum": ["a", "b"] },
            },
            "$defs": { "OtherV1": { "oneOf": [{ "const": "x" }, { "const": "y" }] } },
        }));
        assert!(added.is_ok());
        let text = declarations.text();
        assert!(text.contains("export type OtherV1 = \"x\" | \"y\";"), "{text}");
        for line in ["other?: OtherV1 | null;", "span: [number, number] | null;", "state: \"a\" | \"b\";"] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn what_has_no_type_is_an_error() {
        assert!(Declarations::default().add(&json!({ "title": "T", "not": {} })).is_err());
    }
}
