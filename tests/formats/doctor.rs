//! Is a damaged text read for what it was? Each repair on a real certificate, told, and no answer changed by it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_core::{Artifact, Report, Task};

use crate::scene::{codes, example, judged};

/// A sound certificate as text, one whose base64 ends with `=`.
fn certificate() -> String {
    let is_padded = |text: &String| text.contains("BEGIN CERTIFICATE--") && text.contains('=');
    let texts =
        ["handoff", "sound/encrypted-key", "faulty/expired", "faulty/other-ca"].into_iter().flat_map(example);
    let mut texts = texts.filter_map(|one| String::from_utf8(one.bytes().to_vec()).ok());
    texts.find(is_padded).unwrap()
}

fn inspected(text: &[u8]) -> Report {
    judged(Task::Inspect, &[Artifact::new("server.cer", text.to_vec())])
}

#[test]
fn each_repair_gives_the_certificate_and_its_own_finding() {
    let pem = certificate();
    let whole = inspected(pem.as_bytes());
    let digest = whole.bundle.items[0].sha256;
    assert!(
        digest.is_some() && !codes(&whole).iter().any(|code| code.starts_with("encoding")),
        "{:?}",
        codes(&whole)
    );
    let cut = pem.rfind("-----END").unwrap();
    let value = BASE64_STANDARD.encode(&pem);
    for (code, damaged) in [
        ("encoding.base64-inside", format!("apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: {value}\n")),
        ("encoding.base64-inside", format!("{{\"kind\":\"Secret\",\"data\":{{\"tls.crt\":\"{value}\"}}}}")),
        ("encoding.escaped-line-breaks", format!("{{\"certificate\":\"{}\"}}", pem.replace('\n', "\\n"))),
        ("encoding.mail-quoting", pem.lines().map(|line| format!("> {line}\n")).collect()),
        ("encoding.missing-end-line", pem[..cut].to_owned()),
        ("encoding.missing-end-line", format!("{}\nBest regards\n", &pem[..cut])),
        (
            "encoding.quoted-printable",
            pem.replace('=', "=3D").replace("M", "=\r\nM").replacen("-\r\n", "-=20\r\n", 1),
        ),
        ("encoding.typographic-dashes", pem.replace("-----", "\u{2014}\u{2013}\u{2014}")),
        ("encoding.wrong-label", pem.replace("CERTIFICATE-----", "CERTIFICATE REQUEST-----")),
        ("encoding.utf16", String::new()),
    ] {
        let report = match code {
            "encoding.utf16" => {
                inspected(&pem.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
            }
            _ => inspected(damaged.as_bytes()),
        };
        assert!(codes(&report).contains(&code), "{code}: {:?}", codes(&report));
        assert_eq!(report.bundle.items[0].sha256, digest, "{code}");
    }
}

/// A wrong "passed" would follow from a certificate that is looked past.
#[test]
fn what_stands_beside_an_encoded_value_is_read_too() {
    let pem = certificate();
    let value = BASE64_STANDARD.encode(&pem);
    let other = String::from_utf8(
        example("handoff").into_iter().find(|one| one.file_name() == "CA.cer").unwrap().bytes().to_vec(),
    )
    .unwrap();
    for text in
        [format!("{other}\ndata:\n  tls.crt: {value}\n"), format!("data:\n  tls.crt: {value}\n---\n{other}")]
    {
        assert_eq!(inspected(text.as_bytes()).bundle.items.len(), 2, "{text}");
    }
    let damaged = inspected(format!("data:\n  a: {value}\n  b: {}\n", &value[..value.len() - 3]).as_bytes());
    assert!(codes(&damaged).contains(&"encoding.malformed"), "{:?}", codes(&damaged));
}

#[test]
fn a_sentence_with_an_equals_sign_does_not_make_it_mail() {
    let pem = certificate();
    let text = format!("subject=O=2020 Media\n{pem}");
    let report = inspected(text.as_bytes());
    assert!(!codes(&report).contains(&"encoding.quoted-printable"), "{:?}", codes(&report));
    assert!(report.bundle.items[0].sha256.is_some());
}

#[test]
fn a_cut_body_stays_a_fault() {
    let pem = certificate();
    let report = inspected(&pem.as_bytes()[..pem.len() / 2]);
    assert!(codes(&report).contains(&"encoding.malformed"), "{:?}", codes(&report));
    assert!(!codes(&report).contains(&"encoding.missing-end-line"));
}
