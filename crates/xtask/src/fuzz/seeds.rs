//! What does each target begin with? Objects and files, each given to the targets that read its kind, in their layouts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use countersign_core::asn1::{Reader, oids};
use countersign_core::intake::{BlockForm, find_blocks};
use countersign_core::model::{Certificate, CertificationRequest, OcspResponse, PublicKey, RevocationList};
use countersign_core::{Artifact, Policy, Task, Time};

use super::corpora;
use crate::Error;
use crate::project::root;

/// Inputs by target, each once.
#[derive(Default)]
pub(super) struct Seeds(BTreeMap<&'static str, BTreeSet<Vec<u8>>>);

impl Seeds {
    /// From the examples, and from the public suites where they are.
    pub(super) fn gather() -> Self {
        let mut seeds = Self::default();
        seeds.folder(&root().join("examples"));
        corpora::gather(&mut seeds);
        for time in TIMES {
            seeds.add("time", time.as_bytes().to_vec());
        }
        seeds
    }

    /// Adds those of `target` to its corpus. A name depends on the content only, so that nothing is written twice.
    pub(super) fn write(&self, target: &str, corpus: &Path) -> Result<(), Error> {
        fs::create_dir_all(corpus)?;
        for bytes in self.0.get(target).into_iter().flatten() {
            let mut hasher = DefaultHasher::new();
            bytes.hash(&mut hasher);
            let file = corpus.join(format!("seed-{:016x}", hasher.finish()));
            if !file.exists() {
                fs::write(file, bytes)?;
            }
        }
        Ok(())
    }

    /// One input for one target, unless it is longer than any target reads.
    pub(super) fn add(&mut self, target: &'static str, input: Vec<u8>) {
        if input.len() <= MAX_LENGTH {
            self.0.entry(target).or_default().insert(input);
        }
    }

    /// Every file below `folder` but its texts, and each beside its neighbour.
    pub(super) fn folder(&mut self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        let mut before = (NAMES.len() - 1, Vec::new());
        for path in paths {
            if path.is_dir() {
                self.folder(&path);
                continue;
            }
            if path.extension().is_some_and(|extension| extension == "md" || extension == "json") {
                continue;
            }
            let Ok(bytes) = fs::read(&path) else { continue };
            self.file(&bytes);
            let name = path.file_name().map(|name| name.display().to_string()).unwrap_or_default();
            let index = NAMES.iter().position(|known| *known == name).unwrap_or(NAMES.len() - 1);
            self.pair((index, &bytes), (before.0, &before.1));
            before = (index, bytes);
        }
    }

    /// A file of any form, and the objects in it.
    pub(super) fn file(&mut self, bytes: &[u8]) {
        self.add("intake", bytes.to_vec());
        let policy = Policy::new(Task::Inspect, Time::from_unix_seconds(0));
        for block in find_blocks(&Artifact::new("seed", bytes.to_vec()), &policy).blocks {
            let Ok(der) = &block.der else { continue };
            let target = match &block.form {
                BlockForm::Pem(label) => target_of_label(label),
                _ => None,
            };
            self.object(target, der);
        }
    }

    /// A DER object for `target`, or for the one whose parser reads it.
    pub(super) fn object(&mut self, target: Option<&'static str>, der: &[u8]) {
        self.add("asn1_tree", der.to_vec());
        if let Some(target) = target.or_else(|| target_of_content(der)) {
            self.add(target, der.to_vec());
        }
        if let Ok(certificate) = Certificate::from_der(der) {
            self.parts(&certificate);
        }
    }

    /// A path: who is to be verified, and with the help of whom. Believed, as `paths` calls it.
    pub(super) fn path(
        &mut self,
        target: &[u8],
        untrusted: &[Vec<u8>],
        anchors: &[Vec<u8>],
        lists: &[Vec<u8>],
    ) {
        let mut input = vec![0];
        push_chunk(&mut input, 0, target);
        for (kind, objects) in [(1, untrusted), (2, anchors), (3, lists)] {
            objects.iter().for_each(|der| push_chunk(&mut input, kind, der));
        }
        self.add("paths", input);
        let Ok(target) = Certificate::from_der(target) else { return };
        for issuer in untrusted.iter().chain(anchors).filter_map(|der| Certificate::from_der(der).ok()) {
            let Some(constraints) = issuer.extensions.find(oids::NAME_CONSTRAINTS) else { continue };
            let names = target.extensions.find(oids::SUBJECT_ALT_NAME);
            let mut input = Vec::new();
            push_half(&mut input, &constraints.der);
            push_half(&mut input, names.map_or(&[], |names| &names.der));
            input.extend(content(&target.subject.der));
            self.add("name_constraints", input);
        }
    }

    /// A certificate's names and extensions, for the targets that put a certificate around them.
    fn parts(&mut self, certificate: &Certificate) {
        let mut names = Vec::new();
        push_half(&mut names, content(&certificate.issuer.der));
        names.extend(content(&certificate.subject.der));
        self.add("name", names);
        for extension in certificate.extensions.iter() {
            self.add("oid", extension.oid.as_bytes().to_vec());
            self.add("oid", extension.oid.dotted().into_bytes());
            let mut input = Vec::new();
            push_half(&mut input, extension.oid.as_bytes());
            input.push(u8::from(extension.critical));
            input.extend(&extension.der);
            self.add("extension", input);
        }
    }

    fn pair(&mut self, (one_name, one): (usize, &[u8]), (other_name, other): (usize, &[u8])) {
        let mut input = vec![u8::try_from(one_name | other_name << 4).unwrap_or(0)];
        push_half(&mut input, one);
        input.extend(other);
        self.add("inspect", input);
    }
}

/// The target that reads what stands behind this label, damaged or not.
fn target_of_label(label: &str) -> Option<&'static str> {
    match label {
        "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => Some("certificate"),
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Some("certification_request"),
        "CMS" | "PKCS12" | "PKCS7" => Some("container"),
        "OCSP RESPONSE" => Some("ocsp_response"),
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Some("public_key"),
        "X509 CRL" => Some("revocation_list"),
        _ if label.ends_with("PRIVATE KEY") => Some("private_key"),
        _ => None,
    }
}

/// The target whose parser reads it.
fn target_of_content(der: &[u8]) -> Option<&'static str> {
    if Certificate::from_der(der).is_ok() {
        Some("certificate")
    } else if CertificationRequest::from_der(der).is_ok() {
        Some("certification_request")
    } else if RevocationList::from_der(der).is_ok() {
        Some("revocation_list")
    } else if OcspResponse::from_der(der).is_ok() {
        Some("ocsp_response")
    } else if PublicKey::from_spki_der(der).is_ok() {
        Some("public_key")
    } else {
        // Containers are told from other ASN.1 by what they begin with.
        let begins =
            |reader: Reader<'_>| Some(reader.clone().next("").ok()?.reader().next("").ok()?.content.to_vec());
        let first = begins(Reader::new(der))?;
        (first == oids::PKCS7_SIGNED_DATA || first == [3]).then_some("container")
    }
}

fn content(der: &[u8]) -> &[u8] {
    Reader::new(der).next("").map_or(&[], |value| value.content)
}

fn push_chunk(input: &mut Vec<u8>, kind: u8, der: &[u8]) {
    input.push(kind);
    push_half(input, der);
}

/// The length in two bytes, and the bytes; what is longer is dropped when the input is added.
fn push_half(input: &mut Vec<u8>, bytes: &[u8]) {
    input.extend(u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes());
    input.extend(bytes);
}

/// The longest input of any target.
const MAX_LENGTH: usize = 16 * 1024;

/// The names of the target `inspect`, in its order; the last one stands for all others.
const NAMES: [&str; 8] = [
    "server.cer",
    "server.csr",
    "server_key.pem",
    "client.cer",
    "client.csr",
    "client.pem",
    "CA.cer",
    "file",
];

/// The years at which readings of two digits turn, leap days, and what RFC 5280 forbids.
const TIMES: [&str; 8] = [
    "1950-01-01T00:00:00Z",
    "19500101000000Z",
    "20240229000000.5Z",
    "20260601120000+0100",
    "2026-06-01",
    "491231235959Z",
    "500101000000Z",
    "99991231235959Z",
];
