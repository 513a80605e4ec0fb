//! Is the client's own certificate judged, whatever the server says? And is what a person names shown to it?

use serde_json::Value;

use super::place::{Place, Running, states, wire};
use crate::scene::{countersign, json, stderr};

/// `s_server` with the files of Team A, and `options`.
fn server(place: &Place, options: &[&str]) -> Option<Running> {
    let read = |file: &str| pem::parse_many(std::fs::read(place.path(file)).unwrap()).unwrap();
    let behind = place.write("behind.pem", &pem::encode_many(&read("ours/team-a/server.cer")[1..]));
    let files =
        ["server.cer", "server_key.pem", "CA.cer"].map(|file| place.path(&format!("ours/team-a/{file}")));
    let words = ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", &files[0], "-key", &files[1]];
    let more = ["-CAfile", &files[2], "-no-CApath", "-cert_chain", &behind];
    Running::openssl(&[&words[..], &more, options].concat())
}

const TWO_WAY: [&str; 3] = ["-Verify", "4", "-verify_return_error"];

fn connect(place: &Place, server: &Running, options: &[String]) -> Value {
    json(&place.connect(server, &options.iter().map(String::as_str).collect::<Vec<_>>()))
}

fn codes(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

fn pair(certificate: String, key: String) -> Vec<String> {
    vec!["--cert".to_owned(), certificate, "--key".to_owned(), key]
}

#[test]
fn a_certificate_that_nobody_asked_for_is_judged_and_that_is_said() {
    let place = Place::new("own-unasked");
    let Some(server) = server(&place, &[]) else { return };
    let ours = connect(&place, &server, &place.client("ours"));
    assert_eq!((&ours["verdict"], states(&ours)), (&"passed".into(), vec!["passed"; 5]), "{ours:#}");
    assert!(wire(&ours, 2).contains("asks for no certificate"), "{ours:#}");
    let soon = [&place.client("ours")[..], &["--warn-days".to_owned(), "30000".to_owned()]].concat();
    let soon = connect(&place, &server, &soon);
    let warned =
        soon["findings"].as_array().unwrap().iter().find(|one| one.to_string().contains("client.cer"));
    assert_eq!(
        warned.map(|one| (&one["code"], &one["severity"])),
        Some((&"certificate.expires-soon".into(), &"warning".into())),
        "{soon:#}"
    );
    let expired = connect(&place, &server, &place.expired_client());
    assert!(codes(&expired).contains(&"certificate.not-after-passed"), "{expired:#}");
    assert_eq!(expired["verdict"], "failed");
}

#[test]
fn a_key_of_another_certificate_and_a_locked_one_are_told() {
    let place = Place::new("own-key");
    let Some(server) = server(&place, &TWO_WAY) else { return };
    let file = |file: &str| place.path(file);
    let other = pair(file("ours/team-b/client.cer"), file("strangers/team-b/client.pem"));
    let other = connect(&place, &server, &other);
    assert!(codes(&other).contains(&"pair.key-mismatch"), "{other:#}");
    assert_eq!((&other["verdict"], states(&other)[3]), (&"failed".into(), "failed"));
    let key = rcgen_key_locked(&place);
    let locked = connect(&place, &server, &pair(file("ours/team-b/client.cer"), key));
    assert!(codes(&locked).contains(&"key.locked"), "{locked:#}");
    assert!(locked.to_string().contains("--passphrase-file"), "{locked:#}");
    assert_ne!(locked["verdict"], "passed");
    assert_eq!(locked["handshakes"][0]["steps"][3]["because"], "key.locked");
    assert!(locked["handshakes"][0]["steps"][3]["prediction"].is_null(), "{locked:#}");
}

/// Our device's key under a passphrase that nobody gives.
fn rcgen_key_locked(place: &Place) -> String {
    let (from, to) = (place.path("ours/team-b/client.pem"), place.path("locked.pem"));
    let words = ["pkcs8", "-topk8", "-in", &from, "-out", &to, "-passout", "pass:secret"];
    assert!(std::process::Command::new("openssl").args(words).status().unwrap().success());
    to
}

#[test]
fn a_certificate_without_its_issuer_is_told_though_the_server_sent_the_same_one() {
    let place = Place::new("own-issuer");
    let Some(server) = server(&place, &TWO_WAY) else { return };
    let blocks = pem::parse_many(std::fs::read(place.path("ours/team-b/client.cer")).unwrap()).unwrap();
    let alone = place.write("alone.cer", &pem::encode(&blocks[0]));
    let report = connect(&place, &server, &pair(alone, place.path("ours/team-b/client.pem")));
    assert_eq!(states(&report)[4], "failed", "{report:#}");
    assert!(codes(&report).contains(&"path.issuer-missing"), "{report:#}");
    assert!(!report.to_string().contains("circle"), "{report:#}");
}

#[test]
fn what_the_person_names_is_shown_though_it_looks_like_a_servers_and_a_request_can_not_be() {
    let place = Place::new("own-named");
    let Some(server) = server(&place, &TWO_WAY) else { return };
    let file = |file: &str| place.path(file);
    let servers = pair(file("ours/team-a/server.cer"), file("ours/team-a/server_key.pem"));
    let report = connect(&place, &server, &servers);
    assert_eq!(states(&report)[3..], ["passed", "failed", "not-reached"], "{report:#}");
    assert!(codes(&report).contains(&"certificate.eku-missing-for-role"), "{report:#}");
    let request = pair(file("ours/shared/server.csr"), file("ours/team-a/server_key.pem"));
    let words = request.iter().map(String::as_str).collect::<Vec<_>>();
    let output = countersign(
        &[&["connect", &server.address(), "--ca", &file("ours/team-b/CA.cer")], &words[..]].concat(),
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("certification request"), "{}", stderr(&output));
}

#[test]
fn without_a_question_nothing_is_known_and_a_refusal_is_judged() {
    let place = Place::new("own-no-http");
    let Some(server) = server(&place, &TWO_WAY) else { return };
    let no_http = |client: [String; 4]| [&client[..], &["--no-http".to_owned()]].concat();
    let ours = connect(&place, &server, &no_http(place.client("ours")));
    assert_eq!(states(&ours)[3..], ["passed", "open", "open"], "{ours:#}");
    assert_eq!(ours["verdict"], "indeterminate");
    let refused = connect(&place, &server, &no_http(place.expired_client()));
    assert_eq!(states(&refused)[4], "failed", "{refused:#}");
    assert!(codes(&refused).contains(&"certificate.not-after-passed"), "{refused:#}");
}

/// OpenSSL's `-verify` goes on with any certificate; its CA may even have the name that the server asks for.
#[test]
fn a_server_that_goes_on_with_a_strangers_certificate_has_not_verified_it_through_our_ca() {
    let place = Place::new("own-lax");
    let Some(server) = server(&place, &["-verify", "4"]) else { return };
    let ours = connect(&place, &server, &place.client("ours"));
    assert_eq!((&ours["verdict"], states(&ours)), (&"passed".into(), vec!["passed"; 6]), "{ours:#}");
    let strangers = connect(&place, &server, &place.client("strangers"));
    assert_eq!(strangers["verdict"], "indeterminate", "{strangers:#}");
    assert_eq!(states(&strangers)[4], "open");
    assert!(wire(&strangers, 5).contains("nothing shows"), "{}", wire(&strangers, 5));
}

/// The same file for both would make a client of the CA.
#[test]
fn the_ca_is_not_presented_as_the_client() {
    let place = Place::new("own-ca");
    let Some(server) = server(&place, &TWO_WAY) else { return };
    let ca = place.path("ours/team-b/CA.cer");
    let output = place.connect(&server, &["--cert", &ca, "--key", &place.path("ours/team-b/client.pem")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("as the CA and as the client's certificate"), "{}", stderr(&output));
}
