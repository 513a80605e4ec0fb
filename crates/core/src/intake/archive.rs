//! What lies in a zip archive? Each file in it becomes an artifact of its own, as if it lay in a folder.

use std::borrow::Cow;
use std::ops::Range;

use crc::{CRC_32_ISO_HDLC, Crc};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord};
use zeroize::Zeroizing;

use crate::order::sort_by_key;
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
    let damaged = |_| "it is damaged".to_owned();
    let archive = ZipArchive::from_slice(artifact.bytes()).map_err(damaged)?;
    let mut entries = archive.entries();
    let mut places = Vec::new();
    while let Some(record) = entries.next_entry().map_err(damaged)? {
        let entry = archive.get_entry(record.wayfinder()).map_err(damaged)?;
        let (_, end) = entry.compressed_data_range();
        places.push(record.local_header_offset()..end);
        let path = record.file_path();
        if entry.local_header().file_path().as_bytes() != path.as_bytes() {
            return Err("a file in it has two names".to_owned());
        }
        let name = file_name(path.as_bytes());
        // As in folders, hidden files belong to tools.
        let is_hidden =
            |part: &str| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX";
        let is_folder = record.is_dir() && record.uncompressed_size_hint() == 0 && entry.data().is_empty();
        if is_folder || name.split('/').any(is_hidden) {
            continue;
        }
        budget.take(usize::try_from(record.uncompressed_size_hint()).unwrap_or(usize::MAX))?;
        let bytes = content(&record, entry.data())?;
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
    let whole = places.len() == usize::try_from(archive.entries_hint()).unwrap_or(usize::MAX);
    let end = usize::try_from(archive.end_offset()).unwrap_or(usize::MAX);
    if whole && end == artifact.bytes().len() && cover(places, archive.directory_offset()) {
        Ok(())
    } else {
        Err("not all of its bytes belong to the files that its directory lists".to_owned())
    }
}

/// Names are UTF-8, or of the code page of the first PC (APPNOTE.TXT Appendix D), in which Windows still writes its own.
fn file_name(bytes: &[u8]) -> String {
    match core::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => {
            let letter = |byte: &u8| match byte.checked_sub(0x80) {
                Some(at) => CODE_PAGE_437.chars().nth(at.into()).unwrap_or(char::REPLACEMENT_CHARACTER),
                None => char::from(*byte),
            };
            bytes.iter().map(letter).collect()
        }
    }
}

/// Its upper half.
const CODE_PAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// What an entry holds, `packed` being its bytes in the archive.
fn content(record: &ZipFileHeaderRecord<'_>, packed: &[u8]) -> Result<Vec<u8>, String> {
    let damaged = || "it is damaged".to_owned();
    if record.flags().is_encrypted() {
        return Err("it is encrypted".to_owned());
    }
    let size = usize::try_from(record.uncompressed_size_hint()).map_err(|_| damaged())?;
    let mut bytes = match record.compression_method() {
        CompressionMethod::STORE => Zeroizing::new(packed.to_vec()),
        CompressionMethod::DEFLATE if size <= packed.len().saturating_mul(MOST_FOR_A_BYTE) => {
            let mut bytes = Zeroizing::new(vec![0; size]);
            let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
            let inflated = decompress(&mut DecompressorOxide::new(), packed, &mut bytes, 0, flags);
            if inflated != (TINFLStatus::Done, packed.len(), size) {
                return Err(damaged());
            }
            bytes
        }
        CompressionMethod::DEFLATE => return Err(damaged()),
        other => {
            return Err(format!(
                "a file in it is packed by a method that is not read here, {}",
                method(other)
            ));
        }
    };
    if bytes.len() == size && CHECKSUM.checksum(&bytes) == record.crc32() {
        // An artifact wipes what it is given.
        Ok(core::mem::take(&mut *bytes))
    } else {
        Err(damaged())
    }
}

fn method(method: CompressionMethod) -> String {
    method.name().map_or_else(|| format!("number {}", method.as_u16()), str::to_owned)
}

/// APPNOTE.TXT §4.4.7.
static CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// Deflate gives no more than 258 bytes for two bits (RFC 1951 §3.2.5): a size beyond it is a lie that would cost memory.
const MOST_FOR_A_BYTE: usize = 258 * 4;

/// The entries lie one behind the other, up to the directory, with room for nothing else than their data descriptors.
fn cover(mut places: Vec<Range<u64>>, directory: u64) -> bool {
    sort_by_key(&mut places, |place| place.start);
    let ends = core::iter::once(0).chain(places.iter().map(|place| place.end));
    let starts = places.iter().map(|place| place.start).chain([directory]);
    ends.zip(starts).all(|(end, start)| start.checked_sub(end).is_some_and(|gap| gap <= DATA_DESCRIPTOR))
}

/// The longest (APPNOTE.TXT §4.3.9): a signature, a checksum and two sizes of eight bytes.
const DATA_DESCRIPTOR: u64 = 24;
