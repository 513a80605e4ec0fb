//! Is what came the certificate in hand, and are the CAs behind it in order? The core's part of it, without a server.

use countersign_core::bundle::Role;
use countersign_core::policy::{ExpectedCertificate, Purpose};
use countersign_core::{Artifact, Given, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{Certificate, CertificateTemplate, DistinguishedName, KeyType, Validity};

use crate::scene::{Authority, codes, noon, server, years};

fn verify(artifacts: &[Artifact], change: impl FnOnce(&mut Policy)) -> Report {
    let mut policy = Policy::new(Task::Verify, noon());
    policy.purpose = Purpose::Server;
    policy.hosts = vec!["a.example".to_owned()];
    change(&mut policy);
    inspect(artifacts, &policy, &AwsLc)
}

fn sent(certificates: &[&Certificate]) -> Artifact {
    let text: String = certificates.iter().map(|one| one.to_pem().unwrap()).collect();
    Artifact::new("a.example:443", text.into_bytes()).given(Given::Target)
}

#[test]
fn only_the_certificate_in_hand_is_the_expected_one() {
    let ca = Authority::new("CA");
    let (_, served) = ca.issue(&server(&["a.example"]), years());
    let (_, newer) = ca.issue(&server(&["a.example"]), Validity::from_years(2021, 2041).unwrap());
    let (_, other) = ca.issue(&server(&["a.example"]), years());
    let expecting = |certificate: &Certificate| {
        let expected =
            ExpectedCertificate { name: "server.cer".to_owned(), der: certificate.as_der().to_vec() };
        verify(&[sent(&[&served]), ca.anchor()], |policy| policy.expected = Some(expected))
    };
    let same = expecting(&served);
    assert_eq!((same.verdict(), codes(&same)), (Verdict::Passed, vec![]));
    for (certificate, words) in
        [(&newer, "has an older certificate than"), (&other, "has another certificate than")]
    {
        let report = expecting(certificate);
        assert_eq!(
            (report.verdict(), codes(&report)),
            (Verdict::Failed, vec!["certificate.other-than-expected"])
        );
        assert!(report.findings[0].message.contains(words), "{}", report.findings[0].message);
    }
    let unasked = verify(&[sent(&[&served]), ca.anchor()], |_| {});
    assert_eq!(codes(&unasked), [""; 0]);
}

#[test]
fn each_certificate_stands_before_its_issuer() {
    let root = Authority::new("Root");
    let upper = root.subordinate("Upper");
    let lower = upper.subordinate("Lower");
    let (_, leaf) = lower.issue(&server(&["a.example"]), years());
    let [root_cer, upper_cer, lower_cer] = [&root, &upper, &lower].map(|one| one.0.certificate());
    let of = |certificates: &[&Certificate]| verify(&[sent(certificates), root.anchor()], |_| {});
    let in_order = of(&[&leaf, lower_cer, upper_cer]);
    assert_eq!((in_order.verdict(), codes(&in_order)), (Verdict::Passed, vec![]));
    let with_root = of(&[&leaf, lower_cer, upper_cer, root_cer]);
    assert_eq!(codes(&with_root), ["path.root-in-bundle"]);
    let swapped = of(&[&leaf, upper_cer, lower_cer]);
    // Receivers of TLS 1.3 put them in order.
    assert_eq!((swapped.verdict(), codes(&swapped)), (Verdict::Passed, vec!["path.order-reversed"]));
    assert!(codes(&of(&[&leaf, upper_cer])).contains(&"path.issuer-missing"));
}

/// A client's certificate beside the server's is judged for its own purpose, and not asked for the server's name.
#[test]
fn the_other_sides_certificate_is_judged_for_its_own_purpose() {
    let ca = Authority::new("CA");
    let (_, of_server) = ca.issue(&server(&["a.example"]), years());
    let name = DistinguishedName::new().common_name("device");
    let template = CertificateTemplate::client(name, Vec::new(), KeyType::EcdsaP256);
    let shown = |validity| {
        let (_, certificate) = ca.issue(&template, validity);
        let client = Artifact::new("client.cer", certificate.as_der().to_vec()).given(Given::Target);
        verify(&[sent(&[&of_server]), ca.anchor(), client], |policy| {
            policy.roles.push(("client.cer".to_owned(), Role::ClientCertificate));
        })
    };
    let fine = shown(years());
    assert_eq!((fine.verdict(), codes(&fine)), (Verdict::Passed, vec![]));
    let ended = shown(Validity::from_years(2020, 2021).unwrap());
    assert_eq!((ended.verdict(), codes(&ended)), (Verdict::Failed, vec!["certificate.not-after-passed"]));
}
