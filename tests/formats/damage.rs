//! Is damage named by what was damaged and where? Cut files, lost characters, labels that say something else.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_core::bundle::clean_private_key;
use countersign_core::model::Kind;
use countersign_core::{Artifact, Policy, Report, Task, Verdict};

use super::workshop::Workshop;
use crate::scene::{codes, example, judged, noon};

fn inspected(bytes: impl Into<Vec<u8>>) -> Report {
    judged(Task::Inspect, &[Artifact::new("file", bytes.into())])
}

fn said(report: &Report, code: &str) -> String {
    let finding = report.findings.iter().find(|finding| finding.check.code == code);
    finding.unwrap_or_else(|| panic!("no {code} among {:?}", codes(report))).message.clone()
}

fn armored(label: &str, der: &[u8]) -> String {
    pem::encode(&pem::Pem::new(label, der))
}

#[test]
fn a_file_that_was_cut_is_named_by_what_it_begins_like() {
    for (name, kind) in [
        ("server.cer", Kind::Certificate),
        ("server.csr", Kind::CertificationRequest),
        ("server_key.pem", Kind::PrivateKey),
    ] {
        let file = example("handoff").into_iter().find(|one| one.file_name() == name).unwrap();
        let der = pem::parse(file.bytes()).unwrap().into_contents();
        let half = &der[..der.len() / 2];
        let expected = format!("{} of its {} bytes are there", half.len(), der.len());
        // As DER, and as PEM under a label that says nothing.
        for cut in [half.to_vec(), armored("DATA", half).into_bytes()] {
            let report = inspected(cut);
            assert_eq!(report.bundle.items[0].parsed.kind(), kind, "{name}");
            assert!(said(&report, "encoding.malformed").contains(&expected), "{name}: {:?}", codes(&report));
            assert_eq!(report.verdict(), Verdict::Failed);
        }
    }
}

/// Half a private key is half a secret: it is no less misplaced than a whole one.
#[test]
fn the_beginning_of_a_private_key_counts_as_one_where_no_key_belongs() {
    let files = example("handoff").into_iter().map(|file| match file.file_name() {
        "server.cer" => {
            let key = example("handoff").into_iter().find(|one| one.file_name() == "client.pem").unwrap();
            let der = pem::parse(key.bytes()).unwrap().into_contents();
            let both = [file.bytes(), armored("DATA", &der[..der.len() / 2]).as_bytes()].concat();
            Artifact::new("server.cer", both)
        }
        _ => file,
    });
    let report = judged(Task::Check, &files.collect::<Vec<_>>());
    assert!(codes(&report).contains(&"custody.private-key-exposed"), "{:?}", codes(&report));
}

/// A character that was lost or added somewhere is found by its line, in keys under the old encryption too.
#[test]
fn a_lost_character_is_located_by_its_line() {
    let certificate = example("handoff").into_iter().find(|one| one.file_name() == "CA.cer").unwrap();
    let text = String::from_utf8(certificate.bytes().to_vec()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let with = |index: usize, line: String| {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        lines[index] = line;
        inspected(lines.join("\n") + "\n")
    };
    let one_less = with(3, lines[3][..63].to_owned());
    assert!(said(&one_less, "encoding.malformed").contains("line 4 of the block has 63 characters"));
    let four_less = with(3, lines[3][..60].to_owned());
    assert!(said(&four_less, "encoding.malformed").contains("line 4 of the block has 60 characters"));
    let one_more = with(2, format!("{}A", lines[2]));
    assert!(said(&one_more, "encoding.malformed").contains("line 3 of the block has 65 characters"));
}

#[test]
fn a_key_under_the_wrong_label_is_read_by_its_content_and_copied_under_the_right_one() {
    let shop = Workshop::new("labels-of-keys");
    if !shop.run("openssl genrsa -out pkcs8.pem 2048")
        || !shop.run("openssl rsa -in pkcs8.pem -traditional -out pkcs1.pem")
        || !shop.run("openssl ecparam -name prime256v1 -genkey -noout -out sec1.pem")
        || !shop.run("openssl pkcs8 -topk8 -in pkcs8.pem -passout pass:secret -out sealed.pem")
    {
        return;
    }
    let labels = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "CERTIFICATE"];
    for file in ["pkcs8.pem", "pkcs1.pem", "sec1.pem", "sealed.pem"] {
        let whole = shop.read(file, Some("secret"));
        let key = whole.bundle.items[0].spki_sha256;
        assert!(key.is_some(), "{file}: {:?}", codes(&whole));
        let text = std::fs::read(shop.0.join(file)).unwrap();
        let parsed = pem::parse(&text).unwrap();
        for label in labels.iter().filter(|label| **label != parsed.tag()) {
            std::fs::write(shop.0.join("wrong.pem"), armored(label, parsed.contents())).unwrap();
            let report = shop.read("wrong.pem", Some("secret"));
            assert_eq!(report.bundle.items[0].spki_sha256, key, "{file} as {label}: {:?}", codes(&report));
            assert!(codes(&report).contains(&"encoding.wrong-label"), "{file} as {label}");
            let artifact = Artifact::new("wrong.pem", std::fs::read(shop.0.join("wrong.pem")).unwrap());
            let policy = Policy::new(Task::Inspect, noon());
            let copy = clean_private_key(&report.bundle.items[0], &artifact, &policy).unwrap();
            assert_eq!(pem::parse(copy.as_bytes()).unwrap(), parsed, "{file} as {label}");
        }
    }
}

#[test]
fn a_key_of_openssh_under_another_label_is_read_and_told() {
    let shop = Workshop::new("label-of-openssh");
    if !shop.run("ssh-keygen -q -t ed25519 -N secret -f key") {
        return;
    }
    let text = std::fs::read_to_string(shop.0.join("key")).unwrap();
    std::fs::write(shop.0.join("wrong"), text.replace("OPENSSH PRIVATE", "PRIVATE")).unwrap();
    let report = shop.read("wrong", Some("secret"));
    assert!(report.bundle.items[0].spki_sha256.is_some(), "{:?}", codes(&report));
    assert!(said(&report, "encoding.wrong-label").contains("a private key in another form, OpenSSH."));
}

/// A mail as it was saved: the certificate in DER, and another as text, in base64 lines of 76 characters.
#[test]
fn attachments_of_a_saved_mail_are_read() {
    let file = |name: &str| example("handoff").into_iter().find(|one| one.file_name() == name).unwrap();
    let der = pem::parse(file("server.cer").bytes()).unwrap().into_contents();
    let body = |bytes: &[u8]| {
        let text = BASE64_STANDARD.encode(bytes);
        text.as_bytes()
            .chunks(76)
            .map(|line| format!("{}\r\n", str::from_utf8(line).unwrap()))
            .collect::<String>()
    };
    let part = |name: &str, body: &str| {
        format!(
            "--b\r\nContent-Type: application/octet-stream; name={name}\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n"
        )
    };
    let mail = format!(
        "From: b@example.com\r\nSubject: certificates\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}{}--b--\r\n",
        part("server.cer", &body(&der)),
        part("CA.cer", &body(file("CA.cer").bytes()))
    );
    let report = inspected(mail);
    let digests: Vec<_> = report.bundle.items.iter().map(|item| item.sha256).collect();
    let expected = ["server.cer", "CA.cer"].map(|name| inspected(file(name).bytes()).bundle.items[0].sha256);
    assert_eq!(digests, expected, "{:?}", codes(&report));
    assert!(codes(&report).contains(&"encoding.base64-inside"));
}

#[test]
fn a_java_keystore_in_a_secret_and_the_armor_of_openpgp_are_named() {
    let store = BASE64_STANDARD.encode([[0xfe, 0xed, 0xfe, 0xed].as_slice(), &[0; 60]].concat());
    let report = inspected(format!("kind: Secret\ndata:\n  keystore.jks: {store}\n"));
    assert!(said(&report, "encoding.unrecognized").contains("a Java keystore (JKS)"), "{:?}", codes(&report));
    let armor = "-----BEGIN PGP MESSAGE-----\n\nyDgBO22WxBHv7O8X7O/jygAEzol56iUKiXmV+XmpCtmpqQUKiQrFqclFqUDBovzSvBSFjNSiVHsuAA==\n=njUN\n-----END PGP MESSAGE-----\n";
    assert!(said(&inspected(armor), "encoding.unrecognized").contains("OpenPGP"));
}
