//! What does rustls-webpki say? It builds and verifies TLS paths; of policies and path depth it is told nothing.

use std::time::Duration;

use countersign_core::path::ReferenceIdentifier;
use countersign_core::policy::Purpose;
use countersign_core::{Given, Policy};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, ServerName, UnixTime};
use webpki::{
    BorrowedCertRevocationList, CertRevocationList, EndEntityCert, ExpirationPolicy, KeyPurposeIdIter,
    KeyUsage, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use super::answer::Answer;
use crate::questions::Question;

/// Its answer about `target`.
pub(crate) fn answer(question: &Question, target: &CertificateDer<'_>) -> Answer {
    let policy = &question.policy;
    if policy.max_path_len.is_some()
        || policy.require_explicit_policy
        || policy.max_revocation_age_days.is_some()
    {
        return Answer::CannotTell("it has no such setting");
    }
    match verify(question, target).and_then(|()| names(policy, target)) {
        Ok(()) => Answer::Accepts,
        Err(Error::Webpki(webpki::Error::UnsupportedSignatureAlgorithmContext(_))) => {
            Answer::CannotTell("it lacks the signature algorithm")
        }
        Err(Error::Webpki(error)) => Answer::Refuses(format!("{error:?}")),
        Err(Error::NoSuchName) => Answer::CannotTell("it does not compare names of this form"),
    }
}

/// Whether the certificate carries every name that the policy asks for: certval and OpenSSL's command line leave that,
/// or all but one name, to others.
pub(crate) fn carries_the_names(policy: &Policy, target: &CertificateDer<'_>) -> bool {
    names(policy, target).is_ok()
}

enum Error {
    NoSuchName,
    Webpki(webpki::Error),
}

impl From<webpki::Error> for Error {
    fn from(error: webpki::Error) -> Self {
        Self::Webpki(error)
    }
}

fn verify(question: &Question, target: &CertificateDer<'_>) -> Result<(), Error> {
    let policy = &question.policy;
    let anchors = question.certificates(Given::Anchor);
    let anchors: Vec<_> =
        anchors.iter().filter_map(|anchor| webpki::anchor_from_trusted_cert(anchor).ok()).collect();
    let mut intermediates = question.certificates(Given::Untrusted);
    intermediates.extend(question.certificates(Given::Target));
    let lists = revocation_lists(question);
    let lists: Vec<&CertRevocationList<'_>> = lists.iter().collect();
    let mut revocation = None;
    if let Ok(builder) = RevocationOptionsBuilder::new(&lists) {
        let unknown =
            if policy.require_revocation { UnknownStatusPolicy::Deny } else { UnknownStatusPolicy::Allow };
        let builder = builder.with_status_policy(unknown);
        revocation = Some(builder.with_expiration_policy(ExpirationPolicy::Enforce).build());
    }
    let seconds = u64::try_from(policy.at.unix_seconds()).unwrap_or_default();
    EndEntityCert::try_from(target)?.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &intermediates,
        UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
        Usage(policy.purpose),
        revocation,
        None,
    )?;
    Ok(())
}

fn revocation_lists(question: &Question) -> Vec<CertRevocationList<'static>> {
    let files = question.artifacts.iter().filter(|artifact| artifact.given == Given::RevocationList);
    let lists = files.flat_map(|file| {
        if file.bytes().first() == Some(&0x30) {
            return vec![CertificateRevocationListDer::from(file.bytes().to_vec())];
        }
        CertificateRevocationListDer::pem_slice_iter(file.bytes()).filter_map(Result::ok).collect()
    });
    let lists = lists.filter_map(|der| BorrowedCertRevocationList::from_der(&der).ok()?.to_owned().ok());
    lists.map(CertRevocationList::Owned).collect()
}

fn names(policy: &Policy, target: &CertificateDer<'_>) -> Result<(), Error> {
    for host in &policy.hosts {
        let name = match ReferenceIdentifier::parse(host) {
            ReferenceIdentifier::Dns(name) => name,
            ReferenceIdentifier::Ip(address) => address.to_string(),
            ReferenceIdentifier::Email(_) | ReferenceIdentifier::Srv(_) | ReferenceIdentifier::Uri(_) => {
                return Err(Error::NoSuchName);
            }
        };
        let name = ServerName::try_from(name).map_err(|_| Error::NoSuchName)?;
        EndEntityCert::try_from(target)?.verify_is_valid_for_subject_name(&name)?;
    }
    Ok(())
}

/// The purposes of a certificate, none asked for where any will do.
struct Usage(Purpose);

impl webpki::ExtendedKeyUsageValidator for Usage {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        match self.0 {
            Purpose::Any => Ok(()),
            Purpose::Client => KeyUsage::client_auth().validate(purposes),
            Purpose::Server => KeyUsage::server_auth().validate(purposes),
        }
    }
}
