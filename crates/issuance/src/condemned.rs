//! How is made what no peer should accept any more? Short RSA keys and SHA-1 signatures, for fixtures only.
//!
//! They are apart from the rest so that nobody makes one by choosing from a list.

use getrandom::SysRng;
use rcgen::{PublicKeyData, SignatureAlgorithm, SigningKey};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs1v15;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::authority::CertificationAuthority;
use crate::certificate::Certificate;
use crate::error::Error;
use crate::key_pair::{KeyPair, PublicKey};
use crate::serial_number::SerialNumber;
use crate::template::CertificateTemplate;
use crate::validity::Validity;

/// Makes an RSA key pair of 1024 bits, which has been too short since 2014 (NIST SP 800-57 part 1, section 5.6.1).
pub fn short_rsa_key_pair() -> Result<KeyPair, Error> {
    let private_key = rsa::PrivateKey::new(&mut SysRng, SHORT_RSA_BITS).map_err(Error::key_pair)?;
    let public_key_der = private_key.as_public_key().to_pkcs1_der().map_err(Error::key_pair)?.into_vec();
    Ok(KeyPair::from_short_rsa(ShortRsaKey { private_key, public_key_der }))
}

/// Issues a certificate signed with sha1WithRSAEncryption, for which forgeries are practical (RFC 9155). The
/// authority's key must be an RSA key.
pub fn issue_with_sha1(
    authority: &CertificationAuthority,
    template: &CertificateTemplate,
    public_key: &PublicKey,
    serial_number: &SerialNumber,
    validity: Validity,
) -> Result<Certificate, Error> {
    let pkcs8 = authority.key_pair().to_pkcs8_der()?;
    let private_key = rsa::PrivateKey::from_pkcs8_der(&pkcs8).map_err(Error::key_pair)?;
    let signing_key =
        Sha1SigningKey { authority: authority.key_pair(), signer: pkcs1v15::SigningKey::new(private_key) };
    let issued = authority.issue_signed_by(&signing_key, template, public_key, serial_number, validity)?;
    Ok(Certificate::from_der(name_sha1(issued.as_der())))
}

/// What a [`KeyPair`] holds for a short key: aws-lc-rs refuses to work with one.
pub(crate) struct ShortRsaKey {
    private_key: rsa::PrivateKey,
    public_key_der: Vec<u8>,
}

impl ShortRsaKey {
    pub(crate) fn public_key_der(&self) -> &[u8] {
        &self.public_key_der
    }

    pub(crate) fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(self.private_key.to_pkcs8_der().map_err(Error::key_pair)?.to_bytes())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signer = pkcs1v15::SigningKey::<Sha256>::new(self.private_key.clone());
        signer.try_sign(message).map(|signature| signature.to_vec()).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

/// Signs with SHA-1 while its library believes that it is SHA-256: the algorithm's name is exchanged in what is signed,
/// and by [`name_sha1`] in the result. Both names are equally long, so no length changes.
struct Sha1SigningKey<'a> {
    authority: &'a KeyPair,
    signer: pkcs1v15::SigningKey<Sha1>,
}

impl PublicKeyData for Sha1SigningKey<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.authority.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        PublicKeyData::algorithm(self.authority)
    }
}

impl SigningKey for Sha1SigningKey<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signature = self.signer.try_sign(&name_sha1(message));
        signature.map(|signature| signature.to_vec()).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

/// The same DER with sha1WithRSAEncryption wherever it says sha256WithRSAEncryption.
fn name_sha1(der: &[u8]) -> Vec<u8> {
    let mut renamed = Vec::with_capacity(der.len());
    let mut rest = der;
    while let Some((first, others)) = rest.split_first() {
        match rest.strip_prefix(&SHA256_WITH_RSA_ENCRYPTION) {
            Some(after) => {
                renamed.extend_from_slice(&SHA1_WITH_RSA_ENCRYPTION);
                rest = after;
            }
            None => {
                renamed.push(*first);
                rest = others;
            }
        }
    }
    renamed
}

const SHORT_RSA_BITS: usize = 1024;

/// 1.2.840.113549.1.1.5, an OBJECT IDENTIFIER in DER.
const SHA1_WITH_RSA_ENCRYPTION: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05];

/// 1.2.840.113549.1.1.11.
const SHA256_WITH_RSA_ENCRYPTION: [u8; 11] =
    [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
