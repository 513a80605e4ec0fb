//! What can be typed? The commands and their options, which are also the help, the completions and the man pages.

mod config;
mod connect;
mod new;
mod parsing;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use config::{ConfigArguments, Program};
pub(crate) use connect::{ConnectArguments, StartTlsProtocol};
pub(crate) use new::{NewArguments, NewKeyType};

use parsing::{parse_host, parse_role, parse_time};

/// Tells two teams whether their certificates, requests and keys work together: what each file is, what is wrong, why,
/// and who must act.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Start with:  countersign check FOLDER\n\nExit code: 0 passed, 1 failed or indeterminate, 2 could not run."
)]
pub(crate) struct Arguments {
    /// When to use colour.
    #[arg(long, value_enum, global = true, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the handoff: every file, link and step, one verdict.
    Check(CheckArguments),
    /// Say what is in each file, in words.
    Inspect(InspectArguments),
    /// Speak the handshakes with these files, in memory, step by step.
    Rehearse(RehearseArguments),
    /// Speak the handshake with a live server, and judge the certificates that it sends.
    Connect(ConnectArguments),
    /// Verify one certificate against a CA.
    Verify(VerifyArguments),
    /// Say whether files belong to one key pair, and if not, which do.
    Match(MatchArguments),
    /// Make the files: keys, requests, a CA and certificates, in a folder for each team.
    New(NewArguments),
    /// Print the configuration that brings a set that passed into nginx, Apache, HAProxy, Envoy, Mosquitto, PostgreSQL or
    /// Java, or test commands for curl and OpenSSL.
    Config(ConfigArguments),
    /// Say why a check exists, where that is written, and how to cure it.
    Explain(ExplainArguments),
    /// Print the ASN.1 tree of a file with offsets.
    Asn1(Asn1Arguments),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write man pages into a folder.
    Man {
        /// The folder; it must exist.
        folder: PathBuf,
    },
}

/// Options that every inspection has.
#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    /// The moment of judgement, for example 2026-06-01T00:00:00Z or 2026-06-01 [default: now].
    #[arg(long, value_name = "RFC3339", value_parser = parse_time)]
    pub(crate) at: Option<countersign_core::Time>,
    /// Warn of certificates that end within this many days.
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) warn_days: u32,
    /// How to print the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Write the report to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The rules on top of RFC 5280.
    #[arg(long, value_enum, default_value_t = Profile::Mtls)]
    pub(crate) profile: Profile,
    /// The least severity that makes the exit code 1.
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
    /// Read the passphrase of encrypted keys from this file (its first line). May be repeated: each one is tried.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Vec<PathBuf>,
    /// SHA-1, MD5 and short keys become warnings, for old material.
    #[arg(long)]
    pub(crate) allow_weak: bool,
    /// Refuse the keys whose fingerprints are in this file, a line each: those of Debian's openssl-blacklist, or SHA-256 of
    /// the public key (SubjectPublicKeyInfo).
    #[arg(long, value_name = "FILE")]
    pub(crate) weak_keys: Vec<PathBuf>,
    /// Print nothing but what is wrong.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Files to read.
#[derive(Debug, Args)]
pub(crate) struct Paths {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", required_unless_present = "files0_from")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read further paths from this file, each ended by a NUL byte; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) files0_from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The team that asks: it must hold its own key and no other.
    #[arg(long = "as", value_enum, value_name = "TEAM")]
    pub(crate) side: Option<Side>,
    /// Trust only the CA in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Vec<PathBuf>,
    /// A name that clients call the server by.
    #[arg(long = "host", value_name = "NAME", value_parser = parse_host)]
    pub(crate) hosts: Vec<String>,
    /// Private keys stay with their teams and are not among these files: a request stands for its key.
    #[arg(long)]
    pub(crate) keys_elsewhere: bool,
    #[command(flatten)]
    pub(crate) revocation: Revocation,
    /// Say which part a file plays, for example server.pem=server-certificate.
    #[arg(long = "role", value_name = "FILE=ROLE", value_parser = parse_role)]
    pub(crate) roles: Vec<(String, countersign_core::bundle::Role)>,
    #[command(flatten)]
    pub(crate) paths: Paths,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct RehearseArguments {
    /// Only the one-way handshake: the server does not ask for the client's certificate.
    #[arg(long)]
    pub(crate) one_way: bool,
    /// Trust only the CA in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Vec<PathBuf>,
    /// A name that clients call the server by [default: the first name in its certificate].
    #[arg(long = "host", value_name = "NAME", value_parser = parse_host)]
    pub(crate) hosts: Vec<String>,
    #[command(flatten)]
    pub(crate) revocation: Revocation,
    /// Say which part a file plays, for example server.pem=server-certificate.
    #[arg(long = "role", value_name = "FILE=ROLE", value_parser = parse_role)]
    pub(crate) roles: Vec<(String, countersign_core::bundle::Role)>,
    #[command(flatten)]
    pub(crate) paths: Paths,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    /// Write what could be read as clean PEM to the file of --output, which must not exist yet. Private keys are left out, but for those
    /// of --with-key-of.
    #[arg(long, requires = "output")]
    pub(crate) repair: bool,
    /// Write the private key of this file into the clean copy too, which only its owner can read then.
    #[arg(long, value_name = "FILE", requires = "repair")]
    pub(crate) with_key_of: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) paths: Paths,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct MatchArguments {
    #[command(flatten)]
    pub(crate) paths: Paths,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The CA to trust; nothing else is trusted, never the CAs of this computer.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) ca: Vec<PathBuf>,
    /// Certificates that help to build the path, not trusted.
    #[arg(long, value_name = "FILE")]
    pub(crate) untrusted: Vec<PathBuf>,
    /// What the certificate is to be used for.
    #[arg(long, value_enum, default_value_t = Purpose::Any)]
    pub(crate) purpose: Purpose,
    /// A name that it must be valid for.
    #[arg(long = "host", value_name = "NAME", value_parser = parse_host)]
    pub(crate) hosts: Vec<String>,
    /// Most intermediate certificates that are not self-issued.
    #[arg(long, value_name = "N")]
    pub(crate) max_path_len: Option<u32>,
    /// What the CA's own certificate is held to.
    #[arg(long, value_enum, value_name = "RULES", default_value_t = AnchorRules::Certificate)]
    pub(crate) anchor: AnchorRules,
    #[command(flatten)]
    pub(crate) policies: Policies,
    #[command(flatten)]
    pub(crate) revocation: Revocation,
    /// The certificate; further ones in the file help to build the path. `-` is standard input.
    #[arg(value_name = "CERT")]
    pub(crate) certificate: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The code of a check, for example grant.san-dropped; without it, the list.
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Asn1Arguments {
    /// The file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
}

/// Options about certificate policies (RFC 5280 §6.1.1).
#[derive(Debug, Args)]
pub(crate) struct Policies {
    /// A certificate policy that will do, for example 2.16.840.1.101.3.2.1.48.1; without one, any.
    #[arg(long = "policy", value_name = "OID", value_parser = countersign_core::asn1::Oid::from_dotted)]
    pub(crate) initial_policy_set: Vec<countersign_core::asn1::Oid>,
    /// The path must be valid for at least one policy.
    #[arg(long)]
    pub(crate) require_explicit_policy: bool,
    /// CAs may not map policies.
    #[arg(long)]
    pub(crate) inhibit_policy_mapping: bool,
    /// The wildcard policy anyPolicy does not count.
    #[arg(long)]
    pub(crate) inhibit_any_policy: bool,
}

/// Options about revocation.
#[derive(Debug, Args)]
pub(crate) struct Revocation {
    /// A revocation list or an OCSP response.
    #[arg(long, visible_alias = "ocsp", value_name = "FILE")]
    pub(crate) crl: Vec<PathBuf>,
    /// Every certificate but the CA's needs a fresh answer that it is not revoked.
    #[arg(long)]
    pub(crate) require_revocation: bool,
    /// Revocation lists and OCSP responses older than this are stale, whatever they say of themselves.
    #[arg(long, value_name = "DAYS")]
    pub(crate) max_crl_age: Option<u32>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AnchorRules {
    /// Its validity and limits, as TLS libraries do
    Certificate,
    /// Its limits and policies, not its validity (RFC 5937)
    Constraints,
    /// Its name and key only (RFC 5280 §6.1.1)
    NameAndKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    TeamA,
    TeamB,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Jsonl,
    Markdown,
    Html,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Profile {
    Rfc5280,
    WebPki,
    Mtls,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Warning,
    Error,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Purpose {
    Server,
    Client,
    Any,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Sets the choice for all output of this process.
    pub(crate) fn write_global(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
