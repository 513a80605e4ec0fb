//! Does each end entity lead to the CA? What path validation found, told once.
//!
//! The walk itself is `crate::path`; here its faults become findings with rationale and cure. Only the foremost path of a
//! target is told as findings; all of them are in the report.

mod anchor_missing;
mod different_anchors;
mod eku_too_narrow;
mod issuer_missing;
mod issuer_not_ca;
mod key_usage_no_cert_sign;
mod limit_reached;
mod name_not_permitted;
mod order_reversed;
mod path_len_exceeded;
mod policy_not_valid;
mod profile_violated;
mod refused;
mod revocation_list_foreign;
mod revocation_unknown;
mod revoked;
mod root_in_bundle;
mod signature_invalid;
mod signature_unsupported;

use super::{Check, View};
use crate::path::{Fault, FaultKind, PathVerdict, State};
use crate::report::{Finding, Outcome};

pub(super) const CHECKS: &[&Check] = &[
    &anchor_missing::CHECK,
    &issuer_missing::CHECK,
    &signature_invalid::CHECK,
    &issuer_not_ca::CHECK,
    &path_len_exceeded::CHECK,
    &policy_not_valid::CHECK,
    &name_not_permitted::CHECK,
    &revoked::CHECK,
    &key_usage_no_cert_sign::CHECK,
    &eku_too_narrow::CHECK,
    &different_anchors::CHECK,
    &order_reversed::CHECK,
    &signature_unsupported::CHECK,
    &limit_reached::CHECK,
    &revocation_unknown::CHECK,
    &revocation_list_foreign::CHECK,
    &profile_violated::CHECK,
    &refused::CHECK,
    &root_in_bundle::CHECK,
];

/// The faults of `kind` on the foremost path, as findings of `check`.
fn told(view: &View<'_>, verdict: &PathVerdict, kind: FaultKind, check: &'static Check) -> Outcome {
    let Some(attempt) = verdict.foremost() else { return Outcome::NotApplicable("no path was found") };
    match verdict.state() {
        State::Accepted => return Outcome::Passed,
        // Other ways were not looked at; what is wrong with these ones does not decide.
        State::Undetermined if verdict.limit.is_some() && attempt.state() == State::Refused => {
            return Outcome::Blocked(limit_reached::CHECK.code);
        }
        State::Refused | State::Undetermined => {}
    }
    let faults = attempt.faults().filter(|fault| fault.kind == kind);
    Outcome::from_findings(faults.filter_map(|fault| finding(view, fault, check)).collect())
}

fn finding(view: &View<'_>, fault: &Fault, check: &'static Check) -> Option<Finding> {
    let guilty = view.bundle.item(fault.guilty)?;
    let message = format!("{} {}.", view.name(guilty), fault.message);
    let mut finding = check.finding(guilty.field(&fault.field), view.provider(guilty), message);
    for (label, value) in &fault.evidence {
        finding = finding.evidence(label, value.clone());
    }
    if let Some(related) = fault.related.and_then(|id| view.bundle.item(id)) {
        finding = finding.related(related.location());
    }
    Some(finding)
}
