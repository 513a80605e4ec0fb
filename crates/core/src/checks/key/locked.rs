//! `key.locked`: an encrypted private key that was not opened.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::crypto::{DecryptError, ITERATIONS_TOGETHER};
use crate::model::{KeyState, Passphrases, PrivateKey};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.locked",
    title: "The private key is encrypted and stayed closed",
    brief: "still encrypted",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5958", "3"), Citation::must("RFC 8018", "6")],
    rationale: "An encrypted key can be matched with its certificate only after it is opened. Until then nobody can say whether it \
                is the right one. Keeping it encrypted is good practice.",
    remedy: "Give the passphrase (--passphrase-file FILE, or typed when asked).",
    tasks: EVERY_TASK,
    scope: Scope::PrivateKey(run),
};

fn run(view: &View<'_>, item: &Item, key: &PrivateKey) -> Outcome {
    if view.policy.task == Task::Verify && view.policy.roles.is_empty() {
        return Outcome::NotApplicable("nobody said whose the key is");
    }
    let KeyState::Locked(reason, tried) = &key.state else { return Outcome::Passed };
    let why = match (reason, tried) {
        (DecryptError::Unsupported(scheme), Passphrases::NoneGiven) => {
            format!("it is encrypted ({scheme}) and no passphrase was given")
        }
        (DecryptError::WrongPassphrase, _) => "the passphrase given does not open it".to_owned(),
        (DecryptError::Unsupported(scheme), _) => format!("its encryption ({scheme}) is not supported"),
        (DecryptError::Malformed(reason), _) => reason.clone(),
        (DecryptError::LimitExceeded { what, asked, limit }, _) => {
            format!("opening it would take {asked} {what}, and at most {limit} are allowed")
        }
    };
    let message = format!("{} could not be opened: {why}.", view.name(item));
    let finding = CHECK.finding(item.location(), Actor::You, message);
    match reason {
        DecryptError::LimitExceeded { what, .. } if *what == ITERATIONS_TOGETHER => {
            finding.remedy("Check the files one by one: each derivation of a key takes its time.").into()
        }
        DecryptError::LimitExceeded { .. } | DecryptError::Unsupported(_) if *tried == Passphrases::Tried => {
            finding.remedy("Encrypt the key again with PBES2 (openssl pkcs8 -topk8 -v2 aes-256-cbc) and check that file.").into()
        }
        _ => finding.into(),
    }
}
