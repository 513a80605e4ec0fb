//! How long does a file take that asks for far more than it is? Each of `tests/extremes`, to its limit; under a second is the aim.

use std::time::Duration;

use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Task, Time, inspect};
use countersign_crypto_aws_lc::AwsLc;
use criterion::{Criterion, criterion_group, criterion_main};

#[expect(dead_code, reason = "the test looks at the words")]
#[path = "../extremes/files.rs"]
mod files;
#[expect(dead_code, reason = "the test runs the program")]
#[path = "../program.rs"]
mod program;

/// That of the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn extremes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extremes");
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(1));
    for extreme in files::files() {
        let artifacts = [Artifact::new("file", extreme.bytes)];
        let mut policy = Policy::new(Task::Check, Time::from_unix_seconds(1_800_000_000));
        policy.passphrases.push(Passphrase::new(b"anything".to_vec()));
        group.bench_function(extreme.name, |bencher| {
            bencher.iter(|| inspect(&artifacts, &policy, &AwsLc).to_json().len());
        });
    }
    group.finish();
}

criterion_group!(benches, extremes);
criterion_main!(benches);
