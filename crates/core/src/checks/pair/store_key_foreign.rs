//! `pair.store-key-foreign`: a PKCS#12 store whose private key fits none of the certificates in it.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::intake::BlockForm;
use crate::model::{Kind, Parsed};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "pair.store-key-foreign",
    title: "A store's private key fits none of its certificates",
    brief: "foreign key inside",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Offer,
    cites: &[Citation::must("RFC 7292", "4.2"), Citation::must("RFC 8446", "4.4.3")],
    rationale: "A store is loaded as one thing: a key and the certificate that goes with it. With another key in it, servers and devices \
                refuse it, or start and fail in every handshake.",
    remedy: "Make the store again from the key and the certificate that belong together.",
    // A check of a whole set tells of the key by what it should have fitted.
    tasks: &[Task::Inspect],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    if !matches!(item.parsed, Parsed::Pkcs12(_)) {
        return Outcome::NotApplicable("it is no store");
    }
    // What lies in a store follows on it.
    let behind = view.bundle.items_of(item.artifact).iter().skip_while(|other| other.id <= item.id);
    let inside: Vec<&Item> =
        behind.take_while(|other| matches!(other.form, BlockForm::Inside(Kind::Pkcs12, _))).collect();
    let certificates: Vec<&Item> =
        inside.iter().copied().filter(|other| other.parsed.kind() == Kind::Certificate).collect();
    if certificates.is_empty() {
        return Outcome::NotApplicable("it holds no certificate");
    }
    let has_certificate = |key: &Item| {
        let sharing = view.bundle.keys.sharing(key.id);
        certificates.iter().any(|certificate| sharing.contains(&certificate.id))
    };
    let known = |other: &&&Item| other.private_key().is_some_and(|key| key.public_key().is_some());
    let foreign = inside.iter().filter(known).filter(|key| !has_certificate(key)).map(|key| {
        let message = format!("{} is a private key that fits no certificate of its store.", view.name(key));
        CHECK.finding(key.location(), Actor::You, message)
    });
    Outcome::from_findings(foreign.collect())
}
