//! What does OpenSSL say? The installed `openssl verify`, asked through files; what is not installed is said aloud.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use countersign_core::asn1::Oid;
use countersign_core::path::ReferenceIdentifier;
use countersign_core::policy::Purpose;
use countersign_core::{Given, Policy};
use rustls_pki_types::CertificateDer;

use super::answer::Answer;
use super::webpki;
use crate::questions::Question;

/// Whether there is one.
#[expect(clippy::print_stderr, reason = "an absent oracle is said aloud")]
pub(super) fn is_installed() -> bool {
    static INSTALLED: OnceLock<bool> = OnceLock::new();
    *INSTALLED.get_or_init(|| {
        let found =
            Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success());
        if !found {
            eprintln!("SKIPPED: no `openssl` is installed; what it alone confirms is not compared.");
        }
        found
    })
}

/// Its answer about `target`.
pub(super) fn answer(question: &Question, target: &CertificateDer<'_>) -> Answer {
    if !is_installed() {
        return Answer::CannotTell("it is not installed");
    }
    let policy = &question.policy;
    if policy.max_revocation_age_days.is_some() {
        return Answer::CannotTell("it has no such setting");
    }
    if policy.hosts.len() > 1 && !webpki::carries_the_names(policy, target) {
        return Answer::CannotTell(
            "its command line compares one name, and rustls-webpki finds others missing",
        );
    }
    let mut helpers = question.certificates(Given::Untrusted);
    helpers.extend(question.certificates(Given::Target));
    let lists = question.artifacts.iter().filter(|one| one.given == Given::RevocationList);
    let lists: String = lists.map(|list| armored("X509 CRL", list.bytes())).collect();
    let files = Files::new();
    let mut command = Command::new("openssl");
    command.args(["verify", "-no-CAfile", "-no-CApath", "-no-CAstore", "-partial_chain", "-policy_check"]);
    command.arg("-CAfile").arg(files.write("anchors", &armored_all(&question.certificates(Given::Anchor))));
    command.arg("-untrusted").arg(files.write("untrusted", &armored_all(&helpers)));
    if !lists.is_empty() {
        command.arg("-CRLfile").arg(files.write("lists", &lists));
    }
    options(policy, !lists.is_empty(), &mut command);
    command.arg(files.write("target", &armored("CERTIFICATE", target)));
    let output = command.output().unwrap();
    if output.status.success() {
        return Answer::Accepts;
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<&str> = said.lines().filter(|line| line.contains("error")).collect();
    Answer::Refuses(errors.first().map_or_else(|| said.to_string(), |line| (*line).to_owned()))
}

fn options(policy: &Policy, lists: bool, command: &mut Command) {
    command.args(["-attime", &policy.at.unix_seconds().to_string()]);
    command.args(["-auth_level", if policy.allow_weak { "0" } else { "1" }]);
    match policy.purpose {
        Purpose::Any => {}
        Purpose::Client => _ = command.args(["-purpose", "sslclient"]),
        Purpose::Server => _ = command.args(["-purpose", "sslserver"]),
    }
    if let Some(host) = policy.hosts.first() {
        match ReferenceIdentifier::parse(host) {
            ReferenceIdentifier::Dns(name) => _ = command.args(["-verify_hostname", &name]),
            ReferenceIdentifier::Email(name) => _ = command.args(["-verify_email", &name]),
            ReferenceIdentifier::Ip(address) => _ = command.args(["-verify_ip", &address.to_string()]),
            // It compares neither services nor URIs; the path is confirmed without.
            ReferenceIdentifier::Srv(_) | ReferenceIdentifier::Uri(_) => {}
        }
    }
    if let Some(limit) = policy.max_path_len {
        command.args(["-verify_depth", &limit.to_string()]);
    }
    for oid in &policy.initial_policy_set {
        command.args(["-policy", &Oid::dotted(oid)]);
    }
    let flags = [
        (policy.require_explicit_policy, "-explicit_policy"),
        (policy.inhibit_any_policy, "-inhibit_any"),
        (policy.inhibit_policy_mapping, "-inhibit_map"),
        (policy.require_revocation, "-crl_check_all"),
        (lists && !policy.require_revocation, "-crl_check"),
        (lists, "-extended_crl"),
        (lists, "-use_deltas"),
    ];
    command.args(flags.into_iter().filter(|(set, _)| *set).map(|(_, flag)| flag));
}

fn armored_all(certificates: &[CertificateDer<'_>]) -> String {
    certificates.iter().map(|certificate| armored("CERTIFICATE", certificate)).collect()
}

/// PEM around DER; PEM stays as it is.
fn armored(label: &str, bytes: &[u8]) -> String {
    if bytes.first() != Some(&0x30) {
        return String::from_utf8_lossy(bytes).into_owned() + "\n";
    }
    let text = STANDARD.encode(bytes);
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// A folder for one question, gone with it.
struct Files(PathBuf);

impl Files {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = format!("openssl-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
