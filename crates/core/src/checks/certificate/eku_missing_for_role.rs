//! `certificate.eku-missing-for-role`: its purposes leave out what it is used for.

use crate::asn1::{Oid, oids};
use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::policy::{Purpose, Task};
use crate::report::{Outcome, Severity, list};

pub(super) static CHECK: Check = Check {
    code: "certificate.eku-missing-for-role",
    title: "The certificate is for another purpose",
    brief: "wrong purpose",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.2.1.12"), Citation::must("RFC 8446", "4.4.2.2")],
    rationale: "A certificate may list the purposes it is for. When it does, a TLS client accepts a server certificate only with \
                serverAuth in the list, and a server accepts a client certificate only with clientAuth.",
    remedy: "Sign the request again with the right purpose: serverAuth for a server, clientAuth for a client.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let (wanted, name, role) = match view.purpose_of(item) {
        Some(Purpose::Server) => (oids::KP_SERVER_AUTH, "serverAuth", "server"),
        Some(Purpose::Client) => (oids::KP_CLIENT_AUTH, "clientAuth", "client"),
        Some(Purpose::Any) | None => return Outcome::NotApplicable("it has no part that needs a purpose"),
    };
    let Some(purposes) = certificate.extensions.extended_key_usage() else {
        return Outcome::NotApplicable("it lists no purposes, so every use is allowed");
    };
    if purposes.iter().any(|oid| oid.as_bytes() == wanted) {
        return Outcome::Passed;
    }
    let any = purposes.iter().any(|oid| oid.as_bytes() == oids::ANY_EXTENDED_KEY_USAGE);
    let listed = list(&purposes.iter().map(Oid::words).collect::<Vec<_>>(), 10);
    let message =
        format!("{} is used for a {role}, but is limited to other purposes: {listed}.", view.name(item));
    let finding = CHECK
        .finding(item.field("tbsCertificate.extensions.extKeyUsage"), view.provider(item), message)
        .evidence("needed", name)
        .evidence("allowed", listed);
    // RFC 5280 lets anyExtendedKeyUsage pass, and lets applications refuse it: OpenSSL and rustls do, Go does not.
    if any && view.policy.task == Task::Verify {
        finding.severity(Severity::Warning).into()
    } else {
        finding.into()
    }
}
