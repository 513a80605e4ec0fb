//! Which checks are there, and how are they run? The list of lists, and one loop.

use crate::order;
use crate::path::PathVerdict;
use crate::policy::Task;
use crate::report::{Ended, Finding, Outcome, Record, Severity};

use super::{Check, Scope, View, certificate, custody, encoding, grant, handoff, key, pair, path, request};

/// The rooms, in the order in which findings of one severity are told.
const ROOMS: [&[&Check]; 9] = [
    custody::CHECKS,
    encoding::CHECKS,
    key::CHECKS,
    request::CHECKS,
    pair::CHECKS,
    grant::CHECKS,
    certificate::CHECKS,
    path::CHECKS,
    handoff::CHECKS,
];

/// Every check, room by room.
pub fn all() -> impl Iterator<Item = &'static Check> {
    ROOMS.iter().flat_map(|room| room.iter().copied())
}

/// The check with this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Check> {
    all().find(|check| check.code == code)
}

/// Runs every check that the task asks for.
pub(crate) fn run_all(view: &View<'_>) -> (Vec<Finding>, Vec<Record>) {
    let mut run = Run { view, findings: Vec::new(), records: Vec::new() };
    for check in all().filter(|check| check.tasks.contains(&view.policy.task)) {
        run.check(check);
    }
    (run.findings, run.records)
}

struct Run<'a> {
    view: &'a View<'a>,
    findings: Vec<Finding>,
    records: Vec<Record>,
}

impl Run<'_> {
    fn check(&mut self, check: &'static Check) {
        let view = self.view;
        let items = &view.bundle.items;
        let already = self.findings.len();
        match check.scope {
            Scope::Artifact(run) => {
                (0..view.artifacts.len()).for_each(|index| self.end(check, Some(index), run(view, index)))
            }
            Scope::Certificate(run) => {
                for (item, certificate) in items.iter().filter_map(|item| Some((item, item.certificate()?))) {
                    let outcome = run(view, item, certificate);
                    self.end(check, Some(item.artifact), self.weighed(outcome, view.is_judged(item.id)));
                }
            }
            Scope::Grant(run) => view.bundle.grants.iter().for_each(|grant| {
                let artifact = view.bundle.item(grant.certificate).map(|item| item.artifact);
                self.end(check, artifact, run(view, grant));
            }),
            Scope::Item(run) => {
                items.iter().for_each(|item| self.end(check, Some(item.artifact), run(view, item)))
            }
            Scope::Path(run) => view
                .paths
                .iter()
                .for_each(|verdict| self.end(check, self.target(verdict), run(view, verdict))),
            Scope::PrivateKey(run) => {
                items.iter().filter_map(|item| Some((item, item.private_key()?))).for_each(|(item, key)| {
                    self.end(check, Some(item.artifact), run(view, item, key));
                })
            }
            Scope::Request(run) => {
                items.iter().filter_map(|item| Some((item, item.request()?))).for_each(|(item, request)| {
                    self.end(check, Some(item.artifact), run(view, item, request));
                })
            }
            Scope::Set(run) => self.end(check, None, run(view)),
        }
        self.cap(check, already);
    }

    fn target(&self, verdict: &PathVerdict) -> Option<usize> {
        self.view.bundle.item(verdict.target).map(|item| item.artifact)
    }

    /// A certificate that nothing rests on is only noted; and whether one is fit for use is a warning while nobody has
    /// said what it is for.
    fn weighed(&self, outcome: Outcome, judged: bool) -> Outcome {
        let most = match (judged, self.view.policy.task) {
            (false, _) => Severity::Note,
            (true, Task::Inspect) => Severity::Warning,
            (true, _) => return outcome,
        };
        match outcome {
            Outcome::Found(findings) => Outcome::Found(
                findings
                    .into_iter()
                    .map(|finding| {
                        let severity = finding.severity.min(most);
                        finding.severity(severity)
                    })
                    .collect(),
            ),
            other => other,
        }
    }

    fn end(&mut self, check: &'static Check, artifact: Option<usize>, outcome: Outcome) {
        self.records.push(Record { code: check.code, artifact, ended: Ended::from(&outcome) });
        if let Outcome::Found(findings) = outcome {
            self.findings.extend(findings);
        }
    }

    /// One check can't flood the report: findings past the limit are counted in the last one kept.
    fn cap(&mut self, check: &'static Check, already: usize) {
        let most = self.view.policy.limits.findings_per_check;
        let found = self.findings.len() - already;
        if found <= most {
            return;
        }
        // The worst are kept.
        let mut new = self.findings.split_off(already);
        order::sort_by_key(&mut new, |finding| std::cmp::Reverse(finding.severity));
        new.truncate(most);
        self.findings.extend(new);
        if let Some(last) = self.findings.last_mut() {
            debug_assert_eq!(last.check.code, check.code);
            last.message.push_str(&format!(" (and {} more like this)", found - most));
        }
    }
}
