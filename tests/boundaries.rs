//! Where exactly is the line? The second before, at and after each boundary.

use countersign_core::{Policy, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{GeneralName, Validity};
use time::OffsetDateTime;

use crate::scene::{Authority, codes, noon, server, target, years};

const SECOND: i64 = 1;

fn verdict_at(unix_seconds: i64) -> (Verdict, Vec<&'static str>) {
    let ca = Authority::new("CA");
    let moment = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
    let (_, certificate) =
        ca.issue(&server(&["a.example"]), Validity::new(moment(NOT_BEFORE), moment(NOT_AFTER)));
    let policy = Policy::new(Task::Verify, Time::from_unix_seconds(unix_seconds));
    let report = inspect(&[target(&certificate), ca.anchor()], &policy, &AwsLc);
    (report.verdict(), codes(&report))
}

const NOT_BEFORE: i64 = 1_750_000_000;
const NOT_AFTER: i64 = 1_780_000_000;

#[test]
fn not_valid_in_the_second_before_not_before() {
    let (verdict, codes) = verdict_at(NOT_BEFORE - SECOND);
    assert_eq!(verdict, Verdict::Failed);
    assert!(codes.contains(&"certificate.not-before-ahead"), "{codes:?}");
}

#[test]
fn valid_from_the_first_second_of_not_before() {
    assert_eq!(verdict_at(NOT_BEFORE).0, Verdict::Passed);
}

#[test]
fn valid_through_the_last_second_of_not_after() {
    assert_eq!(verdict_at(NOT_AFTER).0, Verdict::Passed);
}

#[test]
fn not_valid_in_the_second_after_not_after() {
    let (verdict, codes) = verdict_at(NOT_AFTER + SECOND);
    assert_eq!(verdict, Verdict::Failed);
    assert!(codes.contains(&"certificate.not-after-passed"), "{codes:?}");
}

/// RFC 9525 §6: what a certificate's names cover, and what they don't.
#[test]
fn presented_identifiers_cover_reference_identifiers_as_rfc_9525_says() {
    let cases: &[(&str, &str, bool)] = &[
        ("api.example.com", "api.example.com", true),
        ("API.Example.COM", "api.example.com", true),
        ("api.example.com", "api.example.com.", true),
        ("*.example.com", "api.example.com", true),
        ("*.example.com", "a.b.example.com", false),
        ("*.example.com", "example.com", false),
        ("a*.example.com", "api.example.com", false),
        ("api.*.com", "api.example.com", false),
        ("*", "localhost", false),
        ("example.com", "api.example.com", false),
        ("10.0.0.1", "10.0.0.1", true),
        ("10.0.0.1", "10.0.0.2", false),
        ("2001:db8::1", "2001:db8:0::1", true),
        ("*.example.com", "10.0.0.1", false),
    ];
    let ca = Authority::new("CA");
    for (presented, reference, covered) in cases {
        let template = countersign_issuance::CertificateTemplate {
            subject_alt_names: vec![GeneralName::from(*presented)],
            ..server(&["unused.example"])
        };
        let (_, certificate) = ca.issue(&template, years());
        let mut policy = Policy::new(Task::Verify, noon());
        policy.hosts = vec![(*reference).to_owned()];
        let report = inspect(&[target(&certificate), ca.anchor()], &policy, &AwsLc);
        let expected = if *covered { Verdict::Passed } else { Verdict::Failed };
        assert_eq!(report.verdict(), expected, "{presented} for {reference}: {:?}", codes(&report));
    }
}

/// An IP address in a dNSName is not an iPAddress (RFC 9525 §3.3, RFC 5280 §4.2.1.6).
#[test]
fn an_address_written_as_a_dns_name_covers_nothing() {
    let ca = Authority::new("CA");
    let template = countersign_issuance::CertificateTemplate {
        subject_alt_names: vec![GeneralName::DnsName("10.0.0.1".to_owned())],
        ..server(&["unused.example"])
    };
    let (_, certificate) = ca.issue(&template, years());
    let mut policy = Policy::new(Task::Verify, noon());
    policy.hosts = vec!["10.0.0.1".to_owned()];
    let report = inspect(&[target(&certificate), ca.anchor()], &policy, &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed);
}
