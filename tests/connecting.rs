//! Does `connect` tell how a live server answers? OpenSSL's own, on loopback, with sets that `new` made.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::scene::{countersign, json, stderr, stdout};

/// Two sets of one kind: the one in use, and one of strangers.
struct Place(PathBuf);

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Place {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("connecting").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let place = Self(folder);
        for set in ["ours", "strangers"] {
            let output = countersign(&["new", &place.path(set), "--intermediate"]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        }
        place
    }

    fn path(&self, file: &str) -> String {
        self.0.join(file).to_str().unwrap().to_owned()
    }

    /// `s_server` with the files of Team A; nothing after saying aloud that it is missing.
    #[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
    fn server(&self, options: &[&str]) -> Option<Server> {
        let file = self.path("ours/team-a/server.cer");
        let blocks = pem::parse_many(std::fs::read(&file).unwrap()).unwrap();
        std::fs::write(self.0.join("behind.pem"), pem::encode_many(&blocks[1..])).unwrap();
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", "127.0.0.1:0", "-cert", &file, "-key"]);
        command.arg(self.path("ours/team-a/server_key.pem"));
        command.args(["-CAfile", &self.path("ours/team-a/CA.cer"), "-no-CApath"]).args(options);
        let Ok(mut child) =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
        else {
            eprintln!("SKIPPED: openssl is not installed, so there was no server to connect to.");
            return None;
        };
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let line = lines.find_map(|line| line.unwrap().strip_prefix("ACCEPT ").map(str::to_owned));
        Some(Server { child, address: line.unwrap() })
    }

    fn connect(&self, server: &Server, options: &[&str]) -> Output {
        let ca = self.path("ours/team-b/CA.cer");
        countersign(&[&["connect", &server.address, "--ca", &ca, "--format", "json"], options].concat())
    }

    fn client(&self, set: &str) -> [String; 4] {
        let file = |name: &str| self.path(&format!("{set}/team-b/{name}"));
        ["--cert".to_owned(), file("client.cer"), "--key".to_owned(), file("client.pem")]
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn states(report: &Value) -> Vec<&str> {
    let steps = report["handshakes"][0]["steps"].as_array().unwrap();
    steps.iter().map(|step| step["state"].as_str().unwrap()).collect()
}

const TWO_WAY: [&str; 3] = ["-Verify", "4", "-verify_return_error"];

#[test]
fn a_server_is_judged_by_what_it_sends() {
    let place = Place::new("one-way");
    let chain = place.path("behind.pem");
    let Some(server) = place.server(&["-cert_chain", &chain]) else { return };
    let saved = place.path("sent.pem");
    let output = place.connect(&server, &["--save-chain", &saved]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    assert_eq!(states(&report), ["passed"; 5]);
    assert_eq!(report["handshakes"][0]["spoken"]["version"], "TLS 1.3");
    let sent = pem::parse_many(std::fs::read(&saved).unwrap()).unwrap();
    let ours = pem::parse_many(std::fs::read(place.path("ours/team-a/server.cer")).unwrap()).unwrap();
    assert_eq!(sent, ours);
    // A file that is there is not written over.
    assert_eq!(place.connect(&server, &["--save-chain", &saved]).status.code(), Some(2));
    let other = json(&place.connect(&server, &["--host", "api.example.com"]));
    assert_eq!(
        (&other["verdict"], &other["handshakes"][0]["spoken"]["alert"]),
        (&"failed".into(), &Value::Null)
    );
    assert_eq!(states(&other)[2], "failed");
    let strangers = place.path("strangers/team-b/CA.cer");
    let text = countersign(&["connect", &server.address, "--ca", &strangers]);
    assert!(stdout(&text).starts_with("✗ The one-way handshake breaks at step 3."), "{}", stdout(&text));
    drop(server);
    // Without the issuing CA behind the certificate.
    let server = place.server(&[]).unwrap();
    let report = json(&place.connect(&server, &[]));
    assert_eq!(states(&report)[2], "failed");
    assert_eq!(report["handshakes"][0]["steps"][2]["because"], "path.issuer-missing");
}

#[test]
fn a_server_that_asks_for_a_certificate_gets_the_right_one_or_refuses_by_name() {
    let place = Place::new("two-way");
    let chain = place.path("behind.pem");
    for version in ["-tls1_3", "-tls1_2"] {
        let options = [&["-cert_chain", &chain, version][..], &TWO_WAY].concat();
        let Some(server) = place.server(&options) else { return };
        let ours = place.client("ours");
        let with = place.connect(&server, &ours.each_ref().map(String::as_str));
        let report = json(&with);
        assert_eq!(with.status.code(), Some(0), "{version}: {report:#}");
        assert_eq!(states(&report), ["passed"; 6]);
        let without = json(&place.connect(&server, &[]));
        assert_eq!(states(&without)[3], "failed", "{version}: {without:#}");
        assert_eq!(without["verdict"], "failed");
        let strangers = place.client("strangers");
        let refused = json(&place.connect(&server, &strangers.each_ref().map(String::as_str)));
        assert_eq!(states(&refused)[4], "failed", "{version}: {refused:#}");
        assert_eq!(refused["handshakes"][0]["spoken"]["alert"], "unknown_ca", "{version}");
        assert_eq!(refused["verdict"], "failed");
    }
}

#[test]
fn a_server_that_only_would_like_a_certificate_goes_on_without_and_that_is_told() {
    let place = Place::new("optional");
    let chain = place.path("behind.pem");
    let Some(server) = place.server(&["-cert_chain", &chain, "-verify", "4"]) else { return };
    let report = json(&place.connect(&server, &[]));
    assert_eq!(states(&report), ["passed"; 6], "{report:#}");
    let told = report["handshakes"][0]["steps"][3]["wire"].to_string();
    assert!(told.contains("does not insist"), "{told}");
}

#[test]
fn who_does_not_answer_or_speak_tls_is_told_without_waiting_for_ever() {
    let place = Place::new("silent");
    let ca = place.path("ours/team-b/CA.cer");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let output = countersign(&["connect", &address, "--ca", &ca, "--timeout", "1"]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("sent no certificate") && stderr(&output).contains("it says nothing"));
    drop(silent);
    let output = countersign(&["connect", &address, "--ca", &ca, "--timeout", "1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("can't be reached"), "{}", stderr(&output));
    let chatty = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = chatty.local_addr().unwrap().to_string();
    let talk = std::thread::spawn(move || {
        use std::io::Write as _;
        let (mut stream, _) = chatty.accept().unwrap();
        let _ = stream.write_all(b"220 mail.example.com ESMTP\r\n");
        std::thread::sleep(std::time::Duration::from_millis(200));
    });
    let output = countersign(&["connect", &address, "--ca", &ca, "--timeout", "1"]);
    talk.join().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("speaks TLS from the first byte"), "{}", stderr(&output));
    for wrong in ["api.example.com", ":443", "2001:db8::7:443", "https://a.example:443", "a.example:port"] {
        assert_eq!(countersign(&["connect", wrong, "--ca", &ca]).status.code(), Some(2), "{wrong}");
    }
}
