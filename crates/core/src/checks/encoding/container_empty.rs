//! `encoding.container-empty`: a PKCS#7 bundle or PKCS#12 store with nothing in it.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::model::Parsed;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.container-empty",
    title: "There is nothing in the container",
    brief: "nothing in it",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5652", "5.1"), Citation::must("RFC 7292", "4")],
    rationale: "A container is sent for the certificates and keys in it. An empty one is what an export leaves behind when nothing was \
                chosen.",
    remedy: "Export it again, with the certificates and keys that are meant.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let (Parsed::Pkcs7(container) | Parsed::Pkcs12(container)) = &item.parsed else {
        return Outcome::NotApplicable("it is no container");
    };
    if container.locked.is_some() || !container.passed_over.is_empty() {
        return Outcome::Blocked("encoding.container-not-opened");
    }
    if container.objects > 0 {
        return Outcome::Passed;
    }
    let message = format!("{}, a {}, is empty.", view.name(item), item.parsed.kind().words());
    CHECK.finding(item.location(), Actor::You, message).into()
}
