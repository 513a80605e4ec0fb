//! Does the configuration that `config` prints work in the real programs? And what is refused?

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::place::{Place, Running, states};
use crate::scene::{countersign, json, root, stderr, stdout};

/// The text for `program` with our set, listening on the loopback.
fn config(place: &Place, program: &str, port: u16, options: &[&str]) -> String {
    let (set, port) = (place.path("ours"), port.to_string());
    let words = ["config", program, &set, "--port", &port, "--listen", "127.0.0.1"];
    let output = countersign(&[&words[..], options].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stdout(&output)
}

fn nginx(place: &Place, options: &[&str]) -> Option<Running> {
    let folder = place.path("");
    Running::on_free_port("nginx", |port| {
        let site = place.write("site.conf", &config(place, "nginx", port, options));
        let text = format!(
            "daemon off; master_process off; pid {folder}nginx.pid; error_log {folder}error.log info; events {{}}\n\
             http {{\n  access_log off; client_body_temp_path {folder}t1; proxy_temp_path {folder}t2;\n  \
             fastcgi_temp_path {folder}t3; uwsgi_temp_path {folder}t4; scgi_temp_path {folder}t5; include {site};\n}}\n"
        );
        let file = place.write("nginx.conf", &text);
        ["-p", &folder, "-e", "stderr", "-c", &file].map(str::to_owned).to_vec()
    })
}

fn mosquitto(place: &Place, options: &[&str]) -> Option<Running> {
    Running::on_free_port("mosquitto", |port| {
        // It gives up root's rights before it reads its files, and ours are root's where root runs the tests.
        let text = format!("user root\n{}", config(place, "mosquitto", port, options));
        ["-c", &place.write("mosquitto.conf", &text)].map(str::to_owned).to_vec()
    })
}

fn calls(place: &Place, server: &Running, options: &[&str], client: Option<&str>) -> Value {
    let client = client.map(|set| place.client(set));
    let client: Vec<&str> = client.iter().flatten().map(String::as_str).collect();
    json(&place.connect(server, &[options, &client].concat()))
}

#[test]
fn nginx_serves_one_way_and_two_way_with_it() {
    let place = Place::new("config-nginx");
    let Some(server) = nginx(&place, &[]) else { return };
    assert_eq!(states(&calls(&place, &server, &[], Some("ours"))), ["passed"; 6]);
    assert_eq!(states(&calls(&place, &server, &[], None))[3], "failed");
    assert_eq!(states(&calls(&place, &server, &[], Some("strangers")))[4], "failed");
    the_test_commands_work(&place, &server);
    drop(server);
    let server = nginx(&place, &["--one-way"]).unwrap();
    assert_eq!(states(&calls(&place, &server, &[], None)), ["passed"; 5]);
}

/// curl's and OpenSSL's, typed as they are printed.
fn the_test_commands_work(place: &Place, server: &Running) {
    let curl = config(place, "curl", server.port, &[]);
    if let Some(output) = typed("curl", &curl, "") {
        // The first call gets an answer without a page, the second one that refuses.
        assert_eq!(
            stdout(&output).matches("No required SSL certificate was sent").count(),
            2,
            "{}",
            stderr(&output)
        );
    }
    let device = place.path("ours/team-b");
    let port = server.port.to_string();
    let openssl = countersign(&[
        "config",
        "openssl",
        &device,
        "--as",
        "team-b",
        "--host",
        "localhost",
        "--port",
        &port,
    ]);
    assert!(!stdout(&openssl).contains("s_server"), "{}", stdout(&openssl));
    if let Some(output) = typed("openssl", &stdout(&openssl), "GET / HTTP/1.0\r\n\r\n") {
        let said = stdout(&output);
        assert!(said.contains("Verify return code: 0 (ok)"), "{said}{}", stderr(&output));
    }
}

/// What a shell says to `script`; nothing after saying aloud that the program is missing.
#[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
fn typed(program: &str, script: &str, input: &str) -> Option<Output> {
    if Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        eprintln!("SKIPPED: {program} is not installed, so its commands were not typed.");
        return None;
    }
    let mut shell = Command::new("bash");
    shell.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = shell.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    Some(child.wait_with_output().unwrap())
}

#[test]
fn mosquitto_serves_one_way_and_two_way_with_it() {
    let place = Place::new("config-mosquitto");
    let other_protocol = ["--no-http"];
    let Some(server) = mosquitto(&place, &[]) else { return };
    // Nothing was read behind the handshake, where a refusal would be.
    let ours = calls(&place, &server, &other_protocol, Some("ours"));
    assert_eq!(states(&ours)[3..], ["passed", "open", "open"], "{ours:#}");
    let without = calls(&place, &server, &other_protocol, None);
    assert_eq!((states(&without)[3], alert(&without)), ("failed", "certificate_required"), "{without:#}");
    let foreign = calls(&place, &server, &other_protocol, Some("strangers"));
    assert_eq!(states(&foreign)[4], "failed", "{foreign:#}");
    assert_ne!(alert(&foreign), "");
    drop(server);
    let server = mosquitto(&place, &["--one-way"]).unwrap();
    assert_eq!(states(&calls(&place, &server, &other_protocol, None)), ["passed"; 5]);
}

fn alert(report: &Value) -> &str {
    report["handshakes"][0]["spoken"]["alert"].as_str().unwrap_or_default()
}

#[test]
fn a_set_that_did_not_pass_is_not_configured() {
    let refused = |words: &[&str], code: i32, said: &str| {
        let output = countersign(&[&["config"], words].concat());
        assert_eq!(output.status.code(), Some(code), "{words:?}: {}", stderr(&output));
        assert!(
            stdout(&output).is_empty() && stderr(&output).contains(said),
            "{words:?}: {}",
            stderr(&output)
        );
    };
    let at = ["--at", "2026-06-01T12:00:00Z"];
    let faulty = |set: &'static str| [&["nginx", set], &at[..]].concat();
    refused(
        &faulty("examples/faulty/wrong-key"),
        1,
        "countersign check --at 2026-06-01T12:00:00Z examples/faulty/wrong-key",
    );
    refused(&faulty("examples/faulty/reversed-bundle"), 1, "nothing is configured");
    refused(&faulty("examples/sound/encrypted-key"), 1, "no passphrase was given");
    // It is sound, and not as nginx wants it.
    refused(&faulty("examples/sound/der-files"), 2, "is not a PEM file");
    refused(&[&["curl", "examples/handoff", "--as", "team-a"], &at[..]].concat(), 1, "nothing is configured");
}

/// The certificate that stands between lies in a file of its own: it has to be put behind the server's first.
#[test]
fn a_certificate_without_its_issuers_is_not_configured_and_the_cure_is_typed() {
    let place = Place::new("config-apart");
    let folder = place.path("apart");
    std::fs::create_dir(&folder).unwrap();
    for (from, to) in [("team-a/server_key.pem", "server_key.pem"), ("team-a/CA.cer", "CA.cer")] {
        std::fs::copy(place.path(&format!("ours/{from}")), format!("{folder}/{to}")).unwrap();
    }
    let blocks = pem::parse_many(std::fs::read(place.path("ours/team-a/server.cer")).unwrap()).unwrap();
    place.write("apart/server.cer", &pem::encode(&blocks[0]));
    place.write("apart/issuing.cer", &pem::encode(&blocks[1]));
    let output = countersign(&["config", "nginx", &folder, "--as", "team-a"]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    let cure = format!("cat {folder}/server.cer {folder}/issuing.cer > chain.pem");
    assert!(stderr(&output).contains(&cure), "{}", stderr(&output));
    // Beside the device's bundle, which holds the same one: the server's file is not made of the device's.
    let both = place.path("apart both");
    std::fs::rename(&folder, &both).unwrap();
    for file in ["client.pem", "client.cer"] {
        std::fs::copy(place.path(&format!("ours/team-b/{file}")), format!("{both}/{file}")).unwrap();
    }
    let output = countersign(&["config", "nginx", &both]);
    let cure = format!("cat '{both}/server.cer' '{both}/issuing.cer' > chain.pem");
    assert!(stderr(&output).contains(&cure), "{}", stderr(&output));
}

/// Its team tries the set, and never holds the server's key.
#[test]
fn the_devices_files_alone_are_enough_for_what_the_device_has() {
    let place = Place::new("config-device");
    let device = place.path("ours/team-b");
    for (program, call) in [("curl", "--cert"), ("openssl", "s_client"), ("java", "-name client")] {
        let output = countersign(&["config", program, &device, "--host", "localhost"]);
        assert_eq!(output.status.code(), Some(0), "{program}: {}", stderr(&output));
        assert!(
            stdout(&output).contains(call) && !stdout(&output).contains("s_server"),
            "{}",
            stdout(&output)
        );
    }
    // A server is not configured without its key, and a set with a fault not at all.
    let output = countersign(&["config", "nginx", &device, "--host", "localhost"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    std::fs::copy(place.path("strangers/team-b/client.pem"), format!("{device}/client.pem")).unwrap();
    let output = countersign(&["config", "curl", &device, "--host", "localhost"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
}

#[test]
fn every_program_gets_its_text_and_no_byte_of_a_key_and_no_gap() {
    let keys = ["examples/handoff/server_key.pem", "examples/handoff/client.pem"];
    let keys = keys.map(|key| std::fs::read_to_string(root().join(key)).unwrap());
    let programs =
        ["apache", "curl", "envoy", "haproxy", "java", "mosquitto", "nginx", "openssl", "postgresql"];
    for program in programs {
        for options in [&[][..], &["--one-way"]] {
            let words = ["config", program, "examples/handoff", "--at", "2026-06-01T12:00:00Z"];
            let output = countersign(&[&words[..], options].concat());
            let text = stdout(&output);
            assert_eq!(output.status.code(), Some(0), "{program}: {}", stderr(&output));
            assert!(!text.contains("{{") && !text.contains("}}"), "{program}: {text}");
            assert!(
                text.contains("/examples/handoff/CA.cer") || options == ["--one-way"],
                "{program}: {text}"
            );
            for line in keys.iter().flat_map(|key| key.lines().filter(|line| !line.starts_with('-'))) {
                assert!(!text.contains(line), "{program}");
            }
        }
    }
}

/// The command that is to say more has to ask the same.
#[test]
fn the_hint_of_a_refused_configuration_asks_for_the_same() {
    let options = ["config", "nginx", "examples/handoff", "--host", "other.example"];
    let output = countersign(&[&options[..], &["--at", "2026-06-01T12:00:00Z"]].concat());
    assert_eq!(output.status.code(), Some(1));
    let hint = "countersign check --host other.example --at 2026-06-01T12:00:00Z examples/handoff";
    assert!(stderr(&output).replace('\n', " ").contains(hint), "{}", stderr(&output));
}
