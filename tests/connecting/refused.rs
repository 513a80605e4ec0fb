//! Is it told what a server says before it shows a certificate? An alert is an answer; a page in the clear is another one.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use super::place::{Place, Running, states, wire};
use crate::scene::{countersign, json, stderr, stdout};

/// A server that reads what comes first, and answers it with these bytes.
fn says(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(answer);
        // Until the other end hangs up.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    address
}

#[test]
fn an_alert_instead_of_a_certificate_breaks_step_2_and_is_told_by_name() {
    let place = Place::new("alert-first");
    let ca = place.path("ours/team-b/CA.cer");
    for (answer, alert) in [
        (&[21, 3, 3, 0, 2, 2, 40], "handshake_failure"),
        (&[21, 3, 3, 0, 2, 2, 70], "protocol_version"),
        (&[21, 3, 3, 0, 2, 2, 112], "unrecognized_name"),
    ] {
        let output = countersign(&["connect", &says(answer), "--ca", &ca, "--format", "json"]);
        let report = json(&output);
        assert_eq!(output.status.code(), Some(1), "{report:#}");
        assert_eq!(states(&report), ["passed", "failed", "not-reached", "not-reached", "not-reached"]);
        assert_eq!(report["handshakes"][0]["spoken"]["alert"], alert);
        assert!(wire(&report, 2).contains(alert), "{report:#}");
        assert_eq!((&report["verdict"], &report["findings"]), (&"failed".into(), &serde_json::json!([])));
    }
    let text = countersign(&["connect", &says(&[21, 3, 3, 0, 2, 2, 40]), "--ca", &ca]);
    let start = "✗ The one-way handshake breaks at step 2 (handshake_failure).";
    assert!(stdout(&text).starts_with(start), "{}", stdout(&text));
    assert!(!stdout(&text).contains("missing"), "{}", stdout(&text));
}

#[test]
fn a_server_of_openssl_that_speaks_no_version_of_ours_is_told_by_its_alert() {
    let place = Place::new("old-version");
    let files = ["ours/team-a/server.cer", "ours/team-a/server_key.pem"].map(|file| place.path(file));
    let words = [
        "s_server",
        "-accept",
        "127.0.0.1:0",
        "-cert",
        &files[0],
        "-key",
        &files[1],
        "-cipher",
        "AES128-SHA",
        "-tls1_2",
    ];
    let Some(server) = Running::openssl(&words) else { return };
    let output = place.connect(&server, &[]);
    let report = json(&output);
    assert_eq!((output.status.code(), states(&report)[1]), (Some(1), "failed"), "{report:#}");
    assert_eq!(report["handshakes"][0]["spoken"]["alert"], "handshake_failure");
}

#[test]
fn a_server_of_plain_http_is_called_one() {
    let place = Place::new("plain-http");
    let ca = place.path("ours/team-b/CA.cer");
    for page in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], b"<!DOCTYPE HTML PUBLIC>\n", b"<html>\r\n<head>"] {
        let output = countersign(&["connect", &says(page), "--ca", &ca]);
        assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
        assert!(stderr(&output).contains("answers in plain HTTP"), "{}", stderr(&output));
        assert!(!stderr(&output).contains("starttls"), "{}", stderr(&output));
    }
}
