//! The narrative on a terminal: a table a person grasps in five seconds, then what is wrong and who must act.

mod findings;
mod parts;

use anstyle::{AnsiColor, Style};
use countersign_core::report::{Mark, Narrative};

pub(crate) use findings::{explanation, list_of_checks};

/// Where and how much to print.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    width: usize,
    quiet: bool,
}

impl Layout {
    pub(super) const fn new(width: usize, quiet: bool) -> Self {
        Self { width, quiet }
    }

    /// `text` broken into lines of this width behind `indent` spaces.
    fn wrapped(self, text: &str, indent: usize) -> String {
        self.hanging(text, indent, indent)
    }

    /// The same with another indent for the first line, which the caller has begun already.
    fn hanging(self, text: &str, first: usize, rest: usize) -> String {
        let (first, rest) = (" ".repeat(first), " ".repeat(rest));
        let options = textwrap::Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            // Hyphens belong to codes, option names and sources: none of them may be torn.
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(text, options)
    }

    /// A label in a column, and a text beside it that wraps within its own column.
    fn labelled(self, label: &str, text: &str, indent: usize, column: usize) -> String {
        let body = self.hanging(text, indent + column, indent + column);
        let body = body.get(indent + column..).unwrap_or_default();
        format!(
            "{}{}{label:<width$}{:#}{body}\n",
            " ".repeat(indent),
            quiet(),
            quiet(),
            width = column.max(label.chars().count() + 1)
        )
    }
}

const fn quiet() -> Style {
    Style::new().dimmed()
}

const fn bold() -> Style {
    Style::new().bold()
}

/// The colour that goes with a mark; the symbol says the same without it.
const fn style(mark: Mark) -> Style {
    let color = match mark {
        Mark::None => return quiet(),
        Mark::Open => AnsiColor::Cyan,
        Mark::Right => AnsiColor::Green,
        Mark::Warning => AnsiColor::Yellow,
        Mark::Wrong => AnsiColor::Red,
    };
    Style::new().fg_color(Some(anstyle::Color::Ansi(color)))
}

/// A text in the colour of its mark.
fn painted(mark: Mark, text: &str) -> String {
    let style = style(mark);
    format!("{style}{text}{style:#}")
}

/// The whole story.
pub(super) fn report(story: &Narrative, layout: Layout) -> String {
    let mut sections = vec![parts::headline(story, layout)];
    if !layout.quiet {
        sections.extend(parts::teams(story, layout));
        sections.extend(parts::board(story, layout));
        sections.extend(parts::groups(story, layout));
        sections.extend(parts::handshakes(story, layout));
        sections.extend(story.paths.iter().map(|path| parts::path(path, layout)));
        sections.extend(story.details.iter().map(|details| parts::description(details, layout)));
    }
    sections.extend(story.findings.iter().map(|finding| findings::finding(finding, layout)));
    if !layout.quiet {
        sections.extend(findings::notes(&story.notes, layout));
        sections.extend(parts::not_checked(story, layout));
    }
    sections.push(parts::closing(story, layout));
    sections.join("\n")
}
