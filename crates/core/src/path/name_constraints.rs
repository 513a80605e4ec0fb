//! Do the names of every certificate lie where the CAs above allow? RFC 5280 §4.2.1.10 and §6.1.3 (b), (c), §6.1.4 (g).
//!
//! What each CA permits is an intersection over the path, what it excludes a union; both are kept as the list of what
//! each CA said, so that a refusal can name the CA.

use std::borrow::Cow;
use std::mem::{Discriminant, discriminant};
use std::net::IpAddr;

use crate::asn1::{Tag, oids};
use crate::bundle::ItemId;
use crate::model::extension::{ExtensionValue, GeneralName};
use crate::model::{Attribute, Certificate, Name};

use super::Limit;
use super::budget::Counter;
use super::fault::{Fault, FaultKind};
use super::identity::ReferenceIdentifier;
use super::international;
use super::subtree::{self, Within};

/// The constraints that the certificates walked so far have set.
#[derive(Default)]
pub(super) struct NameConstraints<'a> {
    set: Vec<Constraint<'a>>,
}

/// What one CA said.
struct Constraint<'a> {
    authority: ItemId,
    permitted: &'a [GeneralName],
    excluded: &'a [GeneralName],
    /// The forms of which a subtree is not well-formed, with the reason; found once, not for every name.
    malformed: Vec<(Discriminant<GeneralName>, &'static str)>,
}

impl<'a> NameConstraints<'a> {
    /// No CA has set any.
    pub(super) const fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// §6.1.4 (g): takes over what `certificate` says about those below it.
    pub(super) fn add(&mut self, id: ItemId, certificate: &'a Certificate) {
        let value = certificate.extensions.find(oids::NAME_CONSTRAINTS).map(|extension| &extension.value);
        if let Some(ExtensionValue::NameConstraints { permitted, excluded }) = value {
            self.set.push(Constraint::new(id, permitted, excluded));
        }
    }

    /// A constraint on a form of name that is not processed is refused where it is set.
    pub(super) fn unprocessed(certificate: &Certificate) -> Option<&'static str> {
        let value = certificate.extensions.find(oids::NAME_CONSTRAINTS).map(|extension| &extension.value);
        let Some(ExtensionValue::NameConstraints { permitted, excluded }) = value else { return None };
        let not_processed = |name: &&GeneralName| match name {
            GeneralName::EdiPartyName | GeneralName::X400Address => true,
            GeneralName::OtherName(form, _) => form.as_bytes() == oids::ON_SMTP_UTF8_MAILBOX,
            _ => false,
        };
        permitted.iter().chain(excluded).find(not_processed).and_then(subtree::malformed)
    }

    /// §6.1.3 (b) and (c): holds every name of `certificate` against every constraint; it is called by `hosts`.
    /// Each name costs as many `comparisons` as there are subtrees.
    pub(super) fn fault(
        &self,
        id: ItemId,
        certificate: &Certificate,
        hosts: &[String],
        comparisons: &Counter,
    ) -> Option<Fault> {
        let names = self.names_of(certificate, hosts);
        let limits_addresses = self.limits(|name| matches!(name, GeneralName::Rfc822Name(_)));
        // Email addresses count though no comparison is needed: the limit depends on how many names there are.
        let passed_over = if limits_addresses { 0 } else { email_attributes(&certificate.subject).count() };
        for constraint in &self.set {
            let subtrees = constraint.permitted.len() + constraint.excluded.len();
            if let Err(limit) = comparisons.spend(subtrees.saturating_mul(passed_over)) {
                return Some(limit_reached(id, limit));
            }
            for name in &names {
                if let Err(limit) = comparisons.spend(subtrees) {
                    return Some(limit_reached(id, limit));
                }
                if let Some(refusal) = constraint.judge(name) {
                    return Some(constraint.told(id, name, &refusal));
                }
            }
        }
        None
    }

    /// Every subjectAltName; and of the subject, where names of that form are limited: itself, unless empty, email addresses if
    /// subjectAltName has none, and what may be taken for a host.
    fn names_of<'c>(&self, certificate: &'c Certificate, hosts: &[String]) -> Vec<Cow<'c, GeneralName>> {
        let subject = &certificate.subject;
        let mut names: Vec<Cow<'c, GeneralName>> =
            certificate.extensions.subject_alt_names().iter().map(as_email_address).collect();
        if self.limits(|name| matches!(name, GeneralName::DnsName(_)))
            && !certificate.is_ca()
            && may_be_called_by_common_name(&names, hosts)
        {
            names.extend(host_names(subject).map(Cow::Owned));
        }
        if self.limits(|name| matches!(name, GeneralName::Rfc822Name(_)))
            && !names.iter().any(|name| matches!(**name, GeneralName::Rfc822Name(_)))
        {
            names.extend(email_addresses(subject).map(Cow::Owned));
        }
        if self.limits(|name| matches!(name, GeneralName::DirectoryName(_))) && !subject.is_empty() {
            names.push(Cow::Owned(GeneralName::DirectoryName(subject.clone())));
        }
        names
    }

    /// Some CA above says something about names of this form.
    fn limits(&self, is_of_form: fn(&GeneralName) -> bool) -> bool {
        self.set.iter().any(|one| one.permitted.iter().chain(one.excluded).any(is_of_form))
    }
}

/// Why a name is refused.
enum Refusal {
    Excluded(String),
    NotPermitted,
    Unreadable(&'static str),
}

impl<'a> Constraint<'a> {
    fn new(authority: ItemId, permitted: &'a [GeneralName], excluded: &'a [GeneralName]) -> Self {
        let wrong = |subtree: &GeneralName| Some((discriminant(subtree), subtree::malformed(subtree)?));
        let malformed = excluded.iter().chain(permitted).filter_map(wrong).collect();
        Self { authority, permitted, excluded, malformed }
    }

    fn told(&self, id: ItemId, name: &GeneralName, refusal: &Refusal) -> Fault {
        let name_words = name.words();
        let shown = name_words.strip_prefix("name ").unwrap_or(&name_words);
        let message = match refusal {
            Refusal::Excluded(subtree) => {
                format!("has the name {shown}, which lies in {subtree}, where the CA above allows none")
            }
            Refusal::NotPermitted => {
                format!("has the name {shown}, which the CA above does not allow")
            }
            Refusal::Unreadable(why) => {
                format!("has the name {shown}, which can't be held against the CA's name constraints: {why}")
            }
        };
        let field = match name {
            GeneralName::DirectoryName(_) => "tbsCertificate.subject",
            _ => "tbsCertificate.extensions.subjectAltName",
        };
        let mut fault = Fault::new(FaultKind::NameNotPermitted, id, field, message);
        fault.related = Some(self.authority);
        fault.evidence.push(("name", name_words));
        let words = |names: &[GeneralName]| {
            let listed: Vec<String> = names.iter().take(20).map(subtree::words).collect();
            crate::report::list(&listed, 20)
        };
        if !self.permitted.is_empty() {
            fault.evidence.push(("allowed", words(self.permitted)));
        }
        if !self.excluded.is_empty() {
            fault.evidence.push(("not allowed", words(self.excluded)));
        }
        fault
    }

    fn judge(&self, name: &GeneralName) -> Option<Refusal> {
        let of_form = |subtree: &&GeneralName| subtree::same_form(subtree, name);
        if let Some((_, why)) = self.malformed.iter().find(|(form, _)| *form == discriminant(name)) {
            return Some(Refusal::Unreadable(why));
        }
        let constrained = self.excluded.iter().chain(self.permitted).any(|subtree| of_form(&subtree));
        if let Some(why) = subtree::unreadable(name).filter(|_| constrained) {
            return Some(Refusal::Unreadable(why));
        }
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

/// Some clients take the common name for a host where subjectAltName has none (RFC 6125 §6.4.4; OpenSSL, Botan): where it is
/// missing, or lists addresses only, unless the server is called by an address. A CA limited to example.com must not get a
/// certificate for another host past them.
fn may_be_called_by_common_name(names: &[Cow<'_, GeneralName>], hosts: &[String]) -> bool {
    let by_address = |host: &String| matches!(ReferenceIdentifier::parse(host), ReferenceIdentifier::Ip(_));
    let only_addresses = names.iter().all(|name| matches!(**name, GeneralName::IpAddress(_)));
    names.is_empty() || (only_addresses && (hosts.is_empty() || !hosts.iter().all(by_address)))
}

/// A SmtpUTF8Mailbox is held against the constraints on rfc822Name, its domain in A-labels (RFC 9598 §6). One whose value
/// is another string is an address that no subtree permits; one that is no string names no mailbox and stays an other name
/// (CVE-2022-4203 took such a one for a string).
fn as_email_address(name: &GeneralName) -> Cow<'_, GeneralName> {
    let GeneralName::OtherName(form, value) = name else { return Cow::Borrowed(name) };
    if form.as_bytes() != oids::ON_SMTP_UTF8_MAILBOX {
        return Cow::Borrowed(name);
    }
    if !international::is_string(value) {
        return Cow::Borrowed(name);
    }
    let mailbox = international::string(value, Tag::UTF8_STRING).and_then(international::mailbox);
    Cow::Owned(GeneralName::Rfc822Name(mailbox.unwrap_or_default()))
}

/// Common names that look like host names.
fn host_names(subject: &Name) -> impl Iterator<Item = GeneralName> {
    let common_names = subject.rdns.iter().flatten().filter(|one| one.oid.as_bytes() == oids::AT_COMMON_NAME);
    let texts = common_names.filter_map(|one| one.text().map(Cow::into_owned));
    let is_host = |text: &String| {
        let bare = text.strip_prefix("*.").unwrap_or(text);
        bare.contains('.') && super::identity::is_host_name(bare) && bare.parse::<IpAddr>().is_err()
    };
    texts.filter(is_host).map(GeneralName::DnsName)
}

fn email_attributes(subject: &Name) -> impl Iterator<Item = &Attribute> {
    subject.rdns.iter().flatten().filter(|one| one.oid.as_bytes() == oids::AT_EMAIL_ADDRESS)
}

/// An address that can't be read as text is not passed over: it becomes one that no subtree permits.
fn email_addresses(subject: &Name) -> impl Iterator<Item = GeneralName> {
    email_attributes(subject)
        .map(|one| GeneralName::Rfc822Name(one.text().map(Cow::into_owned).unwrap_or_default()))
}

fn limit_reached(id: ItemId, limit: Limit) -> Fault {
    let message =
        format!("has more names under more constraints than are compared: {} {}", limit.allowed, limit.what);
    Fault::new(FaultKind::LimitReached, id, "tbsCertificate.extensions", message)
}

/// The host of a URI, where it is a name and not an address (RFC 5280 §4.2.1.10).
///
/// A host that readers could take for another one is none: with escapes, or in a URI with characters that RFC 3986 §2 has
/// not, at which some readers end the authority and others go on.
pub(super) fn uri_host(uri: &str) -> Result<&str, &'static str> {
    let foreign = |byte: u8| !byte.is_ascii_graphic() || br#"\"<>^`{|}"#.contains(&byte);
    if uri.bytes().any(foreign) {
        return Err("it has characters that no URI has");
    }
    // The scheme ends at the first colon (RFC 3986 §3); a "://" further on begins nothing.
    let rest = uri.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).ok_or("it has no host")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return Err("its host is an address");
    }
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("its port is not a number");
    }
    match host {
        "" => Err("it has no host"),
        host if host.parse::<IpAddr>().is_ok() => Err("its host is an address"),
        host if !super::identity::is_host_name(host.strip_suffix('.').unwrap_or(host)) => {
            Err("its host is not a host name")
        }
        host => Ok(host),
    }
}

#[cfg(test)]
mod tests {
    use super::{Constraint, GeneralName, ItemId, Name, Refusal, oids};
    use crate::asn1::{Oid, Reader, der_value};

    /// A name of each of the nine forms, and a subtree of the same form that holds it.
    fn forms() -> Vec<(GeneralName, GeneralName)> {
        let attribute = [der_value(0x06, oids::AT_COMMON_NAME), der_value(0x0c, b"a")].concat();
        let der = der_value(0x30, &der_value(0x31, &der_value(0x30, &attribute)));
        let name = Name::from_tlv(&Reader::new(&der).next("").unwrap(), "").unwrap();
        let other = GeneralName::OtherName(Oid::from_der_content(&[0x2a, 3]), vec![0x05, 0x00]);
        let id = GeneralName::RegisteredId(Oid::from_der_content(&[0x2a, 3]));
        let text = str::to_owned;
        vec![
            (GeneralName::DirectoryName(name.clone()), GeneralName::DirectoryName(name)),
            (GeneralName::DnsName(text("a.example.com")), GeneralName::DnsName(text("example.com"))),
            (GeneralName::EdiPartyName, GeneralName::EdiPartyName),
            (
                GeneralName::IpAddress(vec![192, 0, 2, 1]),
                GeneralName::IpAddress(vec![192, 0, 2, 0, 255, 255, 255, 0]),
            ),
            (other.clone(), other),
            (id.clone(), id),
            (GeneralName::Rfc822Name(text("a@example.com")), GeneralName::Rfc822Name(text("example.com"))),
            (GeneralName::Uri(text("https://example.com/")), GeneralName::Uri(text("example.com"))),
            (GeneralName::X400Address, GeneralName::X400Address),
        ]
    }

    /// CVE-2022-4203, CVE-2023-0286: no form is ever taken for another. RUSTSEC-2026-0098: a form that is not processed refuses.
    #[test]
    fn every_form_is_held_against_its_own_constraints_only_and_forms_not_processed_refuse() {
        for (row, (name, _)) in forms().iter().enumerate() {
            for (column, (_, subtree)) in forms().iter().enumerate() {
                let permitted = Constraint::new(ItemId(0), std::slice::from_ref(subtree), &[]).judge(name);
                let excluded = Constraint::new(ItemId(0), &[], std::slice::from_ref(subtree)).judge(name);
                let processed = matches!(row, 0 | 1 | 3 | 6 | 7);
                match (row == column, processed) {
                    (false, _) => assert!(permitted.is_none() && excluded.is_none(), "{row} {column}"),
                    (true, true) => {
                        assert!(permitted.is_none(), "{row}");
                        assert!(matches!(excluded, Some(Refusal::Excluded(_))), "{row}");
                    }
                    (true, false) => {
                        assert!(matches!(permitted, Some(Refusal::Unreadable(_))), "{row}");
                        assert!(matches!(excluded, Some(Refusal::Unreadable(_))), "{row}");
                    }
                }
            }
        }
    }
}
