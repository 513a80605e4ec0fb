//! `certificate.version-outdated`: a certificate of the first or second version, without extensions.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::policy::{Profile, Purpose, Task};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.version-outdated",
    title: "The certificate is of an old version",
    brief: "old version",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::must("RFC 5280", "4.1.2.1"),
        Citation::practice("rustls-webpki UnsupportedCertVersion", ""),
    ],
    rationale: "Only version 3 can say what a certificate is for and for which names. OpenSSL and Go still accept older ones from a \
                client, rustls refuses them. They come about when a CA tool is given no extensions (openssl x509 -req without \
                -extfile).",
    remedy: "Sign the request again with extensions: subjectAltName, keyUsage, extendedKeyUsage.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    if view.policy.profile == Profile::Rfc5280 {
        return Outcome::NotApplicable("RFC 5280 knows the older versions too");
    }
    if !matches!(view.purpose_of(item), Some(Purpose::Server | Purpose::Client)) || certificate.version >= 3 {
        return Outcome::Passed;
    }
    let message = format!(
        "{} is a version {} certificate, which some peers refuse.",
        view.name(item),
        certificate.version
    );
    CHECK.finding(item.field("tbsCertificate.version"), view.provider(item), message).into()
}
