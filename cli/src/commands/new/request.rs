//! May this request have a certificate, and what does it get?
//!
//! The core reads it and says what is wrong with it; here it is compared with the names that Team B expects.

use std::fmt::Write as _;
use std::path::Path;

use countersign_core::bundle::{Change, GrantRow};
use countersign_core::crypto::SignatureOutcome;
use countersign_core::model::extension::GeneralName;
use countersign_core::model::{CertificationRequest, Name};
use countersign_core::path::{HostMatch, ReferenceIdentifier, covers, slip};
use countersign_core::report::{Severity, list, shown};
use countersign_core::{Artifact, Given, Policy, Report, Task, Time, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{CertificateTemplate, DistinguishedName, KeyPurpose, KeyUsage, PublicKey};

use crate::error::CliError;
use crate::input;

/// A request that may have a certificate.
pub(super) struct Asked {
    artifact: Artifact,
    key_words: String,
    /// What it gets.
    pub(super) template: CertificateTemplate,
    /// For which key.
    pub(super) public_key: PublicKey,
    /// The host names it asks for.
    pub(super) hosts: Vec<String>,
}

/// Reads the request and refuses what must not be signed.
pub(super) fn read(path: &Path, expected: &[String], at: Time) -> Result<Asked, CliError> {
    let artifact = input::read_file(path, Given::Named)?;
    let report = inspect(std::slice::from_ref(&artifact), &Policy::new(Task::Inspect, at), &AwsLc);
    let request = sound(&report)?;
    let extensions = &request.requested_extensions;
    if extensions.basic_constraints().is_some_and(|constraints| constraints.ca) {
        return Err(refused("it asks to become a CA", "Ask Team A for a request for a server."));
    }
    let names = extensions.subject_alt_names();
    let hosts: Vec<String> = names.iter().filter_map(host).collect();
    if hosts.is_empty() {
        let what = "it asks for no host name, and clients look at nothing else";
        return Err(refused(what, "Ask Team A for a new one: countersign new DIR --as team-a --host NAME"));
    }
    if let Some((name, fault)) = names.iter().find_map(no_host) {
        let what = format!("it asks for {}, and no host has that name: {fault}", name.words());
        return Err(refused(&what, "Ask Team A for a new one: countersign new DIR --as team-a --host NAME"));
    }
    if !expected.is_empty() {
        must_be_expected(request, expected)?;
    }
    let key = &request.subject_public_key_info;
    let public_key = PublicKey::from_spki_der(&key.plain_der()).map_err(|_| {
        let what = format!("its key is {}, which this CA does not certify", key.words());
        refused(&what, "Ask Team A for RSA, P-256, P-384, P-521 or Ed25519.")
    })?;
    let mut key_usage = vec![KeyUsage::DigitalSignature];
    if key.is_rsa() {
        key_usage.push(KeyUsage::KeyEncipherment);
    }
    let template = CertificateTemplate {
        subject: subject(&request.subject)?,
        subject_alt_names: names.iter().map(granted_name).collect::<Result<_, _>>()?,
        key_usage,
        extended_key_usage: vec![KeyPurpose::ServerAuth],
        ..CertificateTemplate::default()
    };
    let key_words = key.words();
    Ok(Asked { artifact, key_words, template, public_key, hosts })
}

impl Asked {
    /// Asked against granted. A certificate that is not the answer to its request is not given out.
    pub(super) fn beside(&self, certificate: &[u8], at: Time) -> Result<String, CliError> {
        let granted = Artifact::new("server.cer", certificate.to_vec());
        let report = inspect(&[self.artifact.clone(), granted], &Policy::new(Task::Check, at), &AwsLc);
        let grant = report.bundle.grants.first().filter(|grant| grant.same_key);
        let rows = grant.map(|grant| grant.rows.as_slice()).unwrap_or_default();
        let kept = |row: &GrantRow| {
            !matches!(&*row.field, "subject" | "subjectAltName") || row.change == Change::Kept
        };
        if rows.is_empty() || !rows.iter().all(kept) {
            let what = "its subject or a name is written in a way that this CA can't repeat";
            return Err(refused(
                what,
                "Ask Team A for a plain one: countersign new DIR --as team-a --host NAME",
            ));
        }
        let file = shown(self.artifact.file_name());
        let mut out = format!("{file} is signed by its own key, {}. Asked and granted:\n\n", self.key_words);
        let width = rows.iter().map(|row| row.field.chars().count()).max().unwrap_or_default();
        for row in rows {
            let (mark, words) = told(row);
            let value = row.asked.as_ref().or(row.granted.as_ref()).map_or("", String::as_str);
            let _ = writeln!(out, "  {mark} {:<width$}  {value}: {words}", row.field);
        }
        out.push('\n');
        Ok(out)
    }
}

/// What became of it. This CA writes names, usages and purposes, and no other extension.
fn told(row: &GrantRow) -> (char, String) {
    let is_needless = matches!(&*row.field, "keyUsage" | "extKeyUsage");
    match (row.change, &row.granted) {
        (Change::Kept, _) => ('✓', "granted".to_owned()),
        (Change::Added, _) => ('!', "granted, not asked for".to_owned()),
        // Any value that is no other key's does.
        (Change::Changed, Some(_)) if row.field == "subjectKeyIdentifier" => {
            ('✓', "granted, the key is named in another way".to_owned())
        }
        (Change::Changed, Some(granted)) => ('!', format!("granted as {granted}")),
        (Change::Changed, None) => ('!', "granted in another way".to_owned()),
        (Change::Dropped, _) if is_needless => ('!', "not granted: a server does not need it".to_owned()),
        (Change::Dropped, _) if row.field == "tlsFeature" => {
            ('!', "not granted: clients will not insist on an OCSP response in the handshake".to_owned())
        }
        (Change::Dropped, _) => ('!', "not granted: this CA does not write it".to_owned()),
    }
}

/// The one request of the file, if the core finds nothing wrong with it.
fn sound(report: &Report) -> Result<&CertificationRequest, CliError> {
    if let Some(finding) = report.findings.iter().find(|finding| finding.severity >= Severity::Error) {
        return Err(refused(
            &finding.message,
            &format!("{}: {}", finding.remedy.who.words(), finding.remedy.text),
        ));
    }
    let mut items = report.bundle.items.iter();
    match (items.next(), items.next()) {
        (Some(item), None) if item.self_signature == Some(SignatureOutcome::Valid) => item.request(),
        _ => None,
    }
    .ok_or_else(|| {
        let what = "a file with one request is wanted, whose signature can be verified";
        refused(what, "Look what is in it with: countersign inspect FILE")
    })
}

/// Nothing outside what Team B expects, the common name included: old clients look at it.
fn must_be_expected(request: &CertificationRequest, expected: &[String]) -> Result<(), CliError> {
    let references: Vec<ReferenceIdentifier> =
        expected.iter().map(|host| ReferenceIdentifier::parse(host)).collect();
    let is_expected =
        |name: &GeneralName| references.iter().any(|reference| covers(name, reference) == HostMatch::Same);
    let names = request.requested_extensions.subject_alt_names();
    let mut foreign: Vec<String> =
        names.iter().filter(|name| !is_expected(name)).map(GeneralName::words).collect();
    if let Some(common_name) = request.subject.common_name().filter(|name| looks_like_host(name)) {
        let as_name = common_name.parse().map_or_else(
            |_| GeneralName::DnsName(common_name.to_string()),
            |ip| GeneralName::IpAddress(octets(ip)),
        );
        if !is_expected(&as_name) && !names.iter().any(|name| name.is_same(&as_name)) {
            foreign.push(format!("CN {}", shown(&common_name)));
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let what = format!("it asks for more than --host allows: {}", list(&foreign, 10));
    Err(refused(&what, "Ask Team A why. If these names are right, allow each of them with --host NAME."))
}

/// A name that no client can call, with the reason.
fn no_host(name: &GeneralName) -> Option<(&GeneralName, String)> {
    match name {
        GeneralName::DnsName(host) => Some((name, slip(host.strip_prefix("*.").unwrap_or(host), "")?)),
        _ => None,
    }
}

fn looks_like_host(text: &str) -> bool {
    text.contains('.') && !text.contains(' ')
}

fn octets(address: std::net::IpAddr) -> Vec<u8> {
    match address {
        std::net::IpAddr::V4(address) => address.octets().to_vec(),
        std::net::IpAddr::V6(address) => address.octets().to_vec(),
    }
}

fn host(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.clone()),
        GeneralName::IpAddress(bytes) => address(bytes).map(|address| address.to_string()),
        _ => None,
    }
}

fn address(bytes: &[u8]) -> Option<std::net::IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(std::net::IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(std::net::IpAddr::from)).ok()
}

fn granted_name(name: &GeneralName) -> Result<countersign_issuance::GeneralName, CliError> {
    use countersign_issuance::GeneralName as Granted;
    match name {
        GeneralName::DnsName(name) => Some(Granted::DnsName(name.clone())),
        GeneralName::IpAddress(bytes) => address(bytes).map(Granted::IpAddress),
        GeneralName::Rfc822Name(name) => Some(Granted::Rfc822Name(name.clone())),
        GeneralName::Uri(uri) => Some(Granted::UniformResourceIdentifier(uri.clone())),
        _ => None,
    }
    .ok_or_else(|| {
        let what = format!("it asks for {}, and this CA does not write such names", name.words());
        refused(&what, "Ask Team A for a request without it.")
    })
}

fn subject(name: &Name) -> Result<DistinguishedName, CliError> {
    let mut subject = DistinguishedName::new();
    for attribute in name.rdns.iter().flatten() {
        let dotted = attribute.oid.dotted();
        let arcs: Result<Vec<u64>, _> = dotted.split('.').map(str::parse).collect();
        let (Ok(arcs), Some(text)) = (arcs, attribute.text()) else {
            let what = format!("its subject holds {}, which this CA can't repeat", attribute.rfc4514());
            return Err(refused(&what, "Ask Team A for a request without it."));
        };
        subject = subject.attribute(&arcs, &text);
    }
    Ok(subject)
}

fn refused(what: &str, next: &str) -> CliError {
    let what = what.trim_end_matches('.');
    CliError::Refused {
        what: format!("the CA issues no certificate for this request: {what}"),
        next: next.to_owned(),
    }
}
