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
    let mut budget = Budget { limits, bytes: limits.artifact_bytes, files: limits.blocks };
    let mut all = Vec::with_capacity(artifacts.len());
    for artifact in artifacts {
        if !is_archive(artifact.bytes()) {
            all.push(artifact.clone());
            continue;
        }
        let mut files = Vec::new();
        let unpacked = unpack(artifact, &mut budget, &mut files);
        all.extend(files);
        if let Err(why) = unpacked {
            all.push(artifact.clone().still_packed(why));
        }
    }
    Cow::Owned(all)
}

pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// What all archives together may still unpack: a few bytes can stand for gigabytes.
struct Budget<'a> {
    limits: &'a Limits,
    bytes: usize,
    files: usize,
}

impl Budget<'_> {
    fn take(&mut self, bytes: usize) -> Result<(), String> {
        let left = |left: usize, taken: usize, what: &str, limit: usize| {
            left.checked_sub(taken).ok_or_else(|| {
                format!("all archives together would give more than {limit} {what}, which is the limit")
            })
        };
        self.files = left(self.files, 1, "files", self.limits.blocks)?;
        self.bytes = left(self.bytes, bytes, "bytes", self.limits.artifact_bytes)?;
        Ok(())
    }
}

/// Puts the files in it to `files`; why these are not all, as the rest of a sentence.
fn unpack(artifact: &Artifact, budget: &mut Budget<'_>, files: &mut Vec<Artifact>) -> Result<(), String> {
    let damaged = || "it is damaged".to_owned();
    let mut archive = ZipArchive::new(Cursor::new(artifact.bytes())).map_err(|_| damaged())?;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| damaged())?;
        // As in folders, hidden files belong to tools.
        let name = entry.name().map(Cow::into_owned).map_err(|_| damaged())?;
        let is_hidden =
            |part: &str| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX";
        if entry.is_dir() && entry.size() == 0 || name.split('/').any(is_hidden) {
            continue;
        }
        budget.take(usize::try_from(entry.size()).unwrap_or(usize::MAX))?;
        let bytes = content(artifact.bytes(), &entry)?;
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
    if is_all_there_is(artifact.bytes(), archive.len()) && archive.offset() == 0 {
        Ok(())
    } else {
        Err("there is more in it than its directory lists".to_owned())
    }
}

/// What `entry` holds. Not by the library's own reader, whose buffers are not wiped: what is packed may be a key.
fn content(archive: &[u8], entry: &ZipFile<'_, Cursor<&[u8]>>) -> Result<Vec<u8>, String> {
    if entry.encrypted() {
        return Err("it is encrypted".to_owned());
    }
    let damaged = || "it is damaged".to_owned();
    let packed = packed(archive, entry).ok_or_else(damaged)?;
    let size = usize::try_from(entry.size()).map_err(|_| damaged())?;
    let mut bytes = match entry.compression() {
        CompressionMethod::Stored => Zeroizing::new(packed.to_vec()),
        CompressionMethod::DEFLATE if size <= packed.len().saturating_mul(MOST_FOR_A_BYTE) => {
            let mut bytes = Zeroizing::new(vec![0; size]);
            let written = decompress_slice_iter_to_slice(&mut bytes, core::iter::once(packed), false, true);
            bytes.truncate(written.map_err(|_| damaged())?);
            bytes
        }
        CompressionMethod::DEFLATE => return Err(damaged()),
        other => return Err(format!("a file in it is packed by a method that is not read here, {other}")),
    };
    if bytes.len() == size && crc32fast::hash(&bytes) == entry.crc32() {
        // An artifact wipes what it is given.
        Ok(core::mem::take(&mut *bytes))
    } else {
        Err(damaged())
    }
}

/// The bytes of an entry as they lie in the archive.
fn packed<'a>(archive: &'a [u8], entry: &ZipFile<'_, Cursor<&[u8]>>) -> Option<&'a [u8]> {
    let start = usize::try_from(entry.data_start()?).ok()?;
    let length = usize::try_from(entry.compressed_size()).ok()?;
    archive.get(start..start.checked_add(length)?)
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
