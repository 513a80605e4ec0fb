//! `countersign explain`: a check's own words, as in docs/findings.md.

use std::process::ExitCode;

use countersign_core::checks::{self, Check};

use crate::arguments::{ExplainArguments, Format};
use crate::error::CliError;
use crate::render;

/// Prints one check, or the list.
pub(crate) fn explain(arguments: &ExplainArguments) -> Result<ExitCode, CliError> {
    let found: Vec<&'static Check> = match &arguments.code {
        Some(code) => vec![checks::find(code).ok_or_else(|| CliError::UnknownCode(code.clone()))?],
        None => checks::all().collect(),
    };
    let whole = arguments.code.is_some();
    let text = match arguments.format {
        Format::Text if whole => found.iter().map(|check| render::explanation(check)).collect(),
        Format::Text => render::list_of_checks(&found),
        Format::Html => countersign_render::explanations(&found),
        Format::Markdown => found.iter().map(|check| checks::markdown(check)).collect::<Vec<_>>().join("\n"),
        Format::Json => format!("{:#}\n", serde_json::Value::Array(found.iter().map(json).collect())),
        Format::Jsonl => found.iter().map(|check| format!("{}\n", json(check))).collect(),
    };
    render::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn json(check: &&'static Check) -> serde_json::Value {
    serde_json::to_value(checks::wire(check)).unwrap_or_default()
}
