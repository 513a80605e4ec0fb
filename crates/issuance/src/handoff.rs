//! Which files does each team make? The flow of the two teams, from nothing to the seven files, in memory.
//!
//! Team A makes [`ServerSide`] and sends its request. Team B makes [`AuthoritySide`], which signs it. Writing them down is
//! the caller's matter: [`File`] says which ones are secret and which ones may travel.

use std::fmt;

use zeroize::Zeroizing;

use crate::authority::CertificationAuthority;
use crate::certificate::Certificate;
use crate::error::Error;
use crate::key_pair::{KeyPair, PublicKey};
use crate::key_type::KeyType;
use crate::name::{DistinguishedName, GeneralName};
use crate::request::CertificationRequest;
use crate::serial_number::SerialNumber;
use crate::store::Store;
use crate::template::CertificateTemplate;
use crate::validity::Validity;

/// What both teams agree on before they begin.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// The kind of key that a server or device gets.
    pub key_type: KeyType,
    /// When the certificates of server and device are valid.
    pub validity: Validity,
    /// When the CA's is.
    pub authority_validity: Validity,
    /// Whether a second CA stands between the CA and those it certifies.
    pub with_intermediate: bool,
    /// What every private key is encrypted with; `None` leaves them open.
    pub passphrase: Option<&'a Passphrase>,
}

/// A passphrase that is wiped and never printed.
pub struct Passphrase(Zeroizing<String>);

/// One file with its name and what it holds.
#[derive(Debug)]
pub struct File {
    /// The usual name.
    pub name: &'static str,
    /// What it holds; wiped when dropped.
    pub bytes: Secret,
    /// It holds a private key: it stays with its team, and nobody else may read it.
    pub is_secret: bool,
}

/// The bytes of a file, never printed.
pub struct Secret(Zeroizing<Vec<u8>>);

/// What Team A makes: the server's key pair, and the request that it sends.
#[derive(Debug)]
pub struct ServerSide {
    key_pair: KeyPair,
    request: CertificationRequest,
}

/// What Team B makes: the CA, and the device's key pair, request and certificate.
#[derive(Debug)]
pub struct AuthoritySide {
    root: CertificationAuthority,
    intermediate: Option<CertificationAuthority>,
    key_pair: KeyPair,
    request: CertificationRequest,
    certificate: Certificate,
}

impl Passphrase {
    /// Takes it as typed.
    #[must_use]
    pub const fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl Secret {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl ServerSide {
    /// A key pair for a server under these hosts, and a request for them.
    pub fn new(hosts: &[&str], plan: &Plan<'_>) -> Result<Self, Error> {
        let key_pair = KeyPair::generate(plan.key_type)?;
        let request =
            CertificationRequest::new(&key_pair, CertificateTemplate::server(hosts, plan.key_type))?;
        Ok(Self { key_pair, request })
    }

    /// The request, which is made to be sent.
    #[must_use]
    pub const fn request(&self) -> &CertificationRequest {
        &self.request
    }

    /// `server.csr`.
    pub fn request_file(&self) -> Result<File, Error> {
        Ok(File::public("server.csr", self.request.to_pem()?))
    }

    /// `server_key.pem` and `server.csr`.
    pub fn files(&self, plan: &Plan<'_>) -> Result<Vec<File>, Error> {
        Ok(vec![File::secret("server_key.pem", &self.key_pair, plan)?, self.request_file()?])
    }
}

impl AuthoritySide {
    /// A CA, and a device that it certifies.
    pub fn new(plan: &Plan<'_>) -> Result<Self, Error> {
        let authority_key = || KeyPair::generate(authority_key_type(plan.key_type));
        let name = |common_name| DistinguishedName::new().common_name(common_name);
        let path_length = if plan.with_intermediate { 1 } else { 0 };
        let root = CertificationAuthority::self_signed(
            authority_key()?,
            name("Countersign CA"),
            SerialNumber::random()?,
            plan.authority_validity,
            Some(path_length),
        )?;
        let below = |root: &CertificationAuthority| {
            let serial_number = SerialNumber::random()?;
            let subject = name("Countersign Issuing CA");
            root.subordinate(authority_key()?, subject, &serial_number, plan.authority_validity, Some(0))
        };
        let intermediate = if plan.with_intermediate { Some(below(&root)?) } else { None };
        let key_pair = KeyPair::generate(plan.key_type)?;
        let device = GeneralName::UniformResourceIdentifier(format!("urn:device:{DEVICE}"));
        let template = CertificateTemplate::client(name(DEVICE), vec![device], plan.key_type);
        let request = CertificationRequest::new(&key_pair, template)?;
        let issuer = intermediate.as_ref().unwrap_or(&root);
        let certificate = issuer.grant(&request, SerialNumber::random()?, plan.validity)?;
        Ok(Self { root, intermediate, key_pair, request, certificate })
    }

    /// Certifies a server: `template` is what is granted, `public_key` the key of its request.
    pub fn certify(
        &self,
        template: &CertificateTemplate,
        public_key: &PublicKey,
        plan: &Plan<'_>,
    ) -> Result<File, Error> {
        let issuer = self.intermediate.as_ref().unwrap_or(&self.root);
        let certificate = issuer.issue(template, public_key, &SerialNumber::random()?, plan.validity)?;
        Ok(File::public("server.cer", self.bundle(&certificate)?))
    }

    /// `CA.cer`, for everyone who is to trust this CA.
    pub fn authority_file(&self) -> Result<File, Error> {
        Ok(File::public("CA.cer", self.root.certificate().to_pem()?))
    }

    /// `client.pem`, `client.csr`, `client.cer`, `CA.cer`, and the keys of the CAs.
    pub fn files(&self, plan: &Plan<'_>) -> Result<Vec<File>, Error> {
        let mut files = vec![
            File::secret("client.pem", &self.key_pair, plan)?,
            File::public("client.csr", self.request.to_pem()?),
            File::public("client.cer", self.bundle(&self.certificate)?),
            self.authority_file()?,
            File::secret("ca_key.pem", self.root.key_pair(), plan)?,
        ];
        if let Some(intermediate) = &self.intermediate {
            files.push(File::secret("intermediate_ca_key.pem", intermediate.key_pair(), plan)?);
        }
        Ok(files)
    }

    /// `client.p12`: the device's key and certificate, the CAs above it, and the root as the one to trust, in one file under
    /// a passphrase, as devices, browsers and Java import it.
    pub fn store_file(&self, passphrase: &Passphrase) -> Result<File, Error> {
        let between = self.intermediate.iter().map(CertificationAuthority::certificate);
        let store = Store {
            key_pair: &self.key_pair,
            certificates: core::iter::once(&self.certificate).chain(between).collect(),
            trusted: self.root.certificate(),
        };
        Ok(File {
            name: "client.p12",
            bytes: Secret(Zeroizing::new(store.to_pkcs12(&passphrase.0)?)),
            is_secret: true,
        })
    }

    /// A certificate with the CA between it and the root behind it: the order that TLS sends them in (RFC 8446 §4.4.2).
    fn bundle(&self, certificate: &Certificate) -> Result<String, Error> {
        let mut text = certificate.to_pem()?;
        if let Some(intermediate) = &self.intermediate {
            text.push_str(&intermediate.certificate().to_pem()?);
        }
        Ok(text)
    }
}

impl File {
    fn public(name: &'static str, text: String) -> Self {
        Self { name, bytes: Secret(Zeroizing::new(text.into_bytes())), is_secret: false }
    }

    fn secret(name: &'static str, key_pair: &KeyPair, plan: &Plan<'_>) -> Result<Self, Error> {
        let text = match plan.passphrase {
            None => key_pair.to_pkcs8_pem()?,
            Some(passphrase) => key_pair.to_encrypted_pkcs8_pem(&passphrase.0)?,
        };
        Ok(Self { name, bytes: Secret(Zeroizing::new(text.as_bytes().to_vec())), is_secret: true })
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Passphrase(…)")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// A CA's key lasts longer than those it signs for, and whoever reads their signatures reads its too.
const fn authority_key_type(key_type: KeyType) -> KeyType {
    match key_type {
        KeyType::EcdsaP256 | KeyType::EcdsaP384 => KeyType::EcdsaP384,
        KeyType::EcdsaP521 => KeyType::EcdsaP521,
        KeyType::Ed25519 => KeyType::Ed25519,
        KeyType::Rsa2048 | KeyType::Rsa3072 => KeyType::Rsa3072,
        KeyType::Rsa4096 => KeyType::Rsa4096,
    }
}

/// The device that the client's certificate is for.
const DEVICE: &str = "device-0001";
