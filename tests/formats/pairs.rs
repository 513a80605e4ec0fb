//! Do keys, requests and certificates of one pair match, and no others? The groups of the public suites, every pair across too.

use std::collections::BTreeMap;

use countersign_core::{Artifact, Policy, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use serde::Deserialize;

use crate::corpora;
use crate::scene::noon;

/// Files that share one key.
#[derive(Deserialize)]
struct Group {
    spki_sha256: String,
    keys: Vec<Member>,
    certs: Vec<Member>,
    csrs: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    pem: String,
}

impl Group {
    fn artifacts(&self) -> Vec<Artifact> {
        let members = self.keys.iter().chain(&self.certs).chain(&self.csrs).enumerate();
        members
            .map(|(index, one)| Artifact::new(format!("{index}.pem"), one.pem.clone().into_bytes()))
            .collect()
    }
}

fn matched(artifacts: &[Artifact]) -> Verdict {
    inspect(artifacts, &Policy::new(Task::Match, noon()), &AwsLc).verdict()
}

#[test]
fn members_of_a_group_match_and_those_of_different_groups_never_do() {
    let Some(bytes) = corpora::read("match/groups.json.gz", "cryptography_vectors, OpenSSL and BoringSSL")
    else {
        return;
    };
    let groups: Vec<Group> = serde_json::from_slice(&bytes).unwrap();
    let mut owners: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        let artifacts = group.artifacts();
        assert_eq!(matched(&artifacts), Verdict::Passed, "{}", group.spki_sha256);
        // Two files match exactly when this digest is the same, so one look at each settles every pair.
        let report = inspect(&artifacts, &Policy::new(Task::Match, noon()), &AwsLc);
        for item in &report.bundle.items {
            let digest = item.spki_sha256.unwrap_or_else(|| panic!("no key in {}", group.spki_sha256));
            assert_eq!(*owners.entry(digest).or_insert(index), index, "{}", group.spki_sha256);
        }
        let next = &groups[(index + 1) % groups.len()];
        let across = [artifacts.first().cloned(), next.artifacts().pop()];
        assert_ne!(matched(&across.map(Option::unwrap)), Verdict::Passed, "{}", group.spki_sha256);
    }
}
