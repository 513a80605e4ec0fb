//! Is a server that says nothing, or something else, waited for without end? And is one of IPv6 reached?

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::process::Output;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::place::{Place, Running, states};
use crate::scene::{countersign, json, stderr, stdout};

#[test]
fn who_does_not_answer_or_speak_tls_is_told_without_waiting_for_ever() {
    let place = Place::new("silent");
    let ca = place.path("ours/team-b/CA.cer");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let output = countersign(&["connect", &address, "--ca", &ca, "--timeout", "1"]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("sent no certificate") && stderr(&output).contains("it says nothing"));
    drop(silent);
    let output = countersign(&["connect", &address, "--ca", &ca, "--timeout", "1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("can't be reached"), "{}", stderr(&output));
    let chatty = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = chatty.local_addr().unwrap().to_string();
    let talk = std::thread::spawn(move || {
        let (mut stream, _) = chatty.accept().unwrap();
        let _ = stream.write_all(b"220 mail.example.com ESMTP\r\n");
        std::thread::sleep(Duration::from_millis(200));
    });
    let output = countersign(&["connect", &address, "--ca", &ca, "--timeout", "1"]);
    talk.join().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("speaks TLS from the first byte"), "{}", stderr(&output));
    for wrong in ["api.example.com", ":443", "2001:db8::7:443", "https://a.example:443", "a.example:port"] {
        assert_eq!(countersign(&["connect", wrong, "--ca", &ca]).status.code(), Some(2), "{wrong}");
    }
}

/// A server that takes one connection and answers as it is told.
fn answering(answer: impl FnOnce(TcpStream) + Send + 'static) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (address, std::thread::spawn(move || answer(listener.accept().unwrap().0)))
}

fn connect(address: &str, place: &Place, options: &[&str]) -> Output {
    countersign(&[&["connect", address, "--ca", &place.path("ours/team-b/CA.cer")], options].concat())
}

/// Each byte comes in time, and the answer never does.
#[test]
fn who_drips_is_not_waited_for_either() {
    let place = Place::new("dripping");
    let (address, server) = answering(|mut stream| {
        // The head of a record of TLS, and then a byte at a time until the other end has enough.
        let _ = stream.write_all(&[22, 3, 3, 64, 0]);
        while stream.write_all(&[2]).is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let begun = Instant::now();
    let output = connect(&address, &place, &["--timeout", "1"]);
    let took = begun.elapsed();
    server.join().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("it says nothing"), "{}", stderr(&output));
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn a_server_that_takes_the_request_and_says_nothing_leaves_the_answer_open() {
    let place = Place::new("mute");
    let files = ["ours/team-a/server.cer", "ours/team-a/server_key.pem"].map(|file| place.path(file));
    let blocks = pem::parse_many(std::fs::read(&files[0]).unwrap()).unwrap();
    let behind = place.write("behind.pem", &pem::encode_many(&blocks[1..]));
    let words =
        ["s_server", "-accept", "127.0.0.1:0", "-cert", &files[0], "-key", &files[1], "-cert_chain", &behind];
    let Some(server) = Running::openssl(&words) else { return };
    let output = place.connect(&server, &["--timeout", "1"]);
    let report = json(&output);
    assert_eq!(states(&report), ["passed", "passed", "passed", "passed", "open"], "{report:#}");
    assert!(stderr(&output).contains("--no-http"), "{}", stderr(&output));
    assert_eq!(report["verdict"], "indeterminate");
    assert_eq!(states(&json(&place.connect(&server, &["--no-http"]))), ["passed"; 5]);
}

#[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
#[test]
fn a_server_is_reached_over_ipv6() {
    let Ok(probe) = TcpListener::bind("[::1]:0") else {
        eprintln!("SKIPPED: this machine has no IPv6 on its loopback, so nothing was reached over it.");
        return;
    };
    drop(probe);
    let place = Place::new("ipv6");
    let files = ["ours/team-a/server.cer", "ours/team-a/server_key.pem"].map(|file| place.path(file));
    let blocks = pem::parse_many(std::fs::read(&files[0]).unwrap()).unwrap();
    let behind = place.write("behind.pem", &pem::encode_many(&blocks[1..]));
    let words = [
        "s_server",
        "-www",
        "-accept",
        "[::1]:0",
        "-cert",
        &files[0],
        "-key",
        &files[1],
        "-cert_chain",
        &behind,
    ];
    let Some(server) = Running::openssl(&words) else { return };
    let address = format!("[::1]:{}", server.port);
    let report = json(&connect(&address, &place, &["--host", "localhost", "--format", "json"]));
    assert_eq!((&report["verdict"], states(&report)), (&"passed".into(), vec!["passed"; 5]), "{report:#}");
    assert!(report["artifacts"].to_string().contains(&address), "{report:#}");
    // The address is a name too, and not one of this certificate's.
    let report = json(&connect(&address, &place, &["--format", "json"]));
    assert_eq!(states(&report)[2], "failed", "{report:#}");
}
