//! Is this list about this certificate? Distribution points of the one against the issuing distribution point of the other
//! (RFC 5280 §6.3.3 (b)).

use crate::asn1::oids;
use crate::model::extension::{
    DistributionPoint, DistributionPointName, ExtensionValue, Extensions, GeneralName,
    IssuingDistributionPoint, ReasonFlags,
};
use crate::model::{Certificate, Name, RevocationList};

/// Where a list for `certificate` may come from: its distribution points, and last the implied one (§6.3.3, after (l)): its
/// issuer.
///
/// `Departs:` nothing is implied where a point names another issuer of lists: its CA said who answers (BoringSSL
/// `bad_crldp_has_crlissuer`).
pub(super) fn points(certificate: &Certificate) -> Vec<DistributionPoint> {
    let mut points = match certificate.extensions.find(oids::CRL_DISTRIBUTION_POINTS).map(|one| &one.value) {
        Some(ExtensionValue::CrlDistributionPoints(points)) => points.clone(),
        _ => Vec::new(),
    };
    if points.iter().any(|point| !point.crl_issuer.is_empty()) {
        return points;
    }
    points.push(implied_point(certificate));
    points
}

/// The certificate's issuer, for every reason.
pub(super) fn implied_point(certificate: &Certificate) -> DistributionPoint {
    let issuer = GeneralName::DirectoryName(certificate.issuer.clone());
    let name = Some(DistributionPointName::Full(vec![issuer]));
    DistributionPoint { name, reasons: None, crl_issuer: Vec::new() }
}

/// The list's issuer is the one that the point names, or else the certificate's.
pub(super) fn is_issued_for(
    list: &RevocationList,
    point: &DistributionPoint,
    certificate: &Certificate,
) -> bool {
    if point.crl_issuer.is_empty() {
        return list.issuer.matches(&certificate.issuer);
    }
    point.crl_issuer.iter().any(|name| match name {
        GeneralName::DirectoryName(name) => list.issuer.matches(name),
        _ => false,
    })
}

/// The reasons for which `list` speaks of `certificate` at `point`; why not, if for none (§6.3.3 (b), (d)).
pub(super) fn reasons(
    list: &RevocationList,
    point: &DistributionPoint,
    certificate: &Certificate,
) -> Result<ReasonFlags, &'static str> {
    let of_point = point.reasons.unwrap_or(ReasonFlags::ALL);
    let Some(issuing) = issuing_distribution_point(&list.extensions) else {
        // (b)(1) a list of another issuer must say that it is indirect.
        return if point.crl_issuer.is_empty() {
            Ok(of_point)
        } else {
            Err("does not say that it speaks for other issuers")
        };
    };
    if !point.crl_issuer.is_empty() && !issuing.indirect_crl {
        return Err("does not say that it speaks for other issuers");
    }
    if let Some(name) = &issuing.name
        && !names_meet(name, point, list)
    {
        return Err("is for another distribution point");
    }
    if issuing.only_contains_user_certs && certificate.is_ca() {
        return Err("is not for CA certificates");
    }
    if issuing.only_contains_ca_certs && !certificate.is_ca() {
        return Err("is for CA certificates only");
    }
    if issuing.only_contains_attribute_certs {
        return Err("is for attribute certificates only");
    }
    Ok(of_point.intersection(issuing.only_some_reasons.unwrap_or(ReasonFlags::ALL)))
}

/// The list's issuing distribution point.
pub(super) fn issuing_distribution_point(extensions: &Extensions) -> Option<&IssuingDistributionPoint> {
    match &extensions.find(oids::ISSUING_DISTRIBUTION_POINT)?.value {
        ExtensionValue::IssuingDistributionPoint(point) => Some(point),
        _ => None,
    }
}

/// (b)(2)(i): one name of the list's point is one of the certificate's point, or of its cRLIssuer where that has no name.
fn names_meet(of_list: &DistributionPointName, point: &DistributionPoint, list: &RevocationList) -> bool {
    let of_list = full_names(of_list, &list.issuer);
    let of_point = match &point.name {
        // RFC 5280 §4.2.1.13: a relative name is relative to the cRLIssuer, which is the list's issuer here.
        Some(name) => full_names(name, &list.issuer),
        None => point.crl_issuer.clone(),
    };
    of_list.iter().any(|one| of_point.iter().any(|other| one.is_same(other)))
}

fn full_names(name: &DistributionPointName, issuer: &Name) -> Vec<GeneralName> {
    match name {
        DistributionPointName::Full(names) => names.clone(),
        DistributionPointName::RelativeToIssuer(relative) => {
            vec![GeneralName::DirectoryName(issuer.joined(relative))]
        }
    }
}
