//! How do `index.html`, style and script become the site, and the one file? Both from the same page.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::module::Module;
use super::{offline, policy, weight};
use crate::Error;
use crate::project::root;

/// The places of `index.html` that a build fills; each stands there once.
const POLICY: &str = "<!-- policy -->";
const STYLE: &str = "<link rel=\"stylesheet\" href=\"web/style.css\">";
const SCRIPT: &str = "<script defer src=\"web/start.js\"></script>";
/// What is written by hand, with the script whole.
pub(super) struct Shell {
    page: String,
    style: String,
    script: String,
}

/// One file of the site.
pub(super) struct SiteFile {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Shell {
    /// Reads the page, its style and its script from the repository.
    pub(super) fn read(module: &Module) -> Result<Self, Error> {
        let read = |name: &str| {
            fs::read_to_string(root().join(name)).map_err(|error| format!("can't read {name}: {error}"))
        };
        let start = read("web/start.js")?;
        Ok(Self {
            page: read("index.html")?,
            style: read("web/style.css")?,
            script: format!("{}\n{start}", module.script),
        })
    }
}

/// The site's files. Names carry a fingerprint, so that they can be cached for ever; the page checks each file's digest.
pub(super) fn site(shell: &Shell, module: &Module) -> Result<Vec<SiteFile>, Error> {
    let wasm = named("countersign", "wasm", &module.wasm);
    let script = named("countersign", "js", shell.script.as_bytes());
    let style = named("countersign", "css", shell.style.as_bytes());
    let [manifest, icon] = offline::manifest()?;
    let style_link = format!(
        "<link rel=\"manifest\" href=\"{}\">\n<link rel=\"stylesheet\" href=\"{}\" integrity=\"{}\">",
        manifest.name,
        style.name,
        policy::integrity(&style.bytes)
    );
    // Browsers warn of `integrity` on such a link; the script takes the digest from it and has the file checked.
    let scripts = format!(
        "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"{}\" data-integrity=\"{}\">\n\
         <script defer src=\"{}\" integrity=\"{}\"></script>",
        wasm.name,
        policy::integrity(&wasm.bytes),
        script.name,
        policy::integrity(&script.bytes)
    );
    let page = filled(&shell.page, &policy::of_site(), &style_link, &scripts)?;
    let index = SiteFile { name: "index.html".to_owned(), bytes: page.into_bytes() };
    let mut site = vec![style, script, wasm, manifest, icon];
    let worker = offline::worker(&index, &site)?;
    site.extend([index, worker]);
    Ok(site)
}

/// A file whose name changes with its content.
pub(super) fn named(stem: &str, ending: &str, bytes: &[u8]) -> SiteFile {
    SiteFile { name: format!("{stem}-{}.{ending}", policy::fingerprint(bytes)), bytes: bytes.to_vec() }
}

/// Everything in one file that opens from a disk. The module is compressed and in base64, in an element that is no script.
pub(super) fn single_file(shell: &Shell, module: &Module) -> Result<Vec<u8>, Error> {
    let style = format!("<style>{}</style>", shell.style);
    let script = &shell.script;
    if script.contains("</script") || shell.style.contains("</style") {
        return Err("the script or the style would end its own element".into());
    }
    let module = STANDARD.encode(weight::gzipped(&module.wasm)?);
    let scripts = format!(
        "<script type=\"application/wasm\" id=\"module\">{module}</script>\n<script>{script}</script>"
    );
    let policy = policy::of_single_file(script, &shell.style);
    Ok(filled(&shell.page, &policy, &style, &scripts)?.into_bytes())
}

fn filled(page: &str, policy: &str, style: &str, scripts: &str) -> Result<String, Error> {
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let page = replaced(page, POLICY, &meta)?;
    let page = replaced(&page, STYLE, style)?;
    replaced(&page, SCRIPT, scripts)
}

/// `text` with its one `place` filled.
pub(super) fn replaced(text: &str, place: &str, with: &str) -> Result<String, Error> {
    match text.matches(place).count() {
        1 => Ok(text.replace(place, with)),
        count => Err(format!("expected {place:?} once and found it {count} times").into()),
    }
}
