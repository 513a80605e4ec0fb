//! Are certificate policies as required? The counters of RFC 5280 §6.1.2 (d) to (f) and their steps around the graph.

use std::collections::{BTreeMap, BTreeSet};

use crate::asn1::{Oid, oids};
use crate::bundle::ItemId;
use crate::model::Certificate;
use crate::model::extension::ExtensionValue;
use crate::order;
use crate::policy::Policy;

use super::fault::{Fault, FaultKind};
use super::policy_graph::{PolicyGraph, PolicySets, any_policy};

/// The policy state of one walk.
pub(super) struct CertificatePolicies {
    graph: Option<PolicyGraph>,
    initial: BTreeSet<Oid>,
    /// Certificates that may still come before a policy is required; and who asked for that (`None`: the person).
    explicit_policy: u64,
    required_by: Option<ItemId>,
    inhibit_any_policy: u64,
    policy_mapping: u64,
}

impl CertificatePolicies {
    /// §6.1.2 (a), (d), (e), (f), for a path of `length` certificates.
    pub(super) fn new(policy: &Policy, length: usize) -> Self {
        let never = u64::try_from(length).unwrap_or(u64::MAX).saturating_add(1);
        let unless = |inhibited: bool| if inhibited { 0 } else { never };
        Self {
            graph: Some(PolicyGraph::new()),
            initial: order::set(policy.initial_policy_set.iter().cloned()),
            explicit_policy: unless(policy.require_explicit_policy),
            required_by: None,
            inhibit_any_policy: unless(policy.inhibit_any_policy),
            policy_mapping: unless(policy.inhibit_policy_mapping),
        }
    }

    /// §6.1.3 (d), (e), (f).
    pub(super) fn basic(&mut self, id: ItemId, certificate: &Certificate, is_target: bool) -> Option<Fault> {
        let any_policy_counts = self.inhibit_any_policy > 0 || (!is_target && certificate.is_self_issued());
        self.graph = match (policies(certificate), self.graph.take()) {
            (Some(policies), Some(mut graph)) => graph.extend(policies, any_policy_counts).then_some(graph),
            _ => None,
        };
        (self.explicit_policy == 0 && self.graph.is_none()).then(|| self.none_left(id, certificate))
    }

    /// §6.1.4 (a), (b), (h), (i), (j).
    pub(super) fn prepare_for_next(&mut self, id: ItemId, certificate: &Certificate) -> Option<Fault> {
        let fault = self.apply_mappings(id, certificate);
        if !certificate.is_self_issued() {
            for counter in [&mut self.explicit_policy, &mut self.policy_mapping, &mut self.inhibit_any_policy]
            {
                *counter = counter.saturating_sub(1);
            }
        }
        if let Some((require_explicit, inhibit_mapping)) = constraints(certificate) {
            self.require_explicit(id, require_explicit);
            self.policy_mapping = self.policy_mapping.min(inhibit_mapping.map_or(u64::MAX, u64::from));
        }
        if let Some(ExtensionValue::InhibitAnyPolicy(skip)) = value(certificate, oids::INHIBIT_ANY_POLICY) {
            self.inhibit_any_policy = self.inhibit_any_policy.min(u64::from(*skip));
        }
        fault
    }

    /// §6.1.5 (a), (b), (g): the policies that are left, and the fault when one is required and none is.
    pub(super) fn wrap_up(&mut self, id: ItemId, certificate: &Certificate) -> (PolicySets, Option<Fault>) {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if let Some((Some(0), _)) = constraints(certificate) {
            self.require_explicit(id, Some(0));
        }
        let sets = self.graph.as_ref().map(|graph| graph.finish(&self.initial)).unwrap_or_default();
        let missing = self.explicit_policy == 0 && sets.user_constrained.is_empty();
        let fault = missing.then(|| match sets.authority_constrained.is_empty() {
            true => self.none_left(id, certificate),
            false => not_asked_for(id, &sets, &self.initial),
        });
        (sets, fault)
    }

    fn require_explicit(&mut self, id: ItemId, after: Option<u32>) {
        let Some(after) = after.map(u64::from).filter(|after| *after < self.explicit_policy) else { return };
        self.explicit_policy = after;
        self.required_by = Some(id);
    }

    fn apply_mappings(&mut self, id: ItemId, certificate: &Certificate) -> Option<Fault> {
        let Some(ExtensionValue::PolicyMappings(pairs)) = value(certificate, oids::POLICY_MAPPINGS) else {
            return None;
        };
        let any = any_policy();
        if pairs.iter().any(|(issuer, subject)| *issuer == any || *subject == any) {
            let message = "maps anyPolicy, which the standard does not allow";
            return Some(Fault::new(FaultKind::PolicyNotValid, id, MAPPINGS_FIELD, message));
        }
        let mut mappings: BTreeMap<&Oid, BTreeSet<Oid>> = BTreeMap::new();
        for (issuer, subject) in pairs {
            mappings.entry(issuer).or_default().insert(subject.clone());
        }
        for (issuer, subjects) in &mappings {
            let Some(mut graph) = self.graph.take() else { break };
            let goes_on = if self.policy_mapping > 0 {
                graph.map(issuer, subjects);
                true
            } else {
                graph.remove(issuer)
            };
            self.graph = goes_on.then_some(graph);
        }
        None
    }

    fn none_left(&self, id: ItemId, certificate: &Certificate) -> Fault {
        let message = "has no certificate policy that all CAs above vouch for, and one is required";
        let mut fault = Fault::new(FaultKind::PolicyNotValid, id, POLICIES_FIELD, message);
        let named = policies(certificate).map(words);
        fault.evidence.push(("policies here", named.unwrap_or_else(|| "none".to_owned())));
        fault.related = self.required_by.filter(|by| *by != id);
        fault
    }
}

const MAPPINGS_FIELD: &str = "tbsCertificate.extensions.policyMappings";
const POLICIES_FIELD: &str = "tbsCertificate.extensions.certificatePolicies";

fn not_asked_for(id: ItemId, sets: &PolicySets, asked: &BTreeSet<Oid>) -> Fault {
    let message = "is valid for none of the certificate policies that you ask for";
    let mut fault = Fault::new(FaultKind::PolicyNotValid, id, POLICIES_FIELD, message);
    fault.evidence.push(("asked for", words(asked)));
    fault.evidence.push(("valid for", words(&sets.authority_constrained)));
    fault
}

/// Policies as a list for a sentence.
pub(crate) fn words<'a>(policies: impl IntoIterator<Item = &'a Oid>) -> String {
    let listed: Vec<String> = policies.into_iter().map(Oid::words).collect();
    crate::report::list(&listed, 10)
}

fn value<'a>(certificate: &'a Certificate, oid: &[u8]) -> Option<&'a ExtensionValue> {
    certificate.extensions.find(oid).map(|extension| &extension.value)
}

fn policies(certificate: &Certificate) -> Option<&[Oid]> {
    match value(certificate, oids::CERTIFICATE_POLICIES)? {
        ExtensionValue::CertificatePolicies { policies, .. } => Some(policies),
        _ => None,
    }
}

/// requireExplicitPolicy and inhibitPolicyMapping.
fn constraints(certificate: &Certificate) -> Option<(Option<u32>, Option<u32>)> {
    match value(certificate, oids::POLICY_CONSTRAINTS)? {
        ExtensionValue::PolicyConstraints { require_explicit_policy, inhibit_policy_mapping } => {
            Some((*require_explicit_policy, *inhibit_policy_mapping))
        }
        _ => None,
    }
}
