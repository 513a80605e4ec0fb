//! `key.only-parameters`: a file holds the parameters for making a key, and nothing made with them.

use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::Parsed;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.only-parameters",
    title: "The file holds parameters and no key",
    brief: "no key in it",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::must("RFC 5480", "2.1.1"),
        Citation::practice("openssl ecparam, openssl dsaparam", ""),
    ],
    rationale: "OpenSSL writes the parameters of a curve, of DSA or of Diffie-Hellman into files that look like key files. Nothing can \
                be signed with them, and nothing here says whether they are sound.",
    remedy: "Send the file that the key was written to; openssl ecparam writes one with -genkey only.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let items = view.bundle.items_of(artifact);
    let Some(first) = items.first() else { return Outcome::NotApplicable("there is nothing in it") };
    if !items.iter().all(|item| matches!(item.parsed, Parsed::Parameters)) {
        return Outcome::Passed;
    }
    let message = format!("{} holds the parameters for making a key, and no key.", view.file(artifact));
    CHECK.finding(first.location(), Actor::You, message).into()
}
