//! What does the handoff judge beyond one file? Names, spare keys, two CAs, damaged requests, whose hands a key is in.

use countersign_core::policy::{Purpose, Team};
use countersign_core::report::{Ended, Severity};
use countersign_core::{Artifact, Given, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{
    BasicConstraints, Certificate, CertificateTemplate, CertificationRequest, DistinguishedName, GeneralName,
    KeyPair, KeyPurpose, KeyType, KeyUsage, SerialNumber,
};

use crate::scene::{Authority, codes, example, helper, judged, server, target, years};

const NAME: &str = "handoff.misleading-name";
const SPARE: &str = "pair.key-without-counterpart";
const TWO_CAS: &str = "path.different-anchors";

/// The client's side of a scene.
fn client() -> CertificateTemplate {
    let name = DistinguishedName::new().common_name("device-1");
    let uri = GeneralName::UniformResourceIdentifier("urn:example:device:1".to_owned());
    CertificateTemplate::client(name, vec![uri], KeyType::EcdsaP256)
}

fn key_file(name: &str, key: &KeyPair) -> Artifact {
    Artifact::new(name, key.to_pkcs8_pem().unwrap().as_bytes().to_vec())
}

fn certificate_file(name: &str, certificate: &Certificate) -> Artifact {
    Artifact::new(name, certificate.as_der().to_vec())
}

fn ca_file(name: &str, ca: &Authority) -> Artifact {
    certificate_file(name, ca.0.certificate())
}

/// Keys and certificates of both sides, from one CA or two, and no CA file yet.
fn both_sides(server_ca: &Authority, client_ca: &Authority) -> Vec<Artifact> {
    let (server_key, server) = server_ca.issue(&server(&["a.example"]), years());
    let (client_key, client) = client_ca.issue(&client(), years());
    vec![
        key_file("server_key.pem", &server_key),
        certificate_file("server.cer", &server),
        key_file("client.pem", &client_key),
        certificate_file("client.cer", &client),
    ]
}

fn has(report: &Report, code: &str) -> bool {
    codes(report).contains(&code)
}

fn severity(report: &Report, code: &str) -> Option<Severity> {
    report.findings.iter().find(|finding| finding.check.code == code).map(|finding| finding.severity)
}

fn blocked_by(report: &Report, check: &str) -> Option<&'static str> {
    report.outcomes.iter().find_map(|record| match record.ended {
        Ended::Blocked(code) if record.code == check => Some(code),
        _ => None,
    })
}

fn judged_as(side: Team, artifacts: &[Artifact]) -> Report {
    let policy = Policy { side: Some(side), ..Policy::new(Task::Check, crate::scene::noon()) };
    inspect(artifacts, &policy, &AwsLc)
}

// Names.

#[test]
fn a_client_key_in_a_file_called_server_is_told_before_anyone_deploys_it() {
    let ca = Authority::new("CA");
    let mut files = both_sides(&ca, &ca);
    files[2].origin = "server-device.pem".to_owned();
    files.push(ca_file("CA.cer", &ca));
    assert!(!has(&judged(Task::Check, &files), NAME), "a name that speaks of both sides misleads nobody");
    files[2].origin = "server.pem".to_owned();
    let report = judged(Task::Check, &files);
    assert_eq!(severity(&report, NAME), Some(Severity::Warning), "{:?}", codes(&report));
    assert!(report.findings.iter().any(|finding| finding.message.contains("server.pem is the client")));
}

#[test]
fn usual_and_neutral_names_mislead_nobody() {
    for (key, certificate) in [("client.pem", "client.cer"), ("device-01.key", "dev.crt"), ("a.pem", "b.cer")]
    {
        let ca = Authority::new("CA");
        let mut files = both_sides(&ca, &ca);
        files[2].origin = key.to_owned();
        files[3].origin = certificate.to_owned();
        files.push(ca_file("server-ca.cer", &ca));
        let report = judged(Task::Check, &files);
        assert_eq!(report.verdict(), Verdict::Passed, "{key}: {:?}", codes(&report));
        assert!(!has(&report, NAME), "{key}: {:?}", codes(&report));
    }
}

// Spare keys.

#[test]
fn a_private_key_beside_a_complete_set_that_fits_nothing_is_told() {
    let ca = Authority::new("CA");
    let mut files = both_sides(&ca, &ca);
    files.push(ca_file("CA.cer", &ca));
    assert!(!has(&judged(Task::Check, &files), SPARE));
    for name in ["old.pem", "server_old_key.pem"] {
        let mut with_spare = files.clone();
        with_spare.push(key_file(name, &KeyPair::generate(KeyType::EcdsaP256).unwrap()));
        let report = judged(Task::Check, &with_spare);
        assert_eq!(severity(&report, SPARE), Some(Severity::Warning), "{name}: {:?}", codes(&report));
        let guilty = report.findings.iter().find(|finding| finding.check.code == SPARE).unwrap();
        assert!(guilty.message.starts_with(name), "{}", guilty.message);
    }
}

#[test]
fn the_only_key_of_a_side_is_a_mismatch_and_not_a_spare_one() {
    let ca = Authority::new("CA");
    let mut files = both_sides(&ca, &ca);
    files[0] = key_file("server_key.pem", &KeyPair::generate(KeyType::EcdsaP256).unwrap());
    files.push(ca_file("CA.cer", &ca));
    let report = judged(Task::Check, &files);
    assert!(has(&report, "pair.key-mismatch") && !has(&report, SPARE), "{:?}", codes(&report));
}

#[test]
fn keys_alone_are_not_called_spare() {
    let files = [key_file("server_key.pem", &KeyPair::generate(KeyType::EcdsaP256).unwrap())];
    assert!(!has(&judged(Task::Check, &files), SPARE));
}

// Two CAs.

#[test]
fn two_sides_under_two_cas_do_not_pass() {
    let (one, other) = (Authority::new("CA 1"), Authority::new("CA 2"));
    let mut files = both_sides(&one, &other);
    files.extend([ca_file("CA1.cer", &one), ca_file("CA2.cer", &other)]);
    let report = judged(Task::Check, &files);
    assert_eq!(report.verdict(), Verdict::Failed);
    assert_eq!(severity(&report, TWO_CAS), Some(Severity::Error), "{:?}", codes(&report));
}

#[test]
fn two_cas_that_were_both_named_are_meant() {
    let (one, other) = (Authority::new("CA 1"), Authority::new("CA 2"));
    let mut files = both_sides(&one, &other);
    let named = |name, ca| ca_file(name, ca).given(Given::Anchor);
    files.extend([named("CA1.cer", &one), named("CA2.cer", &other)]);
    let report = judged(Task::Check, &files);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

#[test]
fn two_cas_in_one_file_are_deployed_together() {
    let (one, other) = (Authority::new("CA 1"), Authority::new("CA 2"));
    let mut files = both_sides(&one, &other);
    let pem = [one.0.certificate().to_pem().unwrap(), other.0.certificate().to_pem().unwrap()].concat();
    files.push(Artifact::new("CA.cer", pem.into_bytes()));
    let report = judged(Task::Check, &files);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

#[test]
fn an_unused_second_ca_is_no_fault() {
    let (one, other) = (Authority::new("CA 1"), Authority::new("CA 2"));
    let mut files = both_sides(&one, &one);
    files.extend([ca_file("CA1.cer", &one), ca_file("CA2.cer", &other)]);
    let report = judged(Task::Check, &files);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
}

// Requests that can't be relied on.

/// A request and the certificate for it, and the key's file.
fn asked_and_granted(damage: fn(&mut Vec<u8>)) -> [Artifact; 4] {
    let ca = Authority::new("CA");
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let request = CertificationRequest::new(&key, server(&["a.example", "bb.example"])).unwrap();
    let serial = SerialNumber::random().unwrap();
    let granted = ca.0.issue(&server(&["a.example"]), request.public_key(), &serial, years()).unwrap();
    let mut der = request.as_der().to_vec();
    damage(&mut der);
    [
        key_file("server_key.pem", &key),
        Artifact::new("server.csr", der),
        certificate_file("server.cer", &granted),
        ca_file("CA.cer", &ca),
    ]
}

fn position(der: &[u8], wanted: &[u8]) -> usize {
    der.windows(wanted.len()).position(|bytes| bytes == wanted).unwrap()
}

#[test]
fn a_request_with_an_unreadable_list_of_names_is_not_compared() {
    // The length of the first name, so that it runs past the end of the list.
    let files = asked_and_granted(|der| {
        let at = position(der, b"\x82\x09a.example");
        der[at + 1] = 0x70;
    });
    let report = judged(Task::Check, &files);
    assert!(has(&report, "request.extension-malformed"), "{:?}", codes(&report));
    assert!(!has(&report, "grant.san-dropped") && !has(&report, "request.no-names"), "{:?}", codes(&report));
    assert_eq!(blocked_by(&report, "request.no-names"), Some("request.extension-malformed"));
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn a_request_that_was_changed_after_signing_is_not_compared() {
    let files = asked_and_granted(|der| {
        let at = position(der, b"bb.example");
        der[at] = b'c';
    });
    let report = judged(Task::Check, &files);
    assert!(has(&report, "request.signature-invalid"), "{:?}", codes(&report));
    assert!(!has(&report, "request.extension-malformed") && !has(&report, "grant.san-dropped"));
    assert_eq!(blocked_by(&report, "grant.san-dropped"), Some("request.signature-invalid"));
}

#[test]
fn a_sound_request_is_compared() {
    let report = judged(Task::Check, &asked_and_granted(|_| {}));
    assert!(has(&report, "grant.san-dropped") && !has(&report, "request.extension-malformed"));
    assert_eq!(blocked_by(&report, "grant.san-dropped"), None);
}

#[test]
fn an_altered_certificate_is_not_compared_with_what_was_asked() {
    let mut files = asked_and_granted(|_| {});
    let mut der = files[2].bytes().to_vec();
    let at = position(&der, b"a.example");
    der[at] = b'z';
    files[2] = Artifact::new("server.cer", der);
    let report = judged(Task::Check, &files);
    assert!(has(&report, "path.signature-invalid") && !has(&report, "grant.san-dropped"));
    assert_eq!(blocked_by(&report, "grant.san-dropped"), Some("path.signature-invalid"));
}

// Roles of what is its own issuer.

#[test]
fn a_self_signed_server_certificate_is_no_ca_and_does_not_vouch_for_itself() {
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let pem = key_file("server_key.pem", &key);
    let template = CertificateTemplate {
        basic_constraints: BasicConstraints::CertificationAuthority(None),
        key_usage: Vec::new(),
        extended_key_usage: Vec::new(),
        ..server(&["a.example"])
    };
    let certificate = self_signed(key, template);
    let report = judged(Task::Check, &[pem, certificate_file("server.cer", &certificate)]);
    assert_ne!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    assert!(has(&report, "path.anchor-missing"), "{:?}", codes(&report));
    assert!(report.findings.iter().any(|finding| finding.message.contains("self-signed")));
}

#[test]
fn a_ca_without_key_usage_stays_a_ca() {
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let subject = DistinguishedName::new().common_name("CA");
    let template = CertificateTemplate {
        key_usage: Vec::new(),
        ..CertificateTemplate::certification_authority(subject, None)
    };
    let certificate = self_signed(key, template);
    let report = judged(Task::Check, &[certificate_file("CA.cer", &certificate)]);
    let roles: Vec<_> = report.bundle.items.iter().map(|item| item.role.code()).collect();
    assert_eq!(roles, ["ca-certificate"]);
}

/// `template` signed with its own key: a CA of the same name and key issues it.
fn self_signed(key: KeyPair, template: CertificateTemplate) -> Certificate {
    let public = key.public_key().unwrap();
    let subject = template.subject.clone();
    let serial = || SerialNumber::random().unwrap();
    let own =
        countersign_issuance::CertificationAuthority::self_signed(key, subject, serial(), years(), None);
    own.unwrap().issue(&template, &public, &serial(), years()).unwrap()
}

// What verify forgives, and check does not.

fn verified(artifacts: &[Artifact], purpose: Purpose) -> Report {
    let policy = Policy { purpose, ..Policy::new(Task::Verify, crate::scene::noon()) };
    inspect(artifacts, &policy, &AwsLc)
}

#[test]
fn a_reversed_file_is_verified_by_its_end_entity_and_its_order_is_a_warning() {
    let ca = Authority::new("CA");
    let issuing = ca.subordinate("Issuing CA");
    let (_, certificate) = issuing.issue(&server(&["a.example"]), years());
    let file = |first: &Certificate, second: &Certificate| {
        let pem = [first.to_pem().unwrap(), second.to_pem().unwrap()].concat();
        Artifact::new("server.cer", pem.into_bytes()).given(Given::Target)
    };
    let reversed = file(issuing.0.certificate(), &certificate);
    let report = verified(&[reversed, ca.anchor()], Purpose::Server);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    assert_eq!(severity(&report, "path.order-reversed"), Some(Severity::Warning));
    let targets: Vec<_> = report.paths.iter().filter_map(|path| report.bundle.item(path.target)).collect();
    assert_eq!(targets.iter().map(|item| item.block).collect::<Vec<_>>(), [1], "the CA was judged instead");
    // The near misses: in order, and refused for another purpose whatever stands first.
    let in_order = file(&certificate, issuing.0.certificate());
    assert!(codes(&verified(&[in_order, ca.anchor()], Purpose::Server)).is_empty());
    let reversed = file(issuing.0.certificate(), &certificate);
    assert_eq!(verified(&[reversed, ca.anchor()], Purpose::Client).verdict(), Verdict::Failed);
}

#[test]
fn an_end_entity_alone_that_is_a_ca_is_judged_as_what_it_is() {
    let ca = Authority::new("CA");
    let issuing = ca.subordinate("Issuing CA");
    let report = verified(&[target(issuing.0.certificate()), ca.anchor()], Purpose::Any);
    assert_eq!(report.paths.len(), 1, "a CA given to be verified is the target");
}

#[test]
fn a_key_that_may_not_sign_is_a_warning_in_verify_and_a_fault_in_a_handoff() {
    let code = "certificate.key-usage-missing-for-role";
    let ca = Authority::new("CA");
    let template =
        CertificateTemplate { key_usage: vec![KeyUsage::DataEncipherment], ..server(&["a.example"]) };
    let (key, certificate) = ca.issue(&template, years());
    let report = verified(&[target(&certificate), ca.anchor()], Purpose::Server);
    assert_eq!(severity(&report, code), Some(Severity::Warning), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Passed);
    let files = [
        key_file("server_key.pem", &key),
        certificate_file("server.cer", &certificate),
        ca_file("CA.cer", &ca),
    ];
    let report = judged(Task::Check, &files);
    assert!(severity(&report, code) >= Some(Severity::Error), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn a_server_purpose_beside_others_is_enough_and_another_alone_is_not() {
    let ca = Authority::new("CA");
    let with = |purposes: &[KeyPurpose]| {
        let template =
            CertificateTemplate { extended_key_usage: purposes.to_vec(), ..server(&["a.example"]) };
        let (_, certificate) = ca.issue(&template, years());
        verified(&[target(&certificate), ca.anchor()], Purpose::Server).verdict()
    };
    assert_eq!(with(&[KeyPurpose::ClientAuth, KeyPurpose::ServerAuth]), Verdict::Passed);
    assert_eq!(with(&[]), Verdict::Passed, "no list allows every use");
    assert_eq!(with(&[KeyPurpose::ClientAuth]), Verdict::Failed);
}

// Whose hands a key is in.

#[test]
fn a_folder_below_the_one_given_tells_whose_hands_a_key_is_in() {
    let code = "custody.private-key-exposed";
    let with_place = |place: &str| {
        let mut files = example("handoff");
        let key = files.iter().position(|file| file.file_name() == "server_key.pem").unwrap();
        files[key].place = place.to_owned();
        judged(Task::Check, &files)
    };
    for exposed in ["team-b", "Team B", "shared", "old/team_b", "team-b/keys"] {
        assert_eq!(codes(&with_place(exposed)).first(), Some(&code), "{exposed}");
    }
    for fine in ["", "team-a", "keys", "unshared", "team-b-inbox", "team-b/team-a"] {
        assert!(!has(&with_place(fine), code), "{fine}");
    }
}

#[test]
fn whatever_shares_an_exposed_key_is_marked_and_its_provider_waits() {
    let mut files = example("handoff");
    let key = files.iter().position(|file| file.file_name() == "server_key.pem").unwrap();
    files[key].place = "shared".to_owned();
    let story = judged(Task::Check, &files).narrative();
    let verdict =
        |file: &str| story.board.iter().find(|row| row.file == file).map(|row| row.verdict.clone()).unwrap();
    for file in ["server.csr", "server.cer"] {
        assert_eq!(verdict(file), "its key is exposed");
    }
    assert_eq!(verdict("client.cer"), "right");
    assert!(story.teams[0].sentence.contains("must act"), "{}", story.teams[0].sentence);
    assert!(story.teams[1].sentence.contains("waits for Team A"), "{}", story.teams[1].sentence);
}

#[test]
fn each_team_may_hold_its_own_key_and_no_other() {
    let code = "custody.private-key-exposed";
    for (side, foreign) in [(Team::TeamA, "client.pem"), (Team::TeamB, "server_key.pem")] {
        let mut files = example("handoff");
        let report = judged_as(side, &files);
        assert_eq!(codes(&report).first(), Some(&code), "{side:?}");
        files.retain(|file| file.file_name() != foreign);
        let report = judged_as(side, &files);
        assert_eq!(report.verdict(), Verdict::Passed, "{side:?}: {:?}", codes(&report));
    }
}

// Match.

#[test]
fn match_leaves_the_answer_open_for_a_closed_key_and_for_a_file_without_one() {
    let ca = Authority::new("CA");
    let (key, certificate) = ca.issue(&server(&["a.example"]), years());
    let locked = key.to_encrypted_pkcs8_pem("between us").unwrap().as_bytes().to_vec();
    let locked = Artifact::new("server_key.pem", locked);
    let own = certificate_file("server.cer", &certificate);
    let report = judged(Task::Match, &[locked.clone(), own.clone()]);
    assert_eq!(report.verdict(), Verdict::Indeterminate, "{:?}", codes(&report));
    // Two certificates for two keys are two, closed key or not.
    let (_, other) = ca.issue(&server(&["b.example"]), years());
    let report = judged(Task::Match, &[locked, own.clone(), certificate_file("other.cer", &other)]);
    assert_eq!(report.verdict(), Verdict::Failed, "{:?}", codes(&report));
    // PKCS#7 holds no key of its own; a damaged file has its own finding.
    let pair = [own.clone(), key_file("server_key.pem", &key)];
    assert_eq!(judged(Task::Match, &pair).verdict(), Verdict::Passed);
    let damaged = Artifact::new("cut.cer", certificate.as_der()[..300].to_vec());
    let report = judged(Task::Match, &[&pair[..], &[damaged]].concat());
    assert!(!has(&report, "pair.nothing-to-compare"), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Failed);
    let parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    let parameters = Artifact::new("ecparam.pem", parameters.as_bytes().to_vec());
    let report = judged(Task::Match, &[&pair[..], &[parameters]].concat());
    assert!(has(&report, "pair.nothing-to-compare"), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Indeterminate);
}

// A helper that is not needed changes nothing.

#[test]
fn a_foreign_helper_changes_nothing() {
    let (ca, foreign) = (Authority::new("CA"), Authority::new("Foreign CA"));
    let (_, certificate) = ca.issue(&server(&["a.example"]), years());
    let files = [target(&certificate), helper(foreign.0.certificate()), ca.anchor()];
    assert_eq!(verified(&files, Purpose::Server).verdict(), Verdict::Passed);
}

// What common tools make.

/// A CA made by openssl, valid from November 2026 to 2046, as are the certificates that it issued.
const OPENSSL_CA: &str = "-----BEGIN CERTIFICATE-----\n\
    MIIBfjCCASWgAwIBAgIUbOzG9r2XB4XFTW9YTcvqXtycm5EwCgYIKoZIzj0EAwIw\n\
    DTELMAkGA1UEAwwCQ0EwHhcNMjYxMTI1MDUzMDM5WhcNNDYwMTI0MDUzMDM5WjAN\n\
    MQswCQYDVQQDDAJDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABE+gC7USzz5Y\n\
    2/iEBn0SFET4iL137VdWPSyb2FYUE3e+W956b31JAnUEV1gIlvXbKQVDDyAIGJbn\n\
    Jm6oEWuDxQKjYzBhMB0GA1UdDgQWBBRpFQhlY2IZRfhr8ifXtiA5+gUnuzAfBgNV\n\
    HSMEGDAWgBRpFQhlY2IZRfhr8ifXtiA5+gUnuzAPBgNVHRMBAf8EBTADAQH/MA4G\n\
    A1UdDwEB/wQEAwICBDAKBggqhkjOPQQDAgNHADBEAiBBNbwI3dI2pgcVJmnlj9r3\n\
    NBgPh2jqE37So/oOIWtmpgIgOHiP6Mt8Q0ECZWTIoR8F98J7mfckFVP5rL/B8h6P\n\
    Z/8=\n\
    -----END CERTIFICATE-----";
/// What `openssl x509 -req` issues without `-extfile`.
const VERSION_1: &str = "-----BEGIN CERTIFICATE-----\n\
    MIIBGTCBwQIUHhm6zJ2ZV7hjtF5D9lyvtf/XV10wCgYIKoZIzj0EAwIwDTELMAkG\n\
    A1UEAwwCQ0EwHhcNMjYxMTI1MDUzMDM5WhcNNDYwMTI0MDUzMDM5WjATMREwDwYD\n\
    VQQDDAhkZXZpY2UtMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABE17xeZlKhI6\n\
    e9tD0kj2D+VGMGpVM3uoEyAzTRL0UtuaU9fNmS3lXMSvQvshLrOhpa4pjvJ4ky4F\n\
    DpBaK3V1GzwwCgYIKoZIzj0EAwIDRwAwRAIgRg1EX1xhOJJ6iQZ0LCW144uc/7lh\n\
    0nX/LIgELh/d1zQCIFqtFVtFL6YLA33R3aI4N0mEdzTFW6RsfjXJ5w8ve/RY\n\
    -----END CERTIFICATE-----";

/// Its only purpose is anyExtendedKeyUsage.
const ANY_PURPOSE: &str = "-----BEGIN CERTIFICATE-----\n\
    MIIBrTCCAVKgAwIBAgIUHhm6zJ2ZV7hjtF5D9lyvtf/XV14wCgYIKoZIzj0EAwIw\n\
    DTELMAkGA1UEAwwCQ0EwHhcNMjYxMTI1MDUzODU2WhcNNDYwMTI0MDUzODU2WjAU\n\
    MRIwEAYDVQQDDAlhLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARN\n\
    e8XmZSoSOnvbQ9JI9g/lRjBqVTN7qBMgM00S9FLbmlPXzZkt5VzEr0L7IS6zoaWu\n\
    KY7yeJMuBQ6QWit1dRs8o4GIMIGFMBQGA1UdEQQNMAuCCWEuZXhhbXBsZTAPBgNV\n\
    HSUECDAGBgRVHSUAMA4GA1UdDwEB/wQEAwIHgDAMBgNVHRMBAf8EAjAAMB0GA1Ud\n\
    DgQWBBSkyZawer65iMavx15Cy8RG3uKMCzAfBgNVHSMEGDAWgBRpFQhlY2IZRfhr\n\
    8ifXtiA5+gUnuzAKBggqhkjOPQQDAgNJADBGAiEA+LOGeRiBYtvEroQM48hTEDUJ\n\
    zNqL5xWlUEEOsmXeZ1QCIQCkN4Ud+1yHc0r33mwHsQK6TtrNvmPfWiFR14CvLBPA\n\
    qA==\n\
    -----END CERTIFICATE-----";

#[test]
fn a_version_1_client_certificate_works_with_some_peers_only() {
    let code = "certificate.version-outdated";
    let at = countersign_core::Time::from_rfc3339("2030-01-01T00:00:00Z").unwrap();
    let files = [("client.cer", VERSION_1), ("CA.cer", OPENSSL_CA)]
        .map(|(name, pem)| Artifact::new(name, format!("{pem}\n").into_bytes()));
    let policy = Policy { side: Some(Team::TeamB), ..Policy::new(Task::Check, at) };
    let report = inspect(&files, &policy, &AwsLc);
    assert_eq!(severity(&report, code), Some(Severity::Warning), "{:?}", codes(&report));
    // The near misses: one of version 3, and the profile that has only the RFC's rules.
    let ca = Authority::new("CA");
    let mut sound = both_sides(&ca, &ca);
    sound.push(ca_file("CA.cer", &ca));
    assert!(!has(&judged(Task::Check, &sound), code));
    let policy = Policy { profile: countersign_core::policy::Profile::Rfc5280, ..policy };
    assert!(!has(&inspect(&files, &policy, &AwsLc), code));
}

#[test]
fn a_key_under_the_old_pem_encryption_is_closed_and_not_damaged() {
    let ca = Authority::new("CA");
    let mut files = both_sides(&ca, &ca);
    let sealed = "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n\
                  GvN8lnYy2fbP9c0C1mO2SH5P3Gk0mQd0lQ==\n-----END EC PRIVATE KEY-----\n";
    files[0] = Artifact::new("server_key.pem", sealed.as_bytes().to_vec());
    files.push(ca_file("CA.cer", &ca));
    let report = judged(Task::Check, &files);
    assert_eq!(report.verdict(), Verdict::Indeterminate, "{:?}", codes(&report));
    assert!(has(&report, "key.locked") && !has(&report, "encoding.malformed"), "{:?}", codes(&report));
    let told = &report.findings.iter().find(|finding| finding.check.code == "key.locked").unwrap();
    assert!(told.message.contains("AES-256-CBC"), "{}", told.message);
}

#[test]
fn any_purpose_is_a_warning_in_verify_and_a_fault_in_a_handoff() {
    let code = "certificate.eku-missing-for-role";
    let at = countersign_core::Time::from_rfc3339("2030-01-01T00:00:00Z").unwrap();
    let file = |name: &str, pem: &str| Artifact::new(name, format!("{pem}\n").into_bytes());
    let policy = Policy { purpose: Purpose::Server, ..Policy::new(Task::Verify, at) };
    let given = [
        file("server.cer", ANY_PURPOSE).given(Given::Target),
        file("CA.cer", OPENSSL_CA).given(Given::Anchor),
    ];
    let report = inspect(&given, &policy, &AwsLc);
    assert_eq!(severity(&report, code), Some(Severity::Warning), "{:?}", codes(&report));
    let set = [file("server.cer", ANY_PURPOSE), file("CA.cer", OPENSSL_CA)];
    let report = inspect(&set, &Policy::new(Task::Check, at), &AwsLc);
    assert!(severity(&report, code) >= Some(Severity::Error), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Failed);
}
