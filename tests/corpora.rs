//! Where are the public suites? Looked for by `COUNTERSIGN_CORPORA`; what is absent is said, never silently passed.

use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A file of the public suites, or `None` after saying loudly what is skipped and where it comes from.
#[expect(clippy::print_stderr, reason = "a skipped suite is said aloud")]
pub(crate) fn read(path: &str, source: &str) -> Option<Vec<u8>> {
    let corpora = std::env::var_os("COUNTERSIGN_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"), PathBuf::from);
    let file = corpora.join(path);
    let Ok(bytes) = std::fs::read(&file) else {
        eprintln!(
            "SKIPPED: {path} is not in {}. It comes from {source}; set COUNTERSIGN_CORPORA.",
            corpora.display()
        );
        return None;
    };
    if !path.ends_with(".gz") {
        return Some(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
    Some(plain)
}
