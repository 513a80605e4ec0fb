//! Which bytes is this field? From a symbolic path such as `tbsCertificate.validity.notAfter` to its DER span.

use std::ops::Range;

use super::oid::Oid;
use super::reader::{Reader, Tag, Tlv};

/// The span of `path` in the DER of a certificate, request or CRL; `None` when it isn't there.
///
/// Names are the standard's: RFC 5280 §4.1 and §5.1, RFC 2986 §4. Extensions go by name or dotted OID:
/// `tbsCertificate.extensions.subjectAltName`.
#[must_use]
pub fn field_span(der: &[u8], path: &str) -> Option<Range<usize>> {
    let mut current = Reader::new(der).next("whole").ok()?;
    let mut parent = "";
    for name in path.split('.').filter(|name| !name.is_empty()) {
        current = child(&current, parent, name)?;
        parent = name;
        if current.tag.class == 2 && current.tag.constructed && matches!(name, "extensions" | "version") {
            current = current.reader().next(name).ok()?;
        }
    }
    Some(current.span())
}

fn child<'a>(outer: &Tlv<'a>, parent: &str, name: &str) -> Option<Tlv<'a>> {
    match parent {
        "" => nth(
            outer,
            position(
                &[
                    "tbsCertificate|certificationRequestInfo|tbsCertList",
                    "signatureAlgorithm",
                    "signatureValue|signature",
                ],
                name,
            )?,
        ),
        "tbsCertificate" => tbs_certificate_child(outer, name),
        "certificationRequestInfo" => {
            nth(outer, position(&["version", "subject", "subjectPKInfo", "attributes"], name)?)
        }
        "validity" => nth(outer, position(&["notBefore", "notAfter"], name)?),
        "subjectPublicKeyInfo" | "subjectPKInfo" => {
            nth(outer, position(&["algorithm", "subjectPublicKey"], name)?)
        }
        "extensions" => values(outer).find(|extension| is_extension(extension, name)),
        _ => None,
    }
}

fn tbs_certificate_child<'a>(tbs: &Tlv<'a>, name: &str) -> Option<Tlv<'a>> {
    let tagged = match name {
        "version" => Some(Tag::context(0)),
        "issuerUniqueID" => Some(Tag::context_primitive(1)),
        "subjectUniqueID" => Some(Tag::context_primitive(2)),
        "extensions" => Some(Tag::context(3)),
        _ => None,
    };
    if let Some(tag) = tagged {
        return values(tbs).find(|value| value.tag == tag);
    }
    let order = ["serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo"];
    values(tbs).filter(|value| value.tag.class == 0).nth(position(&order, name)?)
}

fn position(order: &[&str], name: &str) -> Option<usize> {
    order.iter().position(|names| names.split('|').any(|one| one == name))
}

fn nth<'a>(outer: &Tlv<'a>, index: usize) -> Option<Tlv<'a>> {
    values(outer).nth(index)
}

fn values<'a>(outer: &Tlv<'a>) -> impl Iterator<Item = Tlv<'a>> + use<'a> {
    let mut reader = outer.reader();
    std::iter::from_fn(move || reader.next("value").ok())
}

fn is_extension(extension: &Tlv<'_>, name: &str) -> bool {
    let Ok(identifier) = extension.reader().expect(Tag::OID, "extnID") else { return false };
    let oid = Oid::from_der_content(identifier.content);
    // Dots separate path steps, so a dotted OID comes with dashes.
    oid.name() == Some(name) || oid.dotted().replace('.', "-") == name
}
