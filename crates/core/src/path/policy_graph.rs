//! Which policies is the path valid for? The graph of RFC 9618 §5, one level for each certificate.
//!
//! RFC 5280's tree grows exponentially (CVE-2023-0464); here a policy is one node a level, however many ways lead to it, so
//! a level is never larger than the policies that its certificate names.

use std::collections::{BTreeMap, BTreeSet};

use crate::asn1::{Oid, oids};
use crate::order;

/// `valid_policy_graph` (RFC 9618 §5.1 (a)). Level 0 is anyPolicy alone; level *i* belongs to certificate *i*.
#[derive(Debug)]
pub(super) struct PolicyGraph {
    levels: Vec<BTreeMap<Oid, Node>>,
}

/// The node of one policy on one level; its `valid_policy` is its key there.
#[derive(Debug, Default)]
struct Node {
    parents: BTreeSet<Oid>,
    /// `expected_policy_set`: what the next certificate may call it.
    expected: BTreeSet<Oid>,
}

/// The policies that a valid path ends with (RFC 9618 §5.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySets {
    /// What the CAs vouch for: `authority_constrained_policy_set`.
    pub authority_constrained: BTreeSet<Oid>,
    /// What of it the person asked for: `user_constrained_policy_set`.
    pub user_constrained: BTreeSet<Oid>,
}

/// The OID of anyPolicy.
pub(super) fn any_policy() -> Oid {
    Oid::from_der_content(oids::ANY_POLICY)
}

impl Node {
    fn new(policy: &Oid, parents: BTreeSet<Oid>) -> Self {
        Self { parents, expected: order::set([policy.clone()]) }
    }
}

impl PolicyGraph {
    /// §5.2: one node, anyPolicy.
    pub(super) fn new() -> Self {
        let root = Node::new(&any_policy(), BTreeSet::new());
        Self { levels: vec![order::map([(any_policy(), root)])] }
    }

    /// §5.4 (d): the level of a certificate with these policies; `any_policy_counts` is the condition of (d)(2).
    /// Nothing is left of the graph when it returns false.
    pub(super) fn extend(&mut self, policies: &[Oid], any_policy_counts: bool) -> bool {
        let Some(above) = self.levels.last() else { return false };
        let mut expecting: BTreeMap<&Oid, BTreeSet<Oid>> = BTreeMap::new();
        for (policy, node) in above {
            for expected in &node.expected {
                expecting.entry(expected).or_default().insert(policy.clone());
            }
        }
        let any = any_policy();
        let any_above = above.contains_key(&any);
        let mut level = BTreeMap::new();
        // (d)(1) each policy that is expected, or that anyPolicy above stands for.
        for policy in policies.iter().filter(|policy| **policy != any) {
            let parents = match expecting.get(policy) {
                Some(parents) => parents.clone(),
                None if any_above => order::set([any.clone()]),
                None => continue,
            };
            level.insert(policy.clone(), Node::new(policy, parents));
        }
        // (d)(2) anyPolicy stands for everything that is expected.
        if any_policy_counts && policies.contains(&any) {
            for (expected, parents) in &expecting {
                let node = || Node::new(expected, parents.clone());
                level.entry((*expected).clone()).or_insert_with(node);
            }
        }
        // (d)(3) needs no walk: a level without nodes ends the graph, and only nodes with children are followed at the end.
        let goes_on = !level.is_empty();
        self.levels.push(level);
        goes_on
    }

    /// §5.5 (b)(1): what the certificate's CA calls `issuer` may be called `subjects` from here on.
    pub(super) fn map(&mut self, issuer: &Oid, subjects: &BTreeSet<Oid>) {
        let Some(level) = self.levels.last_mut() else { return };
        let any = any_policy();
        if let Some(node) = level.get_mut(issuer) {
            node.expected.clone_from(subjects);
        } else if level.contains_key(&any) {
            let node = Node { parents: order::set([any]), expected: subjects.clone() };
            level.insert(issuer.clone(), node);
        }
    }

    /// §5.5 (b)(2): a mapping that is inhibited takes its policy out. False when nothing is left.
    pub(super) fn remove(&mut self, issuer: &Oid) -> bool {
        self.levels.last_mut().is_some_and(|level| {
            level.remove(issuer);
            !level.is_empty()
        })
    }

    /// §5.6 (g): the policies at the end, in the terms of the first CA, and those of them in `initial` (empty: any-policy).
    pub(super) fn finish(&self, initial: &BTreeSet<Oid>) -> PolicySets {
        let any = any_policy();
        let mut authority_constrained = BTreeSet::new();
        let mut reached =
            self.levels.last().map(|level| order::set(level.keys().cloned())).unwrap_or_default();
        // anyPolicy at the very end counts as itself.
        if reached.contains(&any) {
            authority_constrained.insert(any.clone());
        }
        for level in self.levels.iter().skip(1).rev() {
            let nodes = level.iter().filter(|(policy, _)| reached.contains(*policy));
            let mut above = BTreeSet::new();
            for (policy, node) in nodes {
                if *policy != any && node.parents.contains(&any) {
                    authority_constrained.insert(policy.clone());
                }
                above.extend(node.parents.iter().cloned());
            }
            reached = above;
        }
        let user_constrained = if initial.is_empty() || initial.contains(&any) {
            authority_constrained.clone()
        } else if authority_constrained.contains(&any) {
            initial.clone()
        } else {
            order::set(authority_constrained.intersection(initial).cloned())
        };
        PolicySets { authority_constrained, user_constrained }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Oid, PolicyGraph, any_policy};

    fn policy(number: u8) -> Oid {
        Oid::from_der_content(&[0x2a, number])
    }

    fn set(policies: &[Oid]) -> BTreeSet<Oid> {
        policies.iter().cloned().collect()
    }

    #[test]
    fn a_policy_that_every_certificate_names_is_left() {
        let mut graph = PolicyGraph::new();
        assert!(graph.extend(&[policy(1), policy(2)], true));
        assert!(graph.extend(&[policy(2), policy(3)], true));
        assert_eq!(graph.finish(&BTreeSet::new()).authority_constrained, set(&[policy(2)]));
    }

    #[test]
    fn a_mapped_policy_is_told_in_the_first_cas_terms() {
        let mut graph = PolicyGraph::new();
        assert!(graph.extend(&[policy(1)], true));
        graph.map(&policy(1), &set(&[policy(7)]));
        assert!(graph.extend(&[policy(7)], true));
        assert_eq!(graph.finish(&BTreeSet::new()).user_constrained, set(&[policy(1)]));
        assert_eq!(graph.finish(&set(&[policy(7)])).user_constrained, BTreeSet::new());
    }

    #[test]
    fn any_policy_counts_only_where_it_is_not_inhibited() {
        let mut graph = PolicyGraph::new();
        assert!(graph.extend(&[any_policy()], true));
        assert!(!graph.extend(&[any_policy()], false));
    }

    #[test]
    fn any_policy_to_the_end_gives_what_was_asked_for() {
        let mut graph = PolicyGraph::new();
        assert!(graph.extend(&[any_policy()], true));
        assert_eq!(graph.finish(&set(&[policy(4)])).user_constrained, set(&[policy(4)]));
        assert_eq!(graph.finish(&BTreeSet::new()).user_constrained, set(&[any_policy()]));
    }

    #[test]
    fn an_inhibited_mapping_ends_its_policy() {
        let mut graph = PolicyGraph::new();
        assert!(graph.extend(&[policy(1), policy(2)], true));
        assert!(graph.remove(&policy(1)));
        assert!(!graph.remove(&policy(2)));
    }

    /// CVE-2023-0464: with a tree this has 2³⁰ nodes.
    #[test]
    fn thirty_levels_of_mappings_stay_small() {
        let both = set(&[policy(1), policy(2)]);
        let mut graph = PolicyGraph::new();
        for _ in 0..30 {
            assert!(graph.extend(&[policy(1), policy(2)], true));
            graph.map(&policy(1), &both);
            graph.map(&policy(2), &both);
        }
        assert_eq!(graph.levels.iter().map(std::collections::BTreeMap::len).sum::<usize>(), 61);
        assert_eq!(graph.finish(&BTreeSet::new()).authority_constrained, both);
    }
}
