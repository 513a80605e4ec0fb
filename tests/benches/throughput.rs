//! How fast? Artifacts per second for `inspect`, and verification of leaf and intermediate beside rustls-webpki.
//!
//! The peer does the same verification on the same bytes in the same run; the ratio is what counts.

use std::hint::black_box;
use std::time::Duration;

use countersign_core::{Artifact, Given, Policy, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;
use countersign_issuance::{
    CertificateTemplate, CertificationAuthority, DistinguishedName, KeyPair, KeyType, SerialNumber, Validity,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rustls_pki_types::{CertificateDer, UnixTime};

/// A root, an intermediate and a server's certificate, all on P-256.
struct Chain {
    root: Vec<u8>,
    intermediate: Vec<u8>,
    leaf: Vec<u8>,
}

impl Chain {
    fn new() -> Self {
        let years = || Validity::from_years(2020, 2040).unwrap();
        let key = || KeyPair::generate(KeyType::EcdsaP256).unwrap();
        let named = |name: &str| DistinguishedName::new().common_name(name);
        let root =
            CertificationAuthority::self_signed(key(), named("Root"), SerialNumber::from(1), years(), None)
                .unwrap();
        let issuing =
            root.subordinate(key(), named("Issuing"), &SerialNumber::from(2), years(), None).unwrap();
        let template = CertificateTemplate::server(&["api.example.com"], KeyType::EcdsaP256);
        let leaf =
            issuing.issue(&template, &key().public_key().unwrap(), &SerialNumber::from(3), years()).unwrap();
        Self {
            root: root.certificate().as_der().to_vec(),
            intermediate: issuing.certificate().as_der().to_vec(),
            leaf: leaf.as_der().to_vec(),
        }
    }
}

const NOW: i64 = 1_780_000_000;

/// That of the command line, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn inspecting(criterion: &mut Criterion) {
    let chain = Chain::new();
    let artifacts: Vec<Artifact> = [&chain.root, &chain.intermediate, &chain.leaf]
        .into_iter()
        .enumerate()
        .map(|(index, der)| Artifact::new(format!("{index}.cer"), der.clone()))
        .collect();
    let policy = Policy::new(Task::Inspect, Time::from_unix_seconds(NOW));
    let mut group = criterion.benchmark_group("inspect");
    group.throughput(Throughput::Elements(3));
    group.bench_function("countersign", |bencher| {
        bencher.iter(|| inspect(black_box(&artifacts), &policy, &AwsLc))
    });
    group.finish();
}

fn verifying(criterion: &mut Criterion) {
    let chain = Chain::new();
    let mut group = criterion.benchmark_group("verify leaf and intermediate");
    group.throughput(Throughput::Elements(1));
    let artifacts = [
        Artifact::new("leaf.cer", chain.leaf.clone()).given(Given::Target),
        Artifact::new("intermediate.cer", chain.intermediate.clone()).given(Given::Untrusted),
        Artifact::new("root.cer", chain.root.clone()).given(Given::Anchor),
    ];
    let mut policy = Policy::new(Task::Verify, Time::from_unix_seconds(NOW));
    policy.purpose = countersign_core::policy::Purpose::Server;
    policy.hosts = vec!["api.example.com".to_owned()];
    assert_eq!(inspect(&artifacts, &policy, &AwsLc).verdict(), Verdict::Passed);
    group.bench_function("countersign on aws-lc", |bencher| {
        bencher.iter(|| inspect(black_box(&artifacts), &policy, &AwsLc));
    });
    group.bench_function("countersign on RustCrypto", |bencher| {
        bencher.iter(|| inspect(black_box(&artifacts), &policy, &RustCrypto));
    });
    group.bench_function("rustls-webpki", |bencher| bencher.iter(|| verify_with_webpki(black_box(&chain))));
    group.finish();
}

/// Parsing included, as in ours.
fn verify_with_webpki(chain: &Chain) {
    let root = CertificateDer::from(chain.root.as_slice());
    let anchors = [webpki::anchor_from_trusted_cert(&root).unwrap()];
    let leaf = CertificateDer::from(chain.leaf.as_slice());
    let leaf = webpki::EndEntityCert::try_from(&leaf).unwrap();
    let intermediates = [CertificateDer::from(chain.intermediate.as_slice())];
    let now = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(NOW).unwrap()));
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &intermediates,
        now,
        webpki::KeyUsage::server_auth(),
        None,
        None,
    )
    .unwrap();
    let name = rustls_pki_types::ServerName::try_from("api.example.com").unwrap();
    leaf.verify_is_valid_for_subject_name(&name).unwrap();
}

criterion_group!(throughput, inspecting, verifying);
criterion_main!(throughput);
