//! What do OCSP responses say? Made by OpenSSL at test time: its responder is the peer that people have.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use countersign_core::{Artifact, Given, Policy, Report, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::scene::codes;

/// A folder with a CA, a server's certificate, and OpenSSL's database of what is revoked.
struct Responder {
    folder: PathBuf,
}

impl Responder {
    /// `None`, said aloud, where OpenSSL is not installed.
    #[expect(clippy::print_stderr, reason = "a skipped test is said aloud")]
    fn new(name: &str) -> Option<Self> {
        if !Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success()) {
            eprintln!("SKIPPED: {name}: OpenSSL is not installed (apt-get install openssl)");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("countersign-ocsp-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let responder = Self { folder };
        responder.certificate("ca", "/CN=Example CA", "basicConstraints=critical,CA:TRUE", None);
        let extensions = "subjectAltName=DNS:api.example.com";
        responder.certificate("server", "/CN=api.example.com", extensions, Some(("ca", "1001")));
        Some(responder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn openssl(&self, line: &str) {
        let mut words: Vec<String> = Vec::new();
        // Subjects with a space are the only words that need quoting here.
        for (index, part) in line.split('\'').enumerate() {
            if index % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        let output = Command::new("openssl")
            .args(&words)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "openssl {line}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// A P-256 key and its certificate, by the CA or by itself, for thirty years from now.
    fn certificate(&self, name: &str, subject: &str, extensions: &str, by: Option<(&str, &str)>) {
        std::fs::write(self.path(&format!("{name}.ext")), extensions).unwrap();
        self.openssl(&format!("ecparam -name prime256v1 -genkey -noout -out {name}.key"));
        self.openssl(&format!("req -new -key {name}.key -subj '{subject}' -out {name}.csr"));
        let signer = match by {
            Some((ca, serial)) => format!("-CA {ca}.pem -CAkey {ca}.key -set_serial 0x{serial}"),
            None => format!("-signkey {name}.key -set_serial 1"),
        };
        self.openssl(&format!(
            "x509 -req -in {name}.csr {signer} -days 10950 -extfile {name}.ext -out {name}.pem"
        ));
    }

    /// A response signed by `signer`, from a database in which the server's certificate has `state`.
    fn response(&self, state: &str, signer: &str) -> Vec<u8> {
        let line = match state {
            "good" => "V\t490101000000Z\t\t1001\tunknown\t/CN=api.example.com\n",
            "revoked" => {
                "R\t490101000000Z\t260101000000Z,keyCompromise\t1001\tunknown\t/CN=api.example.com\n"
            }
            _ => "V\t490101000000Z\t\t2002\tunknown\t/CN=other\n",
        };
        std::fs::write(self.path("index.txt"), line).unwrap();
        self.openssl("ocsp -issuer ca.pem -cert server.pem -no_nonce -reqout request.der");
        self.openssl(&format!(
            "ocsp -index index.txt -rsigner {signer}.pem -rkey {signer}.key -CA ca.pem -reqin request.der -ndays 7 -respout response.der"
        ));
        std::fs::read(self.path("response.der")).unwrap()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Judged `seconds` after the response was made, with an answer required.
    fn judged(&self, response: Vec<u8>, seconds: i64) -> Report {
        self.judged_by(response, seconds, true)
    }

    /// Judged a minute after it was made, without requiring that there is an answer.
    fn judged_if_given(&self, response: Vec<u8>) -> Report {
        self.judged_by(response, MINUTE, false)
    }

    fn judged_by(&self, response: Vec<u8>, seconds: i64, require_revocation: bool) -> Report {
        let artifacts = [
            Artifact::new("server.pem", self.read("server.pem")).given(Given::Target),
            Artifact::new("ca.pem", self.read("ca.pem")).given(Given::Anchor),
            Artifact::new("response.der", response).given(Given::RevocationList),
        ];
        let now = std::fs::metadata(self.path("response.der")).unwrap().modified().unwrap();
        let now = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let at = Time::from_unix_seconds(i64::try_from(now).unwrap() + seconds);
        let mut policy = Policy::new(Task::Verify, at);
        policy.require_revocation = require_revocation;
        inspect(&artifacts, &policy, &AwsLc)
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(Path::new(&self.folder));
    }
}

const OCSP_SIGNING: &str = "extendedKeyUsage=OCSPSigning\nnoCheck=ignored";
const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

#[test]
fn a_response_of_the_ca_itself_clears_revokes_or_does_not_know() {
    let Some(responder) = Responder::new("direct") else { return };
    let good = responder.judged(responder.response("good", "ca"), MINUTE);
    assert_eq!(good.verdict(), Verdict::Passed, "{:?}", codes(&good));
    let revoked = responder.judged(responder.response("revoked", "ca"), MINUTE);
    assert_eq!(revoked.verdict(), Verdict::Failed);
    let finding = revoked.findings.iter().find(|finding| finding.check.code == "path.revoked").unwrap();
    assert!(
        finding.message.ends_with("was revoked on 1 January 2026 (key compromise)."),
        "{}",
        finding.message
    );
    let unknown = responder.judged(responder.response("unknown", "ca"), MINUTE);
    assert_eq!(unknown.verdict(), Verdict::Indeterminate);
}

#[test]
fn a_response_that_was_to_be_renewed_leaves_the_answer_open() {
    let Some(responder) = Responder::new("stale") else { return };
    let response = responder.response("good", "ca");
    assert_eq!(responder.judged(response.clone(), 6 * DAY).verdict(), Verdict::Passed);
    let stale = responder.judged(response, 8 * DAY);
    assert_eq!(stale.verdict(), Verdict::Indeterminate);
    assert!(codes(&stale).contains(&"path.revocation-unknown"));
}

#[test]
fn a_response_that_was_changed_leaves_the_answer_open() {
    let Some(responder) = Responder::new("changed") else { return };
    // Without certificates sent along the response ends with its signature.
    responder.response("good", "ca");
    responder.openssl(
        "ocsp -index index.txt -rsigner ca.pem -rkey ca.key -CA ca.pem -reqin request.der -ndays 7 -resp_no_certs -respout response.der",
    );
    let mut response = responder.read("response.der");
    assert_eq!(responder.judged(response.clone(), MINUTE).verdict(), Verdict::Passed);
    *response.last_mut().unwrap() ^= 1;
    assert_eq!(responder.judged(response, MINUTE).verdict(), Verdict::Indeterminate);
}

#[test]
fn a_responder_speaks_for_the_ca_only_with_the_purpose_that_the_ca_gave_it() {
    let Some(responder) = Responder::new("delegated") else { return };
    responder.certificate("delegate", "/CN=Responder", OCSP_SIGNING, Some(("ca", "3003")));
    let report = responder.judged(responder.response("good", "delegate"), MINUTE);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    // Any other certificate of the CA, a server's say, may not answer for it.
    let report = responder.judged(responder.response("good", "server"), MINUTE);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    // Nor may one with the purpose that was not given by this CA.
    responder.certificate("self", "/CN=Responder", OCSP_SIGNING, None);
    let report = responder.judged(responder.response("revoked", "self"), MINUTE);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
}

#[test]
fn a_responder_that_may_be_revoked_itself_leaves_the_answer_open() {
    let Some(responder) = Responder::new("nocheck") else { return };
    responder.certificate("delegate", "/CN=Responder", "extendedKeyUsage=OCSPSigning", Some(("ca", "3004")));
    let report = responder.judged(responder.response("good", "delegate"), MINUTE);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
}

/// RFC 6960 §3.2 (1): the answer must be for the certificate that was asked about.
#[test]
fn a_response_about_another_certificate_is_named_and_does_not_pass() {
    let Some(responder) = Responder::new("foreign") else { return };
    responder.response("good", "ca");
    responder.openssl("ocsp -issuer ca.pem -serial 0x2002 -no_nonce -reqout request.der");
    let answer = "ocsp -index index.txt -rsigner ca.pem -rkey ca.key -CA ca.pem -reqin request.der -ndays 7 -respout response.der";
    responder.openssl(answer);
    let report = responder.judged_if_given(responder.read("response.der"));
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    assert!(codes(&report).contains(&"path.revocation-list-foreign"), "{:?}", codes(&report));
    responder.response("good", "ca");
    let report = responder.judged_if_given(responder.read("response.der"));
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

/// RFC 6960 §4.3: another digest names the same certificate, and one that can't be computed is no reason to be silent.
#[test]
fn a_response_that_names_the_certificate_by_another_digest_is_heard() {
    let Some(responder) = Responder::new("digest") else { return };
    responder.response("revoked", "ca");
    let answered = |digest: &str| {
        responder.openssl(&format!(
            "ocsp -issuer ca.pem -{digest} -cert server.pem -no_nonce -reqout request.der"
        ));
        responder.openssl("ocsp -index index.txt -rsigner ca.pem -rkey ca.key -CA ca.pem -reqin request.der -ndays 7 -respout response.der");
        responder.judged_if_given(responder.read("response.der")).verdict()
    };
    assert_eq!(answered("sha224"), Verdict::Failed);
    assert_eq!(answered("sha512"), Verdict::Failed);
    assert_eq!(answered("sha3-256"), Verdict::Indeterminate);
}

/// RFC 6960 §4.2.2.2: whoever breaks the delegate's key answers for the CA.
#[test]
fn a_responder_with_a_short_key_leaves_the_answer_open() {
    let Some(responder) = Responder::new("short") else { return };
    for (bits, expected) in [(1024, Verdict::Indeterminate), (2048, Verdict::Passed)] {
        std::fs::write(responder.path("delegate.ext"), OCSP_SIGNING).unwrap();
        responder.openssl(&format!("genrsa -out delegate.key {bits}"));
        responder.openssl("req -new -key delegate.key -subj /CN=Responder -out delegate.csr");
        responder.openssl("x509 -req -in delegate.csr -CA ca.pem -CAkey ca.key -set_serial 0x3005 -days 10950 -extfile delegate.ext -out delegate.pem");
        let report = responder.judged(responder.response("good", "delegate"), MINUTE);
        assert_eq!(report.verdict(), expected, "{bits}");
    }
}

#[test]
fn inspect_says_what_a_response_answers() {
    let Some(responder) = Responder::new("inspect") else { return };
    let artifacts = [Artifact::new("response.der", responder.response("revoked", "ca"))];
    let report = inspect(&artifacts, &Policy::new(Task::Inspect, crate::scene::noon()), &AwsLc);
    let wire = report.to_json();
    for words in
        ["ocsp-response", "OCSP response of Example CA", "1001: revoked on 1 January 2026 (key compromise)"]
    {
        assert!(wire.contains(words), "{words} is not in {wire}");
    }
}
