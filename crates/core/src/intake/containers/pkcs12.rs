//! What does a PKCS#12 store hold, and which passphrase opens it? RFC 7292 §4, bag by bag; its MAC decides.

use zeroize::Zeroizing;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, ber, oids};
use crate::crypto::{Crypto, DecryptError};
use crate::model::{Container, Kind, Passphrases};
use crate::policy::Policy;

use super::super::sniff::Block;
use super::{all_open, inside};

/// `PFX ::= SEQUENCE { version, authSafe ContentInfo, macData MacData OPTIONAL }`.
pub(super) fn open(
    der: &[u8],
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Result<(Container, Vec<Block>), Malformed> {
    let mut pfx = Reader::new(der).expect(Tag::SEQUENCE, "PFX")?.reader();
    pfx.expect(Tag::INTEGER, "version")?;
    let safe = pfx.expect(Tag::SEQUENCE, "authSafe")?;
    let mac = pfx.optional(Tag::SEQUENCE, "macData")?;
    let Content::Plain(safe) = Content::read(&safe, policy)? else {
        return Err(Malformed::new("authSafe", 0, "it is sealed for a certificate, or not a safe"));
    };
    let opener = Opener { policy, crypto };
    let mut container = all_open(0);
    container.has_mac = mac.is_some();
    let mut given: Vec<Option<&[u8]>> = policy.passphrases.iter().map(|one| Some(one.bytes())).collect();
    // Without asking anybody: stores without a passphrase, and with an empty one.
    given.extend([None, Some([].as_slice())]);
    let mut refused = DecryptError::WrongPassphrase;
    for passphrase in &given {
        match opener.fits(mac, &safe, *passphrase)? {
            Ok(()) => {}
            Err(DecryptError::Unsupported(what)) => {
                container.passed_over.push(format!("the check of its MAC by {what}"));
            }
            Err(reason @ DecryptError::LimitExceeded { .. }) => {
                container.locked = Some((reason, Passphrases::Tried));
                return Ok((container, Vec::new()));
            }
            Err(reason) => {
                refused = reason;
                continue;
            }
        }
        match opener.contents(&safe, *passphrase, &mut container)? {
            Ok(blocks) => {
                container.without_passphrase = passphrase.is_none_or(<[u8]>::is_empty);
                container.objects = blocks.len();
                return Ok((container, blocks));
            }
            Err(reason) => refused = reason,
        }
    }
    let tried = if policy.passphrases.is_empty() { Passphrases::NoneGiven } else { Passphrases::Tried };
    container.locked = Some((refused, tried));
    Ok((container, Vec::new()))
}

/// What a ContentInfo holds.
enum Content<'a> {
    /// The octets of `data`.
    Plain(Vec<u8>),
    /// `encryptedData`: AlgorithmIdentifier and ciphertext.
    Encrypted(&'a [u8], Vec<u8>),
    /// Another type, which is not opened.
    Other(Oid),
}

impl<'a> Content<'a> {
    fn read(info: &Tlv<'a>, policy: &Policy) -> Result<Self, Malformed> {
        let mut fields = info.reader();
        let content_type = fields.expect(Tag::OID, "contentType")?.content;
        if content_type != oids::PKCS7_DATA && content_type != oids::PKCS7_ENCRYPTED_DATA {
            return Ok(Self::Other(Oid::from_der_content(content_type)));
        }
        let mut content = fields.expect(Tag::context(0), "content")?.reader();
        if content_type == oids::PKCS7_DATA {
            return Ok(Self::Plain(octets(&content.next("content")?, policy)?));
        }
        let mut encrypted_data = content.expect(Tag::SEQUENCE, "EncryptedData")?.reader();
        encrypted_data.expect(Tag::INTEGER, "version")?;
        let mut encrypted = encrypted_data.expect(Tag::SEQUENCE, "encryptedContentInfo")?.reader();
        encrypted.expect(Tag::OID, "contentType")?;
        let algorithm = encrypted.expect(Tag::SEQUENCE, "contentEncryptionAlgorithm")?.bytes;
        Ok(Self::Encrypted(algorithm, octets(&encrypted.next("encryptedContent")?, policy)?))
    }
}

fn octets(tlv: &Tlv<'_>, policy: &Policy) -> Result<Vec<u8>, Malformed> {
    ber::octets(tlv, policy.limits.nesting_depth)
        .ok_or_else(|| Malformed::new("content", tlv.offset, "its octets are nested too deep"))
}

struct Opener<'a> {
    policy: &'a Policy,
    crypto: &'a dyn Crypto,
}

impl Opener<'_> {
    /// `MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }` over the safe's octets.
    fn fits(
        &self,
        mac: Option<Tlv<'_>>,
        safe: &[u8],
        passphrase: Option<&[u8]>,
    ) -> Result<Result<(), DecryptError>, Malformed> {
        let Some(mac) = mac else { return Ok(Ok(())) };
        let mut fields = mac.reader();
        let mut info = fields.expect(Tag::SEQUENCE, "mac")?.reader();
        let algorithm =
            info.expect(Tag::SEQUENCE, "digestAlgorithm")?.reader().expect(Tag::OID, "algorithm")?;
        let stated = info.expect(Tag::OCTET_STRING, "digest")?.content;
        let salt = fields.expect(Tag::OCTET_STRING, "macSalt")?.content;
        let iterations =
            fields.optional(Tag::INTEGER, "iterations")?.map_or([1].as_slice(), |one| one.content);
        let limits = self.policy.limits.kdf;
        let computed = self.crypto.pkcs12_mac(algorithm.content, salt, iterations, passphrase, safe, limits);
        Ok(computed.and_then(
            |computed| {
                if computed == stated { Ok(()) } else { Err(DecryptError::WrongPassphrase) }
            },
        ))
    }

    /// `AuthenticatedSafe ::= SEQUENCE OF ContentInfo`, each with its bags.
    fn contents(
        &self,
        safe: &[u8],
        passphrase: Option<&[u8]>,
        container: &mut Container,
    ) -> Result<Result<Vec<Block>, DecryptError>, Malformed> {
        let safe = self.definite(safe)?;
        let mut infos = Reader::new(&safe).expect(Tag::SEQUENCE, "AuthenticatedSafe")?.reader();
        let mut blocks = Vec::new();
        while !infos.is_empty() {
            let bags = match Content::read(&infos.expect(Tag::SEQUENCE, "ContentInfo")?, self.policy)? {
                Content::Encrypted(algorithm, sealed) => {
                    match self.crypto.decrypt(algorithm, &sealed, passphrase, self.policy.limits.kdf) {
                        Ok(opened) => opened,
                        Err(DecryptError::Malformed(reason)) => {
                            return Err(Malformed::new("encryptedContent", 0, reason));
                        }
                        Err(reason) => return Ok(Err(reason)),
                    }
                }
                Content::Other(oid) => {
                    container.passed_over.push(format!("content of the type {}", oid.words()));
                    continue;
                }
                Content::Plain(bags) => Zeroizing::new(bags),
            };
            let bags = Zeroizing::new(self.definite(&bags)?);
            // A wrong passphrase whose padding came out right by chance.
            if Reader::new(&bags).expect(Tag::SEQUENCE, "SafeContents").is_err() {
                return Ok(Err(DecryptError::WrongPassphrase));
            }
            self.bags(&bags, passphrase, container, &mut blocks, self.policy.limits.nesting_depth)?;
        }
        Ok(Ok(blocks))
    }

    fn definite(&self, bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
        ber::with_definite_lengths(bytes, self.policy.limits.nesting_depth).ok_or_else(|| {
            Malformed::new("SafeContents", 0, "its lengths do not fit, or it is nested too deep")
        })
    }

    /// `SafeContents ::= SEQUENCE OF SafeBag`, `SafeBag ::= SEQUENCE { bagId, bagValue [0] EXPLICIT, bagAttributes SET }`.
    fn bags(
        &self,
        safe_contents: &[u8],
        passphrase: Option<&[u8]>,
        container: &mut Container,
        blocks: &mut Vec<Block>,
        depth_left: usize,
    ) -> Result<(), Malformed> {
        let mut bags = Reader::new(safe_contents).expect(Tag::SEQUENCE, "SafeContents")?.reader();
        while !bags.is_empty() && blocks.len() < self.policy.limits.blocks {
            let mut bag = bags.expect(Tag::SEQUENCE, "SafeBag")?.reader();
            let id = bag.expect(Tag::OID, "bagId")?.content;
            let mut holder = bag.expect(Tag::context(0), "bagValue")?.reader();
            let value = holder.next("bagValue")?;
            match id {
                oids::PKCS12_KEY_BAG => {
                    blocks.push(inside(Kind::Pkcs12, Zeroizing::new(value.bytes.to_vec())))
                }
                oids::PKCS12_SHROUDED_KEY_BAG => blocks.push(self.shrouded_key(&value, passphrase)),
                oids::PKCS12_CERT_BAG | oids::PKCS12_CRL_BAG => match self.wrapped(&value)? {
                    Some(der) => blocks.push(inside(Kind::Pkcs12, Zeroizing::new(der))),
                    None => container.passed_over.push("a certificate of another kind than X.509".to_owned()),
                },
                oids::PKCS12_SAFE_CONTENTS_BAG if depth_left > 0 => {
                    self.bags(value.bytes, passphrase, container, blocks, depth_left - 1)?;
                }
                other => {
                    container
                        .passed_over
                        .push(format!("a bag of the type {}", Oid::from_der_content(other).words()));
                }
            }
        }
        Ok(())
    }

    /// The key inside an EncryptedPrivateKeyInfo; as it is, if the passphrase of the store does not open it.
    fn shrouded_key(&self, value: &Tlv<'_>, passphrase: Option<&[u8]>) -> Block {
        let opened = || {
            let mut info = value.reader();
            let algorithm = info.expect(Tag::SEQUENCE, "encryptionAlgorithm").ok()?.bytes;
            let encrypted = info.expect(Tag::OCTET_STRING, "encryptedData").ok()?.content;
            self.crypto.decrypt(algorithm, encrypted, passphrase, self.policy.limits.kdf).ok()
        };
        inside(Kind::Pkcs12, opened().unwrap_or_else(|| Zeroizing::new(value.bytes.to_vec())))
    }

    /// `CertBag ::= SEQUENCE { certId, certValue [0] EXPLICIT OCTET STRING }`, and the same of lists; `None` for other kinds.
    fn wrapped(&self, value: &Tlv<'_>) -> Result<Option<Vec<u8>>, Malformed> {
        let mut bag = value.reader();
        let id = bag.expect(Tag::OID, "certId")?.content;
        let mut holder = bag.expect(Tag::context(0), "certValue")?.reader();
        if id != oids::PKCS9_X509_CERTIFICATE && id != oids::PKCS9_X509_CRL {
            return Ok(None);
        }
        octets(&holder.next("certValue")?, self.policy).map(Some)
    }
}
