//! How does a certification authority sign?

use rcgen::{Issuer, SigningKey};

use crate::certificate::Certificate;
use crate::error::Error;
use crate::key_pair::{KeyPair, PublicKey};
use crate::name::DistinguishedName;
use crate::request::CertificationRequest;
use crate::serial_number::SerialNumber;
use crate::template::CertificateTemplate;
use crate::validity::Validity;

/// A certification authority (CA): a key pair with the certificate that names it. Its certificate is given to everyone
/// who is to trust it, its private key to nobody.
#[derive(Debug)]
pub struct CertificationAuthority {
    certificate: Certificate,
    key_pair: KeyPair,
}

impl CertificationAuthority {
    /// A root: it signs its own certificate, and whoever trusts it does so because they were given it.
    /// `path_len_constraint` limits how many CAs may follow below it.
    pub fn self_signed(
        key_pair: KeyPair,
        subject: DistinguishedName,
        serial_number: SerialNumber,
        validity: Validity,
        path_len_constraint: Option<u8>,
    ) -> Result<Self, Error> {
        let template = CertificateTemplate::certification_authority(subject, path_len_constraint);
        let mut params = template.to_rcgen()?;
        params.is_ca = template.basic_constraints.to_rcgen();
        params.serial_number = Some(serial_number.to_rcgen());
        params.not_before = validity.not_before;
        params.not_after = validity.not_after;
        let certificate = params.self_signed(&key_pair).map_err(Error::certificate)?;
        Ok(Self { certificate: Certificate::from_der(certificate.der().to_vec()), key_pair })
    }

    /// An intermediate: a CA whose certificate this CA signs.
    pub fn subordinate(
        &self,
        key_pair: KeyPair,
        subject: DistinguishedName,
        serial_number: &SerialNumber,
        validity: Validity,
        path_len_constraint: Option<u8>,
    ) -> Result<Self, Error> {
        let template = CertificateTemplate::certification_authority(subject, path_len_constraint);
        let certificate = self.issue(&template, &key_pair.public_key()?, serial_number, validity)?;
        Ok(Self { certificate, key_pair })
    }

    /// Lets the holder of `certificate` sign. Whether the certificate allows that is not asked: those who verify must.
    #[must_use]
    pub const fn acting_with(certificate: Certificate, key_pair: KeyPair) -> Self {
        Self { certificate, key_pair }
    }

    /// Signs a certificate for `public_key` that says what `template` says. Every certificate gets an authority key
    /// identifier, and a subject key identifier unless its template leaves basicConstraints out (RFC 5280 sections
    /// 4.2.1.1 and 4.2.1.2).
    pub fn issue(
        &self,
        template: &CertificateTemplate,
        public_key: &PublicKey,
        serial_number: &SerialNumber,
        validity: Validity,
    ) -> Result<Certificate, Error> {
        self.issue_signed_by(&self.key_pair, template, public_key, serial_number, validity)
    }

    /// Signs what a request asks for, for the key it carries.
    pub fn grant(
        &self,
        request: &CertificationRequest,
        serial_number: SerialNumber,
        validity: Validity,
    ) -> Result<Certificate, Error> {
        self.issue(request.template(), request.public_key(), &serial_number, validity)
    }

    /// The CA's own certificate, for those who are to trust it or for the bundle of those it signs for.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The CA's key pair.
    #[must_use]
    pub const fn key_pair(&self) -> &KeyPair {
        &self.key_pair
    }

    pub(crate) fn issue_signed_by(
        &self,
        signing_key: &impl SigningKey,
        template: &CertificateTemplate,
        public_key: &PublicKey,
        serial_number: &SerialNumber,
        validity: Validity,
    ) -> Result<Certificate, Error> {
        let mut params = template.to_rcgen()?;
        params.is_ca = template.basic_constraints.to_rcgen();
        params.serial_number = Some(serial_number.to_rcgen());
        params.not_before = validity.not_before;
        params.not_after = validity.not_after;
        params.use_authority_key_identifier_extension = true;
        let own = self.certificate.as_der().into();
        let issuer = Issuer::from_ca_cert_der(&own, signing_key).map_err(Error::certificate)?;
        let certificate = params.signed_by(&public_key.0, &issuer).map_err(Error::certificate)?;
        Ok(Certificate::from_der(certificate.der().to_vec()))
    }
}
