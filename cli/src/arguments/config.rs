//! What can be typed behind `config`?

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Paths, Side, parse_host, parse_role, parse_time};

#[derive(Debug, Args)]
pub(crate) struct ConfigArguments {
    /// The program to configure, or to try the set with.
    #[arg(value_enum, value_name = "PROGRAM")]
    pub(crate) program: Program,
    #[command(flatten)]
    pub(crate) paths: Paths,
    /// The team that asks: it must hold its own key and no other.
    #[arg(long = "as", value_enum, value_name = "TEAM")]
    pub(crate) side: Option<Side>,
    /// Only one-way: the server does not ask for the client's certificate.
    #[arg(long)]
    pub(crate) one_way: bool,
    /// A name that clients call the server by [default: the first name in its certificate].
    #[arg(long = "host", value_name = "NAME", value_parser = parse_host)]
    pub(crate) hosts: Vec<String>,
    /// The port of the server [default: the program's usual one].
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// The address that the server listens on [default: all].
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<IpAddr>,
    /// Say which part a file plays, for example server.pem=server-certificate.
    #[arg(long = "role", value_name = "FILE=ROLE", value_parser = parse_role)]
    pub(crate) roles: Vec<(String, countersign_core::bundle::Role)>,
    /// Read the passphrase of encrypted keys from this file (its first line).
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// The moment of judgement [default: now].
    #[arg(long, value_name = "RFC3339", value_parser = parse_time)]
    pub(crate) at: Option<countersign_core::Time>,
}

/// What configuration is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Program {
    /// Web server
    Apache,
    /// Test command for the device's side
    Curl,
    /// Proxy
    Envoy,
    /// Proxy
    Haproxy,
    /// Commands that make Java's key stores
    Java,
    /// MQTT broker
    Mosquitto,
    /// Web server
    Nginx,
    /// Test commands for both sides
    Openssl,
    /// Database
    Postgresql,
}
