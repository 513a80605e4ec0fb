//! Situations that other tools were measured to get wrong, each on files made for it.

use countersign_core::report::Severity;
use countersign_core::{Artifact, Policy, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{
    CertificateTemplate, CertificationRequest, DistinguishedName, GeneralName, KeyPair, KeyPurpose, KeyType,
    SerialNumber, pem_block,
};

use crate::scene::{Authority, codes, countersign, helper, judged, noon, server, stderr, target, years};

#[test]
fn a_server_certificate_with_only_client_auth_is_refused_for_a_server() {
    let ca = Authority::new("CA");
    let template =
        CertificateTemplate { extended_key_usage: vec![KeyPurpose::ClientAuth], ..server(&["a.example"]) };
    let (_, certificate) = ca.issue(&template, years());
    let mut policy = Policy::new(Task::Verify, noon());
    policy.purpose = countersign_core::policy::Purpose::Server;
    let report = inspect(&[target(&certificate), ca.anchor()], &policy, &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed);
    assert!(codes(&report).contains(&"certificate.eku-missing-for-role"), "{:?}", codes(&report));
}

#[test]
fn a_matching_common_name_is_no_substitute_for_a_subject_alternative_name() {
    let ca = Authority::new("CA");
    let template = CertificateTemplate { subject_alt_names: Vec::new(), ..server(&["a.example"]) };
    let (_, certificate) = ca.issue(&template, years());
    let mut policy = Policy::new(Task::Verify, noon());
    policy.hosts = vec!["a.example".to_owned()];
    let report = inspect(&[target(&certificate), ca.anchor()], &policy, &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn a_reversed_bundle_still_leads_to_the_ca_and_its_order_is_said() {
    let ca = Authority::new("CA");
    let issuing = ca.subordinate("Issuing CA");
    let (key, certificate) = issuing.issue(&server(&["a.example"]), years());
    let bundle = [issuing.0.certificate().to_pem().unwrap(), certificate.to_pem().unwrap()].concat();
    let artifacts = [
        Artifact::new("server_key.pem", key.to_pkcs8_pem().unwrap().as_bytes().to_vec()),
        Artifact::new("server.cer", bundle.into_bytes()),
        Artifact::new("CA.cer", ca.0.certificate().as_der().to_vec()),
    ];
    let report = judged(Task::Check, &artifacts);
    assert_eq!(codes(&report).first(), Some(&"path.order-reversed"), "{:?}", codes(&report));
    assert!(report.paths.iter().all(|path| path.accepted().is_some()), "the path itself is sound");
}

#[test]
fn a_private_key_inside_a_certificate_file_is_the_first_finding() {
    let ca = Authority::new("CA");
    let (key, certificate) = ca.issue(&server(&["a.example"]), years());
    let both = [certificate.to_pem().unwrap(), key.to_pkcs8_pem().unwrap().to_string()].concat();
    let report = judged(Task::Inspect, &[Artifact::new("server.cer", both.into_bytes())]);
    assert_eq!(codes(&report).first(), Some(&"custody.private-key-exposed"));
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn a_request_in_utf16_is_read_and_its_encoding_said() {
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let pem = CertificationRequest::new(&key, server(&["a.example"])).unwrap().to_pem().unwrap();
    for (mark, bytes) in
        [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)]
    {
        let text: Vec<u8> = mark.into_iter().chain(pem.encode_utf16().flat_map(bytes)).collect();
        let report = judged(Task::Inspect, &[Artifact::new("server.csr", text)]);
        assert!(codes(&report).contains(&"encoding.utf16"), "{:?}", codes(&report));
        assert!(report.bundle.items.iter().any(|item| item.request().is_some()), "it was not read");
    }
}

#[test]
fn der_under_a_cer_name_is_read() {
    let ca = Authority::new("CA");
    let (_, certificate) = ca.issue(&server(&["a.example"]), years());
    let report = judged(Task::Inspect, &[Artifact::new("server.cer", certificate.as_der().to_vec())]);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    assert!(report.bundle.items.iter().any(|item| item.certificate().is_some()));
}

#[test]
fn an_unreadable_ca_never_falls_back_to_the_systems_roots() {
    let output = countersign(&["verify", "--ca", "examples/no-such-file.cer", "examples/handoff/server.cer"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no-such-file.cer"), "{}", stderr(&output));
    let empty = countersign(&["verify", "--ca", "examples/README.md", "examples/handoff/server.cer"]);
    assert_eq!(empty.status.code(), Some(1), "a CA file without a certificate trusts nobody");
}

#[test]
fn a_name_lost_between_request_and_certificate_is_found() {
    let ca = Authority::new("CA");
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let request = CertificationRequest::new(&key, server(&["a.example", "b.example"])).unwrap();
    let granted =
        ca.0.issue(&server(&["a.example"]), request.public_key(), &SerialNumber::random().unwrap(), years())
            .unwrap();
    let report = judged(
        Task::Check,
        &[
            Artifact::new("server_key.pem", key.to_pkcs8_pem().unwrap().as_bytes().to_vec()),
            Artifact::new("server.csr", request.to_pem().unwrap().into_bytes()),
            Artifact::new("server.cer", granted.to_pem().unwrap().into_bytes()),
            Artifact::new("CA.cer", ca.0.certificate().to_pem().unwrap().into_bytes()),
        ],
    );
    let lost = report.findings.iter().find(|finding| finding.check.code == "grant.san-dropped").unwrap();
    assert!(lost.severity >= Severity::Error && lost.message.contains("b.example"), "{}", lost.message);
}

#[test]
fn two_certificates_with_one_serial_and_different_issuers_are_no_fault() {
    let (one, other) = (Authority::new("CA 1"), Authority::new("CA 2"));
    let issue = |ca: &Authority, host: &str| {
        let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
        ca.0.issue(&server(&[host]), &key.public_key().unwrap(), &SerialNumber::from(7), years()).unwrap()
    };
    let files = [issue(&one, "a.example"), issue(&other, "b.example")];
    let artifacts: Vec<Artifact> = files
        .iter()
        .enumerate()
        .map(|(index, file)| Artifact::new(format!("{index}.cer"), file.as_der().to_vec()))
        .collect();
    assert!(!codes(&judged(Task::Inspect, &artifacts)).contains(&"certificate.serial-repeated"));
    // The near miss: the same two from one issuer.
    let files = [issue(&one, "a.example"), issue(&one, "b.example")];
    let artifacts: Vec<Artifact> = files
        .iter()
        .enumerate()
        .map(|(index, file)| Artifact::new(format!("{index}.cer"), file.as_der().to_vec()))
        .collect();
    assert!(codes(&judged(Task::Inspect, &artifacts)).contains(&"certificate.serial-repeated"));
}

#[test]
fn a_request_whose_own_signature_does_not_verify_is_refused() {
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let mut template = server(&["a.example"]);
    template.subject = DistinguishedName::new().common_name("original");
    let request = CertificationRequest::new(&key, template).unwrap();
    let mut der = request.as_der().to_vec();
    let at = der.windows(8).position(|bytes| bytes == b"original").unwrap();
    der[at..at + 8].copy_from_slice(b"0riginal");
    let pem = pem_block("CERTIFICATE REQUEST", &der).unwrap();
    let report = judged(Task::Inspect, &[Artifact::new("server.csr", pem.into_bytes())]);
    assert!(codes(&report).contains(&"request.signature-invalid"));
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn the_system_roots_are_never_asked_even_for_a_missing_intermediate() {
    let ca = Authority::new("CA");
    let issuing = ca.subordinate("Issuing CA");
    let (_, certificate) = issuing.issue(&server(&["a.example"]), years());
    let alone = judged(Task::Verify, &[target(&certificate), ca.anchor()]);
    assert_eq!(alone.verdict(), Verdict::Failed);
    assert!(codes(&alone).contains(&"path.issuer-missing"), "{:?}", codes(&alone));
    let helped = judged(Task::Verify, &[target(&certificate), helper(issuing.0.certificate()), ca.anchor()]);
    assert_eq!(helped.verdict(), Verdict::Passed, "{:?}", codes(&helped));
}

#[test]
fn two_names_written_into_one_stay_one_name() {
    let ca = Authority::new("CA");
    let template = CertificateTemplate {
        subject_alt_names: vec![GeneralName::DnsName("a.example, DNS:b.example".to_owned())],
        ..server(&["a.example"])
    };
    let (_, certificate) = ca.issue(&template, years());
    let mut policy = Policy::new(Task::Verify, noon());
    policy.hosts = vec!["b.example".to_owned()];
    let report = inspect(&[target(&certificate), ca.anchor()], &policy, &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed, "CVE-2021-44532");
    let wire = serde_json::to_value(report.to_wire()).unwrap();
    assert_eq!(wire["artifacts"][0]["names"], serde_json::json!(["DNS \"a.example, DNS:b.example\""]));
}
