//! Can any bytes confuse the reader of ASN.1: a value outside the input, a walk without end, a field that is elsewhere?
#![no_main]

use countersign_core::asn1::{field_span, tree};
use countersign_core::policy::Limits;
use countersign_fuzz::assert_clean;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|der: &[u8]| {
    let limit = Limits::default().nesting_depth;
    let (nodes, fault) = tree(der, limit);
    for node in &nodes {
        assert!(node.depth < limit && node.offset + node.header_length + node.length <= der.len());
        assert_clean(&node.tag.words());
    }
    assert!(nodes.windows(2).all(|pair| pair[0].offset < pair[1].offset), "not in reading order");
    assert!(nodes.len() <= der.len() / 2, "more values than headers have room");
    if let Some(fault) = fault {
        assert!(fault.offset <= der.len());
        assert_clean(&fault.reason);
    } else {
        assert!(
            nodes
                .iter()
                .filter(|node| node.depth == 0)
                .map(|node| node.header_length + node.length)
                .sum::<usize>()
                == der.len()
        );
    }
    for path in PATHS {
        if let Some(span) = field_span(der, path) {
            assert!(der.get(span).is_some(), "{path} lies outside");
        }
    }
});

const PATHS: [&str; 8] = [
    "certificationRequestInfo.attributes",
    "certificationRequestInfo.subjectPKInfo.algorithm",
    "signatureValue",
    "tbsCertificate.extensions.1-2-3",
    "tbsCertificate.extensions.subjectAltName",
    "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey",
    "tbsCertificate.validity.notAfter",
    "tbsCertificate.version",
];
