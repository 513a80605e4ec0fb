//! What is a certificate to say about its holder? The same words serve who asks and who grants.

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use crate::error::Error;
use crate::key_type::KeyType;
use crate::name::{DistinguishedName, GeneralName};

/// What a request asks for and a certificate grants, all but the key, the serial number and the dates. (The name is
/// CertTemplate's of RFC 4211 section 5.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateTemplate {
    /// Whom the certificate is for.
    pub subject: DistinguishedName,
    /// The names that count (RFC 5280 section 4.2.1.6); the extension is left out when there are none.
    pub subject_alt_names: Vec<GeneralName>,
    /// What the key may do (RFC 5280 section 4.2.1.3), critical; left out when empty.
    pub key_usage: Vec<KeyUsage>,
    /// What the certificate may be used for (RFC 5280 section 4.2.1.12); left out when empty.
    pub extended_key_usage: Vec<KeyPurpose>,
    /// Whether the holder may sign certificates. A request never asks for it.
    pub basic_constraints: BasicConstraints,
}

/// The basicConstraints extension (RFC 5280 section 4.2.1.9), critical.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BasicConstraints {
    /// Left out, and with it the subject key identifier: old tools make such certificates.
    Absent,
    /// `CA:TRUE`, with at most so many CAs below this one, or any number.
    CertificationAuthority(Option<u8>),
    /// `CA:FALSE`: the certificate of a server or client.
    #[default]
    EndEntity,
}

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUsage {
    /// Sign revocation lists: `cRLSign`.
    CrlSign,
    /// Encrypt data directly: `dataEncipherment`. TLS never does.
    DataEncipherment,
    /// Sign in a handshake: `digitalSignature`. TLS needs it.
    DigitalSignature,
    /// Sign certificates: `keyCertSign`. Only for CAs.
    KeyCertSign,
    /// Encrypt another key: `keyEncipherment`. The old RSA key exchange of TLS 1.2 needs it.
    KeyEncipherment,
}

/// What a certificate may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPurpose {
    /// Show who the client is: `clientAuth`.
    ClientAuth,
    /// Show who the server is: `serverAuth`.
    ServerAuth,
}

impl CertificateTemplate {
    /// For a server under these hosts (names or addresses), named after the first.
    #[must_use]
    pub fn server(hosts: &[&str], key_type: KeyType) -> Self {
        let subject = hosts
            .first()
            .map_or_else(DistinguishedName::new, |host| DistinguishedName::new().common_name(host));
        Self {
            subject,
            subject_alt_names: hosts.iter().map(|host| GeneralName::from(*host)).collect(),
            extended_key_usage: vec![KeyPurpose::ServerAuth],
            ..Self::end_entity(key_type)
        }
    }

    /// For a client: a device or service that calls a server.
    #[must_use]
    pub fn client(
        subject: DistinguishedName,
        subject_alt_names: Vec<GeneralName>,
        key_type: KeyType,
    ) -> Self {
        Self {
            subject,
            subject_alt_names,
            extended_key_usage: vec![KeyPurpose::ClientAuth],
            ..Self::end_entity(key_type)
        }
    }

    /// For a CA: it may sign certificates and revocation lists, and nothing else.
    #[must_use]
    pub fn certification_authority(subject: DistinguishedName, path_len_constraint: Option<u8>) -> Self {
        Self {
            subject,
            key_usage: vec![KeyUsage::KeyCertSign, KeyUsage::CrlSign],
            basic_constraints: BasicConstraints::CertificationAuthority(path_len_constraint),
            ..Self::default()
        }
    }

    fn end_entity(key_type: KeyType) -> Self {
        let mut key_usage = vec![KeyUsage::DigitalSignature];
        if key_type.is_rsa() {
            key_usage.push(KeyUsage::KeyEncipherment);
        }
        Self { key_usage, ..Self::default() }
    }

    /// What both requests and certificates say.
    pub(crate) fn to_rcgen(&self) -> Result<CertificateParams, Error> {
        let mut params = CertificateParams::default();
        params.distinguished_name = self.subject.to_rcgen();
        params.subject_alt_names =
            self.subject_alt_names.iter().map(GeneralName::to_rcgen).collect::<Result<_, _>>()?;
        params.key_usages = self.key_usage.iter().map(|usage| usage.to_rcgen()).collect();
        params.extended_key_usages =
            self.extended_key_usage.iter().map(|purpose| purpose.to_rcgen()).collect();
        Ok(params)
    }
}

impl BasicConstraints {
    pub(crate) const fn to_rcgen(self) -> IsCa {
        match self {
            Self::Absent => IsCa::NoCa,
            Self::CertificationAuthority(None) => IsCa::Ca(rcgen::BasicConstraints::Unconstrained),
            Self::CertificationAuthority(Some(number)) => {
                IsCa::Ca(rcgen::BasicConstraints::Constrained(number))
            }
            Self::EndEntity => IsCa::ExplicitNoCa,
        }
    }
}

impl KeyUsage {
    const fn to_rcgen(self) -> KeyUsagePurpose {
        match self {
            Self::CrlSign => KeyUsagePurpose::CrlSign,
            Self::DataEncipherment => KeyUsagePurpose::DataEncipherment,
            Self::DigitalSignature => KeyUsagePurpose::DigitalSignature,
            Self::KeyCertSign => KeyUsagePurpose::KeyCertSign,
            Self::KeyEncipherment => KeyUsagePurpose::KeyEncipherment,
        }
    }
}

impl KeyPurpose {
    const fn to_rcgen(self) -> ExtendedKeyUsagePurpose {
        match self {
            Self::ClientAuth => ExtendedKeyUsagePurpose::ClientAuth,
            Self::ServerAuth => ExtendedKeyUsagePurpose::ServerAuth,
        }
    }
}
