//! Do the names of every certificate lie where the CAs above allow? RFC 5280 §4.2.1.10 and §6.1.3 (b), (c), §6.1.4 (g).
//!
//! What each CA permits is an intersection over the path, what it excludes a union; both are kept as the list of what
//! each CA said, so that a refusal can name the CA.

use std::net::IpAddr;

use crate::asn1::oids;
use crate::bundle::ItemId;
use crate::model::extension::{ExtensionValue, GeneralName};
use crate::model::{Certificate, Name};

use super::subtree::{self, Within};
use super::{Fault, FaultKind, Limit};

/// The constraints that the certificates walked so far have set.
pub(super) struct NameConstraints {
    set: Vec<Constraint>,
    comparisons_left: u32,
    comparisons: u32,
}

/// What one CA said.
struct Constraint {
    authority: ItemId,
    permitted: Vec<GeneralName>,
    excluded: Vec<GeneralName>,
}

impl NameConstraints {
    /// None yet; at most `comparisons` names will be held against subtrees.
    pub(super) const fn new(comparisons: u32) -> Self {
        Self { set: Vec::new(), comparisons_left: comparisons, comparisons }
    }

    /// No CA has set any.
    pub(super) const fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// §6.1.4 (g): takes over what `certificate` says about those below it.
    pub(super) fn add(&mut self, id: ItemId, certificate: &Certificate) {
        let value = certificate.extensions.find(oids::NAME_CONSTRAINTS).map(|extension| &extension.value);
        if let Some(ExtensionValue::NameConstraints { permitted, excluded }) = value {
            let (permitted, excluded) = (permitted.clone(), excluded.clone());
            self.set.push(Constraint { authority: id, permitted, excluded });
        }
    }

    /// §6.1.3 (b) and (c): holds every name of `certificate` against every constraint.
    pub(super) fn fault(&mut self, id: ItemId, certificate: &Certificate) -> Option<Fault> {
        let names = names_of(certificate);
        for index in 0..self.set.len() {
            for name in &names {
                match self.judge(index, name) {
                    Ok(None) => {}
                    Ok(Some(refusal)) => return Some(self.told(index, id, name, &refusal)),
                    Err(limit) => return Some(limit_reached(id, limit)),
                }
            }
        }
        None
    }

    fn judge(&mut self, index: usize, name: &GeneralName) -> Result<Option<Refusal>, Limit> {
        let Some(constraint) = self.set.get(index) else { return Ok(None) };
        let comparisons = constraint.permitted.len() + constraint.excluded.len();
        let limit = Limit { what: "name constraint comparisons", allowed: u64::from(self.comparisons) };
        let spent = u32::try_from(comparisons).map_err(|_| limit)?;
        self.comparisons_left = self.comparisons_left.checked_sub(spent).ok_or(limit)?;
        Ok(constraint.judge(name))
    }

    fn told(&self, index: usize, id: ItemId, name: &GeneralName, refusal: &Refusal) -> Fault {
        let Some(constraint) = self.set.get(index) else {
            return super::validate::new_fault(FaultKind::NameNotPermitted, id, "", String::new());
        };
        let name_words = name.words();
        let message = match refusal {
            Refusal::Excluded(subtree) => {
                format!("has the name {name_words}, which lies in {subtree}, where the CA above allows none")
            }
            Refusal::NotPermitted => {
                format!("has the name {name_words}, which the CA above does not allow")
            }
            Refusal::Unreadable(why) => {
                format!(
                    "has the name {name_words}, which can't be held against the CA's name constraints: {why}"
                )
            }
        };
        let field = match name {
            GeneralName::DirectoryName(_) => "tbsCertificate.subject",
            _ => "tbsCertificate.extensions.subjectAltName",
        };
        let mut fault = super::validate::new_fault(FaultKind::NameNotPermitted, id, field, message);
        fault.related = Some(constraint.authority);
        fault.evidence.push(("name", name_words));
        let words = |names: &[GeneralName]| {
            let listed: Vec<String> = names.iter().take(20).map(subtree::words).collect();
            crate::report::list(&listed, 20)
        };
        if !constraint.permitted.is_empty() {
            fault.evidence.push(("allowed", words(&constraint.permitted)));
        }
        if !constraint.excluded.is_empty() {
            fault.evidence.push(("not allowed", words(&constraint.excluded)));
        }
        fault
    }
}

/// Why a name is refused.
enum Refusal {
    Excluded(String),
    NotPermitted,
    Unreadable(&'static str),
}

impl Constraint {
    fn judge(&self, name: &GeneralName) -> Option<Refusal> {
        let of_form = |subtree: &&GeneralName| subtree::same_form(subtree, name);
        for subtree in self.excluded.iter().filter(of_form) {
            match subtree::excludes(subtree, name) {
                Within::No => {}
                Within::Unreadable(why) => return Some(Refusal::Unreadable(why)),
                Within::Yes => return Some(Refusal::Excluded(subtree::words(subtree))),
            }
        }
        let mut of_this_form = self.permitted.iter().filter(of_form).peekable();
        of_this_form.peek()?;
        for subtree in of_this_form {
            match subtree::permits(subtree, name) {
                Within::No => {}
                Within::Unreadable(why) => return Some(Refusal::Unreadable(why)),
                Within::Yes => return None,
            }
        }
        Some(Refusal::NotPermitted)
    }
}

/// The subject, unless empty; every subjectAltName; and email addresses in a subject without one in subjectAltName.
fn names_of(certificate: &Certificate) -> Vec<GeneralName> {
    let mut names = certificate.extensions.subject_alt_names().to_vec();
    if !names.iter().any(|name| matches!(name, GeneralName::Rfc822Name(_))) {
        names.extend(email_addresses(&certificate.subject));
    }
    if !certificate.subject.is_empty() {
        names.push(GeneralName::DirectoryName(certificate.subject.clone()));
    }
    names
}

fn email_addresses(subject: &Name) -> impl Iterator<Item = GeneralName> {
    let addresses = subject.rdns.iter().flatten().filter(|one| one.oid.as_bytes() == oids::AT_EMAIL_ADDRESS);
    // An address that can't be read as text is not passed over: it becomes one that no subtree permits.
    addresses.map(|one| GeneralName::Rfc822Name(one.text.clone().unwrap_or_default()))
}

fn limit_reached(id: ItemId, limit: Limit) -> Fault {
    let message =
        format!("has more names under more constraints than are compared: {} {}", limit.allowed, limit.what);
    super::validate::new_fault(FaultKind::LimitReached, id, "tbsCertificate.extensions", message)
}

/// The host of a URI, where it is a name and not an address (RFC 5280 §4.2.1.10).
pub(super) fn uri_host(uri: &str) -> Result<&str, &'static str> {
    let (_, rest) = uri.split_once("://").ok_or("it has no host")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return Err("its host is an address");
    }
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    match host {
        "" => Err("it has no host"),
        host if host.parse::<IpAddr>().is_ok() => Err("its host is an address"),
        host => Ok(host),
    }
}
