//! What do hostile files get? The past faults of this field (each test names its own), a finding, and an end.
//!
//! Nothing here looks at a clock: without its guard such input would not end while anyone waits.

use countersign_core::policy::Limits;
use countersign_core::{Artifact, Given, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_issuance::{
    CertificateTemplate, CertificationAuthority, DistinguishedName, GeneralName, KeyPair, KeyType,
    SerialNumber,
};

use crate::scene::{Authority, codes, helper, judged, noon, server, target, years};

/// Every task, because each walks other code.
fn for_every_task(artifact: &Artifact) -> Vec<Report> {
    [Task::Check, Task::Inspect, Task::Match, Task::Verify]
        .into_iter()
        .map(|task| judged(task, std::slice::from_ref(artifact)))
        .collect()
}

/// DER of `depth` SEQUENCEs in one another, of indefinite outer simplicity: each header states the right length.
fn nested(depth: usize) -> Vec<u8> {
    let mut der = vec![0x05, 0x00];
    for _ in 0..depth {
        let length = der.len();
        let mut header = vec![0x30];
        match length {
            0..=127 => header.push(u8::try_from(length).unwrap()),
            128..=0xffff => header.extend([
                0x82,
                u8::try_from(length >> 8).unwrap(),
                u8::try_from(length & 0xff).unwrap(),
            ]),
            _ => header.extend([
                0x83,
                u8::try_from(length >> 16).unwrap(),
                u8::try_from(length >> 8 & 0xff).unwrap(),
                u8::try_from(length & 0xff).unwrap(),
            ]),
        }
        // Built from the inside: reversed bytes at the end keep it linear.
        der.extend(header.iter().rev());
    }
    let body_end = 2;
    let mut out: Vec<u8> = der[body_end..].iter().rev().copied().collect();
    out.extend([0x05, 0x00]);
    out
}

/// CVE-2025-66031 node-forge, CVE-2018-0739 OpenSSL: a stack overflow by nesting.
#[test]
fn a_hundred_thousand_nested_sequences_end_in_a_finding() {
    let artifact = Artifact::new("nested.der", nested(100_000));
    for report in for_every_task(&artifact) {
        assert_ne!(report.verdict(), Verdict::Passed);
        assert!(!report.findings.is_empty());
    }
    let tree = countersign_core::asn1::tree(artifact.bytes(), Limits::default().nesting_depth);
    assert!(format!("{tree:?}").len() < 1_000_000);
}

/// GHSA-fh2r-99q2-6mmg rustls-webpki, CVE-2018-16875 Go: path building without bound.
#[test]
fn a_thousand_cas_of_one_name_end_at_the_signature_budget() {
    let keys: Vec<KeyPair> = (0..4).map(|_| KeyPair::generate(KeyType::EcdsaP256).unwrap()).collect();
    let name = || DistinguishedName::new().common_name("Same CA");
    let mut artifacts = Vec::new();
    let root = Authority::new("Same CA");
    for index in 0..1_000 {
        let key = &keys[index % keys.len()];
        let template = CertificateTemplate::certification_authority(name(), None);
        let serial = SerialNumber::random().unwrap();
        let certificate = root.0.issue(&template, &key.public_key().unwrap(), &serial, years()).unwrap();
        artifacts.push(helper(&certificate));
    }
    let stranger = Authority::new("Same CA");
    let (_, leaf) = stranger.issue(&server(&["a.example"]), years());
    artifacts.push(target(&leaf));
    artifacts.push(Authority::new("Same CA").anchor());
    let report = judged(Task::Verify, &artifacts);
    assert_ne!(report.verdict(), Verdict::Passed);
    assert!(codes(&report).contains(&"path.limit-reached"), "{:?}", codes(&report));
}

/// PKI.js 4.0.0 (measured: no end in 150 s), CVE-2024-0567 GnuTLS: cycles of issuers.
#[test]
fn cycles_of_issuers_end() {
    for length in [2_usize, 3, 50] {
        let keys: Vec<KeyPair> =
            (0..length).map(|_| KeyPair::generate(KeyType::EcdsaP256).unwrap()).collect();
        let name = |index: usize| DistinguishedName::new().common_name(&format!("CA {}", index % length));
        let mut artifacts = Vec::new();
        let mut last = None;
        for (index, key) in keys.iter().enumerate() {
            // CA i is certified by CA i+1, and the last one by the first.
            let next = (index + 1) % length;
            let copy = KeyPair::generate(KeyType::EcdsaP256).unwrap();
            let issuer =
                CertificationAuthority::self_signed(copy, name(next), SerialNumber::from(1), years(), None)
                    .unwrap();
            let template = CertificateTemplate::certification_authority(name(index), None);
            let certificate = issuer
                .issue(&template, &key.public_key().unwrap(), &SerialNumber::random().unwrap(), years())
                .unwrap();
            artifacts.push(helper(&certificate));
            last = Some((certificate, index));
        }
        let (certificate, index) = last.unwrap();
        let issuer =
            CertificationAuthority::acting_with(certificate, KeyPair::generate(KeyType::EcdsaP256).unwrap());
        let leaf_key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
        let leaf = issuer
            .issue(&server(&["a.example"]), &leaf_key.public_key().unwrap(), &SerialNumber::from(9), years())
            .unwrap();
        assert!(index < length);
        artifacts.push(target(&leaf));
        artifacts.push(Authority::new("Another CA").anchor());
        let report = judged(Task::Verify, &artifacts);
        assert_ne!(report.verdict(), Verdict::Passed);
        let check = judged(Task::Check, &artifacts);
        assert_ne!(check.verdict(), Verdict::Passed);
    }
}

/// A cycle whose signatures are right: two CAs that certify each other, and neither is trusted.
#[test]
fn two_cas_that_certify_each_other_lead_nowhere() {
    let (one, other) = (Authority::new("One"), Authority::new("Other"));
    let cross = |issuer: &Authority, subject: &Authority, name: &str| {
        let template =
            CertificateTemplate::certification_authority(DistinguishedName::new().common_name(name), None);
        let key = subject.0.key_pair().public_key().unwrap();
        issuer.0.issue(&template, &key, &SerialNumber::random().unwrap(), years()).unwrap()
    };
    let (_, leaf) = one.issue(&server(&["a.example"]), years());
    let artifacts = [
        target(&leaf),
        helper(&cross(&one, &other, "Other")),
        helper(&cross(&other, &one, "One")),
        Authority::new("Third").anchor(),
    ];
    let report = judged(Task::Verify, &artifacts);
    assert_eq!(report.verdict(), Verdict::Failed, "{:?}", codes(&report));
}

/// CVE-2025-61729 Go: the error text itself is the attack.
#[test]
fn a_hundred_thousand_names_give_a_short_report() {
    let ca = Authority::new("CA");
    let names: Vec<GeneralName> =
        (0..100_000).map(|index| GeneralName::DnsName(format!("host-{index}.example.com"))).collect();
    let template = CertificateTemplate { subject_alt_names: names, ..server(&["a.example"]) };
    let (_, certificate) = ca.issue(&template, years());
    let mut policy = Policy::new(Task::Verify, noon());
    policy.hosts = vec!["nowhere.example".to_owned()];
    let artifacts = [target(&certificate), ca.anchor()];
    let report = inspect(&artifacts, &policy, &AwsLc);
    assert_eq!(report.verdict(), Verdict::Failed);
    let json = report.to_json();
    assert!(json.len() < 1024 * 1024, "{} bytes", json.len());
    assert!(format!("{:?}", report.narrative()).len() < 1024 * 1024);
    let inspected = judged(Task::Inspect, &artifacts);
    assert!(inspected.to_json().len() < 1024 * 1024);
}

/// CVE-2023-2650 OpenSSL: an object identifier of a megabyte.
#[test]
fn an_object_identifier_of_a_megabyte_ends() {
    assert!(countersign_core::asn1::Oid::from_der_content(&vec![0x01; 0x10_0000]).dotted().len() < 1024);
    let mut der = vec![0x30, 0x83, 0x10, 0x00, 0x05, 0x06, 0x83, 0x10, 0x00, 0x00];
    der.extend(vec![0xff; 0x10_0000]);
    let reports = for_every_task(&Artifact::new("oid.der", der));
    for report in reports {
        assert_ne!(report.verdict(), Verdict::Passed);
        assert!(report.to_json().len() < 1024 * 1024);
    }
}

/// openssl 15254, Squid PR 306: control sequences, bidirectional overrides and mark-up in every name field.
#[test]
fn nothing_of_a_name_reaches_the_output_raw() {
    let poison = "\u{1b}]0;owned\u{7}\u{202e}<img src=x onerror=alert(1)>\u{9b}31m\u{0}";
    let key = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let subject = DistinguishedName::new().common_name(poison).organization(poison);
    let ca = CertificationAuthority::self_signed(key, subject.clone(), SerialNumber::from(1), years(), None)
        .unwrap();
    let template = CertificateTemplate { subject, ..server(&["a.example"]) };
    let leaf = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let certificate =
        ca.issue(&template, &leaf.public_key().unwrap(), &SerialNumber::from(2), years()).unwrap();
    let artifacts = [
        Artifact::new("server\u{1b}[31m.cer", certificate.as_der().to_vec()).given(Given::Target),
        Artifact::new("\u{202e}AC.cer", ca.certificate().as_der().to_vec()).given(Given::Anchor),
    ];
    for task in [Task::Check, Task::Inspect, Task::Match, Task::Verify] {
        let mut policy = Policy::new(task, noon());
        policy.hosts = vec![poison.to_owned()];
        let report = inspect(&artifacts, &policy, &AwsLc);
        let json: serde_json::Value = serde_json::to_value(report.to_wire()).unwrap();
        assert_clean(&strings(&json), task);
        assert_clean(&narrated(&report), task);
    }
}

/// Found by fuzzing: an error of the library that read OpenSSH's keys held a name from the file as it was.
#[test]
fn nothing_of_an_openssh_key_reaches_the_output_raw() {
    let string = |text: &[u8]| [&u32::try_from(text.len()).unwrap().to_be_bytes(), text].concat();
    let poison = b"nistp24\0\x1b]0;owned\x07".as_slice();
    let key = |[cipher, derivation, kind, curve]: [&[u8]; 4]| {
        let public = [string(kind), string(curve), string(&[4; 65])].concat();
        let private = [vec![7; 8], public.clone(), string(&[1; 32]), string(poison), vec![1, 2, 3]].concat();
        let options = [string(&[7; 16]), vec![0, 0, 0, 1]].concat();
        let options = if cipher == b"none" { Vec::new() } else { options };
        let head =
            [b"openssh-key-v1\0".to_vec(), string(cipher), string(derivation), string(&options)].concat();
        [head, vec![0, 0, 0, 1], string(&public), string(&private)].concat()
    };
    let (none, p256, curve) = (b"none".as_slice(), b"ecdsa-sha2-nistp256".as_slice(), b"nistp256".as_slice());
    for key in [
        key([poison, none, p256, curve]),
        key([none, poison, p256, curve]),
        key([b"aes256-ctr", poison, p256, curve]),
        key([none, none, poison, curve]),
        key([none, none, p256, poison]),
    ] {
        let pem = pem::encode(&pem::Pem::new("OPENSSH PRIVATE KEY", key));
        for report in for_every_task(&Artifact::new("key", pem.into_bytes())) {
            assert_ne!(report.verdict(), Verdict::Passed);
            let json: serde_json::Value = serde_json::to_value(report.to_wire()).unwrap();
            assert_clean(&strings(&json), report.policy.task);
            assert_clean(&narrated(&report), report.policy.task);
        }
    }
}

fn assert_clean(text: &str, task: Task) {
    let raw = text.chars().find(|c| {
        (c.is_control() && *c != '\n')
            || matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    });
    assert_eq!(raw, None, "{task:?}: {text}");
}

/// Every string of a JSON value, one a line.
fn strings(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => format!("{text}\n"),
        serde_json::Value::Array(values) => values.iter().map(strings).collect(),
        serde_json::Value::Object(fields) => fields.values().map(strings).collect(),
        _ => String::new(),
    }
}

/// Every string that a window draws.
fn narrated(report: &Report) -> String {
    let story = report.narrative();
    let mut out = vec![story.headline.1, story.closing];
    out.extend(story.not_checked);
    out.extend(
        story.board.into_iter().flat_map(|row| [row.file, row.what, row.detail, row.verdict, row.reason]),
    );
    out.extend(story.groups.into_iter().flatten());
    out.extend(story.details.into_iter().flat_map(|details| {
        let fields = details.fields.into_iter().flat_map(|field| [field.label.to_string(), field.value]);
        [details.name, details.title].into_iter().chain(fields).collect::<Vec<_>>()
    }));
    for finding in story.findings.into_iter().chain(story.notes) {
        out.extend([finding.message, finding.cure, finding.file, finding.field]);
        out.extend(finding.evidence.into_iter().map(|one| one.value));
    }
    for path in story.paths {
        out.push(path.target);
        out.extend(path.certificates);
        out.extend(path.steps.into_iter().flat_map(|step| [step.title, step.detail]));
    }
    for handshake in story.handshakes {
        out.extend(handshake.steps.into_iter().flat_map(|step| [step.title, step.detail]));
    }
    out.join("\n")
}

/// golang/go 79798, openssl 21103: key derivation that never ends.
#[test]
fn a_key_that_asks_for_too_many_iterations_is_refused_before_deriving() {
    use countersign_core::policy::Passphrase;
    let artifacts = crate::scene::example("sound/encrypted-key");
    let key = artifacts.iter().find(|artifact| artifact.file_name() == "server_key.pem").unwrap();
    let mut der = pem::parse(key.bytes()).unwrap().into_contents();
    // PBKDF2-params: salt OCTET STRING, then iterationCount INTEGER, raised to the most its bytes can say.
    let pbkdf2 = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c];
    let at = der.windows(pbkdf2.len()).position(|window| window == pbkdf2).unwrap() + pbkdf2.len();
    let salt = at + 2;
    let count = salt + 2 + usize::from(der[salt + 1]);
    assert_eq!(der[count], 0x02, "an INTEGER is expected");
    let bytes = usize::from(der[count + 1]);
    assert!(bytes >= 3, "the example's count is too short to be raised");
    der[count + 2] = 0x7f;
    der[count + 3..count + 2 + bytes].fill(0xff);
    let mut policy = Policy::new(Task::Inspect, noon());
    policy.passphrases = vec![Passphrase::new(b"anything".to_vec())];
    let artifact = Artifact::new("key.pem", der);
    let report = inspect(&[artifact], &policy, &AwsLc);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    let finding = report.findings.iter().find(|finding| finding.check.code == "key.locked").unwrap();
    assert!(finding.message.contains("iterations"), "{}", finding.message);
}

/// Many blocks, many files: the limits report themselves.
#[test]
fn thirty_thousand_blocks_end_with_the_limit_said() {
    let block = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let artifact = Artifact::new("many.pem", block.repeat(30_000).into_bytes());
    let report = judged(Task::Inspect, &[artifact]);
    assert!(codes(&report).contains(&"encoding.limit-reached"), "{:?}", codes(&report).first());
    assert!(serde_json::to_string(&report.findings.len()).is_ok() && report.findings.len() < 500);
}

/// Found by fuzzing: the difference of two moments overflowed.
#[test]
fn days_between_the_ends_of_the_clock_are_counted() {
    use countersign_core::Time;
    let (first, last) = (Time::from_unix_seconds(i64::MIN), Time::from_unix_seconds(i64::MAX));
    assert_eq!(last.days_since(first), i64::MAX / 86_400);
    assert_eq!(first.days_since(last), i64::MIN / 86_400 - 1);
}

/// Found by fuzzing: an offset carried the time into a year before 0, which printed as `-001-12-31`.
#[test]
fn a_time_whose_offset_leaves_the_four_digit_years_is_refused() {
    use countersign_core::Time;
    assert!(Time::from_rfc3339("0000-01-01T00:00:01+00:05").is_err());
    assert!(Time::from_rfc3339("9999-12-31T23:59:59-00:01").is_err());
    let edge = Time::from_rfc3339("0000-01-01T00:05:00+00:05").unwrap();
    assert_eq!(edge.rfc3339(), "0000-01-01T00:00:00Z");
    assert!(Time::from_rfc3339("9999-12-31T23:59:59Z").is_ok());
}

/// Found by fuzzing: `75 80 33 18` printed as `2.37.51.24`, which is `75 33 18`.
#[test]
fn an_object_identifier_with_leading_zeros_does_not_print_as_another_one() {
    use countersign_core::asn1::Oid;
    let padded = Oid::from_der_content(&[0x75, 0x80, 0x33, 0x18]);
    assert_eq!(padded.dotted(), "2.37.51.24 (with leading zeros)");
    assert_eq!(Oid::from_der_content(&[0x75, 0x33, 0x18]).dotted(), "2.37.51.24");
    assert_eq!(Oid::from_der_content(&[0x75, 0xb3, 0x80, 0x18]).dotted(), "2.37.835608");
}

/// Found by fuzzing: `--policy 4.3` was taken for an identifier without any bytes.
#[test]
fn dotted_text_with_arcs_that_cannot_be_encoded_is_refused() {
    use countersign_core::asn1::Oid;
    for text in ["4.3", "0.40", "1.40", "3.1", "2.5.01", "2.5.+1", "2.18446744073709551615", "2", ""] {
        assert!(Oid::from_dotted(text).is_err(), "{text}");
    }
    for text in ["0.39", "1.39.0", "2.5.29.32.0", "1.2.18446744073709551615"] {
        assert_eq!(Oid::from_dotted(text).unwrap().dotted(), text);
    }
}
