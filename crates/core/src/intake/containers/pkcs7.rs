//! What does a PKCS#7 bundle hold? The certificates and lists of SignedData (RFC 5652 §5.1), which nobody need have signed.

use zeroize::Zeroizing;

use crate::asn1::{Malformed, Oid, Reader, Tag, oids};
use crate::model::{Container, Kind};

use super::super::blocks::Block;
use super::{empty, inside};

/// `ContentInfo ::= SEQUENCE { contentType, content [0] EXPLICIT ANY }`, here with
/// `SignedData ::= SEQUENCE { version, digestAlgorithms SET, encapContentInfo, certificates [0] IMPLICIT SET OPTIONAL,
/// crls [1] IMPLICIT SET OPTIONAL, signerInfos SET }`.
pub(super) fn open(der: &[u8], most: usize) -> Result<(Container, Vec<Block>), Malformed> {
    let mut info = Reader::new(der).expect(Tag::SEQUENCE, "ContentInfo")?.reader();
    let content_type = info.expect(Tag::OID, "contentType")?;
    if content_type.content != oids::PKCS7_SIGNED_DATA {
        let mut container = empty();
        container.pass_over(format!(
            "content of the type {}",
            Oid::from_der_content(content_type.content).words()
        ));
        return Ok((container, Vec::new()));
    }
    let mut content = info.expect(Tag::context(0), "content")?.reader();
    let mut signed_data = content.expect(Tag::SEQUENCE, "SignedData")?.reader();
    signed_data.expect(Tag::INTEGER, "version")?;
    signed_data.expect(Tag::SET, "digestAlgorithms")?;
    let mut signed = signed_data.expect(Tag::SEQUENCE, "encapContentInfo")?.reader();
    signed.expect(Tag::OID, "eContentType")?;
    let mut blocks = Vec::new();
    let mut container = empty();
    // Bundles of certificates sign nothing (RFC 5652 §5.2).
    if !signed.is_empty() {
        container.pass_over("the content that was signed".to_owned());
    }
    for (number, field) in [(0, "certificates"), (1, "crls")] {
        let Some(set) = signed_data.optional(Tag::context(number), field)? else { continue };
        let mut values = set.reader();
        while !values.is_empty() {
            if blocks.len() >= most {
                container.pass_over(format!("more than {most} objects"));
                break;
            }
            let value = values.next(field)?;
            if value.tag == Tag::SEQUENCE {
                blocks.push(inside(Kind::Pkcs7, Zeroizing::new(value.bytes.to_vec())));
            } else {
                container.pass_over(format!("one of its {field} of another kind than X.509"));
            }
        }
    }
    signed_data.expect(Tag::SET, "signerInfos")?;
    container.objects = blocks.len();
    Ok((container, blocks))
}
