//! `encoding.malformed`: recognised, but damaged.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::model::{Kind, Parsed};
use crate::report::{Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.malformed",
    title: "The file is damaged",
    brief: "damaged",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Offer,
    cites: &[
        Citation::must("RFC 5280", "4.1"),
        Citation::must("RFC 7468", "2"),
        Citation::must("X.690", "10"),
    ],
    rationale: "Keys, requests and certificates have one exact encoding. When part of it is missing or changed, no peer can read \
                it, and what remains proves nothing.",
    remedy: "Send the file again, as an attachment or in an archive, and compare its size with the original.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let Parsed::Malformed { kind, fault } = &item.parsed else { return Outcome::Passed };
    let what = if *kind == Kind::Unrecognized { "an object" } else { kind.words() };
    let place = match fault.field.as_str() {
        "PEM" | "DER" | "" => String::new(),
        // The object as a whole; its kind is named already.
        field if fault.offset == 0 && !field.contains('.') => String::new(),
        field => format!("{field} (byte {}): ", fault.offset),
    };
    let message =
        format!("{} should hold a {what}, but can't be read: {place}{}.", view.name(item), fault.reason);
    let location = Location { field: fault.field.clone(), ..item.location() };
    CHECK.finding(location, view.provider(item), message.replace("a an object", "an object")).into()
}
