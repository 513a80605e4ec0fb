//! Where does the passphrase come from? A file, or a prompt on a terminal; never an argument.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use countersign_core::Report;
use countersign_core::crypto::DecryptError;
use countersign_core::model::{KeyState, Parsed, Passphrases};
use countersign_core::policy::Passphrase;
use countersign_core::report::shown;
use zeroize::{Zeroize as _, Zeroizing};

use crate::error::CliError;

/// The first line of the file, without its line break.
pub(crate) fn from_file(path: &Path) -> Result<Passphrase, CliError> {
    first_line(path).map(|line| Passphrase::new(line.to_vec()))
}

/// The same for a passphrase that is to be used for encryption: it must be text, and not empty.
pub(crate) fn text_from_file(path: &Path) -> Result<Zeroizing<String>, CliError> {
    let line = first_line(path)?;
    match core::str::from_utf8(&line) {
        Ok(text) if !text.is_empty() => Ok(Zeroizing::new(text.to_owned())),
        _ => Err(CliError::Refused {
            what: format!("the first line of {} is no passphrase", shown(&path.to_string_lossy())),
            next: "Write the passphrase on the first line, as UTF-8 text.".to_owned(),
        }),
    }
}

fn first_line(path: &Path) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let mut bytes =
        Zeroizing::new(fs::read(path).map_err(|error| CliError::Unreadable(path.to_owned(), error))?);
    // Editors of Windows put a mark in front.
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
    let line = Zeroizing::new(text.get(..end).unwrap_or_default().to_vec());
    bytes.zeroize();
    Ok(line)
}

/// Asks for it when a key stayed closed for want of one and a person sits at the terminal.
pub(crate) fn prompt_if_needed(report: &Report) -> Option<Passphrase> {
    let locked = report.bundle.items.iter().find(|item| match &item.parsed {
        Parsed::Pkcs12(store) => {
            matches!(store.locked, Some((DecryptError::WrongPassphrase, Passphrases::NoneGiven)))
        }
        Parsed::PrivateKey(key) => matches!(key.state, KeyState::Locked(_, Passphrases::NoneGiven)),
        _ => false,
    })?;
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let name = report.names.get(locked.artifact)?;
    let typed =
        rpassword::prompt_password(format!("Passphrase for {name} (empty to leave it closed): ")).ok()?;
    if typed.is_empty() { None } else { Some(Passphrase::new(typed.into_bytes())) }
}

/// Asks twice for the passphrase that a new file is to have, where a person sits at the terminal.
pub(crate) fn for_a_new_file(name: &str) -> Result<Zeroizing<String>, CliError> {
    let refused = |what: &str| CliError::Refused {
        what: format!("{name} is not made: {what}"),
        next: "Write the passphrase on the first line of a file, and give that: --passphrase-file FILE"
            .to_owned(),
    };
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(refused("it needs a passphrase, and there is no terminal to ask for one"));
    }
    let ask = |prompt: String| rpassword::prompt_password(prompt).map(Zeroizing::new);
    let typed = ask(format!("Passphrase for {name}: ")).map_err(|_| refused("no passphrase was typed"))?;
    let again = ask("The same again: ".to_owned()).map_err(|_| refused("no passphrase was typed"))?;
    match (typed.is_empty(), *typed == *again) {
        (true, _) => Err(refused("no passphrase was typed")),
        (false, false) => Err(refused("the two differ")),
        (false, true) => Ok(typed),
    }
}
