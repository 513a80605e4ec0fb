//! Is every value of base64 in a text accounted for? Manifests, environment files, mails: read, or told, and never passed over.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE};
use countersign_core::model::Kind;
use countersign_core::{Artifact, Report, Task, Verdict};

use crate::scene::{codes, example, judged};

fn file(name: &str) -> Vec<u8> {
    example("handoff").into_iter().find(|one| one.file_name() == name).unwrap().bytes().to_vec()
}

fn der(name: &str) -> Vec<u8> {
    pem::parse(file(name)).unwrap().into_contents()
}

fn inspected(text: impl Into<Vec<u8>>) -> Report {
    judged(Task::Inspect, &[Artifact::new("server.yaml", text.into())])
}

fn kinds(report: &Report) -> Vec<Kind> {
    report.bundle.items.iter().map(|item| item.parsed.kind()).collect()
}

/// A manifest with a sound certificate and one more value.
fn manifest(value: &str) -> String {
    let certificate = BASE64_STANDARD.encode(file("server.cer"));
    format!("apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: {certificate}\n  other: {value}\n")
}

#[test]
fn a_private_key_in_a_manifest_is_found_however_it_was_encoded() {
    let (text, der) = (file("server_key.pem"), der("server_key.pem"));
    let utf16: Vec<u8> =
        String::from_utf8(text.clone()).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let once = BASE64_STANDARD.encode(&text);
    let wrapped: String =
        once.as_bytes().chunks(50).map(|line| format!("\n    {}", str::from_utf8(line).unwrap())).collect();
    for value in [
        once.clone(),
        BASE64_STANDARD.encode(&once),
        BASE64_STANDARD.encode([b"\n".as_slice(), &text].concat()),
        BASE64_STANDARD.encode(utf16),
        BASE64_STANDARD.encode(&der),
        BASE64_STANDARD_NO_PAD.encode(&der),
        BASE64_URL_SAFE.encode(&der),
        format!("|{wrapped}"),
    ] {
        let report = inspected(manifest(&value));
        assert_eq!(kinds(&report), [Kind::Certificate, Kind::PrivateKey], "{value}");
        assert!(report.bundle.items[1].spki_sha256.is_some(), "{:?}", codes(&report));
    }
}

#[test]
fn a_value_that_can_not_be_read_is_told_and_does_not_pass() {
    let der = der("server_key.pem");
    let whole = BASE64_STANDARD.encode(&der);
    let gzip = [b"\x1f\x8b\x08".as_slice(), &[7; 80]].concat();
    for value in [
        BASE64_STANDARD.encode(&der[..der.len() / 2]),
        format!("{}{}", &whole[..100], &whole[101..]),
        BASE64_STANDARD.encode([der.as_slice(), b"\n"].concat()),
        BASE64_STANDARD.encode(gzip),
        BASE64_STANDARD.encode("PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: imported-key\n"),
        BASE64_STANDARD.encode(r#"{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAA","d":"AAAA"}"#),
    ] {
        let report = inspected(manifest(&value));
        assert_eq!(report.verdict(), Verdict::Failed, "{value}: {:?}", codes(&report));
        assert_eq!(report.bundle.items.len(), 2, "{value}");
    }
    // What is nothing of this kind is nobody's concern.
    for value in [
        "c2VjcmV0",
        "bG9uZyBlbm91Z2ggdG8gYmUgbG9va2VkIGF0LCBhbmQgc3RpbGwgbm90aGluZyBidXQgYSB0ZXh0IGZvciBwZW9wbGU=",
    ] {
        let report = inspected(manifest(value));
        assert_eq!(
            (report.verdict(), report.bundle.items.len()),
            (Verdict::Passed, 1),
            "{:?}",
            codes(&report)
        );
    }
}

/// The shape of `kube-root-ca.crt`: the text itself, indented.
#[test]
fn a_pem_text_in_a_manifest_is_read_once_and_is_no_fault() {
    let text = String::from_utf8(file("CA.cer")).unwrap();
    let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
    for kind in ["ConfigMap", "Secret"] {
        let report = inspected(format!("apiVersion: v1\nkind: {kind}\ndata:\n  ca.crt: |\n{indented}"));
        assert_eq!(kinds(&report), [Kind::Certificate], "{:?}", codes(&report));
        assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    }
}

#[test]
fn a_key_whose_boundaries_are_lost_is_found_by_its_body() {
    let text = String::from_utf8(file("server_key.pem")).unwrap();
    let body: String =
        text.lines().filter(|line| !line.starts_with("-----")).map(|line| format!("{line}\n")).collect();
    let value = BASE64_STANDARD.encode(der("server_key.pem"));
    for damaged in [
        text.replace("-----", "----"),
        text.replace("BEGIN", "BEGN").replace("END", "EN"),
        text.replace("-----", "====="),
        text.to_lowercase().lines().next().unwrap().to_owned() + "\n" + &body,
        format!("the key:\n{body}"),
        format!("TLS_KEY={value}\n"),
        format!("{{\"key\":\"{value}\"}}"),
    ] {
        let report = inspected(damaged.clone());
        assert!(kinds(&report).contains(&Kind::PrivateKey), "{damaged}: {:?}", codes(&report));
    }
    // With a cut body nothing is left of it but the line, which is told.
    let cut = inspected("----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n");
    assert!(codes(&cut).contains(&"encoding.part-unread"), "{:?}", codes(&cut));
}
