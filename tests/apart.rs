//! Has each side in hand what it needs? Sound files that lie with the wrong team make no sound set.

use countersign_core::report::StepState;
use countersign_core::{Artifact, Given, Report, Task, Verdict};
use countersign_issuance::{Certificate, CertificateTemplate, DistinguishedName, KeyType};

use crate::scene::{Authority, codes, example, judged, server, years};

const CA_APART: &str = "handoff.ca-not-at-verifier";
const HALF_A_CHAIN: &str = "handoff.intermediate-not-at-sender";
const TWO_FILES: &str = "handoff.intermediate-apart";

fn placed(folder: &str, name: &str, bytes: &[u8]) -> Artifact {
    Artifact::new(format!("{folder}/{name}"), bytes.to_vec()).given(Given::Found).placed(folder)
}

/// The seven files, the CA in the hands of those who are named.
fn set(ca_held_by: &[&str]) -> Vec<Artifact> {
    let files = example("handoff");
    let bytes = |name: &str| files.iter().find(|one| one.file_name() == name).unwrap().bytes().to_vec();
    let own = |folder: &'static str, names: &[&'static str]| {
        names.iter().map(|name| placed(folder, name, &bytes(name))).collect::<Vec<_>>()
    };
    let mut all = own("team-a", &["server_key.pem", "server.csr", "server.cer"]);
    all.extend(own("team-b", &["client.pem", "client.csr", "client.cer"]));
    all.extend(ca_held_by.iter().map(|folder| placed(folder, "CA.cer", &bytes("CA.cer"))));
    all
}

fn check(artifacts: &[Artifact]) -> Report {
    judged(Task::Check, artifacts)
}

/// The two-way handshake's steps as predicted.
fn states(report: &Report) -> Vec<StepState> {
    report.handshakes.last().unwrap().steps.iter().map(|step| step.state).collect()
}

#[test]
fn each_team_needs_the_ca_in_its_own_hands() {
    for sound in [&["team-a", "team-b"][..], &["shared"], &["team-a", "team-b", "shared"]] {
        let report = check(&set(sound));
        assert_eq!(report.verdict(), Verdict::Passed, "{sound:?}: {:?}", codes(&report));
    }
    // The server can't verify the client (step 5), the client not the server (step 3).
    for (held_by, step) in [("team-b", 5), ("team-a", 3)] {
        let report = check(&set(&[held_by]));
        assert!(codes(&report).contains(&CA_APART), "{held_by}: {:?}", codes(&report));
        assert_eq!(report.verdict(), Verdict::Failed);
        let states = states(&report);
        assert_eq!(states[step - 1], StepState::Failed, "{held_by}: {states:?}");
        assert!(states[..step - 1].iter().all(|state| *state == StepState::Passed), "{held_by}: {states:?}");
    }
}

/// A CA of the same name with another key is another CA.
#[test]
fn a_renewed_ca_in_the_other_hands_is_none() {
    let files = example("faulty/ca-renewed-same-name");
    let other = files.iter().find(|one| one.file_name() == "CA.cer").unwrap().bytes().to_vec();
    let mut artifacts = set(&["team-b"]);
    artifacts.push(placed("team-a", "CA.cer", &other));
    let report = check(&artifacts);
    assert!(codes(&report).contains(&CA_APART), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Failed);
}

/// A side sends what lies in its own files; what only the other side's bundle holds is not sent.
#[test]
fn an_intermediate_in_the_other_sides_bundle_is_not_sent() {
    let root = Authority::new("Root");
    let issuing = root.subordinate("Issuing");
    let (server_key, server) = issuing.issue(&server(&["a.example"]), years());
    let name = DistinguishedName::new().common_name("device-1");
    let (client_key, client) =
        issuing.issue(&CertificateTemplate::client(name, vec![], KeyType::EcdsaP256), years());
    let pem = |ders: &[&[u8]]| {
        ders.iter().map(|der| pem::encode(&pem::Pem::new("CERTIFICATE", *der))).collect::<String>()
    };
    let above = issuing.0.certificate().as_der();
    let set = |server_sends: bool, client_sends: bool, folders: bool| {
        let chain = |leaf: &Certificate, sends: bool| match sends {
            true => pem(&[leaf.as_der(), above]),
            false => pem(&[leaf.as_der()]),
        };
        let [team_a, team_b, shared] = if folders { ["team-a", "team-b", "shared"] } else { ["", "", ""] };
        check(&[
            placed(team_a, "server_key.pem", server_key.to_pkcs8_pem().unwrap().as_bytes()),
            placed(team_a, "server.cer", chain(&server, server_sends).as_bytes()),
            placed(team_b, "client.pem", client_key.to_pkcs8_pem().unwrap().as_bytes()),
            placed(team_b, "client.cer", chain(&client, client_sends).as_bytes()),
            placed(shared, "CA.cer", root.0.certificate().as_der()),
        ])
    };
    for folders in [false, true] {
        let whole = set(true, true, folders);
        assert_eq!(whole.verdict(), Verdict::Passed, "{:?}", codes(&whole));
        for (server_sends, client_sends, step) in [(false, true, 3), (true, false, 5)] {
            let report = set(server_sends, client_sends, folders);
            assert!(codes(&report).contains(&HALF_A_CHAIN), "{step}, {folders}: {:?}", codes(&report));
            assert_eq!(states(&report)[step - 1], StepState::Failed, "{step}, {folders}");
        }
    }
}

/// Programs send the one file that they are given; a second one beside it goes nowhere by itself.
#[test]
fn an_intermediate_in_a_file_of_its_own_must_be_joined_to_the_certificate() {
    let root = Authority::new("Root");
    let issuing = root.subordinate("Issuing");
    let (key, certificate) = issuing.issue(&server(&["a.example"]), years());
    let pem = |certificates: &[&Certificate]| {
        certificates.iter().map(|one| one.to_pem().unwrap()).collect::<String>().into_bytes()
    };
    let (leaf, above, ca) = (&certificate, issuing.0.certificate(), root.0.certificate());
    let found = |files: &[(&str, &[&Certificate])]| {
        let mut artifacts = vec![placed("", "server_key.pem", key.to_pkcs8_pem().unwrap().as_bytes())];
        artifacts.extend(files.iter().map(|(name, held)| placed("", name, &pem(held))));
        let report = check(&artifacts);
        assert_eq!(report.verdict(), Verdict::Passed, "{files:?}: {:?}", codes(&report));
        report
    };
    let trusted: (&str, &[&Certificate]) = ("CA.cer", &[ca]);
    let report = found(&[("server.cer", &[leaf]), ("intermediate.cer", &[above]), trusted]);
    assert_eq!(codes(&report), [TWO_FILES]);
    let story = report.narrative();
    assert!(story.headline.1.ends_with("Mind the warnings below."), "{}", story.headline.1);
    let steps = story.teams[0].next_steps.join(" ");
    let joined = "server.cer and intermediate.cer into one PEM file, in this order";
    assert!(steps.contains(joined) && steps.contains("that file and CA on the server"), "{steps}");
    assert_ne!(story.teams[0].sentence, "has nothing to mend");
    // The device's bundle, which holds the same one, is nothing to join to the server's certificate.
    let name = DistinguishedName::new().common_name("device-1");
    let client = CertificateTemplate::client(name, vec![], KeyType::EcdsaP256);
    let (_, device) = issuing.issue(&client, years());
    let files: [(&str, &[&Certificate]); 4] =
        [("client.cer", &[&device, above]), ("server.cer", &[leaf]), ("intermediate.cer", &[above]), trusted];
    let artifacts: Vec<Artifact> = files.iter().map(|(name, held)| placed("", name, &pem(held))).collect();
    let report = check(&artifacts);
    let finding = report.findings.iter().find(|finding| finding.check.code == TWO_FILES).unwrap();
    assert!(finding.remedy.text.contains(joined), "{}", finding.remedy.text);
    // The near misses: one file, one file beside the two, and a CA's file that holds both where they are trusted.
    for sound in [
        &[("server.cer", &[leaf, above][..]), trusted][..],
        &[("cert.pem", &[leaf]), ("chain.pem", &[above]), ("fullchain.pem", &[leaf, above]), trusted],
        &[("server.cer", &[leaf]), ("CA.cer", &[ca, above])],
    ] {
        let report = found(sound);
        assert!(!codes(&report).contains(&TWO_FILES), "{sound:?}: {:?}", codes(&report));
    }
}

/// The person's word counts for both sides.
#[test]
fn a_ca_that_was_named_is_in_both_hands() {
    let ca = Authority::new("Named CA");
    let (key, certificate) = ca.issue(&server(&["a.example"]), years());
    let artifacts = [
        placed("team-a", "server_key.pem", key.to_pkcs8_pem().unwrap().as_bytes()),
        placed("team-a", "server.cer", certificate.as_der()),
        Artifact::new("CA.cer", ca.0.certificate().as_der().to_vec()).given(Given::Anchor),
    ];
    let report = check(&artifacts);
    assert!(!codes(&report).contains(&CA_APART), "{:?}", codes(&report));
}
