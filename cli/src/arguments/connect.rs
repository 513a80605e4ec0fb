//! What can be typed behind `connect`?

use std::path::PathBuf;

use clap::Args;

use super::{Common, parse_host};

#[derive(Debug, Args)]
pub(crate) struct ConnectArguments {
    /// The server, for example api.example.com:443 or [2001:db8::7]:8443.
    #[arg(value_name = "HOST:PORT", value_parser = parse_address)]
    pub(crate) address: (String, u16),
    /// The CA to trust; nothing else is trusted, never the CAs of this computer.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) ca: Vec<PathBuf>,
    /// The client's certificate, for servers that ask for one.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub(crate) cert: Option<PathBuf>,
    /// The client's private key.
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub(crate) key: Option<PathBuf>,
    /// The name to call the server by [default: the host connected to].
    #[arg(long, value_name = "NAME", value_parser = parse_host)]
    pub(crate) host: Option<String>,
    /// Write the certificates that the server sent to this file, which must not exist yet.
    #[arg(long, value_name = "FILE")]
    pub(crate) save_chain: Option<PathBuf>,
    /// Seconds that the server may take for each answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A host and a port. An address of IPv6 stands in brackets.
fn parse_address(text: &str) -> Result<(String, u16), String> {
    let wanted = "expected HOST:PORT, for example api.example.com:443 or [2001:db8::7]:8443";
    let (host, port) = text.rsplit_once(':').ok_or(wanted)?;
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let host = bare.unwrap_or(host);
    if host.is_empty() || (bare.is_none() && host.contains([':', '/'])) {
        return Err(wanted.to_owned());
    }
    Ok((host.to_owned(), port.parse().map_err(|_| wanted)?))
}
