//! Is what the page makes for Team A a key and a request that others take?

use std::path::{Path, PathBuf};
use std::process::Command;

use countersign_core::{Artifact, Task, Verdict};
use countersign_request::{Name, ServerSide, server};

use crate::scene::{codes, countersign, judged, stderr, stdout};

fn made(names: &str) -> ServerSide {
    server(&Name::list(names).unwrap()).unwrap()
}

fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("requesting").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn key_and_request_belong_together_and_have_no_fault() {
    let made = made("api.example.com, *.example.org 192.0.2.7 2001:db8::7");
    let artifacts = [
        Artifact::new("server_key.pem", made.key.as_bytes().to_vec()),
        Artifact::new("server.csr", made.request.clone().into_bytes()),
    ];
    let report = judged(Task::Match, &artifacts);
    assert_eq!((report.verdict(), codes(&report)), (Verdict::Passed, vec![]));
    let report = judged(Task::Inspect, &artifacts);
    assert_eq!((report.verdict(), codes(&report)), (Verdict::Passed, vec![]));
    let request = report.bundle.items[1].request().unwrap();
    assert_eq!(request.subject.rfc4514(), "CN=api.example.com");
    let names: Vec<String> =
        request.requested_extensions.subject_alt_names().iter().map(|name| name.words()).collect();
    assert_eq!(names, ["DNS api.example.com", "DNS *.example.org", "IP 192.0.2.7", "IP 2001:db8::7"]);
}

#[test]
fn each_key_is_another_one_and_none_is_printed() {
    let (one, other) = (made("a.example"), made("a.example"));
    assert_ne!(*one.key, *other.key);
    let printed = format!("{one:?}");
    assert!(one.key.lines().filter(|line| !line.starts_with('-')).all(|line| !printed.contains(line)));
}

#[test]
fn names_that_no_certificate_can_have_are_refused_by_name() {
    let long = "a".repeat(64);
    for wrong in [
        "https://a.example",
        "a..example",
        "-a.example",
        "a_b.example",
        "*.192.0.2.7",
        "a.example:443",
        "300.1.2.3",
        "1.2.3",
        "ops@a.example",
        &long,
    ] {
        let error = Name::list(&format!("b.example {wrong}")).unwrap_err();
        assert!(error.starts_with(wrong), "{error}");
    }
    assert_eq!(Name::list("Käse.example").unwrap(), [Name::Host("xn--kse-qla.example".to_owned())]);
    // What a person may write and no certificate holds becomes what it holds.
    assert_eq!(Name::list("a.example. [::1]").unwrap(), Name::list("a.example ::1").unwrap());
    assert!(server(&[]).is_err());
    // A common name has no room for more than 64 characters, and nobody compares it.
    let label = "a".repeat(60);
    let request = made(&format!("{label}.example")).request;
    let report = judged(Task::Inspect, &[Artifact::new("server.csr", request.into_bytes())]);
    assert!(report.bundle.items[0].request().unwrap().subject.is_empty());
    assert_eq!(report.verdict(), Verdict::Passed);
}

#[test]
fn team_b_and_openssl_take_it() {
    let place = place("taken");
    let made = made("api.example.com");
    std::fs::write(place.join("server_key.pem"), made.key.as_bytes()).unwrap();
    std::fs::write(place.join("server.csr"), &made.request).unwrap();
    let path = |name: &str| place.join(name).to_str().unwrap().to_owned();
    let words = [
        "new",
        &path("theirs"),
        "--as",
        "team-b",
        "--request",
        &path("server.csr"),
        "--host",
        "api.example.com",
    ];
    let output = countersign(&words);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shared = |name: &str| path(&format!("theirs/shared/{name}"));
    let check = ["check", "--as", "team-a", "--host", "api.example.com"];
    let files = [path("server_key.pem"), path("server.csr"), shared("server.cer"), shared("CA.cer")];
    let output = countersign(&[&check[..], &files.each_ref().map(String::as_str)].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    openssl(&["req", "-in", &path("server.csr"), "-verify", "-noout"]);
    openssl(&["pkey", "-in", &path("server_key.pem"), "-check", "-noout"]);
}

#[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
fn openssl(words: &[&str]) {
    match Command::new("openssl").args(words).output() {
        Ok(output) => assert!(output.status.success(), "{words:?}: {}", stderr(&output)),
        Err(_) => eprintln!(
            "SKIPPED: openssl is not installed, so nobody asked whether it takes what the page makes."
        ),
    }
}
