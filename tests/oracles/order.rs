//! Does the order of files, or of the blocks within one, change an answer? It must not.

use std::collections::BTreeSet;

use countersign_core::{Artifact, Given, Report, Verdict};

use super::chains;
use super::chance::Chance;
use crate::conformance::{paths, pkits};
use crate::questions::{Question, limbo};

const SHUFFLES: usize = 2;

/// What must not depend on order: the verdict, what was found, and the path that was accepted.
#[derive(Debug, PartialEq, Eq)]
struct Essence {
    verdict: Verdict,
    codes: BTreeSet<&'static str>,
    /// The accepted path's certificates by fingerprint, for each target.
    accepted: BTreeSet<Vec<Option<[u8; 32]>>>,
}

impl Essence {
    fn of(report: &Report) -> Self {
        let fingerprints = report.paths.iter().filter_map(|path| {
            let accepted = path.accepted()?.certificates.iter();
            Some(accepted.map(|id| report.bundle.item(*id)?.sha256).collect())
        });
        // The order of blocks is what this one is about.
        let codes = report.findings.iter().map(|finding| finding.check.code);
        Self {
            verdict: report.verdict(),
            codes: codes.filter(|code| *code != "path.order-reversed").collect(),
            accepted: fingerprints.collect(),
        }
    }
}

/// The suites' cases, BetterTLS' thousands by every fiftieth.
fn questions() -> Vec<Question> {
    let limbo = limbo::questions().unwrap_or_default().into_iter().enumerate();
    let sampled = limbo.filter(|(index, one)| index % 50 == 0 || !one.id.starts_with("bettertls"));
    let mut questions: Vec<Question> = sampled.map(|(_, question)| question).collect();
    questions.extend(paths::questions().unwrap_or_default());
    questions.extend(pkits::questions().unwrap_or_default());
    questions.extend(chains::examples());
    questions.extend(chains::handoffs());
    questions
}

#[test]
#[expect(clippy::print_stdout, reason = "the numbers are shown when the test is run alone")]
fn the_order_of_files_and_blocks_changes_no_answer() {
    let mut chance = Chance(1);
    let (mut shuffles, mut differ) = (0, Vec::new());
    let questions = questions();
    for question in &questions {
        let mut as_given = question.clone();
        let expected = Essence::of(&as_given.report());
        let mut together = question.clone();
        together.artifacts = one_file_each(&together.artifacts);
        let expected_together = Essence::of(&together.report());
        for _ in 0..SHUFFLES {
            chance.shuffle(&mut as_given.artifacts);
            let found = Essence::of(&as_given.report());
            if found != expected {
                differ.push(format!("{}, files: {found:?} instead of {expected:?}", question.id));
            }
            together.artifacts =
                together.artifacts.iter().map(|one| blocks_shuffled(one, &mut chance)).collect();
            let found = Essence::of(&together.report());
            if found != expected_together {
                differ.push(format!("{}, blocks: {found:?} instead of {expected_together:?}", question.id));
            }
            shuffles += 2;
        }
    }
    println!("{} cases in {shuffles} other orders", questions.len());
    assert!(differ.is_empty(), "{} differ: {differ:#?}", differ.len());
}

/// PEM files that were given in the same way become one, but for those that the person named.
fn one_file_each(artifacts: &[Artifact]) -> Vec<Artifact> {
    let together = [Given::Anchor, Given::Untrusted, Given::RevocationList];
    let joins = |one: &Artifact| together.contains(&one.given) && one.bytes().starts_with(b"-----BEGIN");
    let mut files: Vec<Artifact> = artifacts.iter().filter(|one| !joins(one)).cloned().collect();
    for given in together {
        let parts: Vec<&Artifact> = artifacts.iter().filter(|one| one.given == given && joins(one)).collect();
        let bytes: Vec<u8> = parts.iter().flat_map(|one| [one.bytes(), b"\n"].concat()).collect();
        if !parts.is_empty() {
            files.push(Artifact::new(format!("{given:?}.pem"), bytes).given(given));
        }
    }
    files
}

/// The same file with its PEM blocks in another order, when it holds nothing but such blocks. The order in a file that a
/// team deploys is the order in which it is sent (RFC 8446 §4.4.2), and stays.
fn blocks_shuffled(artifact: &Artifact, chance: &mut Chance) -> Artifact {
    let text = String::from_utf8_lossy(artifact.bytes());
    let blocks = text.split("-----BEGIN").skip(1);
    let mut blocks: Vec<String> = blocks.map(|block| format!("-----BEGIN{}\n", block.trim_end())).collect();
    let pure = text.trim_start().starts_with("-----BEGIN")
        && blocks.iter().all(|block| block.matches("-----").count() == 4);
    if !pure || blocks.len() < 2 || artifact.given == Given::Named {
        return artifact.clone();
    }
    chance.shuffle(&mut blocks);
    Artifact::new(artifact.origin.clone(), blocks.concat().into_bytes())
        .given(artifact.given)
        .placed(artifact.place.clone())
}
