//! `path.revocation-list-foreign`: a revocation list of a CA that issued none of the certificates.

use crate::asn1::oids;
use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::extension::{ExtensionValue, GeneralName};
use crate::model::{Certificate, Parsed, RevocationList};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.revocation-list-foreign",
    title: "A revocation list is of another CA",
    brief: "another CA's list",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "6.3.3")],
    rationale: "A revocation list speaks for the certificates of the CA that issued it. One of another CA says nothing about these \
                certificates, and whoever gave it expected an answer.",
    remedy: "Give the revocation list of the CA that issued the certificate, or leave this one out.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let Parsed::RevocationList(list) = &item.parsed else {
        return Outcome::NotApplicable("it is no revocation list");
    };
    if view.paths.is_empty() {
        return Outcome::NotApplicable("no path was asked for");
    }
    let on_a_path = view.paths.iter().flat_map(|path| &path.attempts).flat_map(|path| &path.certificates);
    let mut certificates = on_a_path.filter_map(|id| view.bundle.certificate(*id));
    if certificates.any(|certificate| is_about(list, certificate)) {
        return Outcome::Passed;
    }
    let message = format!(
        "{} is the revocation list of {}, which issued no certificate that is asked about.",
        view.name(item),
        list.issuer.short()
    );
    CHECK.finding(item.location(), Actor::You, message).into()
}

/// The list's issuer is the certificate's, or one that the certificate names for its lists.
fn is_about(list: &RevocationList, certificate: &Certificate) -> bool {
    let points = match certificate.extensions.find(oids::CRL_DISTRIBUTION_POINTS).map(|one| &one.value) {
        Some(ExtensionValue::CrlDistributionPoints(points)) => points.as_slice(),
        _ => &[],
    };
    let mut named = points.iter().flat_map(|point| &point.crl_issuer);
    list.issuer.matches(&certificate.issuer)
        || named.any(|name| matches!(name, GeneralName::DirectoryName(name) if list.issuer.matches(name)))
}
