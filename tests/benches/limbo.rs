//! How fast is the whole of x509-limbo, reports included, beside rustls-webpki on the same cases in the same run?
//!
//! Both start from the PEM that the suite gives; ours ends with the JSON report, theirs with accepted or not.

use std::hint::black_box;
use std::io::Read as _;
use std::time::Duration;

use countersign_core::policy::Purpose;
use countersign_core::{Artifact, Given, Policy, inspect};
use countersign_crypto_aws_lc::AwsLc;
use criterion::{Criterion, criterion_group, criterion_main};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use serde_json::Value;

#[path = "../limbo_scene.rs"]
mod limbo_scene;

/// `None`, said aloud, where the suite is absent.
#[expect(clippy::print_stderr, reason = "a skipped suite is said aloud")]
fn scenes() -> Option<Vec<(Vec<Artifact>, Policy)>> {
    let corpora = std::env::var("COUNTERSIGN_CORPORA");
    let corpora =
        corpora.unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora").to_owned());
    let file = format!("{corpora}/limbo/limbo-dev.json.gz");
    let Ok(bytes) = std::fs::read(&file) else {
        eprintln!(
            "SKIPPED: {file} is missing; it comes from github.com/C2SP/x509-limbo, set COUNTERSIGN_CORPORA"
        );
        return None;
    };
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
    let suite: Value = serde_json::from_slice(&plain).unwrap();
    Some(suite["testcases"].as_array().unwrap().iter().map(limbo_scene::scene).collect())
}

fn whole_suite(criterion: &mut Criterion) {
    let Some(scenes) = scenes() else { return };
    let mut group = criterion.benchmark_group("x509-limbo");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.bench_function("countersign", |bencher| {
        bencher.iter(|| {
            for (artifacts, policy) in &scenes {
                let report = inspect(black_box(artifacts), policy, &AwsLc);
                black_box(serde_json::to_string(&report.to_wire()).unwrap());
            }
        });
    });
    group.bench_function("rustls-webpki", |bencher| {
        bencher.iter(|| {
            for (artifacts, policy) in &scenes {
                black_box(verify_with_webpki(black_box(artifacts), policy));
            }
        });
    });
    group.finish();
}

fn certificates(artifacts: &[Artifact], how: Given) -> Vec<CertificateDer<'static>> {
    let blocks = artifacts.iter().filter(|artifact| artifact.given == how);
    let blocks = blocks.flat_map(|artifact| pem::parse_many(artifact.bytes()).unwrap_or_default());
    blocks.map(|block| CertificateDer::from(block.into_contents())).collect()
}

/// `None`: refused.
fn verify_with_webpki(artifacts: &[Artifact], policy: &Policy) -> Option<()> {
    let anchors = certificates(artifacts, Given::Anchor);
    let anchors: Vec<_> =
        anchors.iter().filter_map(|anchor| webpki::anchor_from_trusted_cert(anchor).ok()).collect();
    let target = certificates(artifacts, Given::Target);
    let leaf = webpki::EndEntityCert::try_from(target.first()?).ok()?;
    let now = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(policy.at.unix_seconds()).ok()?));
    let usage = match policy.purpose {
        Purpose::Client => webpki::KeyUsage::client_auth(),
        Purpose::Any | Purpose::Server => webpki::KeyUsage::server_auth(),
    };
    let helpers = certificates(artifacts, Given::Untrusted);
    leaf.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, &helpers, now, usage, None, None).ok()?;
    policy.hosts.iter().try_for_each(|host| {
        leaf.verify_is_valid_for_subject_name(&ServerName::try_from(host.as_str()).ok()?).ok()
    })
}

criterion_group!(limbo, whole_suite);
criterion_main!(limbo);
