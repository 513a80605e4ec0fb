//! What does a PKCS#12 store hold, and which passphrase opens it? RFC 7292 §4, bag by bag; its MAC decides.

use zeroize::Zeroizing;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, ber, oids};
use crate::crypto::{Crypto, DecryptError};
use crate::model::{Container, Kind, Passphrases, PrivateKeyEncoding, bmp_string, plain_encoding};
use crate::policy::Policy;

use super::super::blocks::{Block, BlockForm};
use super::attempt::Attempt;
use super::{empty, inside};

/// `PFX ::= SEQUENCE { version, authSafe ContentInfo, macData MacData OPTIONAL }`; at most `most` objects are taken out.
pub(super) fn open(
    der: &[u8],
    most: usize,
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Result<(Container, Vec<Block>), Malformed> {
    let mut pfx = Reader::new(der).expect(Tag::SEQUENCE, "PFX")?.reader();
    pfx.expect(Tag::INTEGER, "version")?;
    let safe = pfx.expect(Tag::SEQUENCE, "authSafe")?;
    let mac = pfx.optional(Tag::SEQUENCE, "macData")?;
    pfx.finish("PFX")?;
    let Content::Plain(safe) = Content::read(&safe, policy)? else {
        return Err(Malformed::new("authSafe", 0, "it is sealed for a certificate, or not a safe"));
    };
    let attempts = Attempt::all(policy);
    let opener = Opener { most, policy, crypto, attempts: &attempts };
    let mut refused = DecryptError::WrongPassphrase;
    for attempt in &attempts {
        let mut container = empty();
        match opener.fits(mac, &safe, attempt)? {
            Ok(()) => {}
            Err(DecryptError::Unsupported(what)) => {
                container.pass_over(format!("the check of its MAC by {what}"))
            }
            Err(reason @ DecryptError::LimitExceeded { .. }) => {
                refused = reason;
                break;
            }
            Err(_) => continue,
        }
        match opener.contents(&safe, attempt, &mut container)? {
            Ok(blocks) => {
                container.objects = blocks.len();
                return Ok((container, blocks));
            }
            Err(reason @ DecryptError::LimitExceeded { .. }) => {
                refused = reason;
                break;
            }
            Err(reason) => refused = reason,
        }
    }
    let tried = if policy.passphrases.is_empty() { Passphrases::NoneGiven } else { Passphrases::Tried };
    Ok((Container { locked: Some((refused, tried)), ..empty() }, Vec::new()))
}

/// `friendlyName BMPString` among a bag's attributes (RFC 2985 §5.5.1). What is no text (CVE-2025-69419: an odd length, half a
/// surrogate pair) is said to be none.
fn friendly_name(attributes: &Tlv<'_>) -> Option<String> {
    let mut attributes = attributes.reader();
    while let Ok(attribute) = attributes.expect(Tag::SEQUENCE, "PKCS12Attribute") {
        let mut fields = attribute.reader();
        if fields.expect(Tag::OID, "attrId").ok()?.content != oids::PKCS9_FRIENDLY_NAME {
            continue;
        }
        let value = fields.expect(Tag::SET, "attrValues").ok()?.reader().next("friendlyName").ok()?;
        let text = (value.tag == Tag::BMP_STRING).then(|| bmp_string(value.content)).flatten();
        return Some(text.unwrap_or_else(|| "(a name that is no text)".to_owned()));
    }
    None
}

/// What a ContentInfo holds.
enum Content<'a> {
    /// The octets of `data`.
    Plain(Zeroizing<Vec<u8>>),
    /// `encryptedData`: AlgorithmIdentifier and ciphertext.
    Encrypted(&'a [u8], Zeroizing<Vec<u8>>),
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
            let octets = octets(&content.next("content")?, policy)?;
            content.finish("content")?;
            return Ok(Self::Plain(octets));
        }
        let mut encrypted_data = content.expect(Tag::SEQUENCE, "EncryptedData")?.reader();
        encrypted_data.expect(Tag::INTEGER, "version")?;
        let mut encrypted = encrypted_data.expect(Tag::SEQUENCE, "encryptedContentInfo")?.reader();
        encrypted.expect(Tag::OID, "contentType")?;
        let algorithm = encrypted.expect(Tag::SEQUENCE, "contentEncryptionAlgorithm")?.bytes;
        Ok(Self::Encrypted(algorithm, octets(&encrypted.next("encryptedContent")?, policy)?))
    }
}

fn octets(tlv: &Tlv<'_>, policy: &Policy) -> Result<Zeroizing<Vec<u8>>, Malformed> {
    ber::octets(tlv, policy.limits.nesting_depth)
        .ok_or_else(|| Malformed::new("content", tlv.offset, "its octets are nested too deep"))
}

struct Opener<'a> {
    most: usize,
    policy: &'a Policy,
    crypto: &'a dyn Crypto,
    attempts: &'a [Attempt<'a>],
}

impl Opener<'_> {
    /// `MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }` over the safe's octets.
    fn fits(
        &self,
        mac: Option<Tlv<'_>>,
        safe: &[u8],
        attempt: &Attempt<'_>,
    ) -> Result<Result<(), DecryptError>, Malformed> {
        let Some(mac) = mac else { return Ok(Ok(())) };
        let mut fields = mac.reader();
        let mut info = fields.expect(Tag::SEQUENCE, "mac")?.reader();
        let algorithm = info.expect(Tag::SEQUENCE, "digestAlgorithm")?;
        let stated = info.expect(Tag::OCTET_STRING, "digest")?.content;
        let salt = fields.expect(Tag::OCTET_STRING, "macSalt")?.content;
        let iterations =
            fields.optional(Tag::INTEGER, "iterations")?.map_or([1].as_slice(), |one| one.content);
        let Attempt { passphrase, limits, .. } = *attempt;
        let computed = self.crypto.pkcs12_mac(algorithm.bytes, salt, iterations, passphrase, safe, limits);
        Ok(match computed {
            Ok(computed) if computed == stated => Ok(()),
            Ok(_) => Err(DecryptError::WrongPassphrase),
            Err(reason) => Err(attempt.weighed(reason, self.policy)),
        })
    }

    /// `AuthenticatedSafe ::= SEQUENCE OF ContentInfo`, each with its bags.
    fn contents(
        &self,
        safe: &[u8],
        attempt: &Attempt<'_>,
        container: &mut Container,
    ) -> Result<Result<Vec<Block>, DecryptError>, Malformed> {
        let safe = self.definite(safe)?;
        let mut infos = Reader::new(&safe).expect(Tag::SEQUENCE, "AuthenticatedSafe")?.reader();
        let mut blocks = Vec::new();
        while !infos.is_empty() {
            let depth_left = self.policy.limits.nesting_depth;
            match Content::read(&infos.expect(Tag::SEQUENCE, "ContentInfo")?, self.policy)? {
                Content::Encrypted(algorithm, sealed) => {
                    let opened = self.crypto.decrypt(algorithm, &sealed, attempt.passphrase, attempt.limits);
                    let opened = match opened {
                        Ok(opened) => opened,
                        Err(DecryptError::Malformed(reason)) => {
                            return Err(Malformed::new("encryptedContent", 0, reason));
                        }
                        Err(reason) => return Ok(Err(attempt.weighed(reason, self.policy))),
                    };
                    // What makes no sense was opened with a wrong passphrase, whose padding came out right by chance.
                    let bags = self.definite(&opened);
                    if bags.and_then(|bags| self.bags(&bags, container, &mut blocks, depth_left)).is_err() {
                        return Ok(Err(DecryptError::WrongPassphrase));
                    }
                }
                Content::Other(oid) => container.pass_over(format!("content of the type {}", oid.words())),
                Content::Plain(bags) => {
                    self.bags(&self.definite(&bags)?, container, &mut blocks, depth_left)?;
                }
            }
        }
        Ok(Ok(blocks))
    }

    fn definite(&self, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Malformed> {
        let depth = self.policy.limits.nesting_depth;
        ber::with_definite_lengths(bytes, depth)
            .map_err(|fault| Malformed::new("SafeContents", 0, fault.words(depth)))
    }

    /// `SafeContents ::= SEQUENCE OF SafeBag`, `SafeBag ::= SEQUENCE { bagId, bagValue [0] EXPLICIT, bagAttributes SET }`.
    fn bags(
        &self,
        safe_contents: &[u8],
        container: &mut Container,
        blocks: &mut Vec<Block>,
        depth_left: usize,
    ) -> Result<(), Malformed> {
        let mut bags = Reader::new(safe_contents).expect(Tag::SEQUENCE, "SafeContents")?.reader();
        while !bags.is_empty() {
            if blocks.len() >= self.most {
                container.pass_over(format!("more than {} objects", self.most));
                break;
            }
            let mut bag = bags.expect(Tag::SEQUENCE, "SafeBag")?.reader();
            let id = bag.expect(Tag::OID, "bagId")?.content;
            let mut holder = bag.expect(Tag::context(0), "bagValue")?.reader();
            let value = holder.next("bagValue")?;
            let name =
                bag.optional(Tag::SET, "bagAttributes").ok().flatten().as_ref().and_then(friendly_name);
            let before = blocks.len();
            match id {
                oids::PKCS12_KEY_BAG => {
                    container.without_passphrase = true;
                    blocks.push(inside(Kind::Pkcs12, Zeroizing::new(value.bytes.to_vec())));
                }
                oids::PKCS12_SHROUDED_KEY_BAG => blocks.push(self.shrouded_key(&value, container)),
                oids::PKCS12_CERT_BAG | oids::PKCS12_CRL_BAG => match self.wrapped(&value)? {
                    Some(der) => blocks.push(inside(Kind::Pkcs12, der)),
                    None => container.pass_over("a certificate of another kind than X.509".to_owned()),
                },
                oids::PKCS12_SAFE_CONTENTS_BAG if depth_left > 0 => {
                    self.bags(value.bytes, container, blocks, depth_left - 1)?;
                }
                other => {
                    container
                        .pass_over(format!("a bag of the type {}", Oid::from_der_content(other).words()));
                }
            }
            if id != oids::PKCS12_SAFE_CONTENTS_BAG
                && let (Some(name), Some(block)) = (name, blocks.get_mut(before))
            {
                block.form = BlockForm::Inside(Kind::Pkcs12, Some(name));
            }
        }
        Ok(())
    }

    /// The key inside an EncryptedPrivateKeyInfo; as it is, if no passphrase opens it.
    fn shrouded_key(&self, value: &Tlv<'_>, container: &mut Container) -> Block {
        let mut too_costly = None;
        let mut open = |attempt: &Attempt<'_>| {
            let mut info = value.reader();
            let algorithm = info.expect(Tag::SEQUENCE, "encryptionAlgorithm").ok()?.bytes;
            let encrypted = info.expect(Tag::OCTET_STRING, "encryptedData").ok()?.content;
            let opened = self.crypto.decrypt(algorithm, encrypted, attempt.passphrase, attempt.limits);
            let opened = match opened.map_err(|reason| attempt.weighed(reason, self.policy)) {
                Ok(opened) => opened,
                Err(DecryptError::LimitExceeded { what, asked, limit }) => {
                    too_costly =
                        Some(format!("a key that would take {asked} {what}, where {limit} are allowed"));
                    return None;
                }
                Err(_) => return None,
            };
            let is_key = plain_encoding(&opened) == Some(PrivateKeyEncoding::Pkcs8);
            is_key.then(|| (opened, attempt.passphrase.is_none_or(<[u8]>::is_empty)))
        };
        let opened = self.attempts.iter().find_map(&mut open);
        if let Some(what) = too_costly.filter(|_| opened.is_none()) {
            container.pass_over(what);
        }
        match opened {
            Some((key, unprotected)) => {
                container.without_passphrase |= unprotected;
                inside(Kind::Pkcs12, key)
            }
            None => inside(Kind::Pkcs12, Zeroizing::new(value.bytes.to_vec())),
        }
    }

    /// `CertBag ::= SEQUENCE { certId, certValue [0] EXPLICIT OCTET STRING }`, and the same of lists; `None` for other kinds.
    fn wrapped(&self, value: &Tlv<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, Malformed> {
        let mut bag = value.reader();
        let id = bag.expect(Tag::OID, "certId")?.content;
        let mut holder = bag.expect(Tag::context(0), "certValue")?.reader();
        if id != oids::PKCS9_X509_CERTIFICATE && id != oids::PKCS9_X509_CRL {
            return Ok(None);
        }
        octets(&holder.next("certValue")?, self.policy).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::{friendly_name, oids};
    use crate::asn1::{Reader, der_value};

    fn named(tag: u8, value: &[u8]) -> Option<String> {
        let values = der_value(0x31, &der_value(tag, value));
        let attribute = [der_value(0x06, oids::PKCS9_FRIENDLY_NAME), values].concat();
        let other = [der_value(0x06, &[0x2a, 3]), der_value(0x31, &[5, 0])].concat();
        let set = der_value(0x31, &[der_value(0x30, &other), der_value(0x30, &attribute)].concat());
        friendly_name(&Reader::new(&set).next("").unwrap())
    }

    /// CVE-2025-69419: a BMPString that is none.
    #[test]
    fn a_friendly_name_is_text_or_said_to_be_none() {
        assert_eq!(named(0x1e, &[0, b'a', 0x20, 0xac]).as_deref(), Some("a€"));
        assert_eq!(named(0x1e, &[0xd8, 0x3d, 0xdd, 0x11]).as_deref(), Some("\u{1f511}"), "a surrogate pair");
        assert_eq!(named(0x1e, &[]).as_deref(), Some(""));
        for broken in [&[0, b'a', 0][..], &[0xd8, 0x3d], &[0xdd, 0x11, 0, b'a'], &[0xd8, 0x3d, 0, b'a']] {
            assert_eq!(named(0x1e, broken).as_deref(), Some("(a name that is no text)"), "{broken:?}");
        }
        assert_eq!(named(0x04, &[0, b'a']).as_deref(), Some("(a name that is no text)"));
    }
}
