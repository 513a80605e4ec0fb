//! What lies in a zip archive? Each file in it becomes an artifact of its own, as if it lay in a folder.

use std::borrow::Cow;
use std::io::Cursor;

use miniz_oxide::inflate::decompress_slice_iter_to_slice;
use zeroize::Zeroizing;
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use crate::policy::Limits;

use super::artifact::{Artifact, Given};

/// The artifacts with archives unpacked. An archive that is encrypted, damaged or too large stays as it is, after whatever
/// could be taken out, so that it is told.
pub(crate) fn unpacked<'a>(artifacts: &'a [Artifact], limits: &Limits) -> Cow<'a, [Artifact]> {
    if !artifacts.iter().any(|artifact| is_archive(artifact.bytes())) {
        return Cow::Borrowed(artifacts);
    }
    let mut budget = Budget { bytes: limits.artifact_bytes, files: limits.blocks };
    let mut all = Vec::with_capacity(artifacts.len());
    for artifact in artifacts {
        if !is_archive(artifact.bytes()) {
            all.push(artifact.clone());
            continue;
        }
        let (files, is_whole) = unpack(artifact, &mut budget);
        all.extend(files);
        if !is_whole {
            all.push(artifact.clone());
        }
    }
    Cow::Owned(all)
}

pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// What all archives together may still unpack: a few bytes can stand for gigabytes.
struct Budget {
    bytes: usize,
    files: usize,
}

/// The files in it, and whether these are all.
fn unpack(artifact: &Artifact, budget: &mut Budget) -> (Vec<Artifact>, bool) {
    let mut files = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(artifact.bytes())) else { return (files, false) };
    for index in 0..archive.len() {
        let Some(left) = budget.files.checked_sub(1) else { return (files, false) };
        let Ok(entry) = archive.by_index_raw(index) else { return (files, false) };
        // As in folders, hidden files belong to tools.
        let Ok(name) = entry.name().map(Cow::into_owned) else { return (files, false) };
        let is_hidden =
            |part: &str| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX";
        if entry.is_dir() && entry.size() == 0 || name.split('/').any(is_hidden) {
            continue;
        }
        let Some(bytes) = content(artifact.bytes(), &entry, budget.bytes) else { return (files, false) };
        *budget = Budget { bytes: budget.bytes - bytes.len(), files: left };
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let place = [artifact.place.as_str(), folder]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>();
        let given = if artifact.given == Given::Named { Given::Found } else { artifact.given };
        files.push(
            Artifact::new(format!("{}/{name}", artifact.origin), bytes).given(given).placed(place.join("/")),
        );
    }
    let is_whole = is_all_there_is(artifact.bytes(), archive.len()) && archive.offset() == 0;
    (files, is_whole)
}

/// What `entry` holds, at most `most` bytes. Not by the library's own reader, whose buffers are not wiped: what is packed may be a
/// key.
fn content(archive: &[u8], entry: &ZipFile<'_, Cursor<&[u8]>>, most: usize) -> Option<Vec<u8>> {
    if entry.encrypted() {
        return None;
    }
    let start = usize::try_from(entry.data_start()?).ok()?;
    let length = usize::try_from(entry.compressed_size()).ok()?;
    let packed = archive.get(start..start.checked_add(length)?)?;
    let size = usize::try_from(entry.size()).ok().filter(|size| *size <= most)?;
    let mut bytes = match entry.compression() {
        CompressionMethod::Stored => Zeroizing::new(packed.to_vec()),
        CompressionMethod::DEFLATE if size <= packed.len().saturating_mul(MOST_FOR_A_BYTE) => {
            let mut bytes = Zeroizing::new(vec![0; size]);
            let written =
                decompress_slice_iter_to_slice(&mut bytes, core::iter::once(packed), false, true).ok()?;
            bytes.truncate(written);
            bytes
        }
        _ => return None,
    };
    let is_whole = bytes.len() == size && crc32fast::hash(&bytes) == entry.crc32();
    // An artifact wipes what it is given.
    is_whole.then(|| core::mem::take(&mut *bytes))
}

/// Deflate gives no more than 258 bytes for two bits (RFC 1951 §3.2.5): a size beyond it is a lie that would cost memory.
const MOST_FOR_A_BYTE: usize = 258 * 4;

/// Nothing follows the end of the central directory, and it counts as many entries as were found: two of one name are one to the
/// library (APPNOTE.TXT §4.3.16).
fn is_all_there_is(bytes: &[u8], found: usize) -> bool {
    let fields = |at: usize| -> Option<(usize, usize)> {
        let entries = bytes.get(at + 10..at + 12)?.try_into().ok()?;
        let comment = bytes.get(at + 20..at + 22)?.try_into().ok()?;
        Some((u16::from_le_bytes(entries).into(), u16::from_le_bytes(comment).into()))
    };
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06");
    let Some((at, (entries, comment))) = end.and_then(|at| Some((at, fields(at)?))) else { return false };
    // More than fit two bytes stand elsewhere.
    let is_counted = entries == found || entries == usize::from(u16::MAX);
    is_counted && at + 22 + comment == bytes.len()
}
