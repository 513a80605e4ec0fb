//! Which certificate and key does the client have? Those that the person named, whatever else they look like.

use countersign_core::bundle::Role;
use countersign_core::model::Kind;
use countersign_core::policy::Policy;
use countersign_core::report::shown;
use countersign_core::{Artifact, Report};

use crate::error::CliError;

/// Gives the certificate and the key behind `anchors` other files the client's parts. The signs inside may speak for another
/// one (a CA, a server): that is for the server to refuse, and for the report to say.
pub(super) fn claim(report: &mut Report, artifacts: &[Artifact], anchors: usize) -> Result<(), CliError> {
    let keys = |report: &Report, kind: Kind| -> Vec<_> {
        let own = report.bundle.items.iter().filter(|item| item.artifact >= anchors);
        own.filter(|item| item.parsed.kind() == kind).map(|item| item.id).collect()
    };
    let (certificates, private) = (keys(report, Kind::Certificate), keys(report, Kind::PrivateKey));
    let fits = |id: &&_| private.iter().any(|key| report.bundle.keys.same(*key, **id));
    let is_client = |id: &&_| report.bundle.item(**id).is_some_and(|one| one.role == Role::ClientCertificate);
    let chosen = certificates.iter().find(fits).or_else(|| certificates.iter().find(is_client));
    let Some(chosen) = chosen.or_else(|| certificates.first()).copied() else {
        return Err(nothing_to_show(report, artifacts, anchors));
    };
    for item in report.bundle.items.iter_mut().filter(|item| item.artifact >= anchors) {
        if item.id == chosen {
            item.role = Role::ClientCertificate;
        } else if item.parsed.kind() == Kind::PrivateKey {
            item.role = Role::ClientKey;
        } else if item.role == Role::ClientCertificate {
            item.role = Role::Stray;
        }
    }
    Ok(())
}

/// The file of the private key, to be looked at beside the certificate.
pub(super) fn key(own: &[Artifact], policy: &mut Policy) -> Option<Artifact> {
    let [certificate, key] = own else { return None };
    // Certificate and key in one file: that origin is the certificate's already.
    if certificate.origin == key.origin {
        return None;
    }
    policy.roles.push((key.origin.clone(), Role::ClientKey));
    Some(key.clone())
}

/// The CA's certificate is nobody's at the handshake.
pub(super) fn is_not_the_ca(own: &[Artifact], anchors: &[Artifact]) -> Result<(), CliError> {
    let Some(certificate) = own.first() else { return Ok(()) };
    if anchors.iter().all(|anchor| anchor.bytes() != certificate.bytes()) {
        return Ok(());
    }
    Err(CliError::Refused {
        what: format!(
            "{} was given as the CA and as the client's certificate",
            shown(certificate.file_name())
        ),
        next: "Give the certificate that the CA issued for the client: --cert FILE".to_owned(),
    })
}

fn nothing_to_show(report: &Report, artifacts: &[Artifact], anchors: usize) -> CliError {
    let is_request = report.bundle.items_of(anchors).iter().any(|item| item.request().is_some());
    let name = artifacts.get(anchors).map_or_else(String::new, |artifact| shown(artifact.file_name()));
    let (what, next) = if is_request {
        (
            "it holds a certification request",
            "Have the request signed, and give the certificate that comes back.",
        )
    } else {
        ("it holds no certificate that can be read", "See what it is with: countersign inspect FILE")
    };
    CliError::Refused { what: format!("{name} can't be shown to a server: {what}"), next: next.to_owned() }
}
