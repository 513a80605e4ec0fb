//! What can be typed behind `new`?

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Side, parse_host, parse_time};

#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// The folder to make; it must not exist yet.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Make only what this team makes; without it, both teams' files at once, to try things out.
    #[arg(long = "as", value_enum, value_name = "TEAM", requires_if("team-b", "request"))]
    pub(crate) side: Option<Side>,
    /// For Team B: the server.csr that Team A sent; `-` is standard input.
    #[arg(long, value_name = "FILE", requires = "side")]
    pub(crate) request: Option<PathBuf>,
    /// A name or address that clients call the server by; for Team B, the only ones that a request may ask for.
    #[arg(long = "host", value_name = "NAME", value_parser = parse_host, required_if_eq("side", "team-a"))]
    pub(crate) hosts: Vec<String>,
    /// The kind of key of server and device; the CA's is of the same family.
    #[arg(long, value_enum, default_value_t = NewKeyType::P256)]
    pub(crate) key_type: NewKeyType,
    /// How many days the certificates of server and device are valid; the CA's is for ten years at least.
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub(crate) days: u32,
    /// Put an issuing CA between the CA and those it certifies.
    #[arg(long)]
    pub(crate) intermediate: bool,
    /// Encrypt every private key with the passphrase in this file (its first line).
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Put the device's key, its certificate and the CA into client.p12 too, under the passphrase of --passphrase-file, or one
    /// that is asked for.
    #[arg(long)]
    pub(crate) pkcs12: bool,
    /// The moment from which the certificates are valid, less an hour for clocks that differ [default: now].
    #[arg(long, value_name = "RFC3339", value_parser = parse_time)]
    pub(crate) at: Option<countersign_core::Time>,
}

/// The kinds of keys that are made, each with what speaks for or against it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum NewKeyType {
    /// Elliptic curve: small, fast, read everywhere
    P256,
    /// Elliptic curve, stronger
    P384,
    /// For software that knows nothing newer
    #[value(name = "rsa-2048")]
    Rsa2048,
    /// The same, stronger
    #[value(name = "rsa-3072")]
    Rsa3072,
    /// Browsers and many devices do not know it
    Ed25519,
}
