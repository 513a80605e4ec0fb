//! How are keys, requests and certificates made?
//!
//! The other half of an inspector: what the two teams of a handoff do before anybody can look at the result. The flow
//! is four steps, and each is one call:
//!
//! ```
//! use countersign_issuance::*;
//! # fn main() -> Result<(), Error> {
//! // Team B runs the certification authority.
//! let validity = Validity::from_years(2025, 2045)?;
//! let authority = CertificationAuthority::self_signed(
//!     KeyPair::generate(KeyType::EcdsaP384)?,
//!     DistinguishedName::new().common_name("Example Device CA"),
//!     SerialNumber::random()?,
//!     validity,
//!     None,
//! )?;
//! // Team A makes a key pair, keeps the private key and sends a request.
//! let key_pair = KeyPair::generate(KeyType::Rsa2048)?;
//! let template = CertificateTemplate::server(&["api.example.com"], key_pair.key_type());
//! let request = CertificationRequest::new(&key_pair, template)?;
//! // Team B grants what the request asks.
//! let certificate = authority.grant(&request, SerialNumber::random()?, validity)?;
//! assert!(certificate.to_pem()?.starts_with("-----BEGIN CERTIFICATE-----"));
//! # Ok(())
//! # }
//! ```
//!
//! Nothing here decides whether a certificate is a good one: whatever a template says is signed, so that fixtures can be
//! wrong on purpose. [`condemned`] makes what no one should accept any more. Keys and signatures are `rcgen`'s, over
//! aws-lc-rs.
#![deny(missing_docs)]

mod authority;
mod certificate;
pub mod condemned;
mod error;
mod handoff;
mod key_pair;
mod key_type;
mod name;
mod pem;
mod request;
mod revocation_list;
mod serial_number;
mod store;
mod template;
#[cfg(test)]
mod tests;
mod validity;

pub use authority::CertificationAuthority;
pub use certificate::Certificate;
pub use error::Error;
pub use handoff::{AuthoritySide, File, Passphrase, Plan, Secret, ServerSide};
pub use key_pair::{KeyPair, PublicKey};
pub use key_type::KeyType;
pub use name::{DistinguishedName, GeneralName};
pub use pem::pem_block;
pub use request::CertificationRequest;
pub use serial_number::SerialNumber;
pub use template::{BasicConstraints, CertificateTemplate, KeyPurpose, KeyUsage};
pub use validity::Validity;
