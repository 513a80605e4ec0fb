//! Does `connect` tell how OpenSSL's own server answers?

use serde_json::Value;

use super::place::{Place, Running, states, wire};
use crate::scene::{countersign, json, stdout};

/// `s_server` with the files of Team A and what stands behind its certificate, answering requests with a page.
fn server(place: &Place, options: &[&str]) -> Option<Running> {
    let port_and_files = [
        "s_server",
        "-accept",
        "127.0.0.1:0",
        "-cert",
        &place.path("ours/team-a/server.cer"),
        "-key",
        &place.path("ours/team-a/server_key.pem"),
        "-CAfile",
        &place.path("ours/team-a/CA.cer"),
        "-no-CApath",
    ];
    Running::openssl(&[&port_and_files[..], options].concat())
}

fn behind(place: &Place) -> String {
    let blocks = pem::parse_many(std::fs::read(place.path("ours/team-a/server.cer")).unwrap()).unwrap();
    let behind = place.path("behind.pem");
    std::fs::write(&behind, pem::encode_many(&blocks[1..])).unwrap();
    behind
}

const TWO_WAY: [&str; 3] = ["-Verify", "4", "-verify_return_error"];

#[test]
fn a_server_is_judged_by_what_it_sends() {
    let place = Place::new("one-way");
    let chain = behind(&place);
    let Some(running) = server(&place, &["-cert_chain", &chain, "-www"]) else { return };
    let saved = place.path("sent.pem");
    let output = place.connect(&running, &["--save-chain", &saved]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    assert_eq!(states(&report), ["passed"; 5]);
    assert_eq!(report["handshakes"][0]["spoken"]["version"], "TLS 1.3");
    let sent = pem::parse_many(std::fs::read(&saved).unwrap()).unwrap();
    let ours = pem::parse_many(std::fs::read(place.path("ours/team-a/server.cer")).unwrap()).unwrap();
    assert_eq!(sent, ours);
    // A file that is there is not written over.
    assert_eq!(place.connect(&running, &["--save-chain", &saved]).status.code(), Some(2));
    let other = json(&place.connect(&running, &["--host", "api.example.com"]));
    assert_eq!(
        (&other["verdict"], &other["handshakes"][0]["spoken"]["alert"]),
        (&"failed".into(), &Value::Null)
    );
    assert_eq!(states(&other)[2], "failed");
    let strangers = place.path("strangers/team-b/CA.cer");
    let text = countersign(&["connect", &running.address(), "--ca", &strangers]);
    assert!(stdout(&text).starts_with("✗ The one-way handshake breaks at step 3."), "{}", stdout(&text));
    drop(running);
    // Without the issuing CA behind the certificate.
    let running = server(&place, &["-www"]).unwrap();
    let report = json(&place.connect(&running, &[]));
    assert_eq!(states(&report)[2], "failed");
    assert_eq!(report["handshakes"][0]["steps"][2]["because"], "path.issuer-missing");
}

#[test]
fn a_server_that_asks_for_a_certificate_gets_the_right_one_or_refuses_by_name() {
    let place = Place::new("two-way");
    let chain = behind(&place);
    for version in ["-tls1_3", "-tls1_2"] {
        let options = [&["-cert_chain", &chain, version, "-www"][..], &TWO_WAY].concat();
        let Some(running) = server(&place, &options) else { return };
        let ours = place.client("ours");
        let with = place.connect(&running, &ours.each_ref().map(String::as_str));
        let report = json(&with);
        assert_eq!(with.status.code(), Some(0), "{version}: {report:#}");
        assert_eq!(states(&report), ["passed"; 6]);
        let without = json(&place.connect(&running, &[]));
        assert_eq!(states(&without)[3], "failed", "{version}: {without:#}");
        assert_eq!(without["verdict"], "failed");
        // The alert says what the server saw, the file why.
        for (client, alert, code) in [
            (place.client("strangers"), "unknown_ca", "path.signature-invalid"),
            (place.expired_client(), "certificate_expired", "certificate.not-after-passed"),
        ] {
            let refused = json(&place.connect(&running, &client.each_ref().map(String::as_str)));
            assert_eq!(states(&refused)[4], "failed", "{version}: {refused:#}");
            let handshake = &refused["handshakes"][0];
            assert_eq!(
                (&handshake["spoken"]["alert"], &handshake["steps"][4]["because"]),
                (&alert.into(), &code.into())
            );
            assert_eq!(refused["verdict"], "failed");
        }
    }
}

#[test]
fn a_server_that_only_would_like_a_certificate_goes_on_without_and_that_is_told() {
    let place = Place::new("optional");
    let chain = behind(&place);
    let Some(running) = server(&place, &["-cert_chain", &chain, "-verify", "4", "-www"]) else { return };
    let report = json(&place.connect(&running, &[]));
    let expected = ["passed", "passed", "passed", "not-reached", "not-reached", "passed"];
    assert_eq!((&report["verdict"], states(&report)), (&"passed".into(), expected.to_vec()), "{report:#}");
    for step in [4, 5] {
        let told = wire(&report, step);
        assert!(told.contains("not applicable") && told.contains("went on without one"), "{told}");
    }
}

#[test]
fn a_server_that_asks_for_another_hello_is_told_by_what_it_answered_to_that() {
    let place = Place::new("retry");
    let chain = behind(&place);
    let Some(running) = server(&place, &["-cert_chain", &chain, "-www", "-groups", "P-256", "-tls1_3"])
    else {
        return;
    };
    let report = json(&place.connect(&running, &[]));
    assert_eq!(states(&report), ["passed"; 5]);
    assert!(wire(&report, 1).contains("HelloRetryRequest"), "{report:#}");
    assert!(wire(&report, 2).contains("server → client: ServerHello"), "{report:#}");
}
