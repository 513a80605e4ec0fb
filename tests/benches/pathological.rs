//! How long does hostile input take? The worst of `pathological.rs`, each to its limit; under a second is the aim.

use std::hint::black_box;
use std::time::Duration;

use countersign_core::{Artifact, Given, Policy, Task, Time, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;
use criterion::{Criterion, criterion_group, criterion_main};
use graphs::{crowd, excluding, leaf, many_ways_to_an_anchor, policies, root};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};

#[path = "../pathological/graphs.rs"]
mod graphs;

/// Anchor, target and helpers as files.
/// That of the command line, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn artifacts((anchor, target, helpers): (Vec<u8>, Vec<u8>, Vec<Vec<u8>>)) -> Vec<Artifact> {
    let mut artifacts = vec![Artifact::new("server.cer", target).given(Given::Target)];
    artifacts.extend(helpers.into_iter().map(|der| Artifact::new("helper.cer", der).given(Given::Untrusted)));
    artifacts.push(Artifact::new("CA.cer", anchor).given(Given::Anchor));
    artifacts
}

fn names() -> (Vec<u8>, Vec<u8>, Vec<Vec<u8>>) {
    let anchor = root("Root", excluding(10_000));
    let target = leaf(10_000).signed_by(&KeyPair::generate().unwrap(), &anchor).unwrap();
    (anchor.der().to_vec(), target.der().to_vec(), Vec::new())
}

/// So that no path is accepted early.
fn too_long(params: &mut CertificateParams) {
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(3));
}

fn ways_under_constraints() -> (Vec<u8>, Vec<u8>, Vec<Vec<u8>>) {
    many_ways_to_an_anchor(leaf(1_000), |params| {
        too_long(params);
        excluding(100)(params);
    })
}

fn ways_with_policies() -> (Vec<u8>, Vec<u8>, Vec<Vec<u8>>) {
    let listed = policies(2_000);
    many_ways_to_an_anchor(leaf(1), |params| {
        too_long(params);
        params.custom_extensions = listed.to_vec();
    })
}

/// Ten thousand certificates to verify, each under constraints.
fn targets() -> Vec<Artifact> {
    let anchor = root("Root", excluding(100));
    let key = KeyPair::generate().unwrap();
    let pem: String = (0..10_000).map(|_| leaf(2).signed_by(&key, &anchor).unwrap().pem()).collect();
    artifacts((anchor.der().to_vec(), pem.into_bytes(), Vec::new()))
}

fn worst(criterion: &mut Criterion) {
    let policy = Policy::new(Task::Verify, Time::from_rfc3339("2026-06-01T12:00:00Z").unwrap());
    let mut group = criterion.benchmark_group("pathological");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for (name, artifacts) in [
        ("ten thousand candidates of one name", artifacts(crowd(10_000))),
        ("ten thousand names under ten thousand constraints", artifacts(names())),
        ("6,561 ways to an anchor under constraints", artifacts(ways_under_constraints())),
        ("6,561 ways to an anchor, 2,000 policies and mappings each", artifacts(ways_with_policies())),
        ("ten thousand certificates to verify", targets()),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let report = inspect(black_box(&artifacts), &policy, &AwsLc);
                assert_eq!(report.verdict() == Verdict::Passed, name.ends_with("verify"));
                black_box(report.to_json())
            });
        });
    }
    group.finish();
}

criterion_group!(pathological, worst);
criterion_main!(pathological);
