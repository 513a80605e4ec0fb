//! What was asked, and what was granted? A request beside the certificate that answers it, row by row.

use std::borrow::Cow;

use crate::asn1::{Oid, oids};
use crate::model::extension::{BasicConstraints, Extension, Extensions, GeneralName};
use crate::model::{Certificate, CertificationRequest};
use crate::order;

use super::item::{Item, ItemId};
use super::link::KeyGroups;
use super::role::Side;

/// A request and the certificate that answers it.
#[derive(Debug)]
pub struct Grant {
    /// The request.
    pub request: ItemId,
    /// The certificate.
    pub certificate: ItemId,
    /// The side they serve.
    pub side: Side,
    /// The certificate has the key that the request asked it for.
    pub same_key: bool,
    /// Subject, names, key usage, purposes and every other extension that was asked for, compared.
    pub rows: Vec<GrantRow>,
}

/// One thing asked for, or granted, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// `subject`, `subjectAltName`, `keyUsage`, `extKeyUsage`, `basicConstraints`, or another extension by name or number.
    pub field: Cow<'static, str>,
    /// What the request says, escaped for showing.
    pub asked: Option<String>,
    /// What the certificate says, escaped for showing.
    pub granted: Option<String>,
    /// How the two compare.
    pub change: Change,
}

/// How granted compares with asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Granted and not asked for.
    Added,
    /// Both, and different.
    Changed,
    /// Asked for and not granted.
    Dropped,
    /// Granted as asked.
    Kept,
}

/// Pairs each end-entity certificate with the request of its side for its key, else with the one request of its side.
pub(super) fn grants(items: &[Item], keys: &KeyGroups) -> Vec<Grant> {
    let mut grants = Vec::new();
    if !items.iter().any(|item| item.request().is_some()) {
        return grants;
    }
    for item in items {
        let (Some(certificate), Some(side)) = (item.certificate(), item.role.side()) else { continue };
        let requests = || items.iter().filter(|other| other.role == side.request());
        let answered = requests().find(|request| keys.same(request.id, item.id)).or_else(|| sole(requests()));
        let Some(request_item) = answered else { continue };
        let Some(request) = request_item.request() else { continue };
        grants.push(Grant {
            request: request_item.id,
            certificate: item.id,
            side,
            same_key: keys.same(request_item.id, item.id),
            rows: rows(request, certificate),
        });
    }
    grants
}

fn sole<'a>(mut items: impl Iterator<Item = &'a Item>) -> Option<&'a Item> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

fn rows(request: &CertificationRequest, certificate: &Certificate) -> Vec<GrantRow> {
    let mut rows = vec![subject_row(request, certificate)];
    let (asked, granted) = (&request.requested_extensions, &certificate.extensions);
    rows.extend(name_rows(asked.subject_alt_names(), granted.subject_alt_names()));
    rows.extend(set_rows("keyUsage", &usages(asked), &usages(granted)));
    rows.extend(set_rows("extKeyUsage", &purposes(asked), &purposes(granted)));
    rows.extend(authority_row(asked, granted));
    rows.extend(other_rows(asked, granted));
    rows
}

fn subject_row(request: &CertificationRequest, certificate: &Certificate) -> GrantRow {
    let change = match (request.subject.is_empty(), certificate.subject.is_empty()) {
        _ if request.subject.matches(&certificate.subject) => Change::Kept,
        (true, false) => Change::Added,
        (false, true) => Change::Dropped,
        _ => Change::Changed,
    };
    let words = |name: &crate::model::Name| (!name.is_empty()).then(|| name.rfc4514());
    GrantRow {
        field: "subject".into(),
        asked: words(&request.subject),
        granted: words(&certificate.subject),
        change,
    }
}

fn name_rows(asked: &[GeneralName], granted: &[GeneralName]) -> Vec<GrantRow> {
    let has = |names: &[GeneralName], name: &GeneralName| names.iter().any(|other| other.is_same(name));
    let mut rows: Vec<GrantRow> = asked
        .iter()
        .map(|name| row("subjectAltName", Some(name.words()), has(granted, name).then(|| name.words())))
        .collect();
    let added = granted.iter().filter(|name| !has(asked, name));
    rows.extend(added.map(|name| row("subjectAltName", None, Some(name.words()))));
    rows
}

fn usages(extensions: &Extensions) -> Vec<String> {
    extensions
        .key_usage()
        .map(|usage| usage.names().into_iter().map(str::to_owned).collect())
        .unwrap_or_default()
}

fn purposes(extensions: &Extensions) -> Vec<String> {
    extensions.extended_key_usage().unwrap_or_default().iter().map(Oid::words).collect()
}

/// Rows for a list in which every entry counts. Nothing asked for means that the CA chooses: no rows for what it added.
fn set_rows(field: &'static str, asked: &[String], granted: &[String]) -> Vec<GrantRow> {
    if asked.is_empty() {
        return Vec::new();
    }
    // A certificate without the extension is not restricted (RFC 5280 §4.2.1.3, §4.2.1.12): nothing is lost.
    if granted.is_empty() {
        return vec![GrantRow {
            field: field.into(),
            asked: Some(asked.join(", ")),
            granted: None,
            change: Change::Changed,
        }];
    }
    let mut rows: Vec<GrantRow> = asked
        .iter()
        .map(|one| row(field, Some(one.clone()), granted.contains(one).then(|| one.clone())))
        .collect();
    rows.extend(
        granted.iter().filter(|one| !asked.contains(one)).map(|one| row(field, None, Some(one.clone()))),
    );
    rows
}

/// Whether either is a CA. `CA:FALSE` says no more than its absence.
fn authority_row(asked: &Extensions, granted: &Extensions) -> Option<GrantRow> {
    let words = |extensions: &Extensions| match extensions.basic_constraints() {
        Some(BasicConstraints { ca: true, path_len_constraint: None }) => Some("CA".to_owned()),
        Some(BasicConstraints { ca: true, path_len_constraint: Some(most) }) => {
            Some(format!("CA, at most {most} CAs below it"))
        }
        _ => None,
    };
    let (asked, granted) = (words(asked), words(granted));
    (asked.is_some() || granted.is_some()).then(|| row("basicConstraints", asked, granted))
}

/// Extensions that no other row is about. What a CA adds is its own affair: identifiers, addresses, policies.
fn other_rows(asked: &Extensions, granted: &Extensions) -> Vec<GrantRow> {
    let granted = order::map(granted.iter().map(|extension| (&extension.oid, extension)));
    let words = |extension: &Extension| match extension.critical {
        true => format!("{}, critical", extension.value_words()),
        false => extension.value_words(),
    };
    let others = asked.iter().filter(|extension| !HAS_ITS_ROWS.contains(&extension.oid.as_bytes()));
    let compared = others.map(|extension| {
        let answer = granted.get(&extension.oid).copied();
        let change = match answer {
            None => Change::Dropped,
            Some(answer) if (answer.critical, &answer.der) == (extension.critical, &extension.der) => {
                Change::Kept
            }
            Some(_) => Change::Changed,
        };
        let field = extension.oid.name().map_or_else(|| extension.oid.dotted().into(), Cow::Borrowed);
        GrantRow { field, asked: Some(words(extension)), granted: answer.map(words), change }
    });
    compared.collect()
}

const HAS_ITS_ROWS: [&[u8]; 4] =
    [oids::BASIC_CONSTRAINTS, oids::EXTENDED_KEY_USAGE, oids::KEY_USAGE, oids::SUBJECT_ALT_NAME];

fn row(field: &'static str, asked: Option<String>, granted: Option<String>) -> GrantRow {
    let change = match (&asked, &granted) {
        (Some(one), Some(two)) if one == two => Change::Kept,
        (Some(_), Some(_)) => Change::Changed,
        (Some(_), None) => Change::Dropped,
        (None, _) => Change::Added,
    };
    GrantRow { field: field.into(), asked, granted, change }
}
