//! `certificate.host-mismatch`: no name in it covers the host that is called.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::model::extension::GeneralName;
use crate::path::uncovered;
use crate::policy::Purpose;
use crate::report::{Finding, Outcome, Severity, list, shown};

pub(super) static CHECK: Check = Check {
    code: "certificate.host-mismatch",
    title: "The certificate is for other names",
    brief: "other names",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 9525", "6"), Citation::must("RFC 5280", "4.2.1.6")],
    rationale: "A client accepts a server only under a name that the certificate lists. A wildcard stands for one label only: \
                *.example.com covers api.example.com, not example.com and not a.b.example.com.",
    remedy: "Sign the request again with this name in its subjectAltName, or call the server by a name it has.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let purpose = view.purpose_of(item);
    let is_asked = purpose.is_some_and(|purpose| view.policy.asks_hosts_of(purpose));
    if !is_asked {
        return Outcome::NotApplicable("it is not a server certificate");
    }
    if view.policy.hosts.is_empty() {
        return Outcome::NotApplicable("no host name was asked for");
    }
    let names = certificate.extensions.subject_alt_names();
    if names.is_empty() && purpose == Some(Purpose::Server) {
        return Outcome::Blocked("certificate.no-san");
    }
    let faults = view.policy.hosts.iter().filter_map(|host| Some((host, uncovered(names, host)?)));
    Outcome::from_findings(faults.map(|(host, why)| finding(view, item, names, host, &why)).collect())
}

fn finding(view: &View<'_>, item: &Item, names: &[GeneralName], host: &str, why: &str) -> Finding {
    let listed: Vec<String> = names.iter().map(GeneralName::words).collect();
    let message = format!("{} {why}.", view.name(item));
    let has = if listed.is_empty() { "no names".to_owned() } else { list(&listed, 20) };
    let finding = CHECK
        .finding(item.field("tbsCertificate.extensions.subjectAltName"), view.provider(item), message)
        .evidence("asked for", shown(host))
        .evidence("has", has);
    match view.request_whose_name_was_lost(item.id, host) {
        Some(request) => {
            let remedy = format!("Sign {} again and copy its subjectAltName.", view.name(request));
            finding.related(request.location()).remedy(remedy)
        }
        None => finding,
    }
}
