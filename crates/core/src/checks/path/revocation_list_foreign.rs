//! `path.revocation-list-foreign`: a revocation list or OCSP response that is about none of the certificates.

use crate::asn1::oids;
use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::extension::{ExtensionValue, GeneralName};
use crate::model::{Certificate, Parsed, RevocationList};
use crate::path::{Fault, FaultKind, PathAttempt};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.revocation-list-foreign",
    title: "A revocation list or OCSP response is about other certificates",
    brief: "about others",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "6.3.3"), Citation::must("RFC 6960", "3.2")],
    rationale: "A revocation list speaks for the certificates of the CA that issued it, an OCSP response for those it names. One about \
                others says nothing about these certificates, and whoever gave it expected an answer.",
    remedy: "Give the revocation list of the CA that issued the certificate, or an OCSP response for it, or leave this one out.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    if view.paths.is_empty() {
        return Outcome::NotApplicable("no path was asked for");
    }
    let list = match &item.parsed {
        Parsed::OcspResponse(_) => return response(view, item),
        Parsed::RevocationList(list) => list,
        _ => return Outcome::NotApplicable("it is no revocation list or OCSP response"),
    };
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

/// Whether a response is about a certificate takes its issuer's key, so the paths have found that out.
fn response(view: &View<'_>, item: &Item) -> Outcome {
    if view.paths.iter().any(|verdict| verdict.heard.contains(&item.id)) {
        return Outcome::Passed;
    }
    let incomplete =
        |fault: &Fault| matches!(fault.kind, FaultKind::AnchorMissing | FaultKind::IssuerMissing);
    let attempts = view.paths.iter().flat_map(|verdict| &verdict.attempts);
    if attempts.flat_map(PathAttempt::faults).any(incomplete) {
        return Outcome::Blocked(super::issuer_missing::CHECK.code);
    }
    let message =
        format!("{} is an OCSP response about no certificate that is asked about.", view.name(item));
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
