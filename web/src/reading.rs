//! How do a paste, a drop and chosen files become artifacts?

use countersign_core::Artifact;
use countersign_core::policy::Limits;
use countersign_core::report::shown;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};
use zeroize::Zeroizing;

/// What could be read, and why the rest could not.
#[derive(Default)]
pub(crate) struct Reading {
    /// The files.
    pub(crate) artifacts: Vec<Artifact>,
    /// One sentence for each thing that is not a readable file.
    pub(crate) refusals: Vec<String>,
}

/// The files of a list. It belongs to an event and is emptied when that ends; the files themselves stay.
pub(crate) fn listed(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect()).unwrap_or_default()
}

/// Reads every file, one after the other.
pub(crate) async fn read(files: Vec<File>) -> Reading {
    let mut read = Reading::default();
    for file in files {
        match read_one(&file).await {
            Ok(artifact) => read.artifacts.push(artifact),
            Err(reason) => read.refusals.push(format!("{} {reason}", shown(&file.name()))),
        }
    }
    read
}

async fn read_one(file: &File) -> Result<Artifact, &'static str> {
    // The core has the same limit; here it keeps a disk image out of the page's memory.
    let limit = u32::try_from(Limits::default().artifact_bytes).unwrap_or(u32::MAX);
    if file.size() > f64::from(limit) {
        return Err("is larger than 64 MiB, so it was not read.");
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| "could not be read. If it is a folder, open it and take the files in it.")?;
    let bytes = Uint8Array::new(&buffer);
    let artifact = Artifact::new(file.name(), bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    Ok(artifact)
}

/// Artifacts of a pasted text that follow `earlier` others. Several files are often pasted at once: each PEM object is one
/// artifact, for a paste has no file in which a key could wrongly lie beside a certificate.
pub(crate) fn pasted(text: String, earlier: usize) -> Vec<Artifact> {
    let text = Zeroizing::new(text);
    let pieces = pieces(&text);
    let named = |(index, piece): (usize, &String)| {
        Artifact::new(format!("pasted text {}", earlier + index + 1), piece.as_bytes().to_vec())
    };
    pieces.iter().enumerate().map(named).collect()
}

/// The text, cut before every line that begins a PEM object (RFC 7468 §2), save the first.
fn pieces(text: &str) -> Zeroizing<Vec<String>> {
    let mut pieces = Zeroizing::new(Vec::new());
    let mut has_object = false;
    for line in text.split_inclusive('\n') {
        let begins = line.contains("-----BEGIN ");
        match pieces.last_mut() {
            Some(piece) if !(begins && has_object) => String::push_str(piece, line),
            _ => pieces.push(line.to_owned()),
        }
        has_object |= begins;
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}
