//! How does a key's owner ask for a certificate?

use crate::error::Error;
use crate::key_pair::{KeyPair, PublicKey};
use crate::pem::pem_block;
use crate::template::CertificateTemplate;

/// A PKCS#10 certification request, the "CSR" (RFC 2986): a public key and what its certificate is to say, signed with
/// the private key to show that the asker has it. It holds no secret and is made to be sent.
#[derive(Clone, Debug)]
pub struct CertificationRequest {
    template: CertificateTemplate,
    public_key: PublicKey,
    der: Vec<u8>,
}

impl CertificationRequest {
    /// Asks for what `template` says, for the public half of `key_pair`. Names and usages go into the extensionRequest
    /// attribute (RFC 2985 section 5.4.2); a request never asks to become a CA.
    pub fn new(key_pair: &KeyPair, template: CertificateTemplate) -> Result<Self, Error> {
        let request = template.to_rcgen()?.serialize_request(key_pair).map_err(Error::request)?;
        Ok(Self { template, public_key: key_pair.public_key()?, der: request.der().to_vec() })
    }

    /// What is asked for.
    #[must_use]
    pub const fn template(&self) -> &CertificateTemplate {
        &self.template
    }

    /// The key that is to be certified.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The request as DER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The request as a `CERTIFICATE REQUEST` block (RFC 7468 section 7).
    pub fn to_pem(&self) -> Result<String, Error> {
        pem_block("CERTIFICATE REQUEST", &self.der)
    }
}
