//! `encoding.wrong-label`: the BEGIN line names something else than what follows.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::{BlockForm, kind_of_label};
use crate::model::{Parsed, PrivateKeyEncoding};
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
    if let Some(key) = item.private_key()
        && kind_of_label(label) == Some(kind)
    {
        return of_private_key(view, item, key.encoding, label);
    }
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

/// Each way of writing a key has its own label, by which OpenSSL and others choose how to read it.
fn of_private_key(view: &View<'_>, item: &Item, encoding: PrivateKeyEncoding, label: &str) -> Outcome {
    let block = view.bundle.intakes.get(item.artifact).and_then(|intake| intake.blocks.get(item.block));
    // The old encryption keeps the label of what is inside.
    let is_sealed = block.is_some_and(|block| block.sealed.is_some());
    // DSA's keys are written as RSA's are.
    let is_dsa = encoding == PrivateKeyEncoding::Pkcs1 && label == "DSA PRIVATE KEY";
    let right = encoding.label();
    if is_sealed || is_dsa || label == right {
        return Outcome::Passed;
    }
    let words = encoding.words();
    let message = format!(
        "{} says \"{}\" and holds a private key in another form, {words}.",
        view.name(item),
        shown(label)
    );
    CHECK
        .finding(item.location(), view.provider(item), message)
        .evidence("label", shown(label))
        .evidence("content", words)
        .remedy(format!("Write \"{right}\" into the BEGIN and END lines, or have the file exported again."))
        .into()
}
