//! Does `connect` see through nginx? It shakes hands with everybody, and refuses by a page without an alert.

use serde_json::Value;

use super::place::{Place, Running, states, wire};
use crate::scene::json;

/// nginx with a set's files for the server, and this line for clients.
fn nginx(place: &Place, clients: &str) -> Option<Running> {
    let files = place.path("ours/team-a");
    let folder = place.path("");
    Running::on_free_port("nginx", |port| {
        let text = format!(
            "daemon off; master_process off; pid {folder}nginx.pid; error_log {folder}error.log info;\n\
             events {{}}\n\
             http {{\n  access_log off; client_body_temp_path {folder}t1; proxy_temp_path {folder}t2;\n  \
             fastcgi_temp_path {folder}t3; uwsgi_temp_path {folder}t4; scgi_temp_path {folder}t5;\n  \
             server {{\n    listen 127.0.0.1:{port} ssl; ssl_certificate {files}/server.cer;\n    \
             ssl_certificate_key {files}/server_key.pem; ssl_client_certificate {files}/CA.cer; ssl_verify_depth 2;\n    \
             {clients}\n    location / {{ return 200 hello; }}\n  }}\n}}\n"
        );
        let file = place.write("nginx.conf", &text);
        ["-p", &folder, "-e", "stderr", "-c", &file].map(str::to_owned).to_vec()
    })
}

fn with(place: &Place, server: &Running, client: &[String; 4]) -> Value {
    json(&place.connect(server, &client.each_ref().map(String::as_str)))
}

#[test]
fn who_shows_no_certificate_is_refused_at_step_4_and_who_shows_the_right_one_reaches_step_6() {
    let place = Place::new("nginx");
    for protocols in ["ssl_protocols TLSv1.3;", "ssl_protocols TLSv1.2;"] {
        let Some(server) = nginx(&place, &format!("ssl_verify_client on; {protocols}")) else { return };
        let without = json(&place.connect(&server, &[]));
        assert_eq!(states(&without), ["passed", "passed", "passed", "failed", "not-reached", "not-reached"]);
        assert!(wire(&without, 4).contains("No required SSL certificate was sent"), "{without:#}");
        assert_eq!((&without["verdict"], alert(&without)), (&"failed".into(), &Value::Null));
        let ours = with(&place, &server, &place.client("ours"));
        assert_eq!(states(&ours), ["passed"; 6], "{ours:#}");
        assert!(wire(&ours, 6).contains("HTTP/1.1 200 OK"), "{ours:#}");
        assert_eq!(ours["verdict"], "passed");
    }
}

#[test]
fn an_expired_or_foreign_certificate_is_refused_at_step_5_without_an_alert_and_the_file_says_why() {
    let place = Place::new("nginx-refuses");
    let Some(server) = nginx(&place, "ssl_verify_client on;") else { return };
    for (client, code) in [
        (place.expired_client(), "certificate.not-after-passed"),
        (place.client("strangers"), "path.signature-invalid"),
    ] {
        let report = with(&place, &server, &client);
        assert_eq!(states(&report)[3..], ["passed", "failed", "not-reached"], "{report:#}");
        assert_eq!(report["handshakes"][0]["steps"][4]["because"], code);
        assert!(wire(&report, 5).contains("The SSL certificate error"), "{report:#}");
        assert!(wire(&report, 5).contains("without an alert"), "{report:#}");
        assert_eq!((&report["verdict"], alert(&report)), (&"failed".into(), &Value::Null));
        let codes: Vec<&Value> =
            report["findings"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
        assert!(codes.contains(&&Value::from(code)), "{codes:?}");
    }
}

#[test]
fn a_refusal_without_a_reason_leaves_the_answer_open() {
    let place = Place::new("nginx-forbids");
    let clients = "ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; }";
    let Some(server) = nginx(&place, clients) else { return };
    let without = json(&place.connect(&server, &[]));
    assert_eq!(states(&without)[2..], ["passed", "open", "open", "open"], "{without:#}");
    assert_eq!(without["verdict"], "indeterminate");
    assert!(wire(&without, 4).contains("403 Forbidden"), "{without:#}");
    assert_eq!(states(&with(&place, &server, &place.client("ours"))), ["passed"; 6]);
    // Nobody asked, so nobody knows.
    let unasked = json(&place.connect(&server, &["--no-http"]));
    assert_eq!((&unasked["verdict"], states(&unasked)[3]), (&"indeterminate".into(), "open"), "{unasked:#}");
}

#[test]
fn a_server_that_asks_and_goes_on_without_verified_nobody() {
    let place = Place::new("nginx-optional");
    let Some(server) = nginx(&place, "ssl_verify_client optional;") else { return };
    let without = json(&place.connect(&server, &[]));
    assert_eq!(states(&without)[3..], ["not-reached", "not-reached", "passed"], "{without:#}");
    assert!(wire(&without, 5).contains("not applicable: no certificate came"), "{without:#}");
    assert_eq!(states(&with(&place, &server, &place.client("ours"))), ["passed"; 6]);
}

fn alert(report: &Value) -> &Value {
    &report["handshakes"][0]["spoken"]["alert"]
}
