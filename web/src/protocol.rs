//! What do the page and its worker say to each other? Questions one way, answers the other, each as bytes.
//!
//! Files cross as the browser's own handles, beside a question; their content is read in the worker and never by the page.

use countersign_core::policy::Team;
use countersign_core::report::{BoardRow, Description, FindingStory, Narrative};
use serde::{Deserialize, Serialize};

/// What is asked of the worker.
#[derive(Deserialize, Serialize)]
pub(crate) enum Ask {
    /// Judge the files that come with this.
    Judge { files: Vec<Given>, question: Question },
    /// More of a list of the last judgement.
    More { list: List, from: usize },
    /// One object in words.
    Detail { item: usize },
    /// What the bytes view needs of one object.
    Bytes { item: usize },
    /// Values of the object's tree.
    Nodes { item: usize, from: usize, to: usize },
    /// The object's bytes.
    Hex { item: usize, from: usize, to: usize },
    /// The innermost value around a byte.
    NodeAt { item: usize, offset: usize },
    /// The bytes of a field by its standard name.
    Field { item: usize, path: String },
    /// The whole report, in a form that others read.
    Export(Form),
}

/// A file as it was handed over; its bytes come as a handle.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Given {
    /// How sentences name it: the file's name, or its path below the folder that was dropped.
    pub(crate) origin: String,
    /// Whether it lay in a folder, where other things may lie too.
    pub(crate) found: bool,
    /// The folders that tell whose hands it is in.
    pub(crate) place: String,
}

/// How it is to be judged.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Question {
    pub(crate) side: Option<Team>,
    pub(crate) hosts: Vec<String>,
    /// A moment or a day, RFC 3339. The page's clock says what "now" is.
    pub(crate) at: String,
    pub(crate) passphrases: Vec<String>,
}

/// The lists that can be long.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum List {
    Board,
    Findings,
    Notes,
    Titles,
}

/// The forms of export.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Form {
    Html,
    Json,
    Markdown,
}

/// What the worker says.
#[derive(Deserialize, Serialize)]
pub(crate) enum Tell {
    /// It stopped, by a fault of its own. The page says this to itself when it finds out.
    Broke,
    /// It is reading: so many files of all.
    Reading {
        done: usize,
        all: usize,
    },
    /// All is read, and it judges.
    Judging,
    /// The judgement.
    Told(Box<Told>),
    /// More rows of a list.
    Rows(Vec<BoardRow>),
    Stories(Vec<FindingStory>),
    Titles(Vec<Title>),
    Detail(Option<Description>),
    /// How many values and bytes an object has, and why its tree ends early.
    Bytes {
        title: String,
        nodes: usize,
        bytes: usize,
        fault: Option<String>,
    },
    Nodes(Vec<NodeLine>),
    Hex(Vec<u8>),
    /// The place of a value among the object's values.
    NodeAt(Option<usize>),
    /// Where a field's bytes are.
    Field(Option<(usize, usize)>),
    Export(String),
}

/// A judgement, its long lists cut to what a page shows at once.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Told {
    pub(crate) story: Narrative,
    /// The first objects, by name.
    pub(crate) titles: Vec<Title>,
    /// How long each list is as a whole.
    pub(crate) board_rows: usize,
    pub(crate) findings: usize,
    pub(crate) notes: usize,
    pub(crate) objects: usize,
    /// Why a file could not be read at all.
    pub(crate) refusals: Vec<String>,
}

/// An object by name.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Title {
    pub(crate) name: String,
    pub(crate) title: String,
    /// Its bytes can be looked at; those of private keys are gone.
    pub(crate) has_bytes: bool,
}

/// One value of a tree.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct NodeLine {
    pub(crate) depth: usize,
    pub(crate) tag: String,
    pub(crate) offset: usize,
    /// Header and content.
    pub(crate) whole: usize,
    pub(crate) words: String,
}

/// So many entries of a list are shown at once, and as many more on request.
pub(crate) const SHOWN_AT_ONCE: usize = 40;
