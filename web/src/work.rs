//! What does the worker do? It reads, judges, keeps the last report, and answers questions about it.
//!
//! The same module as the page's, in a thread of its own: however long a judgement takes, the page stays at hand. Files
//! are read for one judgement and wiped after it; private keys are gone when it ends.

use std::cell::RefCell;

use countersign_core::asn1::{Malformed, Node, field_span, tree};
use countersign_core::policy::{Limits, Passphrase};
use countersign_core::report::{Narrative, shown, value_words};
use countersign_core::{Artifact, Given as How, Policy, Report, Task, Time};
use countersign_crypto_rustcrypto::RustCrypto;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::{JsCast as _, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::api::now;
use crate::protocol::{Ask, Form, Given, List, NodeLine, Question, SHOWN_AT_ONCE, Tell, Title, Told};

/// Deep enough for any real object, and for looking at hostile ones.
const MAX_DEPTH: usize = 64;
/// After so many files the page hears how far the reading is.
const FILES_A_TIDING: usize = 20;

thread_local! {
    static BENCH: RefCell<Option<Bench>> = const { RefCell::new(None) };
}

/// The last judgement.
struct Bench {
    report: Report,
    story: Narrative,
    opened: Option<Opened>,
}

/// The tree of the object whose bytes are looked at.
struct Opened {
    item: usize,
    nodes: Vec<Node>,
    fault: Option<Malformed>,
}

/// Answers one question with one or more tidings through `tell`, a function that takes bytes.
#[wasm_bindgen]
pub async fn work(ask: Vec<u8>, files: Array, tell: js_sys::Function) {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let tell = move |said: &Tell| {
        if let Ok(bytes) = postcard::to_allocvec(said) {
            // The page is gone when this fails, and the answer with it.
            let _ = tell.call1(&JsValue::NULL, &Uint8Array::from(&*bytes));
        }
    };
    match postcard::from_bytes(&ask) {
        Ok(Ask::Judge { files: given, question }) => {
            BENCH.set(None);
            let (artifacts, refusals) = read(given, &files, &tell).await;
            tell(&Tell::Judging);
            let report = countersign_core::inspect(&artifacts, &policy(question), &RustCrypto);
            drop(artifacts);
            let story = report.narrative();
            tell(&Tell::Told(Box::new(told(&report, &story, refusals))));
            BENCH.set(Some(Bench { report, story, opened: None }));
        }
        Ok(ask) => BENCH.with_borrow_mut(|bench| {
            if let Some(said) = bench.as_mut().and_then(|bench| bench.answer(ask)) {
                tell(&said);
            }
        }),
        Err(_) => {}
    }
}

/// Reads every file, one after the other.
async fn read(given: Vec<Given>, files: &Array, tell: &impl Fn(&Tell)) -> (Vec<Artifact>, Vec<String>) {
    let all = given.len();
    let (mut artifacts, mut refusals) = (Vec::with_capacity(all), Vec::new());
    for (done, (given, file)) in given.into_iter().zip(files.iter()).enumerate() {
        if done % FILES_A_TIDING == 0 && all > FILES_A_TIDING {
            tell(&Tell::Reading { done, all });
        }
        match bytes_of(file).await {
            Ok(bytes) => {
                let how = if given.found { How::Found } else { How::Named };
                artifacts.push(Artifact::new(given.origin, bytes).given(how).placed(given.place));
            }
            Err(reason) => refusals.push(format!("{} {reason}", shown(&given.origin))),
        }
    }
    (artifacts, refusals)
}

async fn bytes_of(file: JsValue) -> Result<Vec<u8>, &'static str> {
    let file: Blob = file.dyn_into().map_err(|_| "is no file.")?;
    // The core has the same limit; here it keeps a disk image out of memory.
    let limit = u32::try_from(Limits::default().artifact_bytes).unwrap_or(u32::MAX);
    if file.size() > f64::from(limit) {
        return Err("is larger than 64 MiB, so it was not read.");
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| "could not be read; it may have changed since it was given. Give it again.")?;
    let view = Uint8Array::new(&buffer);
    let bytes = view.to_vec();
    view.fill(0, 0, view.length());
    Ok(bytes)
}

fn policy(question: Question) -> Policy {
    let at = Time::from_rfc3339(&question.at).unwrap_or_else(|_| now());
    let mut policy = Policy::new(Task::Check, at);
    policy.side = question.side;
    policy.hosts = question.hosts;
    policy.passphrases =
        question.passphrases.into_iter().map(|text| Passphrase::new(text.into_bytes())).collect();
    policy
}

fn told(report: &Report, story: &Narrative, refusals: Vec<String>) -> Told {
    let mut short = Narrative { details: Vec::new(), ..story.clone() };
    short.board.truncate(SHOWN_AT_ONCE);
    short.findings.truncate(SHOWN_AT_ONCE);
    short.notes.truncate(SHOWN_AT_ONCE);
    short.validity.truncate(SHOWN_AT_ONCE);
    short.grants.truncate(SHOWN_AT_ONCE / 4);
    short.paths.truncate(SHOWN_AT_ONCE / 4);
    Told {
        titles: titles(report, 0),
        board_rows: story.board.len(),
        findings: story.findings.len(),
        notes: story.notes.len(),
        objects: report.bundle.items.len(),
        refusals,
        story: short,
    }
}

fn titles(report: &Report, from: usize) -> Vec<Title> {
    let items = report.bundle.items.iter().enumerate().skip(from).take(SHOWN_AT_ONCE);
    let title = |(index, item): (usize, &countersign_core::bundle::Item)| {
        let detail = report.detail(index)?;
        Some(Title { name: detail.name, title: detail.title, has_bytes: item.der().is_some() })
    };
    items.filter_map(title).collect()
}

impl Bench {
    fn answer(&mut self, ask: Ask) -> Option<Tell> {
        Some(match ask {
            Ask::Judge { .. } => return None,
            Ask::More { list, from } => self.more(list, from),
            Ask::Detail { item } => Tell::Detail(self.report.detail(item)),
            Ask::Bytes { item } => {
                let bytes = self.der(item).len();
                let title =
                    self.report.detail(item).map(|detail| format!("{} {}", detail.name, detail.title));
                let opened = self.open(item);
                Tell::Bytes {
                    title: title.unwrap_or_default(),
                    nodes: opened.nodes.len(),
                    bytes,
                    fault: opened
                        .fault
                        .as_ref()
                        .map(|fault| format!("byte {}: {}", fault.offset, fault.reason)),
                }
            }
            Ask::Nodes { item, from, to } => Tell::Nodes(self.nodes(item, from, to)),
            Ask::Hex { item, from, to } => {
                let der = self.der(item);
                Tell::Hex(der.get(from..to.min(der.len())).unwrap_or_default().to_vec())
            }
            Ask::NodeAt { item, offset } => Tell::NodeAt(innermost(&self.open(item).nodes, offset)),
            Ask::Field { item, path } => {
                Tell::Field(field_span(self.der(item), &path).map(|span| (span.start, span.end)))
            }
            Ask::Export(form) => Tell::Export(self.export(form)),
        })
    }

    fn more(&self, list: List, from: usize) -> Tell {
        let some = |stories: &[countersign_core::report::FindingStory]| {
            Tell::Stories(stories.iter().skip(from).take(SHOWN_AT_ONCE).cloned().collect())
        };
        match list {
            List::Board => {
                Tell::Rows(self.story.board.iter().skip(from).take(SHOWN_AT_ONCE).cloned().collect())
            }
            List::Findings => some(&self.story.findings),
            List::Notes => some(&self.story.notes),
            List::Titles => Tell::Titles(titles(&self.report, from)),
        }
    }

    fn der(&self, item: usize) -> &[u8] {
        self.report.bundle.items.get(item).and_then(|item| item.der()).unwrap_or_default()
    }

    /// The tree is made once for the object that is looked at.
    fn open(&mut self, item: usize) -> &Opened {
        if self.opened.as_ref().is_none_or(|opened| opened.item != item) {
            let (nodes, fault) = tree(self.der(item), MAX_DEPTH);
            self.opened = Some(Opened { item, nodes, fault });
        }
        self.opened.get_or_insert_with(|| Opened { item, nodes: Vec::new(), fault: None })
    }

    fn nodes(&mut self, item: usize, from: usize, to: usize) -> Vec<NodeLine> {
        let nodes: Vec<Node> =
            self.open(item).nodes.iter().skip(from).take(to.saturating_sub(from)).cloned().collect();
        let der = self.der(item);
        let line = |node: Node| {
            let start = node.offset + node.header_length;
            let content = der.get(start..start + node.length).unwrap_or_default();
            let words = if node.tag.constructed { String::new() } else { value_words(node.tag, content) };
            let whole = node.header_length + node.length;
            NodeLine { depth: node.depth, tag: node.tag.words(), offset: node.offset, whole, words }
        };
        nodes.into_iter().map(line).collect()
    }

    fn export(&self, form: Form) -> String {
        let details = || (0..self.report.bundle.items.len()).filter_map(|item| self.report.detail(item));
        match form {
            Form::Html => countersign_render::html(&self.story, &details().collect::<Vec<_>>()),
            Form::Json => self.report.to_json_pretty(),
            Form::Markdown => countersign_render::markdown(&self.story),
        }
    }
}

/// The last value that begins before the byte and reaches it: values come in reading order, inner ones later.
fn innermost(nodes: &[Node], offset: usize) -> Option<usize> {
    let before = nodes.partition_point(|node| node.offset <= offset);
    let holds = |node: &Node| offset < node.offset + node.header_length + node.length;
    nodes.get(..before)?.iter().rposition(holds)
}
