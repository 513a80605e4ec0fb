//! `encoding.container-not-opened`: a PKCS#7 or PKCS#12 container stayed closed, or something in it was passed over.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::crypto::DecryptError;
use crate::model::{Parsed, Passphrases};
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.container-not-opened",
    title: "What is inside was not looked at",
    brief: "not opened",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5652", "5"), Citation::must("RFC 7292", "4")],
    rationale: "A container holds certificates, and a PKCS#12 store usually a private key too. What stays closed, or is of a kind \
                that is not known here, can't be judged.",
    remedy: "Give the passphrase (--passphrase-file FILE, or typed when asked).",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let (Parsed::Pkcs7(container) | Parsed::Pkcs12(container)) = &item.parsed else {
        return Outcome::NotApplicable("it is no container");
    };
    let (name, kind) = (view.name(item), item.parsed.kind().words());
    if let Some((reason, tried)) = &container.locked {
        let why = match (reason, tried) {
            (DecryptError::WrongPassphrase, Passphrases::NoneGiven) => "no passphrase was given".to_owned(),
            (DecryptError::WrongPassphrase, Passphrases::Tried) => {
                "the passphrase given does not open it".to_owned()
            }
            (DecryptError::Unsupported(scheme), _) => format!("its encryption ({scheme}) is not supported"),
            (DecryptError::Malformed(reason), _) => reason.clone(),
            (DecryptError::LimitExceeded { what, asked, limit }, _) => {
                format!("opening it would take {asked} {what}, and at most {limit} are allowed")
            }
        };
        let message = format!("{name}, a {kind}, could not be opened: {why}.");
        return CHECK.finding(item.location(), Actor::You, message).into();
    }
    if container.passed_over.is_empty() {
        return Outcome::Passed;
    }
    let what = crate::report::list(&container.passed_over, 5);
    let message = format!("{name}, a {kind}, has something that was not looked at: {what}.");
    CHECK
        .finding(item.location(), Actor::You, message)
        .remedy("Take that out with the tool that made it, and check it apart.")
        .into()
}
