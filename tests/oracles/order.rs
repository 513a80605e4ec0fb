//! Does the order of files change the answer? The same case, its helpers shuffled.

use countersign_core::{Artifact, Given, Policy, Report, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::conformance::{limbo, paths};
use crate::limbo_scene;

/// A small generator (Marsaglia's xorshift), so that every run shuffles alike.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number under `bound`.
    pub(super) fn under(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

/// The helpers in another order; the target stays first.
fn shuffled(artifacts: &[Artifact], dice: &mut Dice) -> Vec<Artifact> {
    let mut blocks: Vec<Artifact> = Vec::new();
    for artifact in artifacts {
        match pem::parse_many(artifact.bytes()) {
            Ok(parts) if artifact.given == Given::Untrusted && parts.len() > 1 => {
                blocks.extend(parts.iter().map(|part| {
                    Artifact::new(artifact.origin.clone(), part.contents().to_vec()).given(artifact.given)
                }));
            }
            _ => blocks.push(artifact.clone()),
        }
    }
    for index in (1..blocks.len()).rev() {
        blocks.swap(index, dice.under(index + 1));
    }
    // The file to verify is told by how it was given, not by where it stands.
    blocks
}

/// What may not depend on the order: the verdict, and the accepted path by its certificates.
fn answer(report: &Report) -> (countersign_core::Verdict, Vec<[u8; 32]>) {
    let accepted = report.paths.first().and_then(|path| path.accepted());
    let path = accepted.into_iter().flat_map(|attempt| &attempt.certificates);
    let digests = path.filter_map(|id| report.bundle.item(*id)?.sha256).collect();
    (report.verdict(), digests)
}

#[test]
fn the_answer_to_a_case_does_not_depend_on_the_order_of_its_files() {
    let (Some(limbo_cases), Some(path_cases)) = (limbo::cases(), paths::cases()) else { return };
    let mut dice = Dice::new(5280);
    let mut scenes: Vec<(String, (Vec<Artifact>, Policy))> = Vec::new();
    // BetterTLS's name constraints have one helper each; its path building and all others are shuffled.
    for case in limbo_cases.iter().filter(|case| !case["id"].as_str().unwrap().contains("nameconstraints")) {
        scenes.push((case["id"].to_string(), limbo_scene::scene(case)));
    }
    scenes.extend(path_cases.iter().map(|case| (case["id"].to_string(), paths::scene(case))));
    let mut wrong = Vec::new();
    for (id, (artifacts, policy)) in &scenes {
        let straight = answer(&inspect(artifacts, policy, &AwsLc));
        for _ in 0..3 {
            let other = answer(&inspect(&shuffled(artifacts, &mut dice), policy, &AwsLc));
            if other.0 != straight.0 {
                wrong.push(format!("{id}: {:?}, shuffled {:?}", straight.0, other.0));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
