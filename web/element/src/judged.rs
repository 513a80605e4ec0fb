//! What can be asked of a judgement? The report, each view of it, and any byte.

use countersign_core::Report;
use countersign_core::model::Kind;
use countersign_core::report::Narrative;
use countersign_render::element::{View, draw, explained};
use countersign_web_api::for_page;
use wasm_bindgen::prelude::wasm_bindgen;

/// A judgement; it holds what the report holds, and no private key.
#[wasm_bindgen]
pub struct Judged {
    report: Report,
    story: Narrative,
}

impl Judged {
    pub(crate) fn new(report: Report) -> Self {
        Self { story: report.narrative(), report }
    }
}

#[wasm_bindgen]
impl Judged {
    /// The report, `countersign/report/v1`, as JSON in one line.
    #[must_use]
    pub fn json(&self) -> String {
        self.report.to_json()
    }

    /// A view of it as HTML; the whole story where the word names none.
    #[must_use]
    pub fn draw(&self, view: &str) -> String {
        for_page(&draw(View::from_word(view).unwrap_or(View::DropZone), &self.report, &self.story))
    }

    /// What a byte of an object is, as HTML.
    #[must_use]
    pub fn explained(&self, item: usize, offset: usize) -> String {
        explained(&self.report, item, offset)
    }

    /// A private key, or a store that may hold one, is among the files.
    #[must_use]
    pub fn holds_key(&self) -> bool {
        let secret = |kind| matches!(kind, Kind::PrivateKey | Kind::Pkcs12);
        self.report.bundle.items.iter().any(|item| secret(item.parsed.kind()))
    }
}
