//! Does the server serve the certificate that a person holds, and in an order that others read?

use serde_json::Value;

use super::place::{Place, Running, states};
use crate::scene::{countersign, json, stderr};

/// A server that sends these blocks of server.cer, and CA.cer for -1, a stranger's root for -2.
fn sending(place: &Place, blocks: &[i8]) -> Option<Running> {
    let read = |file: &str| pem::parse_many(std::fs::read(place.path(file)).unwrap()).unwrap();
    let (chain, root) = (read("ours/team-a/server.cer"), read("ours/team-a/CA.cer"));
    let behind: Vec<pem::Pem> = blocks
        .iter()
        .map(|block| match block {
            -2 => read("strangers/team-a/CA.cer")[0].clone(),
            -1 => root[0].clone(),
            at => chain[usize::try_from(*at).unwrap()].clone(),
        })
        .collect();
    let chain = place.write("behind.pem", &pem::encode_many(&behind));
    let (certificate, key) = (place.path("ours/team-a/server.cer"), place.path("ours/team-a/server_key.pem"));
    let words = ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", &certificate, "-key", &key];
    let behind = if behind.is_empty() { &[][..] } else { &["-cert_chain", &chain] };
    Running::openssl(&[&words[..], behind].concat())
}

fn codes(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn an_old_certificate_that_is_still_served_is_told_with_what_differs() {
    let place = Place::new("in-hand");
    let Some(server) = sending(&place, &[1]) else { return };
    let same = json(&place.connect(&server, &["--expect", &place.path("ours/shared/server.cer")]));
    assert_eq!((&same["verdict"], codes(&same)), (&"passed".into(), vec![]), "{same:#}");
    // The same request signed again: another serial number and other dates, the same key.
    let request = place.path("ours/shared/server.csr");
    let renewed = place.path("renewed");
    let output = countersign(&[
        "new",
        &renewed,
        "--as",
        "team-b",
        "--request",
        &request,
        "--at",
        "2090-01-01T00:00:00Z",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report = json(&place.connect(&server, &["--expect", &place.path("renewed/shared/server.cer")]));
    assert_eq!(
        (&report["verdict"], codes(&report)),
        (&"failed".into(), vec!["certificate.other-than-expected"])
    );
    assert_eq!(states(&report), ["passed"; 5]);
    let finding = &report["findings"][0];
    let said = finding["message"].as_str().unwrap();
    assert!(said.contains("an older certificate than server.cer, with the same key"), "{said}");
    assert!(finding.to_string().contains("number") && finding.to_string().contains("2091"), "{finding:#}");
    let other = json(&place.connect(&server, &["--expect", &place.path("strangers/shared/server.cer")]));
    assert!(other.to_string().contains("with another key"), "{other:#}");
    let none = place.connect(&server, &["--expect", &place.path("ours/team-a/server_key.pem")]);
    assert_eq!(none.status.code(), Some(2), "{}", stderr(&none));
}

#[test]
fn the_chain_is_judged_as_it_was_sent() {
    let place = Place::new("as-sent");
    let Some(server) = sending(&place, &[1, -1]) else { return };
    let with_root = json(&place.connect(&server, &[]));
    assert_eq!((&with_root["verdict"], codes(&with_root)), (&"passed".into(), vec!["path.root-in-bundle"]));
    let disordered = sending(&place, &[-1, 1]).unwrap();
    let report = json(&place.connect(&disordered, &[]));
    assert!(codes(&report).contains(&"path.order-reversed"), "{report:#}");
    // rustls puts them in order, as TLS 1.3 allows.
    assert_eq!((&report["verdict"], states(&report)), (&"passed".into(), vec!["passed"; 5]));
    let alone = sending(&place, &[]);
    let report = json(&place.connect(&alone.unwrap(), &[]));
    assert_eq!(states(&report)[2], "failed");
    assert!(codes(&report).contains(&"path.issuer-missing"), "{report:#}");
}

#[test]
fn a_root_of_strangers_that_is_merely_sent_along_does_not_fail_the_server() {
    let place = Place::new("sent-along");
    let Some(server) = sending(&place, &[1, -2]) else { return };
    let report = json(&place.connect(&server, &[]));
    assert_eq!((&report["verdict"], states(&report)), (&"passed".into(), vec!["passed"; 5]), "{report:#}");
    assert!(!codes(&report).contains(&"certificate.no-san"), "{report:#}");
}
