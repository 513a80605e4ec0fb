//! How does a report fill the frozen JSON?

use super::{
    ArtifactV1, CitationV1, EvidenceV1, FieldV1, FindingV1, GrantRowV1, GrantV1, HandshakeStepV1,
    HandshakeV1, KeyV1, LinkV1, LocationV1, OutcomeV1, PathStepV1, PathV1, PolicyV1, RemedyV1, ReportV1,
    SpokenV1, TeamV1,
};

use crate::asn1::Oid;
use crate::bundle::{Item, Role};
use crate::checks::Meaning;
use crate::model::extension::{Extensions, GeneralName};
use crate::model::{Kind, Parsed, PublicKey};
use crate::order;
use crate::path::{State, StepOutcome};
use crate::policy::Task;
use crate::report::description::{Field, describe, title_of};
use crate::report::finding::Finding;
use crate::report::handshake::{Handshake, Spoken};
use crate::report::location::Location;
use crate::report::outcome::Ended;
use crate::report::shown::hex;
use crate::report::{Report, shown};

pub(in crate::report) fn from_report(report: &Report) -> ReportV1<'_> {
    ReportV1 {
        schema: "countersign/report/v1",
        verdict: report.verdict(),
        policy: policy(report),
        origins: &report.origins,
        artifacts: artifacts(report),
        links: links(report),
        grants: grants(report),
        paths: paths(report),
        handshakes: handshakes(report),
        teams: teams(report),
        findings: report.findings.iter().map(|one| finding(report, one)).collect(),
        outcomes: outcomes(report),
        not_checked: crate::report::narrative::not_checked(report),
    }
}

fn policy(report: &Report) -> PolicyV1 {
    let policy = &report.policy;
    PolicyV1 {
        task: policy.task,
        at: policy.at.rfc3339(),
        profile: policy.profile,
        side: policy.side,
        purpose: policy.purpose,
        hosts: policy.hosts.iter().map(|host| shown(host)).collect(),
        warn_days: policy.warn_days,
        allow_weak: policy.allow_weak,
        max_path_len: policy.max_path_len,
        anchor_validity: policy.anchor.validity,
        anchor_constraints: policy.anchor.constraints,
        anchor_policies: policy.anchor.policies,
        policies: dotted(&policy.initial_policy_set),
        require_explicit_policy: policy.require_explicit_policy,
        inhibit_policy_mapping: policy.inhibit_policy_mapping,
        inhibit_any_policy: policy.inhibit_any_policy,
        require_revocation: policy.require_revocation,
        weak_keys: policy.weak_keys.len(),
        max_revocation_age_days: policy.max_revocation_age_days,
        keys_elsewhere: policy.keys_elsewhere,
    }
}

/// Every item, and an entry for each file in which nothing was found.
fn artifacts(report: &Report) -> Vec<ArtifactV1<'_>> {
    let mut entries: Vec<ArtifactV1<'_>> =
        report.bundle.items.iter().map(|item| artifact(report, item)).collect();
    let empty = (0..report.origins.len()).filter(|index| report.bundle.items_of(*index).is_empty());
    for index in empty {
        let id = entries.len();
        entries.push(unrecognized(report, id, index));
    }
    entries
}

fn artifact<'a>(report: &'a Report, item: &'a Item) -> ArtifactV1<'a> {
    let (certificate, request) = (item.certificate(), item.request());
    let extensions: Option<&Extensions> = match &item.parsed {
        Parsed::Certificate(certificate) => Some(&certificate.extensions),
        Parsed::CertificationRequest(request) => Some(&request.requested_extensions),
        Parsed::RevocationList(list) => Some(&list.extensions),
        _ => None,
    };
    let (issuer, algorithm) = match &item.parsed {
        Parsed::Certificate(one) => (Some(&one.issuer), Some(&one.signature_algorithm)),
        Parsed::CertificationRequest(one) => (None, Some(&one.signature_algorithm)),
        Parsed::RevocationList(one) => (Some(&one.issuer), Some(&one.signature_algorithm)),
        _ => (None, None),
    };
    ArtifactV1 {
        role: item.role,
        role_reason: &item.role_reason,
        title: title_of(item),
        sha256: item.sha256.map(|digest| hex(&digest)),
        spki_sha256: item.spki_sha256.map(|digest| hex(&digest)),
        key: item.parsed.public_key().map(key),
        subject: certificate
            .map(|one| one.subject.rfc4514())
            .or_else(|| request.map(|one| one.subject.rfc4514())),
        issuer: issuer.map(crate::model::Name::rfc4514),
        serial: certificate.map(crate::model::Certificate::serial_hex),
        not_before: certificate.map(|one| one.validity.not_before.rfc3339()),
        not_after: certificate.map(|one| one.validity.not_after.rfc3339()),
        names: extensions.map(alternative_names).unwrap_or_default(),
        extensions: extensions
            .map(|all| all.iter().map(|one| one.oid.dotted() + if one.critical { "*" } else { "" }).collect())
            .unwrap_or_default(),
        signature_algorithm: algorithm.map(|algorithm| algorithm.algorithm.dotted()),
        is_ca: certificate.map(crate::model::Certificate::is_ca),
        fields: if report.policy.task == Task::Inspect { fields(report, item) } else { Vec::new() },
        kind: item.parsed.kind(),
        block: item.block,
        ..unrecognized(report, item.id.0, item.artifact)
    }
}

/// Names past this many are counted, so that 100,000 names do not make a report of megabytes.
const MAX_NAMES: usize = 100;

fn alternative_names(extensions: &Extensions) -> Vec<String> {
    let names = extensions.subject_alt_names();
    let mut words: Vec<String> = names.iter().take(MAX_NAMES).map(GeneralName::words).collect();
    if names.len() > MAX_NAMES {
        words.push(format!("and {} more", names.len() - MAX_NAMES));
    }
    words
}

fn unrecognized(report: &Report, id: usize, artifact: usize) -> ArtifactV1<'_> {
    ArtifactV1 {
        id,
        origin: report.origins.get(artifact).map_or("", String::as_str),
        block: 0,
        kind: Kind::Unrecognized,
        role: Role::Unrecognized,
        role_reason: "nothing in it was recognised",
        title: "not recognised".to_owned(),
        sha256: None,
        spki_sha256: None,
        key: None,
        subject: None,
        issuer: None,
        serial: None,
        not_before: None,
        not_after: None,
        names: Vec::new(),
        extensions: Vec::new(),
        signature_algorithm: None,
        is_ca: None,
        fields: Vec::new(),
    }
}

fn key(key: &PublicKey) -> KeyV1 {
    KeyV1 {
        algorithm: key.algorithm.algorithm.words(),
        bits: key.bits(),
        curve: key.curve().map(|curve| curve.words()),
    }
}

fn fields(report: &Report, item: &Item) -> Vec<FieldV1> {
    let description = describe(item, String::new(), report.policy.at);
    let wire = |field: Field| FieldV1 {
        label: field.label,
        value: field.value,
        meaning: field.meaning,
        path: field.path,
    };
    description.fields.into_iter().map(wire).collect()
}

fn links(report: &Report) -> Vec<LinkV1> {
    let mut links = Vec::new();
    for group in report.bundle.keys.iter() {
        links.extend(group.iter().zip(group.iter().skip(1)).map(|(one, two)| LinkV1 {
            kind: "same-key",
            from: one.0,
            to: two.0,
        }));
    }
    let mut issued: Vec<(usize, usize)> = Vec::new();
    for attempt in report.paths.iter().flat_map(|verdict| &verdict.attempts) {
        let signed = |from: &crate::bundle::ItemId| {
            attempt.steps.iter().any(|step| {
                step.certificate == *from
                    && step.section == crate::path::SIGNATURE_SECTION
                    && matches!(step.outcome, StepOutcome::Passed)
            })
        };
        let pairs = attempt.certificates.iter().zip(attempt.certificates.iter().skip(1));
        issued.extend(pairs.filter(|(from, _)| signed(from)).map(|(from, to)| (from.0, to.0)));
    }
    order::sort_by_key(&mut issued, |link| *link);
    issued.dedup();
    links.extend(issued.into_iter().map(|(from, to)| LinkV1 { kind: "issued-by", from, to }));
    links
}

fn grants<'a>(report: &'a Report) -> Vec<GrantV1<'a>> {
    let wire = |grant: &'a crate::bundle::Grant| GrantV1 {
        request: grant.request.0,
        certificate: grant.certificate.0,
        same_key: grant.same_key,
        rows: grant
            .rows
            .iter()
            .take(2 * MAX_NAMES)
            .map(|row| GrantRowV1 {
                field: &row.field,
                asked: row.asked.as_deref(),
                granted: row.granted.as_deref(),
                change: row.change,
            })
            .collect(),
    };
    report.bundle.grants.iter().map(wire).collect()
}

fn paths(report: &Report) -> Vec<PathV1<'_>> {
    let mut paths = Vec::new();
    for verdict in &report.paths {
        paths.extend(verdict.attempts.iter().map(|attempt| PathV1 {
            target: verdict.target.0,
            purpose: verdict.purpose,
            state: match attempt.state() {
                State::Accepted => "accepted",
                State::Refused => "refused",
                State::Undetermined => "undetermined",
            },
            certificates: attempt.certificates.iter().map(|id| id.0).collect(),
            steps: attempt.steps.iter().map(path_step).collect(),
            authority_constrained_policies: dotted(&attempt.policies.authority_constrained),
            user_constrained_policies: dotted(&attempt.policies.user_constrained),
        }));
    }
    paths
}

fn dotted<'a>(policies: impl IntoIterator<Item = &'a Oid>) -> Vec<String> {
    policies.into_iter().map(Oid::dotted).collect()
}

fn path_step(step: &crate::path::Step) -> PathStepV1<'_> {
    let (outcome, because) = match &step.outcome {
        StepOutcome::NotApplicable(why) => ("not-applicable", Some(*why)),
        StepOutcome::Passed => ("passed", None),
        StepOutcome::Refused(fault) => ("refused", Some(fault.message.as_str())),
        StepOutcome::Undetermined(fault) => ("undetermined", Some(fault.message.as_str())),
    };
    PathStepV1 { certificate: step.certificate.0, section: step.section, rule: step.rule, outcome, because }
}

fn handshakes(report: &Report) -> Vec<HandshakeV1<'_>> {
    report.handshakes.iter().map(handshake).collect()
}

fn handshake(handshake: &Handshake) -> HandshakeV1<'_> {
    HandshakeV1 {
        kind: handshake.kind,
        predicted: handshake.spoken.is_none(),
        spoken: handshake.spoken.as_ref().map(spoken),
        state: handshake.state(),
        steps: handshake
            .steps
            .iter()
            .map(|step| HandshakeStepV1 {
                number: step.number,
                title: step.title,
                tls: step.tls,
                state: step.state,
                because: step.because,
                wire: (!step.wire.is_empty()).then_some(&step.wire),
                prediction: step.prediction,
            })
            .collect(),
    }
}

fn spoken(spoken: &Spoken) -> SpokenV1<'_> {
    SpokenV1 {
        stack: &spoken.stack,
        version: spoken.version,
        host: &spoken.host,
        cipher_suite: spoken.cipher_suite.as_deref(),
        key_exchange: spoken.key_exchange.as_deref(),
        alert: spoken.alert.as_deref(),
    }
}

fn teams(report: &Report) -> Vec<TeamV1> {
    report
        .teams
        .iter()
        .map(|one| TeamV1 { team: one.team, verdict: one.verdict, must_act: one.must_act.clone() })
        .collect()
}

fn finding<'a>(report: &'a Report, finding: &'a Finding) -> FindingV1<'a> {
    let set_wide =
        matches!(finding.check.scope, crate::checks::Scope::Set(_)) && finding.primary.item.is_none();
    let mut location = location(report, &finding.primary);
    location.origin = location.origin.filter(|_| !set_wide);
    FindingV1 {
        code: finding.check.code,
        title: finding.check.title,
        severity: finding.severity,
        meaning: match finding.check.meaning {
            Meaning::CouldNotDetermine => "could-not-determine",
            Meaning::Fault => "fault",
        },
        message: &finding.message,
        evidence: finding
            .evidence
            .iter()
            .map(|one| EvidenceV1 { label: &one.label, value: &one.value })
            .collect(),
        location,
        related: finding.related.iter().map(|one| self::location(report, one)).collect(),
        remedy: RemedyV1 { who: finding.remedy.who, text: &finding.remedy.text },
        citations: finding
            .check
            .cites
            .iter()
            .map(|one| CitationV1 { document: one.document, section: one.section, level: one.level })
            .collect(),
    }
}

fn location<'a>(report: &'a Report, location: &'a Location) -> LocationV1<'a> {
    let pair = |range: &std::ops::Range<usize>| [range.start, range.end];
    LocationV1 {
        origin: report.origins.get(location.artifact).map(String::as_str),
        artifact: location.item.map(|id| id.0),
        field: &location.field,
        der: location.der.as_ref().map(pair),
        text: location.text.as_ref().map(pair),
    }
}

/// The records of one check follow each other; those that ended alike become one row.
fn outcomes(report: &Report) -> Vec<OutcomeV1> {
    let mut rows: Vec<OutcomeV1> = Vec::with_capacity(128);
    let mut first_of_check = 0;
    for record in &report.outcomes {
        let (outcome, count, because) = match record.ended {
            Ended::Blocked(code) => ("blocked", 1, Some(code)),
            Ended::Found(count) => ("found", count, None),
            Ended::NotApplicable(why) => ("not-applicable", 1, Some(why)),
            Ended::Passed => ("passed", 1, None),
        };
        if rows.last().is_some_and(|row| row.code != record.code) {
            first_of_check = rows.len();
        }
        let mut of_check = rows.iter_mut().skip(first_of_check);
        match of_check.find(|row| row.outcome == outcome && row.because == because) {
            Some(row) => {
                row.count += count;
                row.files.extend(record.artifact.filter(|file| row.files.last() != Some(file)));
            }
            None => {
                let files = record.artifact.into_iter().collect();
                rows.push(OutcomeV1 { code: record.code, outcome, count, because, files });
            }
        }
    }
    rows
}
