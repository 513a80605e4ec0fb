//! What does it weigh, and is that within the budget?

use std::fs;
use std::io::Write as _;
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::page::SiteFile;
use super::write;
use crate::Error;

/// What the whole site may weigh under brotli.
const GOAL: usize = 400 * 1024;
/// What it does weigh, with a little room: the build fails above. It only ever goes down, to the goal.
const LIMIT: usize = 500 * 1024;

/// Writes `.br` and `.gz` beside each file, for servers that send them as they lie.
pub(super) fn compress(site: &Path, files: &[SiteFile]) -> Result<(), Error> {
    for file in files {
        write(&site.join(format!("{}.br", file.name)), &brotli(&file.bytes)?)?;
        write(&site.join(format!("{}.gz", file.name)), &gzipped(&file.bytes)?)?;
    }
    Ok(())
}

/// Prints every file's weight, and fails above the limit.
pub(super) fn judge(dist: &Path) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:>9} {:>9} {:>9}", "bytes", "gzip", "brotli")?;
    let site = dist.join("site");
    let mut total = 0;
    for entry in fs::read_dir(&site)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "br" || ending == "gz") {
            continue;
        }
        let size = |ending: &str| -> Result<usize, Error> {
            let beside = format!("{}.{ending}", path.display());
            Ok(usize::try_from(fs::metadata(beside)?.len())?)
        };
        let (gzip, brotli) = (size("gz")?, size("br")?);
        total += brotli;
        let name = path.file_name().unwrap_or_default().display();
        writeln!(out, "{:>9} {gzip:>9} {brotli:>9}  {name}", fs::metadata(&path)?.len())?;
    }
    let single = fs::metadata(dist.join("countersign.html"))?.len();
    writeln!(out, "{single:>9} {:>9} {:>9}  countersign.html (everything in one file)", "", "")?;
    writeln!(out, "{:>9} {:>9} {total:>9}  the whole app; the goal is {GOAL}, the limit {LIMIT}", "", "")?;
    if total > GOAL {
        writeln!(out, "OVER THE GOAL by {} bytes of brotli: docs/size.md says what weighs", total - GOAL)?;
    }
    if total > LIMIT {
        return Err(format!("the app weighs {total} bytes under brotli, and the limit is {LIMIT}").into());
    }
    Ok(())
}

pub(crate) fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

pub(super) fn gzipped(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
