//! Which files does the program get? Those of the set, where they can be used as they are.

use std::collections::BTreeMap;
use std::path::Path;

use countersign_core::bundle::{Custody, Item, ItemId, Role, Side, custody_of};
use countersign_core::policy::Team;
use countersign_core::report::shown;
use countersign_core::{Artifact, Report};

use crate::error::CliError;
use crate::shell;

/// The set that was judged.
pub(super) struct Files<'a> {
    pub(super) report: &'a Report,
    pub(super) artifacts: &'a [Artifact],
}

type Values = BTreeMap<&'static str, String>;

impl Files<'_> {
    /// Whether this side's certificate and key are here.
    pub(super) fn has(&self, side: Side) -> bool {
        let present = |role| self.report.bundle.with_role(role).next().is_some();
        present(side.certificate()) && present(side.key())
    }

    /// The CA's file, as `team` has it.
    pub(super) fn put_authority(&self, team: Team, values: &mut Values) -> Result<(), CliError> {
        let authority = self.one(Role::CaCertificate, team)?;
        let path = self.pem_file(authority)?;
        values.insert("ca_sh", shell::word(&path));
        values.insert("ca", path);
        Ok(())
    }

    /// A side's certificate with its issuers, and its key.
    pub(super) fn put_side(&self, side: Side, values: &mut Values) -> Result<(), CliError> {
        let names: [&'static str; 6] = match side {
            Side::Client => [
                "client_chain",
                "client_chain_sh",
                "client_key",
                "client_key_sh",
                "client_encrypted",
                "client_issuers",
            ],
            Side::Server => [
                "server_chain",
                "server_chain_sh",
                "server_key",
                "server_key_sh",
                "encrypted",
                "server_issuers",
            ],
        };
        let [chain_name, chain_sh, key_name, key_sh, encrypted, issuers] = names;
        let certificate = self.one(side.certificate(), side.team())?;
        let path = self.path(certificate);
        let chain = self.pem_file(certificate)?;
        self.must_be_in_order(certificate, &path)?;
        let key = self.one(side.key(), side.team())?;
        let key_path = self.pem_file(key)?;
        if self.text(key).is_some_and(|text| text.contains("ENCRYPTED")) {
            values.insert(encrypted, String::new());
        }
        if path.len() > 2 {
            values.insert(issuers, String::new());
        }
        if side == Side::Client {
            // OpenSSL counts the CAs between the certificate and the root, nginx the root too.
            values.insert("client_depth", path.len().saturating_sub(1).max(1).to_string());
        }
        values.insert(chain_sh, shell::word(&chain));
        values.insert(chain_name, chain);
        values.insert(key_sh, shell::word(&key_path));
        values.insert(key_name, key_path);
        values.insert(if side == Side::Server { "server" } else { "client" }, String::new());
        Ok(())
    }

    /// The accepted path of a certificate, its anchor last.
    fn path(&self, certificate: &Item) -> Vec<ItemId> {
        let verdict = self.report.paths.iter().find(|verdict| verdict.target == certificate.id);
        verdict.and_then(|one| one.accepted()).map(|path| path.certificates.clone()).unwrap_or_default()
    }

    /// Programs send the file as it is: it must hold the certificate and all CAs below the root, in this order.
    fn must_be_in_order(&self, certificate: &Item, path: &[ItemId]) -> Result<(), CliError> {
        let der = |item: &Item| item.certificate().map(|certificate| certificate.der.clone());
        let sent: Vec<Vec<u8>> =
            self.report.bundle.items_of(certificate.artifact).iter().filter_map(der).collect();
        let below_root = path.split_last().map(|(_, below)| below).unwrap_or_default();
        let wanted: Vec<Vec<u8>> =
            below_root.iter().filter_map(|id| self.report.bundle.item(*id)).filter_map(der).collect();
        if sent.starts_with(&wanted) {
            return Ok(());
        }
        self.not_in_order(certificate, below_root, sent.len() > 1)
    }

    /// What to type, so that one file holds them in order.
    fn not_in_order(
        &self,
        certificate: &Item,
        below_root: &[ItemId],
        holds_others: bool,
    ) -> Result<(), CliError> {
        let mut names: Vec<String> = vec![shell::word(&self.origin(certificate))];
        for item in below_root.iter().skip(1).filter_map(|id| self.report.bundle.item(*id)) {
            let copy = certificate.role.side().map_or(item, |side| self.report.bundle.copy_for(item, side));
            self.must_be_pem(copy)?;
            let name = shell::word(&self.origin(copy));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let file = shown(&self.origin(certificate));
        let first = if holds_others {
            format!("Leave only its own certificate in {file}, and put")
        } else {
            "Put".to_owned()
        };
        Err(CliError::Refused {
            what: format!(
                "{file} does not hold the certificate with the CAs that stand between it and the root, in this order"
            ),
            next: format!(
                "{first} them into one file first, and give that instead: cat {} > chain.pem",
                names.join(" ")
            ),
        })
    }

    /// The item in `role`, the one in the team's own folder where it lies in several. Two different ones are none.
    fn one(&self, role: Role, team: Team) -> Result<&Item, CliError> {
        let items: Vec<&Item> = self.report.bundle.with_role(role).collect();
        let is_own = |item: &&Item| {
            let artifact = self.artifacts.get(item.artifact);
            artifact.is_some_and(|one| custody_of(one, &self.report.policy) == Custody::Team(team))
        };
        // The same key or certificate may lie in a store beside.
        let is_text = |item: &&Item| self.text(item).is_some_and(is_pem);
        let first = items.iter().copied().find(|item| is_own(item) && is_text(item));
        let first = first.or_else(|| items.iter().copied().find(is_text)).or_else(|| items.first().copied());
        let first = first.ok_or_else(|| refused(&format!("there is no {} here", role.words())))?;
        if items.iter().any(|item| item.spki_sha256 != first.spki_sha256) {
            let what = format!("there is more than one {} here: name the files that are meant", role.words());
            return Err(refused(&what));
        }
        Ok(first)
    }

    /// The item's file, if programs can read it as it is.
    fn pem_file(&self, item: &Item) -> Result<String, CliError> {
        self.must_be_pem(item)?;
        absolute(Path::new(&self.origin(item)))
    }

    fn must_be_pem(&self, item: &Item) -> Result<(), CliError> {
        if self.text(item).is_some_and(is_pem) {
            return Ok(());
        }
        Err(CliError::Refused {
            what: format!("{} is not a PEM file, and these programs read no other", shown(&self.origin(item))),
            next: "Write it as PEM first, keys with openssl pkey, the rest with: countersign inspect --repair --output FILE PATH"
                .to_owned(),
        })
    }

    fn origin(&self, item: &Item) -> String {
        // Of archives only the files inside are known, and those no program can read.
        let own =
            self.artifacts.get(item.artifact).filter(|_| self.artifacts.len() == self.report.origins.len());
        own.map(|artifact| artifact.origin.clone()).unwrap_or_default()
    }

    fn text(&self, item: &Item) -> Option<&str> {
        let own =
            self.artifacts.get(item.artifact).filter(|_| self.artifacts.len() == self.report.origins.len());
        own.and_then(|artifact| core::str::from_utf8(artifact.bytes()).ok())
    }
}

fn is_pem(text: &str) -> bool {
    text.contains("-----BEGIN ")
}

/// The whole path, of characters that every one of these formats takes between quotation marks.
pub(super) fn absolute(path: &Path) -> Result<String, CliError> {
    let whole = std::fs::canonicalize(path).map_err(|error| CliError::Unreadable(path.to_owned(), error))?;
    plain(&whole.to_string_lossy())
}

/// Only characters that mean nothing else anywhere.
pub(super) fn plain(text: &str) -> Result<String, CliError> {
    let is_plain = |character: char| character.is_alphanumeric() || "/._-+@,=:~* ".contains(character);
    if text.chars().all(is_plain) {
        return Ok(text.to_owned());
    }
    Err(CliError::Refused {
        what: format!("{} holds a character that means something else in configuration files", shown(text)),
        next: "Move the files to a path of letters, digits, points and dashes.".to_owned(),
    })
}

/// What is not done, and why.
pub(super) fn refused(what: &str) -> CliError {
    CliError::Refused {
        what: what.to_owned(),
        next: "See what is here with: countersign check PATH".to_owned(),
    }
}
