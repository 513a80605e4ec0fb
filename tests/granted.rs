//! Is everything told that a request asked for and its certificate does not say? Beside names, usages and purposes.

use countersign_core::asn1::der_value;
use countersign_core::bundle::Change;
use countersign_core::report::{Mark, Severity};
use countersign_core::{Artifact, Report, Task, Verdict};
use rcgen::{CertificateParams, CustomExtension, KeyPair};

use crate::pathological::graphs::root;
use crate::scene::{codes, countersign, judged, stderr, stdout};

const LOST: &str = "grant.extension-dropped";

type Extension = (&'static [u64], Vec<u8>);

/// RFC 7633: `status_request`.
fn must_staple() -> Extension {
    (&[1, 3, 6, 1, 5, 5, 7, 1, 24], der_value(0x30, &[2, 1, 5]))
}

/// `permitted;DNS:a.example`.
fn constraints() -> Extension {
    let subtree = der_value(0x30, &der_value(0x82, b"a.example"));
    (&[2, 5, 29, 30], der_value(0x30, &der_value(0xa0, &subtree)))
}

fn authority() -> Extension {
    (&[2, 5, 29, 19], der_value(0x30, &[1, 1, 0xff]))
}

fn end_entity() -> Extension {
    (&[2, 5, 29, 19], der_value(0x30, &[]))
}

fn key_identifier(byte: u8) -> Extension {
    (&[2, 5, 29, 14], der_value(4, &[byte; 20]))
}

/// One that nobody knows.
fn unknown(text: &str) -> Extension {
    (&[1, 2, 3, 4, 5], der_value(12, text.as_bytes()))
}

fn params(extensions: &[Extension]) -> CertificateParams {
    let mut params = CertificateParams::new(["a.example".to_owned()]).unwrap();
    params.custom_extensions =
        extensions.iter().map(|(oid, der)| CustomExtension::from_oid_content(oid, der.clone())).collect();
    params
}

/// A server's files: its key, a request for `asked`, and the certificate with `granted`.
fn files(asked: &[Extension], granted: &[Extension]) -> Vec<Artifact> {
    let (ca, key) = (root("CA", |_| ()), KeyPair::generate().unwrap());
    let request = params(asked).serialize_request(&key).unwrap();
    let certificate = params(granted).signed_by(&key, &ca).unwrap();
    vec![
        Artifact::new("server_key.pem", key.serialize_pem().into_bytes()),
        Artifact::new("server.csr", request.der().to_vec()),
        Artifact::new("server.cer", certificate.der().to_vec()),
        Artifact::new("CA.cer", ca.der().to_vec()),
    ]
}

fn compared(asked: &[Extension], granted: &[Extension]) -> Report {
    judged(Task::Check, &files(asked, granted))
}

/// Severity and sentence, if it was found.
fn lost(report: &Report) -> Option<(Severity, &str)> {
    let finding = report.findings.iter().find(|finding| finding.check.code == LOST)?;
    Some((finding.severity, &finding.message))
}

#[test]
fn each_extension_that_was_asked_for_and_not_granted_is_told() {
    for (asked, named, severity) in [
        (must_staple(), "tlsFeature", Severity::Warning),
        (constraints(), "nameConstraints", Severity::Note),
        (authority(), "basicConstraints", Severity::Note),
        (unknown("hello"), "1.2.3.4.5", Severity::Note),
        (key_identifier(1), "subjectKeyIdentifier", Severity::Note),
    ] {
        let report = compared(std::slice::from_ref(&asked), &[]);
        let message = format!("server.cer lacks what server.csr asked for: {named}.");
        assert_eq!(lost(&report), Some((severity, message.as_str())), "{:?}", codes(&report));
        assert_eq!(report.verdict(), Verdict::Passed, "no handshake fails by it");
        let rows = &report.bundle.grants[0].rows;
        assert!(rows.iter().any(|row| row.field == named && row.change == Change::Dropped), "{rows:?}");
    }
}

#[test]
fn what_was_granted_as_asked_or_needs_no_grant_is_no_finding() {
    for extension in [must_staple(), unknown("hello"), key_identifier(1)] {
        let both = [extension];
        let report = compared(&both, &both);
        assert_eq!(lost(&report), None, "{:?}", codes(&report));
        let rows = &report.bundle.grants[0].rows;
        assert!(rows.iter().all(|row| row.change != Change::Dropped), "{rows:?}");
    }
    // No CA is what a certificate is without the extension, and a CA names the key as it likes.
    assert_eq!(lost(&compared(&[end_entity()], &[])), None);
    assert_eq!(lost(&compared(&[key_identifier(1)], &[key_identifier(2)])), None);
    // Nobody asked: the CA's own affair.
    assert_eq!(lost(&compared(&[], &[must_staple(), unknown("hello")])), None);
}

#[test]
fn an_extension_that_says_something_else_was_not_granted_as_asked() {
    let report = compared(&[unknown("hello")], &[unknown("other")]);
    let (severity, message) = lost(&report).unwrap();
    assert_eq!(severity, Severity::Note);
    assert!(message.ends_with("1.2.3.4.5 (it says something else)."), "{message}");
    let story = report.narrative();
    let row = story.grants[0].rows.iter().find(|row| row.label == "1.2.3.4.5").unwrap();
    assert_eq!((row.mark, &*row.change), (Mark::None, "changed"));
}

#[test]
fn who_signs_the_request_is_shown_what_is_not_granted() {
    let place = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("granted");
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    let asked = [must_staple(), constraints(), unknown("hello"), key_identifier(1)];
    let request = place.join("server.csr");
    std::fs::write(&request, files(&asked, &[])[1].bytes()).unwrap();
    let theirs = place.join("theirs");
    let output = countersign(&[
        "new",
        theirs.to_str().unwrap(),
        "--as",
        "team-b",
        "--request",
        request.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    let line = |field: &str| {
        let found = said.lines().find(|line| line.split_whitespace().nth(1) == Some(field));
        found.unwrap_or_else(|| panic!("{field} is not told: {said}"))
    };
    for field in ["tlsFeature", "nameConstraints", "1.2.3.4.5"] {
        assert!(line(field).contains("! ") && line(field).contains("not granted"), "{said}");
    }
    assert!(line("tlsFeature").contains("status_request"), "{said}");
    assert!(line("subjectKeyIdentifier").contains("✓"), "{said}");
}
