//! `grant.extension-dropped`: an extension that was asked for is not in the certificate, or says something else there.

use super::{names, obstacle};
use crate::bundle::{Change, Grant, GrantRow};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity, list};

pub(super) static CHECK: Check = Check {
    code: "grant.extension-dropped",
    title: "The certificate lacks an extension that the request asked for",
    brief: "lost an extension",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 2986", "3"), Citation::practice("RFC 7633", "")],
    rationale: "A CA grants what its own rules allow and may leave out the rest. What that costs depends on the extension: without \
                tlsFeature (must-staple), which is a warning, clients go on where a server sends no OCSP response, so that they \
                learn later, or never, that the certificate was revoked.",
    remedy: "Sign the request again with the extensions it asks for, or agree with who asked that they are not needed.",
    tasks: &[Task::Check],
    scope: Scope::Grant(run),
};

fn run(view: &View<'_>, grant: &Grant) -> Outcome {
    if let Some(code) = obstacle(view, grant) {
        return Outcome::Blocked(code);
    }
    let lost: Vec<&GrantRow> = grant.rows.iter().filter(|row| is_lost(row)).collect();
    let Some(certificate) = view.bundle.item(grant.certificate).filter(|_| !lost.is_empty()) else {
        return Outcome::Passed;
    };
    let (name, request) = names(view, grant);
    let listed: Vec<String> = lost.iter().map(|row| words(row)).collect();
    let side = |value: fn(&GrantRow) -> Option<&String>| {
        let said = lost.iter().filter_map(|row| Some(format!("{} ({})", row.field, value(row)?)));
        let said: Vec<String> = said.collect();
        if said.is_empty() { "nothing".to_owned() } else { list(&said, 20) }
    };
    let finding = CHECK
        .finding(
            certificate.field("tbsCertificate.extensions"),
            Actor::TeamB,
            format!("{name} lacks what {request} asked for: {}.", list(&listed, 5)),
        )
        .evidence("asked", side(|row| row.asked.as_ref()))
        .evidence("granted", side(|row| row.granted.as_ref()));
    match lost.iter().any(|row| row.field == "tlsFeature") {
        true => finding.severity(Severity::Warning).into(),
        false => finding.into(),
    }
}

fn is_lost(row: &GrantRow) -> bool {
    match (&*row.field, row.change) {
        // Each has a check of its own.
        ("subject" | "subjectAltName" | "keyUsage" | "extKeyUsage", _) => false,
        // Any value that is no other key's does (RFC 5280 §4.2.1.2).
        ("subjectKeyIdentifier", change) => change == Change::Dropped,
        (_, change) => matches!(change, Change::Changed | Change::Dropped),
    }
}

fn words(row: &GrantRow) -> String {
    match row.change {
        Change::Changed => format!("{} (it says something else)", row.field),
        _ => row.field.to_string(),
    }
}
