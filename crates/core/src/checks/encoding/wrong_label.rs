//! `encoding.wrong-label`: the BEGIN line names something else than what follows.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::{BlockForm, kind_of_label};
use crate::model::Parsed;
use crate::report::{Outcome, Severity, shown};

pub(super) static CHECK: Check = Check {
    code: "encoding.wrong-label",
    title: "The BEGIN line says something else than what is inside",
    brief: "wrong BEGIN line",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "2")],
    rationale: "Tools choose how to read a block by its BEGIN line. With the wrong one they skip it or fail, though the content is \
                sound.",
    remedy: "Correct the words in the BEGIN and END lines, or have the file exported again.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let BlockForm::Pem(label) = &item.form else { return Outcome::NotApplicable("it is not PEM") };
    if matches!(item.parsed, Parsed::Malformed { .. } | Parsed::Unrecognized(_)) {
        return Outcome::Blocked("encoding.malformed");
    }
    let kind = item.parsed.kind();
    match kind_of_label(label) {
        Some(labelled) if labelled == kind => Outcome::Passed,
        _ if matches!(item.parsed, Parsed::Parameters) || label == "PKCS12" => Outcome::Passed,
        _ => {
            let message =
                format!("{} says \"{}\" and holds a {}.", view.name(item), shown(label), kind.words());
            CHECK
                .finding(item.location(), view.provider(item), message)
                .evidence("label", shown(label))
                .evidence("content", kind.words())
                .into()
        }
    }
}
