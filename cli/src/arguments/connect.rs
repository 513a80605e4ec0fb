//! What can be typed behind `connect`?

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
    /// The server.cer in hand: the server must serve this certificate and no older or other one.
    #[arg(long, value_name = "FILE")]
    pub(crate) expect: Option<PathBuf>,
    /// Begin in the clear and ask for TLS, as mail and database servers want it.
    #[arg(long, value_enum, value_name = "PROTOCOL", conflicts_with_all = ["path", "no_http"])]
    pub(crate) starttls: Option<StartTlsProtocol>,
    /// The page to ask for when the handshake is done: some servers refuse a client only then.
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = parse_path)]
    pub(crate) path: String,
    /// Ask for no page: the server speaks something other than HTTP.
    #[arg(long, conflicts_with = "path")]
    pub(crate) no_http: bool,
    /// Seconds that the server may take for each answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// The protocols that begin in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StartTlsProtocol {
    /// Mail for reading
    Imap,
    /// The database
    Postgresql,
    /// Mail for sending
    Smtp,
}

impl std::fmt::Display for StartTlsProtocol {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Imap => "IMAP",
            Self::Postgresql => "PostgreSQL",
            Self::Smtp => "SMTP",
        })
    }
}

/// A path of a web address, with everything else than printable ASCII as `%…`.
fn parse_path(text: &str) -> Result<String, String> {
    if text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(text.to_owned())
    } else {
        Err("expected a path such as /health, other characters than ASCII as %C3%A4".to_owned())
    }
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
