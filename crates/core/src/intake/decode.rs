//! What does a block say? Each kind to its decoder, containers opened, private keys wiped.

use zeroize::Zeroize as _;

use crate::asn1::ber::{self, BerFault};
use crate::asn1::{Malformed, Reader, Tag, is_deeper_than};
use crate::crypto::Crypto;
use crate::model::{
    Certificate, CertificationRequest, Kind, OcspResponse, Parsed, PrivateKeyEncoding, PublicKey,
    RevocationList, is_encrypted_pkcs8, open_private_key, open_traditional, plain_encoding,
};
use crate::policy::Policy;

use super::blocks::{Block, BlockForm};
use super::containers;
use super::cut::{Cut, cut};
use super::sniff::{DAMAGED, container_kind, kind_of_label, kind_of_shape, looks_like};
use super::stack::wipe_stack;

/// Decodes the block and what is inside it, if it is a container: each block is handed to
/// `found` with what it says, in order. At most
/// `most_inside` objects are taken out of it.
pub(crate) fn parse_all(
    mut block: Block,
    most_inside: usize,
    policy: &Policy,
    crypto: &dyn Crypto,
    mut found: impl FnMut(Block, Parsed),
) {
    let opened = block.der.as_ref().ok().and_then(|der| {
        let kind = container_kind(&block, der, policy.limits.nesting_depth)?;
        let opened = containers::open(kind, der, most_inside, policy, crypto);
        wipe_stack();
        Some(opened)
    });
    let Some(opened) = opened else {
        let parsed = parse_block(&mut block, policy, crypto);
        return found(block, parsed);
    };
    found(block, opened.parsed);
    for mut inner in opened.blocks {
        let parsed = parse_block(&mut inner, policy, crypto);
        found(inner, parsed);
    }
}

/// Decodes a block by its content, with its label as a hint. A private key's DER is wiped before this returns.
fn parse_block(block: &mut Block, policy: &Policy, crypto: &dyn Crypto) -> Parsed {
    let label = match &block.form {
        BlockForm::Pem(label) => label.as_str(),
        _ => "",
    };
    // OpenPGP's armor has a checksum line, and its labels are its own (RFC 9580 §6.2).
    if label.starts_with("PGP ") {
        return Parsed::Unrecognized("data of OpenPGP".to_owned());
    }
    let label_kind = kind_of_label(label);
    let der = match &mut block.der {
        Ok(der) => der,
        Err(reason) => {
            let kind = label_kind.unwrap_or(Kind::Unrecognized);
            return Parsed::Malformed { kind, fault: Malformed::new("PEM", 0, reason.clone()) };
        }
    };
    // OpenSSL's settings of trust follow the certificate (X509_CERT_AUX); they mean nothing to anybody else.
    if label == "TRUSTED CERTIFICATE"
        && let Ok(certificate) = Reader::new(der).next("certificate")
    {
        let length = certificate.bytes.len();
        der.truncate(length);
    }
    if let (Some(sealed), Some(Kind::PrivateKey)) = (&block.sealed, label_kind) {
        let opened = open_traditional(der, sealed, encoding_of_label(label), policy, crypto);
        der.zeroize();
        wipe_stack();
        return keep(Kind::PrivateKey, opened.map(Parsed::PrivateKey));
    }
    if let (Some(_), Some(kind)) = (&block.sealed, label_kind) {
        let reason = "it says that it is encrypted, as only private keys are".to_owned();
        return Parsed::Malformed { kind, fault: Malformed::new("PEM", 0, reason) };
    }
    let parsed = parse_der(der, label, label_kind, policy, crypto);
    if parsed.kind() == Kind::PrivateKey {
        der.zeroize();
        wipe_stack();
    }
    parsed
}

fn parse_der(
    der: &[u8],
    label: &str,
    label_kind: Option<Kind>,
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Parsed {
    // Parameters are a few numbers or a name; whatever has the shape of something else is that, whatever it is called.
    if label.ends_with("PARAMETERS") && kind_of_shape(der).is_none_or(|kind| kind == Kind::PublicKey) {
        return Parsed::Parameters;
    }
    if der.starts_with(b"openssh-key-v1\0") {
        let key = open_private_key(der, PrivateKeyEncoding::OpenSsh, policy, crypto);
        return keep(Kind::PrivateKey, key.map(Parsed::PrivateKey));
    }
    let depth = policy.limits.nesting_depth;
    let is_too_deep = match der {
        [_, 0x80, ..] => ber::with_definite_lengths(der, depth) == Err(BerFault::TooDeep),
        _ => is_deeper_than(der, depth),
    };
    if is_too_deep {
        let reason = BerFault::TooDeep.words(depth);
        let kind = label_kind.unwrap_or(Kind::Unrecognized);
        return Parsed::Malformed { kind, fault: Malformed::new("DER", 0, reason) };
    }
    if let Some(Cut { kind, stated }) = cut(der)
        && let Some(kind) = kind.or(label_kind)
    {
        let reason = format!("it was cut: {} of its {stated} bytes are there", der.len());
        return Parsed::Malformed { kind, fault: Malformed::new("DER", 0, reason) };
    }
    let kind = kind_of_shape(der).or(label_kind);
    match kind {
        Some(Kind::Certificate) => {
            keep(Kind::Certificate, Certificate::from_der(der).map(|c| Parsed::Certificate(Box::new(c))))
        }
        Some(Kind::CertificationRequest) => keep(
            Kind::CertificationRequest,
            CertificationRequest::from_der(der).map(|r| Parsed::CertificationRequest(Box::new(r))),
        ),
        Some(Kind::RevocationList) => keep(
            Kind::RevocationList,
            RevocationList::from_der(der).map(|l| Parsed::RevocationList(Box::new(l))),
        ),
        Some(Kind::OcspResponse) => keep(
            Kind::OcspResponse,
            OcspResponse::from_der(der).map(|response| Parsed::OcspResponse(Box::new(response))),
        ),
        Some(Kind::PublicKey) => keep(Kind::PublicKey, public_key(der).map(Parsed::PublicKey)),
        Some(Kind::PrivateKey) => keep(Kind::PrivateKey, private_key(der, label, policy, crypto)),
        _ if let Err(fault) = Reader::new(der).next("") => Parsed::Unrecognized(match looks_like(der) {
            DAMAGED => format!("{DAMAGED} ({})", fault.reason),
            words => words.to_owned(),
        }),
        Some(Kind::Parameters | Kind::Pkcs12 | Kind::Pkcs7 | Kind::Unrecognized) | None => {
            Parsed::Unrecognized("ASN.1 data, but no key, request, certificate or revocation list".to_owned())
        }
    }
}

fn keep(kind: Kind, parsed: Result<Parsed, Malformed>) -> Parsed {
    parsed.unwrap_or_else(|fault| Parsed::Malformed { kind, fault })
}

fn private_key(der: &[u8], label: &str, policy: &Policy, crypto: &dyn Crypto) -> Result<Parsed, Malformed> {
    // The content counts; a label only for what is damaged.
    let encoding = match plain_encoding(der) {
        Some(encoding) => encoding,
        None if is_encrypted_pkcs8(der) => PrivateKeyEncoding::EncryptedPkcs8,
        None => encoding_of_label(label),
    };
    open_private_key(der, encoding, policy, crypto).map(Parsed::PrivateKey)
}

fn encoding_of_label(label: &str) -> PrivateKeyEncoding {
    match label {
        "ENCRYPTED PRIVATE KEY" => PrivateKeyEncoding::EncryptedPkcs8,
        "OPENSSH PRIVATE KEY" => PrivateKeyEncoding::OpenSsh,
        "RSA PRIVATE KEY" => PrivateKeyEncoding::Pkcs1,
        "EC PRIVATE KEY" => PrivateKeyEncoding::Sec1,
        _ => PrivateKeyEncoding::Pkcs8,
    }
}

/// SubjectPublicKeyInfo, or a bare PKCS#1 RSAPublicKey, which is wrapped into one.
fn public_key(der: &[u8]) -> Result<PublicKey, Malformed> {
    if Reader::new(der).expect(Tag::SEQUENCE, "")?.reader().peek() != Some(Tag::INTEGER) {
        return PublicKey::from_spki_der(der);
    }
    PublicKey::from_pkcs1_der(der)
}
