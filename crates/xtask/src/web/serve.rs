//! How is the site looked at while it is changed? A server on the loopback, and a new build after every change.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};
use tiny_http::{Header, Request, Response, Server};

use crate::Error;
use crate::project::root;
use crate::test::say;

/// Options of `cargo xtask serve`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port on the loopback
    #[arg(long, default_value_t = 8642)]
    port: u16,
    /// Compiles small instead of fast
    #[arg(long)]
    release: bool,
}

/// What the app is made of, below the root.
const WATCHED: [&str; 5] =
    ["index.html", "web", "crates/core/src", "crates/crypto-rustcrypto/src", "crates/render/src"];

/// Builds, serves, and builds again whenever a source file changes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let dist = root().join("target/served");
    let build = super::Arguments { dev: !arguments.release, out: Some(dist.clone()) };
    fs::create_dir_all(&dist)?;
    super::run(&build)?;
    let server = Server::http(("127.0.0.1", arguments.port))
        .map_err(|error| format!("can't listen on port {}: {error}", arguments.port))?;
    say(&format!("http://127.0.0.1:{}/ shows the app; Ctrl-C ends it", arguments.port));
    let site = dist.join("site");
    thread::spawn(move || server.incoming_requests().for_each(|request| answer(request, &site)));
    let (changes, changed) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(changes)?;
    for name in WATCHED {
        watcher.watch(&root().join(name), RecursiveMode::Recursive)?;
    }
    while let Ok(event) = changed.recv() {
        if !event
            .is_ok_and(|event| event.kind.is_modify() || event.kind.is_create() || event.kind.is_remove())
        {
            continue;
        }
        // An editor writes several times; one build is enough.
        while changed.recv_timeout(Duration::from_millis(200)).is_ok() {}
        match super::run(&build) {
            Ok(()) => say("built again; reload the page"),
            Err(error) => say(&error.to_string()),
        }
    }
    Ok(())
}

fn answer(request: Request, site: &Path) {
    let found = file(site, request.url()).and_then(|path| Some((fs::read(&path).ok()?, content_type(&path))));
    // A peer that went away is no concern of the server's.
    let _ = match found {
        Some((bytes, kind)) => {
            let headers = [("Content-Type", kind), ("Cache-Control", "no-store")];
            let response = headers
                .iter()
                .filter_map(|(name, value)| Header::from_bytes(*name, *value).ok())
                .fold(Response::from_data(bytes), Response::with_header);
            request.respond(response)
        }
        None => request.respond(Response::empty(404)),
    };
}

/// The file that a URL names; nothing outside the site.
fn file(site: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| site.join(path))
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("css") => "text/css",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
