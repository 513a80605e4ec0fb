//! How do a paste, a drop and chosen files become what lies on the desk?
//!
//! Only handles are taken here; the worker reads them. Folders are walked as the command line walks them: in the order of
//! their names, without hidden files.

use countersign_web_api::{pieces, place_of, tells_hands};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};
use zeroize::Zeroizing;

use crate::protocol::Given;

/// Something that was handed over.
#[derive(Clone)]
pub(crate) struct Handed {
    pub(crate) given: Given,
    pub(crate) file: Blob,
}

/// What a drop holds. Its list is emptied when the event ends, so everything is taken hold of first: folders as entries,
/// files as such, for browsers open no entries to pages that come from a disk.
#[derive(Default)]
pub(crate) struct Dropped {
    folders: Vec<FileSystemEntry>,
    files: Vec<File>,
}

/// Takes hold of a drop within its event.
pub(crate) fn dropped(transfer: &DataTransfer) -> Dropped {
    let items = transfer.items();
    let mut dropped = Dropped::default();
    for item in (0..items.length()).filter_map(|index| items.get(index)) {
        match item.webkit_get_as_entry().ok().flatten() {
            Some(entry) if entry.is_directory() => dropped.folders.push(entry),
            _ => dropped.files.extend(item.get_as_file().ok().flatten()),
        }
    }
    dropped
}

/// The files of a list.
pub(crate) fn listed(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect()).unwrap_or_default()
}

/// Walks what was dropped; `side_is_said` when the person told whose files these are.
pub(crate) async fn walked(dropped: Dropped, side_is_said: bool) -> Vec<Handed> {
    let roots: Vec<String> = dropped.folders.iter().map(FileSystemEntry::name).collect();
    let mut found: Vec<(String, File)> = dropped.files.into_iter().map(|file| (file.name(), file)).collect();
    let mut left: Vec<(FileSystemEntry, String)> =
        dropped.folders.into_iter().map(|entry| (entry, String::new())).collect();
    while let Some((entry, folder)) = left.pop() {
        let path = format!("{folder}{}", entry.name());
        // Chromium has these types and no names for them, so they can't be asked for by type.
        if entry.is_file() {
            let file: &FileSystemFileEntry = entry.unchecked_ref();
            let file = promised(|done, failed| file.file_with_callback_and_callback(done, failed)).await;
            found.extend(file.and_then(|file| file.dyn_into().ok()).map(|file: File| (path, file)));
        } else if entry.is_directory() {
            left.extend(
                inside(entry.unchecked_ref()).await.into_iter().map(|entry| (entry, format!("{path}/"))),
            );
        }
    }
    let tells = |root: &str| tells_hands(root, &roots, side_is_said);
    let mut handed: Vec<Handed> = found.into_iter().map(|(path, file)| at_path(path, file, tells)).collect();
    in_order(&mut handed);
    handed
}

/// A directory's entries; browsers hand them out in portions.
async fn inside(directory: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = directory.create_reader();
    let mut entries = Vec::new();
    loop {
        let portion = promised(|done, failed| {
            reader.read_entries_with_callback_and_callback(done, failed).unwrap_or(())
        })
        .await;
        let portion = portion.map(|portion| Array::from(&portion)).unwrap_or_default();
        if portion.length() == 0 {
            return entries;
        }
        let visible = |entry: &FileSystemEntry| !entry.name().starts_with('.');
        entries.extend(portion.iter().map(|entry| entry.unchecked_into()).filter(visible));
    }
}

/// A function of the browser that takes callbacks, waited for.
async fn promised(
    start: impl Fn(&js_sys::Function, &js_sys::Function),
) -> Option<wasm_bindgen::prelude::JsValue> {
    JsFuture::from(Promise::new(&mut |done, failed| start(&done, &failed))).await.ok()
}

/// A chosen file; one of a chosen folder has its path below that.
pub(crate) fn handed(file: File, side_is_said: bool) -> Handed {
    let path =
        js_sys::Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    let path = path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name());
    at_path(path, file, |root| tells_hands(root, &[], side_is_said))
}

/// Whether no part of its path is hidden.
pub(crate) fn is_visible(handed: &Handed) -> bool {
    !handed.given.origin.split('/').skip(1).any(|part| part.starts_with('.'))
}

/// The order in which the command line walks folders.
pub(crate) fn in_order(handed: &mut [Handed]) {
    handed.sort_by(|one, other| one.given.origin.split('/').cmp(other.given.origin.split('/')));
}

fn at_path(path: String, file: File, tells: impl Fn(&str) -> bool) -> Handed {
    let (found, place) = place_of(&path, tells);
    Handed { given: Given { found, place, origin: path }, file: file.into() }
}

/// What a pasted text that follows `earlier` others holds.
pub(crate) fn pasted(text: String, earlier: usize) -> Vec<Handed> {
    let text = Zeroizing::new(text);
    let pieces = pieces(&text);
    let handed = |(index, piece): (usize, &String)| {
        let file = Blob::new_with_str_sequence(&Array::of1(&piece.as_str().into())).ok()?;
        let origin = format!("pasted text {}", earlier + index + 1);
        Some(Handed { given: Given { origin, found: false, place: String::new() }, file })
    };
    pieces.iter().enumerate().filter_map(handed).collect()
}
