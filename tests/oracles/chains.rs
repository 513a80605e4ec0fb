//! Which chains of our own are asked about? The certificates of the examples, and chains made on the spot.

use countersign_core::policy::Purpose;
use countersign_core::{Artifact, Given, Policy, Task};
use countersign_issuance::{
    Certificate, CertificateTemplate, CertificationAuthority, DistinguishedName, GeneralName, KeyPair,
    KeyType, SerialNumber,
};

use crate::questions::Question;
use crate::scene::{example, noon, root, years};

/// Every certificate file of every example, verified against the CA file beside it with all others as help.
pub(super) fn examples() -> Vec<Question> {
    let mut questions = Vec::new();
    let mut folders = vec![root().join("examples")];
    while let Some(folder) = folders.pop() {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|end| ["cer", "crt", "der", "pem"].iter().any(|one| end == *one))
            {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                files.push((name, std::fs::read(&path).unwrap()));
            }
        }
        files.sort();
        let example = folder.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        for (target, _) in &files {
            let given = |name: &str| match name {
                _ if name == target => Given::Target,
                _ if name.starts_with("CA") => Given::Anchor,
                _ => Given::Untrusted,
            };
            let artifact =
                |(name, bytes): &(String, Vec<u8>)| Artifact::new(name, bytes.clone()).given(given(name));
            let artifacts = files.iter().map(artifact).collect();
            let mut policy = Policy::new(Task::Verify, noon());
            policy.purpose = if target.starts_with("client") { Purpose::Client } else { Purpose::Server };
            questions.push(Question {
                id: format!("{example}/{target}"),
                artifacts,
                policy,
                should_pass: true,
            });
        }
    }
    questions.sort_by(|a, b| a.id.cmp(&b.id));
    questions
}

/// Every example as its teams hand it over (`countersign check`).
pub(super) fn handoffs() -> Vec<Question> {
    let sets = ["faulty", "sound"].into_iter().flat_map(|kind| {
        let folder = root().join("examples").join(kind);
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(move |name| format!("{kind}/{}", name.to_string_lossy())).collect::<Vec<_>>()
    });
    let mut sets: Vec<String> = sets.chain(["handoff".to_owned()]).collect();
    sets.sort();
    let question = |id: String| {
        let policy = Policy::new(Task::Check, noon());
        Question { artifacts: example(&id), id, policy, should_pass: true }
    };
    sets.into_iter().map(question).collect()
}

/// Servers and clients below zero to three intermediates, on every type of key.
pub(super) fn generated() -> Vec<Question> {
    let keys = [KeyType::EcdsaP256, KeyType::EcdsaP384, KeyType::Ed25519, KeyType::Rsa2048];
    let mut questions = Vec::new();
    for key in keys {
        for depth in 0..=3 {
            questions.push(server(key, depth, "api.example.com", &["api.example.com", "10.0.0.7"]));
            questions.push(server(key, depth, "a.example.com", &["*.example.com"]));
            questions.push(server(key, depth, "10.0.0.7", &["api.example.com", "10.0.0.7"]));
            questions.push(client(key, depth));
        }
    }
    questions
}

/// A server's chain, asked about `host`.
fn server(key: KeyType, depth: usize, host: &str, names: &[&str]) -> Question {
    let template = CertificateTemplate::server(names, key);
    let mut question = chain(key, depth, &template);
    question.id = format!("server {host}, {}", question.id);
    question.policy.purpose = Purpose::Server;
    question.policy.hosts = vec![host.to_owned()];
    question
}

/// A client's chain.
fn client(key: KeyType, depth: usize) -> Question {
    let subject = DistinguishedName::new().common_name("device 7").organization("Example");
    let names = vec![GeneralName::from("device-7.example.com")];
    let mut question = chain(key, depth, &CertificateTemplate::client(subject, names, key));
    question.id = format!("client, {}", question.id);
    question.policy.purpose = Purpose::Client;
    question
}

fn chain(key: KeyType, depth: usize, template: &CertificateTemplate) -> Question {
    let pair = || KeyPair::generate(key).unwrap();
    let named = |name: &str| DistinguishedName::new().common_name(name);
    let root =
        CertificationAuthority::self_signed(pair(), named("Root"), SerialNumber::from(1), years(), None)
            .unwrap();
    let file = |name: &str, one: &Certificate| Artifact::new(name, one.as_der().to_vec());
    let mut artifacts = vec![file("CA.cer", root.certificate()).given(Given::Anchor)];
    let mut authority = root;
    for level in 0..depth {
        let (name, serial) = (format!("Issuing {level}"), SerialNumber::from(2));
        authority = authority.subordinate(pair(), named(&name), &serial, years(), None).unwrap();
        artifacts.push(file(&name, authority.certificate()).given(Given::Untrusted));
    }
    let public = pair().public_key().unwrap();
    let leaf = authority.issue(template, &public, &SerialNumber::from(0x1234), years()).unwrap();
    artifacts.push(file("target.cer", &leaf).given(Given::Target));
    let policy = Policy::new(Task::Verify, noon());
    Question { id: format!("{key:?} below {depth} intermediates"), artifacts, policy, should_pass: true }
}
