//! How long does hostile input take? The worst of `pathological.rs`, each to its limit; under a second is the aim.

use std::hint::black_box;
use std::time::Duration;

use countersign_core::{Artifact, Given, Policy, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use criterion::{Criterion, criterion_group, criterion_main};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, GeneralSubtree, IsCa, KeyPair,
    NameConstraints, SanType,
};

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn leaf(names: usize) -> CertificateParams {
    let mut params = CertificateParams::default();
    let name = |index| SanType::DnsName(format!("host-{index}.example.com").try_into().unwrap());
    params.subject_alt_names = (0..names).map(name).collect();
    params
}

fn artifacts(target: &[u8], helpers: Vec<Vec<u8>>, anchor: &[u8]) -> Vec<Artifact> {
    let mut artifacts = vec![Artifact::new("server.cer", target.to_vec()).given(Given::Target)];
    artifacts.extend(helpers.into_iter().map(|der| Artifact::new("helper.cer", der).given(Given::Untrusted)));
    artifacts.push(Artifact::new("CA.cer", anchor.to_vec()).given(Given::Anchor));
    artifacts
}

fn crowd() -> Vec<Artifact> {
    let root = CertifiedIssuer::self_signed(authority("Root"), KeyPair::generate().unwrap()).unwrap();
    let issuing = CertifiedIssuer::self_signed(authority("Issuing"), KeyPair::generate().unwrap()).unwrap();
    let target = leaf(1).signed_by(&KeyPair::generate().unwrap(), &issuing).unwrap();
    let key = KeyPair::generate().unwrap();
    let one = |index: u64| {
        let mut params = authority("Issuing");
        params.serial_number = Some(index.into());
        params.signed_by(&key, &root).unwrap().der().to_vec()
    };
    artifacts(target.der(), (0..10_000).map(one).collect(), root.der())
}

fn names() -> Vec<Artifact> {
    let mut params = authority("Root");
    let subtree = |index| GeneralSubtree::DnsName(format!("other-{index}.example.org"));
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: Vec::new(),
        excluded_subtrees: (0..10_000).map(subtree).collect(),
    });
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let target = leaf(10_000).signed_by(&KeyPair::generate().unwrap(), &root).unwrap();
    artifacts(target.der(), Vec::new(), root.der())
}

fn worst(criterion: &mut Criterion) {
    let policy = Policy::new(Task::Verify, Time::from_rfc3339("2026-06-01T12:00:00Z").unwrap());
    let mut group = criterion.benchmark_group("pathological");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for (name, artifacts) in [
        ("ten thousand candidates of one name", crowd()),
        ("ten thousand names under ten thousand constraints", names()),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let report = inspect(black_box(&artifacts), &policy, &AwsLc);
                assert_eq!(report.verdict(), Verdict::Indeterminate);
                black_box(serde_json::to_string(&report.to_wire()).unwrap())
            });
        });
    }
    group.finish();
}

criterion_group!(pathological, worst);
criterion_main!(pathological);
