//! How are the sets told? One README each, for people, with lines at its end that the test suite reads; and an index.

use super::set::Set;

/// The README of one set.
pub(super) fn of_set(set: &Set) -> String {
    let mut text = format!("# {}\n\n", set.title);
    for paragraph in &set.story {
        text.push_str(&wrapped(paragraph));
        text.push('\n');
    }
    if let Some(fault) = &set.fault {
        text.push_str(&format!("- Guilty file: {}\n- Finding: {}\n", fault.guilty_file, fault.finding));
    }
    text.push_str(&format!("- Command: {}\n- Verdict: {}\n", set.command(), set.verdict.word()));
    text
}

/// `examples/README.md`.
pub(super) fn index(sound: &[Set], faulty: &[Set]) -> String {
    let mut text = INTRODUCTION.to_owned();
    text.push_str("\n## Sound\n\n| Set | What it shows |\n| --- | --- |\n");
    for set in sound {
        text.push_str(&format!("| {} | {} |\n", link(set), set.title));
    }
    text.push_str("\n## Faulty\n\n| Set | What went wrong | Guilty file | Finding | Verdict |\n");
    text.push_str("| --- | --- | --- | --- | --- |\n");
    for set in faulty {
        let (guilty_file, finding) =
            set.fault.as_ref().map_or(("", ""), |fault| (fault.guilty_file, fault.finding));
        let verdict = set.verdict.word();
        text.push_str(&format!(
            "| {} | {} | `{guilty_file}` | `{finding}` | {verdict} |\n",
            link(set),
            set.title
        ));
    }
    text
}

fn link(set: &Set) -> String {
    let name = set.folder.rsplit('/').next().unwrap_or(&set.folder);
    format!("[{name}]({}/README.md)", set.folder)
}

/// A paragraph in lines of at most 100 characters.
fn wrapped(paragraph: &str) -> String {
    let (mut text, mut width) = (String::new(), 0);
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > LINE_WIDTH {
            text.push('\n');
            width = 0;
        } else if width > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text.push('\n');
    text
}

const LINE_WIDTH: usize = 100;

const INTRODUCTION: &str = "\
# Examples

Handoffs between two teams, as they arrive in a mailbox. [handoff](handoff/README.md) is the one to
start with: the seven files, all sound. The others differ from it in one thing each.

In all of them Team A runs a server (`api.example.com`, `api-eu.example.com`), and Team B runs a
certification authority (CA) and a device (`device-0001`). Each folder's README tells the situation
and ends with lines that the test suite reads: the guilty file, the finding's code, the command and
the verdict. Run the commands from the repository's root.

The private keys in here are throw-away keys, made for these examples and known to everybody. Never
use one for anything else.

CA certificates are valid from 2025 to 2045, the others from June 2025 to June 2044. All of it is
made by `cargo xtask examples`, with new keys each time.
";
