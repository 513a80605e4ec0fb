//! Does `countersign new` make what both teams need, and nothing half? The set as other tools see it, and what is refused.

mod unfinished;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::scene::{countersign, json, root, stderr, stdout};

const AT: &str = "2026-06-01T12:00:00Z";

/// A place of its own for one test, with nothing in it.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("making").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn made(&self, name: &str, options: &[&str]) -> Output {
        countersign(&[&["new", &self.path(name), "--at", AT], options].concat())
    }

    /// Everything here, hidden files too.
    fn entries(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs a tool here; false after saying aloud that it is missing.
    #[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
    fn accepts(&self, line: &str) -> bool {
        let mut words = line.split_whitespace();
        let tool = words.next().unwrap();
        match Command::new(tool).args(words).current_dir(&self.0).stdin(Stdio::null()).output() {
            Ok(output) if output.status.success() => true,
            Ok(output) => panic!("{line}: {}{}", stdout(&output), stderr(&output)),
            Err(_) => {
                eprintln!(
                    "SKIPPED: {tool} is not installed, so nobody asked whether it accepts what new makes."
                );
                false
            }
        }
    }
}

fn check(arguments: &[&str]) -> serde_json::Value {
    let output = countersign(&[&["check", "--at", AT, "--format", "json"], arguments].concat());
    let report = json(&output);
    assert_eq!(output.status.success(), report["verdict"] == "passed");
    report
}

fn passes(arguments: &[&str]) {
    let report = check(arguments);
    assert_eq!(report["verdict"], "passed", "{arguments:?}: {}", report["findings"]);
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().all(|one| one["severity"] == "note"), "{arguments:?}: {findings:#?}");
}

#[test]
fn what_new_makes_passes_for_each_team_and_for_both_with_every_kind_of_key() {
    let place = Place::new("kinds");
    for kind in ["p256", "p384", "rsa-2048", "rsa-3072", "ed25519"] {
        for extra in [&[][..], &["--intermediate"]] {
            let name = format!("{kind}{}", extra.len());
            let hosts = ["--host", "api.example.com", "--host", "192.0.2.7"];
            let output = place.made(&name, &[&["--key-type", kind], &hosts[..], extra].concat());
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let (one, two) = (place.path(&format!("{name}/team-a")), place.path(&format!("{name}/team-b")));
            passes(&[&[one.as_str(), "--as", "team-a"], &hosts[..]].concat());
            passes(&[two.as_str(), "--as", "team-b"]);
            passes(&[&[place.path(&name).as_str()], &hosts[..]].concat());
        }
    }
}

#[test]
fn without_options_a_demonstration_is_made_that_passes_and_says_what_to_type() {
    let place = Place::new("demo");
    let output = place.made("demo", &[]);
    let said = stdout(&output);
    let next = said.lines().find(|line| line.trim().starts_with("countersign check")).unwrap();
    let mut words: Vec<&str> = next.split_whitespace().skip(1).collect();
    words.extend(["--at", AT]);
    assert_eq!(countersign(&words).status.code(), Some(0), "{next}");
    for part in ["team-a/", "team-b/", "shared/", "may travel", "localhost", "server_key.pem"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let shared = std::fs::read_dir(place.path("demo/shared")).unwrap();
    let mut shared: Vec<String> = shared.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    shared.sort();
    assert_eq!(shared, ["CA.cer", "server.cer", "server.csr"]);
}

/// What is told to be typed can be typed: paths with spaces are one word, and Team B may grant every name that Team A asks for.
#[test]
fn the_next_commands_work_as_they_are_printed() {
    let place = Place::new("typed");
    let told = |output: &Output, start: &str| -> Vec<String> {
        assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
        let said = stdout(output);
        let line = said.lines().find(|line| line.trim().starts_with(start));
        shlex::split(line.unwrap_or_else(|| panic!("{start}: {said}"))).unwrap()
    };
    let typed = |words: &[String]| {
        let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let output = countersign(&[&words[..], &["--at", AT]].concat());
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}{}", stdout(&output), stderr(&output));
        output
    };
    let output = place.made("both teams", &["--host", "a.example"]);
    typed(&told(&output, "countersign check"));
    typed(&told(&output, "countersign rehearse"));
    let output = place.made("team a's", &["--as", "team-a", "--host", "a.example", "--host", "b.example"]);
    let mut words = told(&output, "countersign new");
    words[2] = place.path("team b's");
    typed(&told(&typed(&words), "countersign check"));
}

/// The folder stands before anybody is told, so a reader that has gone away leaves no half of it.
#[cfg(unix)]
#[test]
fn where_nothing_can_be_printed_the_folder_is_there_and_the_reason_is_told() {
    let place = Place::new("unprinted");
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full");
    if full().is_err() {
        return;
    }
    place.made("ours", &["--as", "team-a", "--host", "a.example"]);
    let request = place.path("ours/shared/server.csr");
    for (name, options) in [("both", &[][..]), ("theirs", &["--as", "team-b", "--request", &request])] {
        let mut command = Command::new(crate::scene::program());
        command.args(["new", &place.path(name)]).args(options).stdout(full().unwrap());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(said.contains("was made") && said.contains("countersign check"), "{said}");
        assert!(!said.contains("--output"), "{said}");
        assert!(Path::new(&place.path(&format!("{name}/shared/server.cer"))).exists());
    }
}

/// Each team types its own command and passes on only what may travel.
#[test]
fn two_teams_come_to_a_set_that_works_without_showing_each_other_a_key() {
    let place = Place::new("apart");
    let output =
        place.made("ours", &["--as", "team-a", "--host", "api.example.com", "--key-type", "rsa-2048"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let request = place.path("ours/shared/server.csr");
    let output =
        place.made("theirs", &["--as", "team-b", "--request", &request, "--host", "api.example.com"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.contains("✓ subjectAltName") && said.contains("DNS api.example.com: granted"), "{said}");
    let team_a = [
        "--as",
        "team-a",
        "--host",
        "api.example.com",
        &place.path("ours/team-a"),
        &place.path("theirs/shared/server.cer"),
        &place.path("theirs/shared/CA.cer"),
    ];
    passes(&team_a);
    passes(&["--as", "team-b", &place.path("theirs/team-b"), &place.path("theirs/shared")]);
    passes(&["--host", "api.example.com", &place.path("ours"), &place.path("theirs")]);
    assert!(!Path::new(&place.path("theirs/team-a")).exists());
}

#[test]
fn openssl_gnutls_and_java_accept_what_new_makes() {
    let place = Place::new("tools");
    for kind in ["p256", "rsa-2048", "ed25519"] {
        // Not every tool can be told another date, so these begin today.
        let options = ["--key-type", kind, "--intermediate", "--host", "api.example.com"];
        countersign(&[&["new", &place.path(kind)], &options[..]].concat());
        for (side, purpose) in [("team-a/server", "sslserver"), ("team-b/client", "sslclient")] {
            let file = format!("{kind}/{side}.cer");
            place.accepts(&format!(
                "openssl verify -x509_strict -purpose {purpose} -CAfile {kind}/team-a/CA.cer -untrusted {file} {file}"
            ));
            place.accepts(&format!(
                "certtool --verify --load-ca-certificate {kind}/team-a/CA.cer --infile {file}"
            ));
        }
        place.accepts(&format!("openssl pkey -in {kind}/team-a/server_key.pem -check -noout"));
        place.accepts(&format!("openssl req -in {kind}/team-a/server.csr -verify -noout"));
        // keytool follows the chain to a CA it already holds, and refuses what it can't read.
        let store = format!("-keystore {kind}.p12 -storepass secret1 -noprompt");
        if place.accepts(&format!("keytool -importcert -alias ca -file {kind}/team-a/CA.cer {store}")) {
            place.accepts(&format!(
                "keytool -importcert -alias server -file {kind}/team-a/server.cer {store}"
            ));
            place.accepts(&format!("keytool -printcert -file {kind}/team-b/client.cer"));
        }
    }
}

#[test]
fn keys_under_a_passphrase_open_with_it_only() {
    let place = Place::new("passphrase");
    std::fs::write(place.path("word.txt"), "correct horse\n").unwrap();
    let word = place.path("word.txt");
    let output = place.made("sealed", &["--passphrase-file", &word]);
    assert!(!stdout(&output).contains("correct horse"));
    for key in ["team-a/server_key.pem", "team-b/client.pem", "team-b/ca_key.pem"] {
        let text = std::fs::read_to_string(place.path(&format!("sealed/{key}"))).unwrap();
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"), "{key}");
        place.accepts(&format!("openssl pkey -in sealed/{key} -passin file:word.txt -noout"));
    }
    passes(&[&place.path("sealed"), "--passphrase-file", &word]);
    assert_eq!(check(&[&place.path("sealed")])["verdict"], "indeterminate");
    std::fs::write(place.path("empty.txt"), "\n").unwrap();
    let output = place.made("open", &["--passphrase-file", &place.path("empty.txt")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(&place.path("open")).exists());
}

/// One file for the device, as other programs import it: the key, its certificate and those above it, and the CA as trusted.
#[test]
fn the_devices_store_opens_in_openssl_and_java_with_its_passphrase_only() {
    let place = Place::new("store");
    std::fs::write(place.path("word.txt"), "correct horse\n").unwrap();
    let word = place.path("word.txt");
    for kind in ["rsa-2048", "ed25519"] {
        let options = ["--pkcs12", "--passphrase-file", &word, "--intermediate", "--key-type", kind];
        let output = place.made(kind, &options);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let store = format!("{kind}/team-b/client.p12");
        let opened = format!("openssl pkcs12 -in {store} -passin file:word.txt -nodes -out {kind}.pem");
        if place.accepts(&opened) {
            let blocks = pem::parse_many(std::fs::read(place.path(&format!("{kind}.pem"))).unwrap()).unwrap();
            let tags: Vec<&str> = blocks.iter().map(pem::Pem::tag).collect();
            assert_eq!(tags.iter().filter(|tag| **tag == "CERTIFICATE").count(), 3, "{tags:?}");
            assert_eq!(tags.iter().filter(|tag| **tag == "PRIVATE KEY").count(), 1, "{tags:?}");
        }
        place.accepts(&format!("keytool -certreq -alias client -keystore {store} -storepass:file word.txt"));
        place.accepts(&format!(
            "keytool -exportcert -alias ca -keystore {store} -storepass:file word.txt -file {kind}.ca"
        ));
        passes(&[&place.path(kind), "--passphrase-file", &word]);
    }
    std::fs::write(place.path("wrong.txt"), "battery\n").unwrap();
    let wrong = ["pkcs12", "-in", "ed25519/team-b/client.p12", "-passin", "file:wrong.txt", "-noout"];
    if let Ok(output) = Command::new("openssl").args(wrong).current_dir(&place.0).output() {
        assert!(!output.status.success(), "a wrong passphrase opened it");
    }
    let unasked = place.made("unasked", &["--pkcs12"]);
    assert_eq!(unasked.status.code(), Some(2));
    assert!(stderr(&unasked).contains("--passphrase-file"), "{}", stderr(&unasked));
    assert!(!Path::new(&place.path("unasked")).exists());
}

#[cfg(unix)]
#[test]
fn keys_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new("modes");
    std::fs::write(place.path("word.txt"), "correct horse\n").unwrap();
    place.made("set", &["--intermediate", "--pkcs12", "--passphrase-file", &place.path("word.txt")]);
    let mode = |file: &str| std::fs::metadata(place.path(file)).unwrap().permissions().mode() & 0o777;
    for key in [
        "team-a/server_key.pem",
        "team-b/client.pem",
        "team-b/ca_key.pem",
        "team-b/intermediate_ca_key.pem",
        "team-b/client.p12",
    ] {
        assert_eq!(mode(&format!("set/{key}")), 0o600, "{key}");
    }
    assert_eq!(mode("set"), 0o700);
}

/// What `new --as team-b` says to this request, having made nothing.
fn refusal(place: &Place, request: &str, options: &[&str]) -> String {
    let output = place.made("theirs", &[&["--as", "team-b", "--request", request], options].concat());
    assert_eq!(output.status.code(), Some(2), "{request} was signed: {}", stdout(&output));
    assert!(!Path::new(&place.path("theirs")).exists(), "{request}");
    stderr(&output)
}

#[test]
fn a_request_with_a_bad_signature_is_not_signed() {
    let place = Place::new("forged");
    let altered = root().join("examples/faulty/altered-request/server.csr");
    let said = refusal(&place, altered.to_str().unwrap(), &[]);
    assert!(said.contains("issues no certificate for this request") && said.contains("signature"), "{said}");
    let certificate = root().join("examples/handoff/server.cer");
    assert!(
        refusal(&place, certificate.to_str().unwrap(), &[]).contains("a file with one request"),
        "{said}"
    );
    let with_key = root().join("examples/faulty/private-key-in-request/server.csr");
    assert!(refusal(&place, with_key.to_str().unwrap(), &[]).contains("private key"));
    let no_names = root().join("examples/faulty/no-san-only-common-name/server.csr");
    assert!(refusal(&place, no_names.to_str().unwrap(), &[]).contains("no host name"));
}

#[test]
fn a_request_for_names_outside_host_is_not_signed() {
    let place = Place::new("greedy");
    place.made("ours", &["--as", "team-a", "--host", "api.example.com", "--host", "admin.example.com"]);
    let request = place.path("ours/team-a/server.csr");
    let said = refusal(&place, &request, &["--host", "api.example.com"]);
    assert!(said.contains("admin.example.com") && said.contains("--host"), "{said}");
    // The letter case of a name does not count, an address is no name, and what is allowed may be left unused.
    let allowed = ["--host", "API.example.com", "--host", "admin.example.com", "--host", "192.0.2.7"];
    let output = place.made("theirs", &[&["--as", "team-b", "--request", &request], &allowed[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_request_of_openssl_with_a_name_in_its_subject_only_or_as_a_wildcard_is_held_to_host_too() {
    let place = Place::new("openssl");
    let request = |file: &str, subject: &str, extra: &str| {
        place.accepts(&format!(
            "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {file}.key -out {file} -subj {subject} {extra}"
        ))
    };
    let names = "-addext subjectAltName=DNS:api.example.com";
    if !request("cn.csr", "/CN=other.example.com", names) {
        return;
    }
    let expected = ["--host", "api.example.com"];
    let said = refusal(&place, &place.path("cn.csr"), &expected);
    assert!(said.contains("CN other.example.com"), "{said}");
    request("wild.csr", "/CN=api", "-addext subjectAltName=DNS:*.example.com");
    assert!(refusal(&place, &place.path("wild.csr"), &expected).contains("*.example.com"));
    request("ca.csr", "/CN=api", &format!("{names} -addext basicConstraints=critical,CA:TRUE"));
    assert!(refusal(&place, &place.path("ca.csr"), &expected).contains("become a CA"));
    // Every attribute of a usual subject comes back as it was asked for.
    request("full.csr", "/C=DE/ST=Bavaria/L=Munich/O=Example/OU=Cloud/CN=api.example.com", names);
    let made = place
        .made("theirs", &["--as", "team-b", "--request", &place.path("full.csr"), expected[0], expected[1]]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let certificate = std::fs::read(place.path("theirs/shared/server.cer")).unwrap();
    let parsed = pem::parse(certificate).unwrap();
    let certificate = countersign_core::model::Certificate::from_der(parsed.contents()).unwrap();
    assert_eq!(
        certificate.subject.rfc4514(),
        "CN=api.example.com,OU=Cloud,O=Example,L=Munich,ST=Bavaria,C=DE"
    );
}

#[test]
fn what_is_missing_is_asked_for() {
    for (options, wanted) in [
        (&["--as", "team-a"][..], "--host"),
        (&["--as", "team-b"], "--request"),
        (&["--days", "0"], "--days"),
        (&["--as", "team-a", "--host", "https://api.example.com/"], "--host api.example.com"),
        (&["--as", "team-a", "--host", "käse.example"], "--host xn--kse-qla.example"),
        (&["--host", "ümlaut.de"], "--host xn--mlaut-jva.de"),
        (&["--host", "a..b"], "dots"),
        (&["--host", "a.example."], "--host a.example"),
        (&["--host", "[::1]"], "--host ::1"),
        (&["--host", "1.2.3"], "no address"),
        (&["--host", "300.1.2.3"], "no address"),
        (&["--host", &"a".repeat(64)], "63 characters"),
        (&["--host", "ops@a.example"], "a host name or an address"),
        (&["--host", "spiffe://a/b"], "a host name or an address"),
    ] {
        let place = Place::new("missing");
        let output = place.made("set", options);
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        assert!(stderr(&output).contains(wanted), "{options:?}: {}", stderr(&output));
        assert_eq!(place.entries(), [""; 0]);
    }
}

#[test]
fn a_request_for_a_name_that_no_host_has_is_not_signed() {
    let place = Place::new("nowhere");
    for name in ["a..example", "300.1.2.3", "*.a..example", &"a".repeat(64)] {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(["api.example.com".to_owned(), name.to_owned()]).unwrap();
        let request = params.serialize_request(&key).unwrap().pem().unwrap();
        std::fs::write(place.path("server.csr"), request).unwrap();
        let said = refusal(&place, &place.path("server.csr"), &[]);
        assert!(said.contains(name) && said.contains("no host has that name"), "{name}: {said}");
    }
}

#[test]
fn no_byte_of_a_key_is_printed() {
    let place = Place::new("silent");
    let output = place.made("set", &[]);
    let said = format!("{}{}", stdout(&output), stderr(&output));
    for key in ["team-a/server_key.pem", "team-b/client.pem", "team-b/ca_key.pem"] {
        let text = std::fs::read_to_string(place.path(&format!("set/{key}"))).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('-')) {
            assert!(!said.contains(line), "{key}");
        }
    }
}
