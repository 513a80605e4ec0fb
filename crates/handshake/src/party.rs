//! What does each side hold? Only what lies in its team's hands, as a program would load it.

use countersign_core::bundle::{Custody, Item, Role, Side, custody_of, teams_are_apart};
use countersign_core::model::Kind;
use countersign_core::{Artifact, Report};
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};

use crate::keyring::{Keyring, PrivateKey};

/// One end of the connection, before it is started.
pub(crate) struct Party {
    /// Its certificate's file in the order of the file, then intermediate certificates that lie apart, but not those in the file of
    /// the other side's certificate.
    pub(crate) certificates: Vec<CertificateDer<'static>>,
    /// Its private key.
    pub(crate) key: Option<PrivateKey>,
    /// The CAs that it trusts, and nothing else.
    pub(crate) anchors: Vec<CertificateDer<'static>>,
    /// Revocation lists that lie beside them.
    pub(crate) revocation_lists: Vec<CertificateRevocationListDer<'static>>,
    /// What it lacks for showing a certificate, in words.
    pub(crate) lacks: Option<String>,
}

/// Looks through the files with one team's eyes.
pub(crate) struct Holdings<'a> {
    report: &'a Report,
    artifacts: &'a [Artifact],
    side: Side,
}

impl Party {
    /// What the team of `side` holds of these files.
    pub(crate) fn of(side: Side, report: &Report, artifacts: &[Artifact], keyring: &Keyring<'_>) -> Self {
        let holdings = Holdings { report, artifacts, side };
        let certificate = holdings.in_role(side.certificate()).next();
        let keys = || holdings.in_role(side.key());
        let fits = |key: &&Item| certificate.is_some_and(|one| report.bundle.keys.same(key.id, one.id));
        let key_item = keys().find(fits).or_else(|| keys().next());
        let key = key_item.and_then(|item| keyring.private_half(item.parsed.public_key()?));
        let certificates = certificate.map(|item| holdings.chain(item)).unwrap_or_default();
        let length: usize = certificates.iter().map(|one| one.len()).sum();
        let lacks = match (certificate, key_item, &key) {
            _ if length > MOST_CHAIN_BYTES => {
                Some(format!("{length} bytes of certificates are more than TLS programs take"))
            }
            (None, _, _) => Some(format!("there is no {} here", side.certificate().words())),
            (_, None, _) => Some(format!("there is no {} here", side.key().words())),
            (_, Some(item), None) => Some(format!("{} can't be used as it is", holdings.name(item))),
            _ => None,
        };
        let lists = holdings.to_verify_with(Role::RevocationList);
        let lists = lists.filter(|item| item.parsed.kind() == Kind::RevocationList);
        Self {
            certificates,
            key,
            anchors: each_once(
                holdings.to_verify_with(Role::CaCertificate).filter_map(|item| holdings.der(item)),
            ),
            revocation_lists: each_once(lists.filter_map(|item| holdings.der(item))),
            lacks,
        }
    }
}

impl<'a> Holdings<'a> {
    /// The items in `role` that are not in the other team's folder.
    fn in_role(&self, role: Role) -> impl Iterator<Item = &'a Item> {
        let team = self.side.team();
        self.report.bundle.with_role(role).filter(move |item| match self.custody(item) {
            Custody::Team(holder) => holder == team,
            Custody::Shared | Custody::Unknown => true,
        })
    }

    /// The same of what one verifies with, which is no secret: with one team's files alone the other end is played, and has it too.
    fn to_verify_with(&self, role: Role) -> impl Iterator<Item = &'a Item> {
        let is_played = !teams_are_apart(self.artifacts, &self.report.policy);
        let own = self.in_role(role).filter(move |_| !is_played);
        own.chain(self.report.bundle.with_role(role).filter(move |_| is_played))
    }

    /// Of archives only the files inside are known, and not in whose folder they lay.
    fn custody(&self, item: &Item) -> Custody {
        let artifact = self.artifacts.get(item.artifact);
        let artifact = artifact.filter(|_| self.artifacts.len() == self.report.origins.len());
        artifact.map_or(Custody::Unknown, |artifact| custody_of(artifact, &self.report.policy))
    }

    fn name(&self, item: &Item) -> &'a str {
        self.report.names.get(item.artifact).map_or("a file", String::as_str)
    }

    fn der<T: From<Vec<u8>>>(&self, item: &Item) -> Option<T> {
        let block = self.report.bundle.intakes.get(item.artifact)?.blocks.get(item.block)?;
        block.der.as_ref().ok().map(|der| T::from(der.to_vec()))
    }

    /// Every certificate of the file, in its order, damaged ones too: that is what a program loads.
    fn chain(&self, certificate: &Item) -> Vec<CertificateDer<'static>> {
        let in_file = self.report.bundle.items_of(certificate.artifact).iter();
        let in_file = in_file.filter(|item| item.parsed.kind() == Kind::Certificate);
        let apart = self.in_role(Role::IntermediateCertificate);
        let is_own = |item: &&Item| {
            item.artifact != certificate.artifact && !self.report.bundle.is_sent_by_other(item, self.side)
        };
        let apart = apart.filter(is_own);
        each_once(in_file.chain(apart).filter_map(|item| self.der(item)))
    }
}

/// A file that lies in two folders is one file.
fn each_once<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}

/// rustls takes no more from a peer, OpenSSL takes 100 kB (`SSL_set_max_cert_list`).
const MOST_CHAIN_BYTES: usize = 0xffff;
