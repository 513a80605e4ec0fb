//! Which way leads to the CA, and which rules hold on it?

use std::collections::BTreeSet;

use super::{Mark, PathStory, PlaceStory, StepStory, name};
use crate::asn1::Oid;
use crate::bundle::ItemId;
use crate::order;
use crate::path::{
    Fault, FaultKind, NO_STATEMENT, PathAttempt, PathVerdict, PolicySets, REVOCATION_SECTION, State, Step,
    StepOutcome,
};
use crate::policy::Task;
use crate::report::description::title_of;
use crate::report::{Report, list};

pub(super) fn path_story(report: &Report, verdict: &PathVerdict) -> PathStory {
    let named = |id: &ItemId| {
        report
            .bundle
            .item(*id)
            .map(|item| format!("{} ({})", title_of(item), name(report, item)))
            .unwrap_or_default()
    };
    let foremost = verdict.foremost();
    // Who checks a handoff asks whether it works; who verifies one certificate, by which rules.
    let by_rule = report.policy.task == Task::Verify;
    PathStory {
        target: named(&verdict.target),
        mark: match verdict.state() {
            State::Accepted => Mark::Right,
            State::Refused => Mark::Wrong,
            State::Undetermined => Mark::Open,
        },
        certificates: foremost
            .map(|attempt| attempt.certificates.iter().rev().map(named).collect())
            .unwrap_or_default(),
        places: foremost.map(|attempt| places(report, attempt)).unwrap_or_default(),
        steps: foremost
            .map(|attempt| attempt.steps.iter().map(|step| rule_story(report, step)).collect())
            .unwrap_or_default(),
        policies: verdict
            .accepted()
            .filter(|accepted| by_rule || !accepted.policies.user_constrained.is_empty())
            .map(|accepted| policies(&accepted.policies, !report.policy.initial_policy_set.is_empty()))
            .unwrap_or_default(),
        rules: verdict.accepted().filter(|_| by_rule).map(rules).unwrap_or_default(),
        others: others(report, verdict),
    }
}

/// The path from the top down, each fault at its certificate or at the link above it.
fn places(report: &Report, attempt: &PathAttempt) -> Vec<PlaceStory> {
    let place = |(depth, id): (usize, &ItemId)| {
        let faults = || attempt.faults().filter(|fault| fault.guilty == *id);
        let worst = |on_link: bool| {
            let mut here = faults().filter(|fault| is_of_link(fault.kind) == on_link).peekable();
            let decided = here.peek().is_some();
            match here.any(|fault| !fault.kind.leaves_open()) {
                true => Mark::Wrong,
                false if decided => Mark::Open,
                false => Mark::Right,
            }
        };
        let item = report.bundle.item(*id);
        PlaceStory {
            title: item.map(title_of).unwrap_or_default(),
            file: item.map(|item| name(report, item)).unwrap_or_default(),
            mark: worst(false),
            link: if depth == 0 && !faults().any(|fault| is_of_link(fault.kind)) {
                Mark::None
            } else {
                worst(true)
            },
            fault: faults().next().map(|fault| fault.message.clone()).unwrap_or_default(),
        }
    };
    attempt.certificates.iter().rev().enumerate().map(place).collect()
}

/// Whether a fault lies between a certificate and its issuer, not in the certificate alone.
const fn is_of_link(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::AlgorithmUnsupported
            | FaultKind::AnchorMissing
            | FaultKind::IssuerMissing
            | FaultKind::NameNotPermitted
            | FaultKind::SignatureInvalid
    )
}

/// What the CAs vouch for (RFC 9618 §5.6).
fn policies(sets: &PolicySets, asked: bool) -> String {
    let words = |set: &BTreeSet<Oid>| list(&set.iter().map(Oid::words).collect::<Vec<_>>(), 10);
    if sets.user_constrained.is_empty() {
        return match asked && !sets.authority_constrained.is_empty() {
            true => format!(
                "valid for {}, and for none of the policies asked for; --require-explicit-policy would refuse it",
                words(&sets.authority_constrained)
            ),
            false => "valid for no certificate policy in particular; none is required".to_owned(),
        };
    }
    let listed = words(&sets.user_constrained);
    format!("valid for {listed}").replace("anyPolicy", "any certificate policy (anyPolicy)")
}

/// The rules of an accepted path, each once; those that met nothing say why.
fn rules(attempt: &PathAttempt) -> Vec<StepStory> {
    let mut rules: Vec<StepStory> = Vec::new();
    for step in &attempt.steps {
        let (mark, title, detail) = match &step.outcome {
            // A rule that was not applied must not read as one that is kept.
            StepOutcome::NotApplicable(why) => {
                (Mark::None, format!("not asked whether {}", step.rule), (*why).to_owned())
            }
            StepOutcome::Passed => (Mark::Right, step.rule.to_owned(), String::new()),
            StepOutcome::Refused(_) | StepOutcome::Undetermined(_) => continue,
        };
        let story = StepStory { number: step.section.to_owned(), mark, title, detail, wire: Vec::new() };
        let mut of_rule = rules.iter_mut().filter(|rule| rule.title.ends_with(step.rule));
        match of_rule.find(|rule| rule.number == step.section) {
            Some(rule) if some_not_asked(step, rule, &story) => {
                *rule = StepStory { mark: Mark::None, ..story };
                rule.title = format!("asked of some certificates only whether {}", step.rule);
                rule.detail = NOT_ASKED.to_owned();
            }
            Some(rule) if rule.detail == NOT_ASKED => {}
            Some(rule) if rule.mark == Mark::None => *rule = story,
            Some(_) => {}
            None => rules.push(story),
        }
    }
    // The walk's letters first, in their order; then what else was asked.
    order::sort_by_key(&mut rules, |rule| (!rule.number.starts_with("RFC 5280 §6.1"), rule.number.clone()));
    rules
}

const NOT_ASKED: &str = "of the others no revocation list or OCSP response here says anything";

/// Revocation was answered for one certificate and not for another, the anchor aside.
fn some_not_asked(step: &Step, rule: &StepStory, story: &StepStory) -> bool {
    let silent = |story: &StepStory| story.detail == NO_STATEMENT;
    step.section == REVOCATION_SECTION
        && ((rule.mark == Mark::Right && silent(story)) || (silent(rule) && story.mark == Mark::Right))
}

/// Every path but the foremost, and its first fault.
fn others(report: &Report, verdict: &PathVerdict) -> Vec<String> {
    let called = |id: &ItemId| report.bundle.item(*id).map(|item| name(report, item)).unwrap_or_default();
    let foremost = verdict.foremost().map(|foremost| &foremost.certificates);
    let others = verdict.attempts.iter().filter(|attempt| Some(&attempt.certificates) != foremost);
    others
        .map(|attempt| {
            let way: Vec<String> = attempt.certificates.iter().rev().map(called).collect();
            let because = match attempt.faults().next() {
                Some(fault) => format!("{} {}", called(&fault.guilty), fault.message),
                None => "accepted too".to_owned(),
            };
            format!("{}: {because}", way.join(" → "))
        })
        .collect()
}

fn rule_story(report: &Report, step: &Step) -> StepStory {
    let called = |id: ItemId| report.bundle.item(id).map(|item| name(report, item)).unwrap_or_default();
    let told = |fault: &Fault| format!("{} {}", called(fault.guilty), fault.message);
    let (mark, detail) = match &step.outcome {
        StepOutcome::NotApplicable(why) => (Mark::None, (*why).to_owned()),
        StepOutcome::Passed => (Mark::Right, String::new()),
        StepOutcome::Refused(fault) => (Mark::Wrong, told(fault)),
        StepOutcome::Undetermined(fault) => (Mark::Open, told(fault)),
    };
    StepStory {
        number: step.section.to_owned(),
        mark,
        title: format!("{}: {}", called(step.certificate), step.rule),
        detail,
        wire: Vec::new(),
    }
}
