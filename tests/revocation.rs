//! Was it revoked? Lists and responses made on the spot, each with what it must say and the near miss that must not.

use countersign_core::{Artifact, Given, Policy, Report, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{Certificate, KeyPair, KeyType, SerialNumber, Validity};

use crate::scene::{Authority, codes, helper, noon, server, target, years};

/// A CA, a certificate of it, and its serial number.
struct Scene {
    authority: Authority,
    certificate: Certificate,
    serial: SerialNumber,
}

impl Scene {
    fn new() -> Self {
        let authority = Authority::new("Example CA");
        let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
        let serial = SerialNumber::random().unwrap();
        let certificate = authority
            .0
            .issue(&server(&["api.example.com"]), &key.public_key().unwrap(), &serial, years())
            .unwrap();
        Self { authority, certificate, serial }
    }

    /// A list of the CA, fresh through the month of [`noon`].
    fn list(&self, revoked: &[SerialNumber]) -> Vec<u8> {
        self.authority.0.revocation_list(revoked, 1, june()).unwrap()
    }

    fn judged(&self, lists: &[Vec<u8>], change: impl FnOnce(&mut Policy)) -> Report {
        let mut artifacts = vec![target(&self.certificate), self.authority.anchor()];
        artifacts.extend(lists.iter().enumerate().map(|(index, list)| {
            Artifact::new(format!("list-{index}.crl"), list.clone()).given(Given::RevocationList)
        }));
        let mut policy = Policy::new(Task::Verify, noon());
        change(&mut policy);
        inspect(&artifacts, &policy, &AwsLc)
    }
}

fn june() -> Validity {
    Validity::from_days((2026, 6, 1), (2026, 7, 1)).unwrap()
}

fn at(text: &str) -> impl FnOnce(&mut Policy) {
    let at = Time::from_rfc3339(text).unwrap();
    move |policy| policy.at = at
}

fn unchanged(_: &mut Policy) {}

#[test]
fn a_revoked_certificate_fails_and_its_date_and_reason_are_told() {
    let scene = Scene::new();
    let report = scene.judged(&[scene.list(std::slice::from_ref(&scene.serial))], unchanged);
    assert_eq!(report.verdict(), Verdict::Failed);
    let finding = report.findings.iter().find(|finding| finding.check.code == "path.revoked").unwrap();
    assert_eq!(finding.message, "server.cer was revoked on 1 June 2026 (key compromise).");
    assert!(!finding.related.is_empty(), "the list that says so is named");
}

#[test]
fn a_certificate_that_is_not_on_the_fresh_list_of_its_ca_passes() {
    let scene = Scene::new();
    let other = SerialNumber::random().unwrap();
    let report = scene.judged(&[scene.list(&[other])], |policy| policy.require_revocation = true);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

#[test]
fn a_list_counts_through_its_first_and_last_second_and_no_longer() {
    let scene = Scene::new();
    let verdict_at = |text| scene.judged(&[scene.list(&[])], at(text)).verdict();
    assert_eq!(verdict_at("2026-05-31T23:59:59Z"), Verdict::Indeterminate);
    assert_eq!(verdict_at("2026-06-01T00:00:00Z"), Verdict::Passed);
    assert_eq!(verdict_at("2026-07-01T00:00:00Z"), Verdict::Passed);
    assert_eq!(verdict_at("2026-07-01T00:00:01Z"), Verdict::Indeterminate);
}

#[test]
fn a_list_older_than_the_person_allows_is_stale() {
    let scene = Scene::new();
    let days = |days| {
        move |policy: &mut Policy| {
            policy.at = Time::from_rfc3339("2026-06-08T00:00:00Z").unwrap();
            policy.max_revocation_age_days = Some(days);
        }
    };
    assert_eq!(scene.judged(&[scene.list(&[])], days(7)).verdict(), Verdict::Passed);
    assert_eq!(scene.judged(&[scene.list(&[])], days(6)).verdict(), Verdict::Indeterminate);
}

#[test]
fn a_list_whose_signature_does_not_verify_leaves_the_answer_open() {
    let scene = Scene::new();
    let mut list = scene.list(&[]);
    *list.last_mut().unwrap() ^= 1;
    let report = scene.judged(&[list], unchanged);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    assert!(codes(&report).contains(&"path.revocation-unknown"), "{:?}", codes(&report));
}

/// The same name with another key: whoever can make a CA of that name could else clear or revoke anything.
#[test]
fn a_list_by_another_ca_of_the_same_name_leaves_the_answer_open() {
    let scene = Scene::new();
    let list = Authority::new("Example CA")
        .0
        .revocation_list(std::slice::from_ref(&scene.serial), 1, june())
        .unwrap();
    let report = scene.judged(&[list], unchanged);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    assert!(!codes(&report).contains(&"path.revoked"));
}

#[test]
fn a_list_of_a_ca_that_issued_nothing_here_is_named_and_does_not_pass() {
    let scene = Scene::new();
    let foreign = Authority::new("Another CA").0.revocation_list(&[], 1, june()).unwrap();
    let report = scene.judged(&[foreign], unchanged);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    assert!(codes(&report).contains(&"path.revocation-list-foreign"), "{:?}", codes(&report));
}

#[test]
fn a_revocation_list_that_can_not_be_read_does_not_pass() {
    let scene = Scene::new();
    let list = scene.list(&[]);
    for damaged in [b"no list at all".to_vec(), list[..list.len() / 2].to_vec()] {
        assert_ne!(scene.judged(&[damaged], unchanged).verdict(), Verdict::Passed);
    }
}

#[test]
fn without_a_list_the_path_passes_unless_an_answer_is_required() {
    let scene = Scene::new();
    assert_eq!(scene.judged(&[], unchanged).verdict(), Verdict::Passed);
    let required = scene.judged(&[], |policy| policy.require_revocation = true);
    assert_eq!(required.verdict(), Verdict::Indeterminate);
    assert!(codes(&required).contains(&"path.revocation-unknown"));
}

/// One stale list beside a fresh one does not spoil the answer; a fresh revocation is not undone by an older list.
#[test]
fn of_two_lists_the_fresh_one_decides_and_a_revocation_always_does() {
    let scene = Scene::new();
    let may = Validity::from_days((2026, 5, 1), (2026, 6, 1)).unwrap();
    let stale = scene.authority.0.revocation_list(&[], 1, may).unwrap();
    assert_eq!(scene.judged(&[stale.clone(), scene.list(&[])], unchanged).verdict(), Verdict::Passed);
    let revoking = scene.list(std::slice::from_ref(&scene.serial));
    for lists in [[scene.list(&[]), revoking.clone()], [revoking, scene.list(&[])]] {
        assert_eq!(scene.judged(&lists, unchanged).verdict(), Verdict::Failed);
    }
}

#[test]
fn a_revoked_intermediate_stops_everything_below_it() {
    let root = Authority::new("Example Root");
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let serial = SerialNumber::random().unwrap();
    let subject = countersign_issuance::DistinguishedName::new().common_name("Example Issuing CA");
    let issuing = Authority(root.0.subordinate(key, subject, &serial, years(), None).unwrap());
    let (_, certificate) = issuing.issue(&server(&["api.example.com"]), years());
    let list = root.0.revocation_list(&[serial], 1, june()).unwrap();
    let artifacts = [
        target(&certificate),
        helper(issuing.0.certificate()),
        root.anchor(),
        Artifact::new("root.crl", list).given(Given::RevocationList),
    ];
    let report = inspect(&artifacts, &Policy::new(Task::Verify, noon()), &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed);
    let finding = report.findings.iter().find(|finding| finding.check.code == "path.revoked").unwrap();
    assert!(finding.message.starts_with("helper.cer was revoked"), "{}", finding.message);
}

/// A CA beside the certificate's own certifies that CA's name once more, and clears what it revoked.
#[test]
fn a_list_in_the_cas_name_does_not_count_from_a_signer_of_another_ca() {
    let root = Authority::new("Example Root");
    let (honest, rogue) = (root.subordinate("Honest CA"), root.subordinate("Rogue CA"));
    let (_, certificate) = honest.issue(&server(&["api.example.com"]), years());
    let judged = |by: &Authority| {
        let signer = by.subordinate("Honest CA").0;
        let artifacts = [
            target(&certificate),
            helper(honest.0.certificate()),
            helper(rogue.0.certificate()),
            helper(signer.certificate()),
            root.anchor(),
            Artifact::new("honest.crl", signer.revocation_list(&[], 1, june()).unwrap())
                .given(Given::RevocationList),
        ];
        inspect(&artifacts, &Policy::new(Task::Verify, noon()), &AwsLc)
    };
    assert_eq!(judged(&rogue).verdict(), Verdict::Indeterminate);
    // The near miss: the CA above certifies a second key for lists, as CAs with separate keys have it.
    let report = judged(&root);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    let report = judged(&honest);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

/// A list lying beside the files of a handoff is applied without being asked for.
#[test]
fn a_list_beside_the_seven_files_is_applied() {
    let scene = Scene::new();
    let list = scene.list(std::slice::from_ref(&scene.serial));
    let artifacts = [
        Artifact::new("server.cer", scene.certificate.as_der().to_vec()),
        Artifact::new("CA.cer", scene.authority.0.certificate().as_der().to_vec()),
        Artifact::new("CA.crl", list),
    ];
    let report = inspect(&artifacts, &Policy::new(Task::Check, noon()), &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed);
    assert!(codes(&report).contains(&"path.revoked"), "{:?}", codes(&report));
}
