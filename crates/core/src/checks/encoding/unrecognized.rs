//! `encoding.unrecognized`: nothing in the file is a key, request, certificate or revocation list.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::{Artifact, Given, Irregularity, MAY_HOLD_KEYS, looks_like};
use crate::model::Parsed;
use crate::policy::Task;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.unrecognized",
    title: "Nothing in this file could be recognised",
    brief: "not recognised",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "2"), Citation::must("X.690", "")],
    rationale: "A file that is neither PEM text nor DER data holds nothing that TLS can use. Usually the wrong file was sent, or \
                it was changed on its way.",
    remedy: "Ask for the file again, sent as an attachment or in an archive.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

/// Endings that promise a key, request, certificate or list.
const PROMISING: [&str; 13] =
    ["pem", "cer", "crt", "cert", "der", "csr", "req", "key", "crl", "p7b", "p12", "pfx", "p8"];

/// Endings of texts for people, never of what this is about.
const PROSE: &[&str] = &["adoc", "docx", "md", "pdf", "rst"];

fn run(view: &View<'_>, index: usize) -> Outcome {
    let (Some(artifact), Some(intake)) = (view.artifacts.get(index), view.bundle.intakes.get(index)) else {
        return Outcome::NotApplicable("nothing was read");
    };
    if intake.irregularities.iter().any(|irregularity| matches!(irregularity, Irregularity::TooLarge(_))) {
        return Outcome::Blocked("encoding.limit-reached");
    }
    let items = view.bundle.items_of(index);
    let strange = items.iter().find(|item| matches!(item.parsed, Parsed::Unrecognized(_)));
    if !items.is_empty() && strange.is_none() {
        return Outcome::Passed;
    }
    let what = match strange.map(|item| &item.parsed) {
        Some(Parsed::Unrecognized(words)) => words.as_str(),
        _ => looks_like(artifact.bytes()),
    };
    let message = if let Some(why) = artifact.packed.as_ref().filter(|_| what == "a zip archive") {
        format!("{} is {what} of which not everything was unpacked: {why}.", view.file(index))
    } else if what.contains("keystore") || what.contains("no key") {
        format!("{} is {what}.", view.file(index))
    } else {
        format!("{} is {what}: no key, request, certificate or revocation list.", view.file(index))
    };
    let finding = CHECK.finding(Location::artifact(index), Actor::You, message);
    if is_bystander(view, artifact) && !MAY_HOLD_KEYS.iter().any(|words| what.starts_with(words)) {
        return finding
            .severity(Severity::Note)
            .remedy("Nothing needs to be done; it was left aside.")
            .into();
    }
    match what {
        "a Java keystore (JCEKS)" | "a Java keystore (JKS)" => finding
            .remedy("Convert it: keytool -importkeystore -srckeystore FILE -destkeystore new.p12 -deststoretype pkcs12.")
            .into(),
        "a private key of PuTTY" => {
            finding.remedy("Convert it: puttygen FILE -O private-openssh -o new.key, and keep it to yourself.").into()
        }
        "a zip archive" => finding.remedy("Unpack it, and give the files; nothing more was taken out of it here.").into(),
        _ => finding.into(),
    }
}

/// Read-me files and the like that lie in the same folder, or were named along with it by `inbox/*`.
fn is_bystander(view: &View<'_>, artifact: &Artifact) -> bool {
    let ending = artifact.file_name().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.as_deref();
    let promising = ending.is_none_or(|ending| PROMISING.contains(&ending));
    let prose = ending.is_some_and(|ending| PROSE.contains(&ending));
    let swept = view.policy.task == Task::Check && artifact.given == Given::Named && prose;
    swept || artifact.given == Given::Found && !promising
}
