//! What may the pages load? Nothing but their own parts, each named by its digest where the browser can check it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

/// The policy of the site: its own files, checked by their `integrity`.
pub(super) fn of_site() -> String {
    let policy = content_security_policy("'self'", "'self'", "'self'");
    // Its manifest with the icon, and the service worker that keeps it.
    policy
        .replace("worker-src blob:", "worker-src 'self' blob:")
        .replace("img-src data:", "img-src 'self' data:")
        + "; manifest-src 'self'"
}

/// The policy of the one file: its one script and its one style, and no connection at all.
pub(super) fn of_single_file(script: &str, style: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    content_security_policy(&hash(script), &hash(style), "'none'")
}

/// The worker that judges comes from a copy of the page's own script, never from an address. Compiling WebAssembly has a word of its own.
fn content_security_policy(script: &str, style: &str, connect: &str) -> String {
    format!(
        "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; worker-src blob:; style-src {style}; \
         connect-src {connect}; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

/// The value of an `integrity` attribute.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// Some characters that change with the content, for a file's name.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
