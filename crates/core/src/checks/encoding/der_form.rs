//! `encoding.der-form`: DER where most servers want PEM.

use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::intake::BlockForm;
use crate::model::Parsed;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.der-form",
    title: "It is DER, not PEM",
    brief: "binary form",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("nginx ssl_certificate", ""), Citation::practice("RFC 7468", "1")],
    rationale: "DER is the same object in binary form. It is a perfectly good file, whatever its name ends in; nginx, Apache, \
                curl and most libraries want PEM text, Java and Windows read both.",
    remedy: "If your server wants PEM: openssl x509 -inform DER -in FILE -out FILE.pem.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    if item.form != BlockForm::Der || !matches!(item.parsed, Parsed::Certificate(_)) {
        return Outcome::NotApplicable("it is no DER certificate");
    }
    let message = format!("{} is in binary form (DER).", view.name(item));
    CHECK.finding(item.location(), Actor::You, message).into()
}
