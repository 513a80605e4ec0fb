//! What does docs/conformance.md say? A table for each suite, public peers beside ours, and every divergence with its reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::score::{Ended, Score, divergences};
use super::{crl_status, limbo, paths, pkits, signed_data, wycheproof};
use crate::scene::root;

/// What other validators were measured to do, from `peers.json`.
#[derive(Deserialize)]
struct Peers {
    source: String,
    #[serde(rename = "x509-limbo")]
    limbo: Vec<Peer>,
    others: String,
}

#[derive(Deserialize)]
struct Peer {
    validator: String,
    right: usize,
    hand_written: usize,
    false_accepts: usize,
    false_refusals: usize,
    skipped: usize,
}

/// `None` where a suite is absent: then there is nothing to compare the page with.
fn page() -> Option<String> {
    let (firm, disputed) = paths::scores()?;
    let scores = [
        limbo::score()?,
        pkits::score()?,
        firm,
        disputed,
        crl_status::score()?,
        signed_data::score()?,
        wycheproof::score()?,
    ];
    let mut out = String::from(
        "# Conformance\n\n<!-- Written by `cargo xtask conformance`; the test suite compares it with the suites. -->\n\n\
         Suites that others wrote: every case of the half of each that is given for development, nothing skipped; where figures of others are for a whole suite, they say so. *Accepted* means that the verdict is `passed`. A case that is \
         answered otherwise than its suite says counts as wrong, whatever the reason.\n\n\
         | Suite | Cases | Right | Wrongly accepted | Wrongly refused |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    for score in scores {
        row(score.suite, &score.cases.iter().map(|case| case.ended).collect::<Vec<_>>(), &mut out);
    }
    peers(limbo::score()?, &mut out);
    out.push_str("\n## By namespace\n\n| Namespace | Cases | Right | Wrongly accepted | Wrongly refused |\n");
    out.push_str("| --- | ---: | ---: | ---: | ---: |\n");
    for score in scores {
        for (namespace, ended) in namespaces(score) {
            row(&format!("{}: {namespace}", score.suite), &ended, &mut out);
        }
    }
    told(&mut out);
    Some(out)
}

fn row(name: &str, ended: &[Ended], out: &mut String) {
    let number = |kind| ended.iter().filter(|one| **one == kind).count();
    let (right, accepts, refusals) =
        (number(Ended::Right), number(Ended::FalseAccept), number(Ended::FalseRefusal));
    let _ = writeln!(out, "| {name} | {} | {right} | {accepts} | {refusals} |", ended.len());
}

/// x509-limbo beside the peers that were measured on the same cases.
fn peers(score: &Score, out: &mut String) {
    let peers: Peers = serde_json::from_str(include_str!("peers.json")).unwrap();
    let number = |kind| score.cases.iter().filter(|case| case.ended == kind).count();
    let hand_written = score.cases.iter().filter(|case| !case.id.starts_with("bettertls::"));
    let ours = Peer {
        validator: "**Countersign**".to_owned(),
        right: number(Ended::Right),
        hand_written: hand_written.filter(|case| case.ended == Ended::Right).count(),
        false_accepts: number(Ended::FalseAccept),
        false_refusals: number(Ended::FalseRefusal),
        skipped: 0,
    };
    let _ = writeln!(
        out,
        "\n## x509-limbo, beside others\n\nMeasured with {}.\n\n\
         | Validator | Right | of the hand-written | Wrongly accepted | Wrongly refused | Skipped |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |",
        peers.source
    );
    for peer in std::iter::once(&ours).chain(&peers.limbo) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            peer.validator,
            peer.right,
            peer.hand_written,
            peer.false_accepts,
            peer.false_refusals,
            peer.skipped
        );
    }
    let _ = writeln!(out, "\n{}", peers.others);
}

/// Cases by the first parts of their names.
fn namespaces(score: &Score) -> BTreeMap<String, Vec<Ended>> {
    let mut namespaces: BTreeMap<String, Vec<Ended>> = BTreeMap::new();
    for case in &score.cases {
        let namespace = match score.suite {
            "PKITS" => case.id.split('.').take(2).collect::<Vec<_>>().join("."),
            "x509-limbo" => {
                let parts: Vec<&str> = case.id.split("::").collect();
                parts[..parts.len().saturating_sub(1).clamp(1, 2)].join("::")
            }
            _ => case.id.split(['/', ' ']).next().unwrap_or_default().to_owned(),
        };
        namespaces.entry(namespace).or_default().push(case.ended);
    }
    namespaces
}

fn told(out: &mut String) {
    out.push_str("\n## Divergences\n");
    for one in divergences() {
        let _ = writeln!(
            out,
            "\n- **{}** ({}): the suite says {}, Countersign says {}. {}",
            one.id, one.suite, one.expected, one.actual, one.because
        );
    }
    out.push_str(
        "\nSettings: x509-limbo's `webpki::` and `online::` cases run under the profile `web-pki`, its others under `rfc5280`; \
         PKITS with revocation required, weak algorithms allowed (two of its tests are DSA with SHA-1) and the anchor as a name and \
         a key; BoringSSL's cases with the anchor rules that each states; x509test, which signs with SHA-1 and RSA-1024, with weak \
         algorithms allowed; OpenSSL's strict cases under `rfc5280`. Wycheproof's acceptable signatures, which leave out the NULL of \
         PKCS#1's DigestInfo, are refused. Its ML-DSA tests with a context, which certificates never have, are not run. Its files on PBES2 and the keys of those on key agreement are run as tests of their own; key agreement itself is not ours.\n",
    );
}

/// `COUNTERSIGN_WRITE_CONFORMANCE` writes the page instead of comparing it.
#[test]
fn the_conformance_page_is_what_the_suites_say() {
    let Some(page) = page() else { return };
    let path = root().join("docs/conformance.md");
    if std::env::var_os("COUNTERSIGN_WRITE_CONFORMANCE").is_some() {
        std::fs::write(path, page).unwrap();
        return;
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, page, "docs/conformance.md is out of date: run `cargo xtask conformance`");
}
