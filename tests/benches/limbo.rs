//! How long does a whole suite take? x509-limbo's cases, from files to the JSON report, beside rustls-webpki on the same files.
//!
//! Each side reads the PEM files of a case, anchors and intermediates included, and verifies on one core.

#[path = "../oracles/answer.rs"]
mod answer;
#[path = "../corpora.rs"]
mod corpora;
#[expect(dead_code, reason = "the test suite uses the rest")]
#[path = "../questions/mod.rs"]
mod questions;
#[expect(dead_code, reason = "the test suite uses the rest")]
#[path = "../oracles/webpki.rs"]
mod webpki_oracle;

use std::hint::black_box;
use std::time::Duration;

use countersign_core::{Given, inspect};
use countersign_crypto_aws_lc::AwsLc;
use criterion::{Criterion, criterion_group, criterion_main};
use questions::Question;

/// That of the command line, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn limbo(criterion: &mut Criterion) {
    // Says itself that the suite is missing.
    let Some(questions) = questions::limbo::questions() else { return };
    let mut group = criterion.benchmark_group("x509-limbo");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    group.bench_function("countersign, JSON report included", |bencher| {
        bencher.iter(|| questions.iter().map(judged).sum::<usize>());
    });
    group.bench_function("rustls-webpki", |bencher| {
        bencher.iter(|| questions.iter().filter(|one| accepted(one)).count());
    });
    group.finish();
}

fn judged(question: &Question) -> usize {
    let report = inspect(black_box(&question.artifacts), &question.policy, &AwsLc);
    report.to_json().len()
}

fn accepted(question: &Question) -> bool {
    let target = black_box(question).certificates(Given::Target);
    target.first().is_some_and(|target| webpki_oracle::answer(question, target) == answer::Answer::Accepts)
}

criterion_group!(benches, limbo);
criterion_main!(benches);
