//! Who takes part? Two teams, played from the first key to the last certificate.

use countersign_issuance::{
    Certificate, CertificateTemplate, CertificationAuthority, CertificationRequest, DistinguishedName,
    GeneralName, KeyPair, KeyType, SerialNumber, Validity,
};

use super::Error;
use super::set::Files;

/// A complete handoff, before it is written down.
pub(super) struct Handoff {
    pub(super) authority: CertificationAuthority,
    pub(super) server: Party,
    pub(super) client: Party,
}

/// One side's key pair, what it asked for and what it got.
pub(super) struct Party {
    pub(super) key_pair: KeyPair,
    pub(super) request: CertificationRequest,
    pub(super) certificate: Certificate,
}

impl Handoff {
    /// Everything right, with the usual key types: RSA for the server, P-256 for the device, P-384 for the CA.
    pub(super) fn sound() -> Result<Self, Error> {
        Self::with_key_types(KeyType::Rsa2048, KeyType::EcdsaP256, KeyType::EcdsaP384)
    }

    pub(super) fn with_key_types(
        server: KeyType,
        client: KeyType,
        authority: KeyType,
    ) -> Result<Self, Error> {
        Self::under(root("Example Device CA", KeyPair::generate(authority)?, None)?, server, client)
    }

    /// Both certificates straight from this CA.
    pub(super) fn under(
        authority: CertificationAuthority,
        server: KeyType,
        client: KeyType,
    ) -> Result<Self, Error> {
        let server =
            Party::new(&authority, KeyPair::generate(server)?, server_template(server), SERVER_SERIAL)?;
        let client =
            Party::new(&authority, KeyPair::generate(client)?, client_template(client), CLIENT_SERIAL)?;
        Ok(Self { authority, server, client })
    }

    /// The seven files.
    pub(super) fn files(&self) -> Result<Files, Error> {
        let mut files = Files::default();
        files.put("server_key.pem", self.server.key_pair.to_pkcs8_pem()?.as_bytes());
        files.put("server.csr", self.server.request.to_pem()?);
        files.put("server.cer", self.server.certificate.to_pem()?);
        files.put("client.pem", self.client.key_pair.to_pkcs8_pem()?.as_bytes());
        files.put("client.csr", self.client.request.to_pem()?);
        files.put("client.cer", self.client.certificate.to_pem()?);
        files.put("CA.cer", self.authority.certificate().to_pem()?);
        Ok(files)
    }

    /// Team B issues the server's certificate with changes to what was asked.
    pub(super) fn reissue_server(
        &mut self,
        change: impl FnOnce(&mut CertificateTemplate),
    ) -> Result<(), Error> {
        let mut template = self.server.request.template().clone();
        change(&mut template);
        let public_key = self.server.request.public_key();
        self.server.certificate =
            self.authority.issue(&template, public_key, &SERVER_SERIAL.into(), leaf_validity()?)?;
        Ok(())
    }
}

impl Party {
    /// Makes a request and has it granted.
    pub(super) fn new(
        authority: &CertificationAuthority,
        key_pair: KeyPair,
        template: CertificateTemplate,
        serial_number: u64,
    ) -> Result<Self, Error> {
        let request = CertificationRequest::new(&key_pair, template)?;
        let certificate = authority.grant(&request, serial_number.into(), leaf_validity()?)?;
        Ok(Self { key_pair, request, certificate })
    }

    /// The request granted by another CA, or with another number or other dates.
    pub(super) fn regrant(
        &mut self,
        authority: &CertificationAuthority,
        serial_number: u64,
        validity: Validity,
    ) -> Result<(), Error> {
        self.certificate = authority.grant(&self.request, serial_number.into(), validity)?;
        Ok(())
    }
}

/// A root CA of Team B's.
pub(super) fn root(
    common_name: &str,
    key_pair: KeyPair,
    path_len_constraint: Option<u8>,
) -> Result<CertificationAuthority, Error> {
    let serial_number = SerialNumber::random()?;
    let subject = authority_name(common_name);
    let validity = authority_validity()?;
    Ok(CertificationAuthority::self_signed(key_pair, subject, serial_number, validity, path_len_constraint)?)
}

/// An intermediate CA below `root`, as large organisations have.
pub(super) fn issuing_authority(root: &CertificationAuthority) -> Result<CertificationAuthority, Error> {
    let key_pair = KeyPair::generate(KeyType::EcdsaP256)?;
    let subject = authority_name("Example Issuing CA");
    let number = SerialNumber::from(ISSUING_AUTHORITY_SERIAL);
    Ok(root.subordinate(key_pair, subject, &number, authority_validity()?, None)?)
}

pub(super) fn authority_name(common_name: &str) -> DistinguishedName {
    DistinguishedName::new().organization("Example Devices").common_name(common_name)
}

/// What Team A asks for.
pub(super) fn server_template(key_type: KeyType) -> CertificateTemplate {
    CertificateTemplate::server(&["api.example.com", "api-eu.example.com"], key_type)
}

/// What Team B asks for in the device's name.
pub(super) fn client_template(key_type: KeyType) -> CertificateTemplate {
    let device = GeneralName::UniformResourceIdentifier("urn:example:device:0001".to_owned());
    CertificateTemplate::client(DistinguishedName::new().common_name("device-0001"), vec![device], key_type)
}

pub(super) fn authority_validity() -> Result<Validity, Error> {
    Ok(Validity::from_years(2025, 2045)?)
}

pub(super) fn leaf_validity() -> Result<Validity, Error> {
    Ok(Validity::from_days((2025, 6, 1), (2044, 6, 1))?)
}

pub(super) const ISSUING_AUTHORITY_SERIAL: u64 = 0x1001;
pub(super) const SERVER_SERIAL: u64 = 0x2001;
pub(super) const CLIENT_SERIAL: u64 = 0x2002;
