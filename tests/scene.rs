//! Who takes part? Files made on the spot or read from `examples/`, and the product run on them.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use countersign_core::{Artifact, Given, Policy, Report, Task, Time, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{
    Certificate, CertificateTemplate, CertificationAuthority, DistinguishedName, KeyPair, KeyType,
    SerialNumber, Validity,
};

pub(crate) use crate::program::{program, root};

/// The moment at which examples and scenes are judged.
pub(crate) fn noon() -> Time {
    Time::from_rfc3339("2026-06-01T12:00:00Z").unwrap()
}

/// Runs `countersign` in the repository's root.
pub(crate) fn countersign(arguments: &[&str]) -> Output {
    countersign_reading(arguments, b"")
}

/// The same with something on standard input.
pub(crate) fn countersign_reading(arguments: &[&str], input: &[u8]) -> Output {
    use std::io::Write as _;
    let mut child = Command::new(program())
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that stops early does not read on; that is its own matter.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// What a run printed on standard output.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a run printed on standard error.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A run's JSON report.
pub(crate) fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("no JSON ({error}): {}", stderr(output)))
}

/// Judges with the default policy at [`noon`].
pub(crate) fn judged(task: Task, artifacts: &[Artifact]) -> Report {
    inspect(artifacts, &Policy::new(task, noon()), &AwsLc)
}

/// The codes found, worst first.
pub(crate) fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.check.code).collect()
}

/// The files of an example set, in order of their names, READMEs left out.
pub(crate) fn example(set: &str) -> Vec<Artifact> {
    let folder = root().join("examples").join(set);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_file =
        |path: &PathBuf| path.is_file() && path.extension().is_none_or(|extension| extension != "md");
    paths
        .into_iter()
        .filter(is_file)
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            Artifact::new(name, std::fs::read(path).unwrap())
        })
        .collect()
}

/// A CA, and what it issues in a scene.
pub(crate) struct Authority(pub(crate) CertificationAuthority);

impl Authority {
    /// A P-256 root that is valid from 2020 to 2040.
    pub(crate) fn new(name: &str) -> Self {
        let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
        let subject = DistinguishedName::new().common_name(name);
        let serial = SerialNumber::random().unwrap();
        Self(CertificationAuthority::self_signed(key, subject, serial, years(), None).unwrap())
    }

    /// A CA below this one.
    pub(crate) fn subordinate(&self, name: &str) -> Self {
        let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
        let subject = DistinguishedName::new().common_name(name);
        let serial = SerialNumber::random().unwrap();
        Self(self.0.subordinate(key, subject, &serial, years(), None).unwrap())
    }

    /// An end-entity certificate and its key.
    pub(crate) fn issue(&self, template: &CertificateTemplate, validity: Validity) -> (KeyPair, Certificate) {
        let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
        let serial = SerialNumber::random().unwrap();
        let certificate = self.0.issue(template, &key.public_key().unwrap(), &serial, validity).unwrap();
        (key, certificate)
    }

    /// Its certificate as the CA to trust.
    pub(crate) fn anchor(&self) -> Artifact {
        Artifact::new("CA.cer", self.0.certificate().as_der().to_vec()).given(Given::Anchor)
    }
}

/// From 2020 to 2040.
pub(crate) fn years() -> Validity {
    Validity::from_years(2020, 2040).unwrap()
}

/// A server's template for these hosts.
pub(crate) fn server(hosts: &[&str]) -> CertificateTemplate {
    CertificateTemplate::server(hosts, KeyType::EcdsaP256)
}

/// `certificate` as the one to verify.
pub(crate) fn target(certificate: &Certificate) -> Artifact {
    Artifact::new("server.cer", certificate.as_der().to_vec()).given(Given::Target)
}

/// `certificate` as one that may help.
pub(crate) fn helper(certificate: &Certificate) -> Artifact {
    Artifact::new("helper.cer", certificate.as_der().to_vec()).given(Given::Untrusted)
}
