//! How is the site installed, and opened without a network? By a manifest, and a service worker that keeps its files.

use std::fs;

use serde_json::json;

use super::page::{SiteFile, named, replaced};
use super::policy;
use crate::Error;
use crate::project::root;

/// The service worker's name: the one that stays, for browsers look there for a new site.
pub(super) const WORKER: &str = "offline.js";
/// The places of `web/offline.js` that a build fills.
const FILES: &str = "[]";
const FINGERPRINT: &str = "fingerprint";

/// The icon, and the manifest that names it.
pub(super) fn manifest() -> Result<[SiteFile; 2], Error> {
    let icon =
        fs::read(root().join("web/icon.svg")).map_err(|error| format!("can't read web/icon.svg: {error}"))?;
    let icon = named("icon", "svg", &icon);
    let manifest = json!({
        "name": "Countersign",
        "description": "Will these keys, requests and certificates work together? Judged on this device.",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#fbfaf8",
        "theme_color": "#2f56a6",
        "icons": [{ "src": icon.name, "type": "image/svg+xml", "sizes": "any" }],
    });
    let manifest = named("countersign", "webmanifest", manifest.to_string().as_bytes());
    Ok([manifest, icon])
}

/// The service worker that keeps these files; the page is kept under the address it is opened by.
pub(super) fn worker(page: &SiteFile, others: &[SiteFile]) -> Result<SiteFile, Error> {
    let names: Vec<&str> =
        std::iter::once("./").chain(others.iter().map(|file| file.name.as_str())).collect();
    let source = fs::read_to_string(root().join("web/offline.js"))
        .map_err(|error| format!("can't read web/offline.js: {error}"))?;
    let source = replaced(&source, FILES, &serde_json::to_string(&names)?)?;
    let source = replaced(&source, FINGERPRINT, &policy::fingerprint(&page.bytes))?;
    Ok(SiteFile { name: WORKER.to_owned(), bytes: source.into_bytes() })
}
