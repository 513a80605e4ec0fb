//! The pipeline: from bytes and a policy to one report, stage by stage.

use crate::bundle::{Bundle, Side};
use crate::checks::{View, run_all};
use crate::crypto::Crypto;
use crate::intake::{Artifact, unpacked};
use crate::order;
use crate::path;
use crate::policy::{Policy, Task};
use crate::report::{Report, predict_handshakes, shown, split_over_teams, verdict};

/// Reads `artifacts`, relates them, judges them by `policy`, and reports.
///
/// Total and deterministic: every input gives a report, unreadable bytes are findings, and the same input gives the same
/// report in every door. `crypto` verifies signatures and opens keys; no private key is kept in the report.
#[must_use]
pub fn inspect(artifacts: &[Artifact], policy: &Policy, crypto: &dyn Crypto) -> Report {
    // What is there, what is it, and what belongs together?
    let artifacts = &*unpacked(artifacts, &policy.limits);
    let bundle = Bundle::read(artifacts, policy, crypto);
    // Does each certificate lead to the CA?
    let paths = path::judge(&bundle, artifacts, policy, crypto);
    // What is wrong?
    let view = View::new(artifacts, policy, &bundle, &paths);
    let (mut findings, outcomes) = run_all(&view);
    order::sort_by_key(&mut findings, |finding| std::cmp::Reverse(finding.severity));
    let names = (0..artifacts.len()).map(|index| view.file(index).to_owned()).collect();
    // What does it mean?
    let verdict = verdict(policy.task, &findings, &outcomes, &paths);
    let nothing = findings.iter().any(|finding| finding.check.code == "handoff.nothing-to-judge");
    let check = policy.task == Task::Check && !nothing;
    let elsewhere = [Side::Server, Side::Client].map(|side| policy.is_key_elsewhere(side, &bundle));
    let handshakes =
        if check { predict_handshakes(&bundle, &findings, &paths, elsewhere) } else { Vec::new() };
    let teams = if check { split_over_teams(policy, &bundle, &findings, &paths) } else { Vec::new() };
    let origins = artifacts.iter().map(|artifact| shown(&artifact.origin)).collect();
    // Passphrases have done their work.
    let policy = Policy { passphrases: Vec::new(), ..policy.clone() };
    Report { policy, origins, names, bundle, paths, findings, outcomes, handshakes, teams, verdict }
}
