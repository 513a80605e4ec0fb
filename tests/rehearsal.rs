//! Does `rehearse` tell what happened, join it to the findings, and keep the contract of the other commands?

use serde_json::Value;

use crate::scene::{countersign, json, root, stderr, stdout};

const AT: [&str; 2] = ["--at", "2026-06-01T12:00:00Z"];

fn rehearse(arguments: &[&str]) -> std::process::Output {
    countersign(&[&["rehearse"], arguments, &AT].concat())
}

fn report(arguments: &[&str]) -> Value {
    json(&rehearse(&[arguments, &["--format", "json"]].concat()))
}

fn spoken(report: &Value) -> Vec<&Value> {
    report["handshakes"].as_array().unwrap().iter().filter(|one| one["predicted"] == false).collect()
}

/// The words of `step`, counted from 1.
fn wire(handshake: &Value, step: usize) -> String {
    handshake["steps"][step - 1]["wire"].to_string()
}

#[test]
fn both_handshakes_go_through_in_both_versions_on_the_seven_files() {
    let report = report(&["examples/handoff", "--host", "api.example.com"]);
    assert_eq!(report["verdict"], "passed");
    let spoken = spoken(&report);
    let told: Vec<(&str, &str, usize)> = spoken
        .iter()
        .map(|one| {
            let steps = one["steps"].as_array().unwrap();
            assert!(steps.iter().all(|step| step["state"] == "passed"), "{one:#}");
            (one["kind"].as_str().unwrap(), one["spoken"]["version"].as_str().unwrap(), steps.len())
        })
        .collect();
    let expected = [
        ("one-way", "TLS 1.3", 5),
        ("one-way", "TLS 1.2", 5),
        ("two-way", "TLS 1.3", 6),
        ("two-way", "TLS 1.2", 6),
    ];
    assert_eq!(told, expected);
    let [_, older, newer, _] = spoken[..] else { panic!("{} handshakes", spoken.len()) };
    // What is not encrypted is told by name; who verified what is told as it was seen.
    assert!(
        wire(older, 2).contains("ServerHello, Certificate, ServerKeyExchange, ServerHelloDone"),
        "{older:#}"
    );
    assert!(wire(older, 4).contains("ClientKeyExchange"), "{older:#}");
    assert!(wire(newer, 2).contains("names 1 CA"), "{newer:#}");
    assert!(
        wire(newer, 5).contains("the client proved that it has the key: ecdsa_nistp256_sha256"),
        "{newer:#}"
    );
    assert_eq!(newer["spoken"]["host"], "api.example.com");
    assert_eq!(newer["spoken"]["cipher_suite"], "TLS_AES_256_GCM_SHA384");
    assert_eq!(newer["spoken"]["key_exchange"], "X25519");
    // The prediction stays beside it.
    assert_eq!(report["handshakes"].as_array().unwrap().len(), 6);
}

#[test]
fn a_refusal_is_joined_to_the_finding_that_let_expect_it() {
    let report = report(&["examples/faulty/intermediate-missing"]);
    assert_eq!(report["verdict"], "failed");
    for handshake in spoken(&report) {
        let step = &handshake["steps"][2];
        assert_eq!((&step["state"], &step["because"]), (&"failed".into(), &"path.issuer-missing".into()));
        assert_eq!(handshake["spoken"]["alert"], "unknown_ca");
        assert!(wire(handshake, 3).contains("client → server: alert unknown_ca"), "{handshake:#}");
        assert_eq!(handshake["steps"][3]["state"], "not-reached");
    }
    let text = stdout(&rehearse(&["examples/faulty/intermediate-missing"]));
    assert!(text.starts_with("✗ The one-way handshake breaks at step 3 (unknown_ca)."), "{text}");
    assert!(text.contains("path.issuer-missing"), "{text}");
}

#[test]
fn the_client_of_tls_1_3_learns_of_a_refusal_when_it_had_finished() {
    let report = report(&["examples/faulty/other-ca"]);
    let [_, _, newer, older] = spoken(&report)[..] else { panic!() };
    assert!(wire(newer, 5).contains("had finished already"), "{newer:#}");
    assert!(!wire(older, 5).contains("had finished already"), "{older:#}");
}

#[test]
fn where_rustls_and_the_prediction_differ_both_are_told() {
    let report = report(&["examples/faulty/path-too-long"]);
    assert_eq!(report["verdict"], "failed", "what rustls lets pass is refused by others");
    for handshake in spoken(&report) {
        let step = &handshake["steps"][2];
        assert_eq!((&step["state"], &step["prediction"]), (&"passed".into(), &"failed".into()));
        assert_eq!(step["because"], "path.path-len-exceeded");
    }
    let text = stdout(&rehearse(&["examples/faulty/path-too-long"]));
    assert!(text.contains("differs from the prediction: by the files this would break: CA.cer"), "{text}");
    // One that breaks earlier than predicted does so for the same reason.
    let text = stdout(&rehearse(&["examples/faulty/short-key"]));
    assert!(
        text.starts_with("✗ The one-way handshake breaks at step 2 (access_denied). server.cer has a key"),
        "{text}"
    );
    assert!(text.contains("it would break at a later step: server.cer has a key"), "{text}");
}

/// Each end has its own team's folder: a key in the other one does not help.
#[test]
fn each_end_has_only_what_its_team_holds() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearsal-custody");
    let _ = std::fs::remove_dir_all(&folder);
    let set = root().join("examples/sound/team-folders");
    for team in ["team-a", "team-b"] {
        std::fs::create_dir_all(folder.join(team)).unwrap();
        for entry in std::fs::read_dir(set.join(team)).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), folder.join(team).join(entry.file_name())).unwrap();
        }
    }
    let path = folder.to_str().unwrap();
    assert_eq!(report(&[path])["verdict"], "passed");
    std::fs::rename(folder.join("team-a/server_key.pem"), folder.join("team-b/server_key.pem")).unwrap();
    let without = report(&[path]);
    for handshake in spoken(&without) {
        assert_eq!(handshake["state"], "open", "{handshake:#}");
        assert!(wire(handshake, 1).contains("there is no server private key here"), "{handshake:#}");
    }
}

/// In one folder for all, too: what only the client's bundle holds is not sent by the server.
#[test]
fn in_one_folder_no_end_borrows_the_intermediate_of_the_other_ones_bundle() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearsal-flat");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let set = folder.join("set");
    let made = countersign(&[&["new", set.to_str().unwrap(), "--intermediate"], &AT[..]].concat());
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let folder = folder.join("flat");
    std::fs::create_dir_all(&folder).unwrap();
    for (team, names) in [
        ("team-a", &["server_key.pem", "server.cer"][..]),
        ("team-b", &["client.pem", "client.cer", "CA.cer"]),
    ] {
        names.iter().for_each(|name| {
            std::fs::copy(set.join(team).join(name), folder.join(name)).unwrap();
        });
    }
    let path = folder.to_str().unwrap();
    assert_eq!(report(&[path])["verdict"], "passed");
    for (file, step) in [("server.cer", 3), ("client.cer", 5)] {
        let whole = std::fs::read_to_string(folder.join(file)).unwrap();
        let blocks = pem::parse_many(&whole).unwrap();
        assert!(blocks.len() > 1, "{file} holds no intermediate certificate");
        std::fs::write(folder.join(file), pem::encode(&blocks[0])).unwrap();
        let report = report(&[path]);
        assert_eq!(report["verdict"], "failed", "{file}");
        for handshake in spoken(&report).into_iter().filter(|one| step == 3 || one["kind"] == "two-way") {
            let broken = &handshake["steps"][step - 1];
            assert_eq!(broken["state"], "failed", "{file}: {handshake:#}");
            assert_eq!(broken["because"], "handoff.intermediate-not-at-sender", "{file}: {handshake:#}");
        }
        std::fs::write(folder.join(file), whole).unwrap();
    }
}

#[test]
fn one_way_needs_no_client_and_two_way_without_one_is_open() {
    let set = "examples/faulty/missing-client-certificate";
    let both = report(&[set]);
    let [_, _, newer, _] = spoken(&both)[..] else { panic!() };
    assert_eq!(newer["steps"][3]["state"], "open");
    assert!(wire(newer, 4).contains("certificate_required"), "{newer:#}");
    let folder = "examples/handoff/";
    let files: Vec<String> = ["server_key.pem", "server.csr", "server.cer", "CA.cer"]
        .iter()
        .map(|name| format!("{folder}{name}"))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let one_way = rehearse(&[&files[..], &["--one-way"]].concat());
    assert_eq!(one_way.status.code(), Some(0), "{}", stdout(&one_way));
    let two_way = rehearse(&files);
    assert_eq!(two_way.status.code(), Some(1), "{}", stdout(&two_way));
    assert!(
        stdout(&two_way).starts_with("? The two-way handshake was not spoken to its end"),
        "{}",
        stdout(&two_way)
    );
}

/// With one team's folder alone the other end is played: it trusts the CA that lies there.
#[test]
fn with_the_servers_folder_alone_a_client_verifies_through_its_ca() {
    let team_a = root().join("examples/sound/team-folders/team-a");
    let output = rehearse(&[team_a.to_str().unwrap(), "--one-way"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

#[test]
fn the_headline_is_a_sentence_where_nothing_was_spoken() {
    let text = stdout(&rehearse(&["examples/faulty/server-certificate-is-request"]));
    let said = "? The one-way handshake was not spoken: there is no server certificate here.";
    assert!(text.starts_with(said), "{text}");
}

#[test]
fn encrypted_keys_are_used_with_their_passphrase_and_left_closed_without() {
    let set = "examples/sound/encrypted-key";
    let passphrase = format!("{set}/passphrase.txt");
    assert_eq!(report(&[set, "--passphrase-file", &passphrase])["verdict"], "passed");
    let closed = report(&[set]);
    assert_eq!(closed["verdict"], "indeterminate");
    assert!(wire(spoken(&closed)[0], 1).contains("can't be used as it is"), "{closed:#}");
}

#[test]
fn the_report_keeps_its_schema_and_every_format_tells_the_steps() {
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(root().join("docs/report-v1.schema.json")).unwrap())
            .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for set in
        ["examples/handoff", "examples/faulty/wrong-key", "examples/faulty/server-certificate-is-request"]
    {
        let report = report(&[set]);
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{set}: {errors:?}");
        let page = stdout(&rehearse(&[set, "--format", "markdown"]));
        assert!(page.contains("## One-way handshake") && page.contains("TLS 1.3 by rustls"), "{page}");
        for line in stdout(&rehearse(&[set])).lines() {
            assert!(line.chars().count() <= 100, "{set}: {line}");
        }
    }
}

/// A name in a hostile certificate reaches rustls' sentences, and from there never the terminal.
#[test]
fn what_rustls_says_is_escaped() {
    let place = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearsal-hostile");
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    let authority = crate::scene::Authority::new("Hostile CA");
    let template = crate::scene::server(&["evil\u{1b}[2J.example.com"]);
    let (key, certificate) = authority.issue(&template, crate::scene::years());
    std::fs::write(place.join("server_key.pem"), key.to_pkcs8_pem().unwrap().as_bytes()).unwrap();
    std::fs::write(place.join("server.cer"), certificate.to_pem().unwrap()).unwrap();
    std::fs::write(place.join("CA.cer"), authority.0.certificate().to_pem().unwrap()).unwrap();
    for format in ["text", "json", "markdown"] {
        let output = rehearse(&[place.to_str().unwrap(), "--host", "api.example.com", "--format", format]);
        assert!(
            !output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b),
            "{format}: {}",
            stdout(&output)
        );
    }
}

#[test]
fn no_byte_of_a_key_is_told() {
    for set in ["examples/handoff", "examples/faulty/wrong-key", "examples/faulty/short-key"] {
        for format in ["text", "json", "markdown", "jsonl"] {
            let output = rehearse(&[set, "--format", format]);
            let said = format!("{}{}", stdout(&output), stderr(&output));
            for key in ["server_key.pem", "client.pem"] {
                let text = std::fs::read_to_string(root().join(set).join(key)).unwrap();
                for line in text.lines().filter(|line| !line.starts_with('-')) {
                    assert!(!said.contains(line), "{set} {format}");
                }
            }
        }
    }
}

/// The names of all CAs go into a field of 64 KiB, and so do the certificates of a chain.
#[test]
fn more_cas_than_a_message_holds_are_no_panic() {
    let place = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearsal-many");
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    for file in ["server_key.pem", "server.cer", "client.pem", "client.cer", "CA.cer"] {
        std::fs::copy(root().join("examples/handoff").join(file), place.join(file)).unwrap();
    }
    let many = |number: usize| -> String {
        let name = |index| format!("{index:0600}");
        (0..number)
            .map(|index| crate::scene::Authority::new(&name(index)).0.certificate().to_pem().unwrap())
            .collect()
    };
    std::fs::write(place.join("more_ca.cer"), many(120)).unwrap();
    let report = report(&[place.to_str().unwrap()]);
    for handshake in spoken(&report) {
        assert_eq!(handshake["state"], "passed", "{handshake:#}");
    }
    let chain = std::fs::read_to_string(place.join("server.cer")).unwrap() + &many(60);
    std::fs::write(place.join("server.cer"), chain).unwrap();
    std::fs::remove_file(place.join("more_ca.cer")).unwrap();
    let output = rehearse(&[place.to_str().unwrap(), "--format", "json"]);
    let handshake = spoken(&json(&output))[0].clone();
    assert!(wire(&handshake, 1).contains("more than TLS programs take"), "{handshake:#}");
}
