//! `handoff.ca-not-at-verifier`: the team that verifies a certificate does not hold the CA it leads to.

use crate::bundle::teams_are_apart;
use crate::checks::holding;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::PathVerdict;
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "handoff.ca-not-at-verifier",
    title: "The other team does not hold the CA that it verifies with",
    brief: "CA not there",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "6.1.1"), Citation::must("RFC 8446", "4.4.2")],
    rationale: "Each side verifies with the CA in its own hands. A CA that lies with the other team only, or one of the same name with \
                another key, is of no use there: the handshake ends with unknown_ca or decrypt_error.",
    remedy: "Give that team the CA that issued the certificate, and have it deployed there.",
    tasks: &[Task::Check],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let Some((side, mut accepted)) = holding::accepted(verdict) else {
        return Outcome::NotApplicable("it leads to no CA here");
    };
    if !teams_are_apart(view.artifacts, view.policy) {
        return Outcome::NotApplicable("no folders tell the teams' files apart");
    }
    if accepted.any(|attempt| holding::verifier_holds_anchor(view, side, attempt)) {
        return Outcome::Passed;
    }
    let Some(target) = view.bundle.item(verdict.target) else { return Outcome::Passed };
    let verifier = side.team().other();
    let message = format!(
        "{} leads to a CA that {} does not hold: its side will refuse the {}.",
        view.name(target),
        Actor::from(verifier).words(),
        side.words()
    );
    CHECK.finding(target.location(), Actor::TeamB, message).into()
}
