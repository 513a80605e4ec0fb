//! `countersign asn1`: the tree of every object in a file, with offsets. Nothing of a private key's content is shown.

use std::fmt::Write as _;
use std::process::ExitCode;

use countersign_core::asn1::{Node, Tag, oids, tree};
use countersign_core::intake::{find_blocks, holds_secret};
use countersign_core::report::value_words;
use countersign_core::{Given, Policy, Task, Time};

use crate::arguments::Asn1Arguments;
use crate::error::CliError;
use crate::{input, render};

/// Deep enough for any real object, and for looking at hostile ones.
const MAX_DEPTH: usize = 64;

/// Prints the trees.
pub(crate) fn asn1(arguments: &Asn1Arguments) -> Result<ExitCode, CliError> {
    let artifact = input::read_file(&arguments.path, Given::Named)?;
    let intake = find_blocks(&artifact, &Policy::new(Task::Inspect, Time::from_unix_seconds(0)));
    let mut text = String::new();
    let mut whole = !intake.blocks.is_empty();
    for (index, block) in intake.blocks.iter().enumerate() {
        if intake.blocks.len() > 1 {
            let _ = writeln!(text, "block {}", index + 1);
        }
        match &block.der {
            Ok(der) => whole &= print_tree(der, holds_secret(block), &mut text),
            Err(reason) => {
                whole = false;
                let _ = writeln!(text, "can't be decoded: {reason}");
            }
        }
    }
    if intake.blocks.is_empty() {
        text.push_str("no ASN.1 object was found\n");
    }
    render::print(&text)?;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print_tree(der: &[u8], secret: bool, text: &mut String) -> bool {
    let _ = writeln!(text, "{:>7} {:>3} {:>7}  value", "offset", "hdr", "length");
    let (nodes, fault) = tree(der, MAX_DEPTH);
    let mut after_challenge_password = false;
    for node in &nodes {
        let start = node.offset + node.header_length;
        let content = der.get(start..start + node.length).unwrap_or_default();
        let hidden = match (secret, after_challenge_password) {
            (true, _) => Some("private key"),
            (_, true) => Some("challenge password"),
            _ => None,
        };
        let value = if node.tag.constructed { String::new() } else { words(node, content, hidden) };
        if !node.tag.constructed {
            after_challenge_password = node.tag == Tag::OID && content == oids::AT_CHALLENGE_PASSWORD;
        }
        let indent = "  ".repeat(node.depth);
        let line = format!(
            "{:>7} {:>3} {:>7}  {indent}{} {value}",
            node.offset,
            node.header_length,
            node.length,
            node.tag.words()
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if let Some(fault) = &fault {
        let _ = writeln!(text, "{:>7} stops here: {}", fault.offset, fault.reason);
    }
    fault.is_none()
}

/// A primitive value in words. Numbers and byte strings of a private key are secret; its identifiers are not.
fn words(node: &Node, content: &[u8], hidden: Option<&str>) -> String {
    match (node.tag, hidden) {
        (Tag::OID | Tag::NULL, _) | (_, None) => value_words(node.tag, content),
        (_, Some(what)) => format!("(not shown: {what})"),
    }
}
