//! How does the story look in a documentation page? Pieces of HTML for the element's shadow tree, escaped, without a script
//! or an inline style.
//!
//! | file | answers |
//! |---|---|
//! | `badge` | What is the answer, in a line? |
//! | `board` | Which files are there, and what has each team to do? |
//! | `bytes` | Which bytes are there, and what is this one? |
//! | `specimen` | What does each field of one object say? |
//! | `told` | What is the whole story of files that a reader gave? |
//! | `walk` | What happens at each step of the handshakes, and with which of these files? |

mod badge;
mod board;
mod bytes;
mod specimen;
mod told;
mod walk;

use countersign_core::Report;
use countersign_core::report::Narrative;
use maud::Markup;

pub use bytes::explained;

/// The element's views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The verdict in a line, what is wrong folded below it.
    Badge,
    /// The seven files, and what each team has to do.
    Board,
    /// The whole story, for files that a reader gave.
    DropZone,
    /// Both handshakes, step by step, with these files.
    Handshake,
    /// Every field of each object, beside its bytes.
    Specimen,
}

impl View {
    /// The view by its word in the `view` attribute; `None` for a word that is none of these.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "badge" => Self::Badge,
            "board" => Self::Board,
            "drop-zone" => Self::DropZone,
            "handshake" => Self::Handshake,
            "specimen" => Self::Specimen,
            _ => return None,
        })
    }
}

/// `report` in this view.
#[must_use]
pub fn draw(view: View, report: &Report, story: &Narrative) -> String {
    let markup: Markup = match view {
        View::Badge => badge::badge(report, story),
        View::Board => board::board(story),
        View::DropZone => told::told(report, story),
        View::Handshake => walk::walk(report, story),
        View::Specimen => specimen::specimens(report, story),
    };
    markup.into_string()
}
