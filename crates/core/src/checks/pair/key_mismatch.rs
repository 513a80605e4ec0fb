//! `pair.key-mismatch`: a certificate, request or private key of one side does not share the others' key.

use crate::bundle::{Item, Role, Side};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::{Kind, Parsed};
use crate::policy::Task;
use crate::report::{Actor, Finding, Outcome, Severity, hex};

pub(super) static CHECK: Check = Check {
    code: "pair.key-mismatch",
    title: "The files do not belong to one key",
    brief: "other key",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Offer,
    cites: &[Citation::must("RFC 8446", "4.4.3"), Citation::must("RFC 2986", "3")],
    rationale: "A certificate is a statement about one public key, and only the holder of its private key can use it. Private key, \
                request and certificate of one side must therefore share one key; a server or device with a mixed set won't start \
                or fails in the handshake.",
    remedy: "Find the files that belong together, or make a new request from the private key in use and have it signed.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    if view.policy.task == Task::Verify && view.policy.roles.is_empty() {
        return Outcome::NotApplicable("nobody said whose the key is");
    }
    let sides = [Side::Server, Side::Client];
    if !view.bundle.items.iter().any(|item| item.role.side().is_some() && item.parsed.public_key().is_some())
    {
        return Outcome::NotApplicable("there is no key pair to compare");
    }
    Outcome::from_findings(sides.iter().flat_map(|side| mismatches(view, *side)).collect())
}

/// Two of the three agree against one: that one is guilty. Otherwise the certificate is.
fn mismatches(view: &View<'_>, side: Side) -> Vec<Finding> {
    let part = |role: Role| {
        view.bundle.with_role(role).filter(|item| item.parsed.public_key().is_some()).collect::<Vec<_>>()
    };
    let (keys, requests, certificates) = (part(side.key()), part(side.request()), part(side.certificate()));
    let matched =
        |item: &Item, others: &[&Item]| others.iter().any(|other| view.bundle.keys.same(item.id, other.id));
    let mut findings = Vec::new();
    for certificate in &certificates {
        if keys.is_empty() || matched(certificate, &keys) {
            if keys.is_empty() && !requests.is_empty() && !matched(certificate, &requests) {
                findings.extend(requests.first().map(|request| finding(view, side, certificate, request)));
            }
            continue;
        }
        let Some(key) = keys.iter().find(|key| !matched(key, &certificates)) else {
            findings.extend(keys.first().map(|key| finding(view, side, certificate, key)));
            continue;
        };
        let request_sides_with_certificate = matched(certificate, &requests) && !matched(key, &requests);
        findings.push(if request_sides_with_certificate {
            finding(view, side, key, certificate)
        } else {
            finding(view, side, certificate, key)
        });
    }
    if certificates.is_empty() {
        let stray_requests = requests.iter().filter(|request| !keys.is_empty() && !matched(request, &keys));
        findings
            .extend(stray_requests.filter_map(|request| Some(finding(view, side, request, keys.first()?))));
    } else {
        // A request that neither the key nor the certificate knows.
        let lone = requests.iter().filter(|request| {
            !matched(request, &certificates) && !keys.is_empty() && !matched(request, &keys)
        });
        findings.extend(lone.filter_map(|request| Some(finding(view, side, request, keys.first()?))));
    }
    findings
}

fn finding(view: &View<'_>, side: Side, guilty: &Item, other: &Item) -> Finding {
    let (name, other_name) = (view.name(guilty), view.name(other));
    let message =
        format!("{name} belongs to another key than {other_name}.{}", near_miss(view, guilty, other));
    let who = if guilty.parsed.kind() == Kind::Certificate {
        Actor::from(guilty.role.provider())
    } else {
        Actor::from(side.team())
    };
    let remedy = match guilty.parsed.kind() {
        Kind::Certificate => format!(
            "Sign the request that was made from the {} private key again, and send that certificate.",
            side.words()
        ),
        Kind::PrivateKey => format!(
            "Find the private key that {other_name} was made for, or make a new request from this key and have it signed."
        ),
        _ => format!(
            "Make the request again from the {} private key in use, and have it signed.",
            side.words()
        ),
    };
    let fingerprint = |item: &Item| {
        item.spki_sha256.map(|digest| hex(digest.get(..8).unwrap_or_default())).unwrap_or_default()
    };
    CHECK
        .finding(guilty.location(), who, message)
        .evidence("this key", format!("{} ({name}, {})", fingerprint(guilty), key_words(guilty)))
        .evidence("other key", format!("{} ({other_name}, {})", fingerprint(other), key_words(other)))
        .related(other.location())
        .remedy(remedy)
}

fn key_words(item: &Item) -> String {
    item.parsed.public_key().map(crate::model::PublicKey::words).unwrap_or_default()
}

/// Which other file does fit, if one does.
fn near_miss(view: &View<'_>, guilty: &Item, other: &Item) -> String {
    let fitting = |item: &Item, wanted: Kind| {
        let sharing = view.bundle.keys.sharing(item.id).iter().filter_map(|id| view.bundle.item(*id));
        sharing
            .filter(|one| one.id != item.id && one.parsed.kind() == wanted)
            .map(|one| view.name(one))
            .next()
    };
    let wanted =
        if matches!(guilty.parsed, Parsed::PrivateKey(_)) { Kind::Certificate } else { Kind::PrivateKey };
    match (
        fitting(guilty, wanted),
        fitting(guilty, Kind::CertificationRequest),
        fitting(other, Kind::CertificationRequest),
    ) {
        (Some(file), _, _) => format!(" It belongs to {file}."),
        (None, Some(file), _) => format!(" It belongs to {file}, whose private key is not here."),
        (None, None, Some(file)) => {
            format!(" It was not made from {file} either, and no other file here fits it.")
        }
        _ => " No other file here fits it.".to_owned(),
    }
}
