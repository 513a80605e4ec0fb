//! What was made, what of it may travel, and what is to be typed next?

use std::fmt::Write as _;
use std::path::Path;

use countersign_core::Time;
use countersign_core::report::shown;
use countersign_issuance::{File, Validity};

use crate::arguments::{NewArguments, Side};
use crate::error::CliError;
use crate::folder::{self, Placed};
use crate::shell;

use super::placed;

/// The files of a run, each in its folder.
pub(super) struct Made {
    files: Vec<(&'static str, File)>,
    received: Vec<(&'static str, &'static str)>,
    encrypted: bool,
    /// Asked against granted, where a request was answered; told before the rest.
    pub(super) beside: String,
    /// What clients call the server.
    pub(super) hosts: Vec<String>,
}

impl Made {
    pub(super) const fn new(arguments: &NewArguments) -> Self {
        let encrypted = arguments.passphrase_file.is_some();
        Self { files: Vec::new(), received: Vec::new(), encrypted, beside: String::new(), hosts: Vec::new() }
    }

    /// These belong into a team's folder, or into the shared one.
    pub(super) fn put(&mut self, team: &'static str, files: impl IntoIterator<Item = File>) {
        self.files.extend(files.into_iter().map(|file| (team, file)));
    }

    /// A team takes these out of the shared folder.
    pub(super) fn receive(&mut self, team: &'static str, names: &[&'static str]) {
        self.received.extend(names.iter().map(|name| (team, *name)));
    }

    /// Writes all of it, or nothing.
    pub(super) fn write(&self, folder: &Path) -> Result<(), CliError> {
        let own = self.files.iter().map(|(folder, file)| placed(folder, file));
        let received = self.received.iter().filter_map(|(team, name)| {
            let (_, file) =
                self.files.iter().find(|(folder, file)| *folder == SHARED && file.name == *name)?;
            Some(placed(team, file))
        });
        let mut files: Vec<Placed<'_>> = own.chain(received).collect();
        files.sort_by_key(|file| file.folder);
        folder::make(folder, &files)
    }

    /// The whole story for a person.
    pub(super) fn story(&self, arguments: &NewArguments, validity: Validity) -> String {
        let folder = shown(&arguments.folder.to_string_lossy());
        let names: Vec<String> = self.hosts.iter().map(|host| shown(host)).collect();
        let mut out = format!("{}✓ Made {folder} for {}", self.beside, names.join(", "));
        if arguments.side != Some(Side::TeamA) {
            let day =
                |moment: time::OffsetDateTime| Time::from_unix_seconds(moment.unix_timestamp()).day_words();
            let _ = write!(out, ", valid to {}", day(validity.not_after));
        }
        out.push_str(".\n");
        for (name, words) in [
            ("team-a", "stays with Team A"),
            ("team-b", "stays with Team B"),
            (SHARED, "may travel, and nothing else"),
        ] {
            self.folder(name, words, &mut out);
        }
        let _ = writeln!(out, "\nNext:");
        for (command, why) in self.next(arguments) {
            let _ = writeln!(out, "  {command}\n    {why}");
        }
        out
    }

    fn folder(&self, name: &str, words: &str, out: &mut String) {
        let own = self.files.iter().filter(|(folder, _)| *folder == name);
        let own: Vec<(&str, bool)> = own.map(|(_, file)| (file.name, file.is_secret)).collect();
        if own.is_empty() {
            return;
        }
        let received = self.received.iter().filter(|(team, _)| *team == name).map(|(_, file)| (*file, false));
        let _ = writeln!(out, "\n  {name}/  {words}");
        for (file, is_secret) in own.iter().copied().chain(received) {
            let _ = writeln!(out, "    {file:<25}{}", self.words(file, is_secret));
        }
    }

    fn words(&self, file: &str, is_secret: bool) -> String {
        let what = match file {
            "CA.cer" => "the CA that both ends trust",
            "ca_key.pem" => "the CA's private key",
            "client.cer" => "the device's certificate",
            "client.p12" => return "all that the device needs in one file, under the passphrase".to_owned(),
            "client.csr" => "the device's request",
            "client.pem" => "the device's private key",
            "intermediate_ca_key.pem" => "the issuing CA's private key",
            "server.cer" => "the server's certificate",
            "server.csr" => "the server's request",
            "server_key.pem" => "the server's private key",
            _ => "",
        };
        match (is_secret, self.encrypted) {
            (false, _) => what.to_owned(),
            (true, false) => format!("{what}, not encrypted"),
            (true, true) => format!("{what}, encrypted"),
        }
    }

    /// Commands, each with what it is for.
    fn next(&self, arguments: &NewArguments) -> Vec<(String, &'static str)> {
        // One name is enough to judge by; a wildcard is none that clients call.
        let named = |hosts: &mut dyn Iterator<Item = &String>| -> String {
            hosts.map(|host| format!(" --host {}", shell::word(host))).collect()
        };
        let host = named(&mut self.hosts.iter().filter(|host| !host.starts_with('*')).take(1));
        // A store stays closed without its passphrase, and then nobody knows what is in it.
        let typed = std::path::PathBuf::from("FILE");
        let passphrase = arguments.passphrase_file.as_ref().or(arguments.pkcs12.then_some(&typed));
        let passphrase =
            passphrase.map_or_else(String::new, |path| format!(" --passphrase-file {}", shell::path(path)));
        let folder = shell::path(&arguments.folder);
        let inside = |name: &str| shell::path(&arguments.folder.join(name));
        match arguments.side {
            None => vec![
                (format!("countersign check {folder}{host}{passphrase}"), "judges the whole set"),
                (
                    format!("countersign rehearse {folder}{host}{passphrase}"),
                    "lets server and device shake hands, in memory",
                ),
            ],
            Some(Side::TeamA) => vec![
                (
                    format!(
                        "countersign new FOLDER --as team-b --request {}{}",
                        inside("shared/server.csr"),
                        named(&mut self.hosts.iter())
                    ),
                    "what Team B types when it has server.csr",
                ),
                (
                    format!(
                        "countersign check --as team-a{host}{passphrase} {} server.cer CA.cer",
                        inside("team-a")
                    ),
                    "judges what Team B sent back, before it is deployed",
                ),
            ],
            Some(Side::TeamB) => vec![
                (
                    format!(
                        "countersign check --as team-b{host}{passphrase} {} {}",
                        inside("team-b"),
                        inside("shared")
                    ),
                    "judges what the device gets, and what goes to Team A",
                ),
                (
                    format!("send {} and {} to Team A", inside("shared/server.cer"), inside("shared/CA.cer")),
                    "no secret is in them; the keys in team-b stay",
                ),
            ],
        }
    }
}

/// The folder of what may travel.
pub(super) const SHARED: &str = "shared";
