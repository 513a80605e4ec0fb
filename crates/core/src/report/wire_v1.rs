//! The frozen JSON, `countersign/report/v1`: field names and meanings never change; fields may be added.
//!
//! Its JSON Schema is `docs/report-v1.schema.json`, generated from these types.

use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use super::description::{describe, title_of};
use super::finding::{Actor, Finding, Severity};
use super::handshake::{HandshakeKind, StepState};
use super::location::Location;
use super::outcome::Ended;
use super::shown::hex;
use super::verdict::Verdict;
use crate::bundle::{Change, Item, Role};
use crate::checks::{Level, Meaning};
use crate::model::extension::{Extensions, GeneralName};
use crate::model::{Kind, Parsed, PublicKey};
use crate::path::{State, StepOutcome};
use crate::policy::{Profile, Purpose, Task, Team};

/// A report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReportV1 {
    /// Always `countersign/report/v1`.
    pub schema: &'static str,
    /// The answer.
    pub verdict: Verdict,
    /// How it was judged.
    pub policy: PolicyV1,
    /// Every object found, in order; a file with several objects has several entries.
    pub artifacts: Vec<ArtifactV1>,
    /// Which objects belong together.
    pub links: Vec<LinkV1>,
    /// Requests beside the certificates that answer them.
    pub grants: Vec<GrantV1>,
    /// Candidate paths, per certificate to verify; accepted ones first.
    pub paths: Vec<PathV1>,
    /// Both handshakes, as predicted.
    pub handshakes: Vec<HandshakeV1>,
    /// What it means for each team.
    pub teams: Vec<TeamV1>,
    /// Findings, worst first.
    pub findings: Vec<FindingV1>,
    /// How every check ended on every subject.
    pub outcomes: Vec<OutcomeV1>,
    /// What was not looked at.
    pub not_checked: Vec<String>,
}

/// The policy of a report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PolicyV1 {
    /// The question.
    pub task: Task,
    /// The moment of judgement, RFC 3339.
    pub at: String,
    /// Rules on top of RFC 5280.
    pub profile: Profile,
    /// The team that asks.
    #[serde(rename = "as")]
    pub side: Option<Team>,
    /// For `verify`: the use.
    pub purpose: Purpose,
    /// Names that clients call the server by.
    pub hosts: Vec<String>,
    /// Days before the end in which a warning is given.
    pub warn_days: u32,
    /// Weak algorithms are warned of only.
    pub allow_weak: bool,
}

/// One object.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArtifactV1 {
    /// Its number, for references from other parts.
    pub id: usize,
    /// The file it came from.
    pub origin: String,
    /// Its place among the objects of that file, from 0.
    pub block: usize,
    /// What it is.
    pub kind: Kind,
    /// Its part in the handoff.
    pub role: Role,
    /// Why it has that part.
    pub role_reason: String,
    /// One line about it.
    pub title: String,
    /// SHA-256 of its DER, hexadecimal; null for private keys and what could not be decoded.
    pub sha256: Option<String>,
    /// SHA-256 of its SubjectPublicKeyInfo, hexadecimal.
    pub spki_sha256: Option<String>,
    /// Its public key.
    pub key: Option<KeyV1>,
    /// Subject, RFC 4514.
    pub subject: Option<String>,
    /// Issuer, RFC 4514.
    pub issuer: Option<String>,
    /// Serial number, hexadecimal.
    pub serial: Option<String>,
    /// First valid second, RFC 3339.
    pub not_before: Option<String>,
    /// Last valid second, RFC 3339.
    pub not_after: Option<String>,
    /// Subject alternative names in words.
    pub names: Vec<String>,
    /// Extensions by dotted OID; `*` marks critical ones.
    pub extensions: Vec<String>,
    /// Signature algorithm by dotted OID.
    pub signature_algorithm: Option<String>,
    /// basicConstraints says CA.
    pub is_ca: Option<bool>,
    /// For `inspect`: every field in words.
    pub fields: Vec<FieldV1>,
}

/// A public key.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KeyV1 {
    /// `RSA`, `EC`, `Ed25519`, or dotted OID.
    pub algorithm: String,
    /// Size in bits.
    pub bits: Option<usize>,
    /// The named curve.
    pub curve: Option<String>,
}

/// A field in words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FieldV1 {
    /// Its everyday name.
    pub label: String,
    /// What it says.
    pub value: String,
    /// What it is for.
    pub meaning: &'static str,
    /// Its standard name.
    pub path: String,
}

/// A relation between two objects.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LinkV1 {
    /// `same-key` or `issued-by`.
    pub kind: &'static str,
    /// The object's number.
    pub from: usize,
    /// The other object's number.
    pub to: usize,
}

/// Asked against granted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantV1 {
    /// The request's number.
    pub request: usize,
    /// The certificate's number.
    pub certificate: usize,
    /// Both are for one key.
    pub same_key: bool,
    /// One row a thing asked for or granted.
    pub rows: Vec<GrantRowV1>,
}

/// One thing asked for or granted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantRowV1 {
    /// The field.
    pub field: &'static str,
    /// What was asked for.
    pub asked: Option<String>,
    /// What was granted.
    pub granted: Option<String>,
    /// How they compare.
    pub change: Change,
}

/// A candidate path.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PathV1 {
    /// The certificate to verify, by number.
    pub target: usize,
    /// The use it was judged for.
    pub purpose: Purpose,
    /// `accepted`, `refused` or `undetermined`.
    pub state: &'static str,
    /// Numbers of the certificates, from the target to the CA.
    pub certificates: Vec<usize>,
    /// Every rule that was looked at.
    pub steps: Vec<PathStepV1>,
}

/// One rule on one certificate.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PathStepV1 {
    /// The certificate's number.
    pub certificate: usize,
    /// Where the rule stands.
    pub section: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// `passed`, `refused`, `undetermined` or `not-applicable`.
    pub outcome: &'static str,
    /// Why, where it did not pass.
    pub because: Option<String>,
}

/// A handshake.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandshakeV1 {
    /// One-way or two-way.
    pub kind: HandshakeKind,
    /// True: worked out from the files, no TLS was spoken.
    pub predicted: bool,
    /// The whole.
    pub state: StepState,
    /// Its steps.
    pub steps: Vec<HandshakeStepV1>,
}

/// A step of a handshake.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandshakeStepV1 {
    /// From 1.
    pub number: usize,
    /// What happens.
    pub title: &'static str,
    /// What TLS calls it.
    pub tls: &'static str,
    /// How it goes.
    pub state: StepState,
    /// The code that breaks it or leaves it open.
    pub because: Option<&'static str>,
}

/// One team's part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TeamV1 {
    /// Which team.
    pub team: Team,
    /// Whether what it deploys will work.
    pub verdict: Verdict,
    /// What it must do.
    pub must_act: Vec<String>,
}

/// A finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingV1 {
    /// The check's code.
    pub code: &'static str,
    /// The fault in a few words.
    pub title: &'static str,
    /// The consequence.
    pub severity: Severity,
    /// `fault`, or `could-not-determine`.
    pub meaning: &'static str,
    /// The fault in this file.
    pub message: String,
    /// Both sides.
    pub evidence: Vec<EvidenceV1>,
    /// The guilty place.
    pub location: LocationV1,
    /// The places it disagrees with.
    pub related: Vec<LocationV1>,
    /// The cure.
    pub remedy: RemedyV1,
    /// Where the rule is written.
    pub citations: Vec<CitationV1>,
}

/// One line of proof.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceV1 {
    /// What it is.
    pub label: &'static str,
    /// The value.
    pub value: String,
}

/// A place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LocationV1 {
    /// The file; null when the finding is about all files together.
    pub origin: Option<String>,
    /// The object's number.
    pub artifact: Option<usize>,
    /// The field by its standard name.
    pub field: String,
    /// First byte and byte after the last of the field in the object's DER.
    pub der: Option<[usize; 2]>,
    /// The same of the object in the file as given.
    pub text: Option<[usize; 2]>,
}

/// Who must do what.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RemedyV1 {
    /// Who.
    pub who: Actor,
    /// What.
    pub text: String,
}

/// A source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CitationV1 {
    /// The document.
    pub document: &'static str,
    /// The section.
    pub section: &'static str,
    /// How strongly it speaks.
    pub level: Level,
}

/// How a check ended.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutcomeV1 {
    /// The check's code.
    pub code: &'static str,
    /// The file it looked at, if one.
    pub origin: Option<String>,
    /// `passed`, `found`, `not-applicable` or `blocked`.
    pub outcome: &'static str,
    /// How many findings.
    pub count: usize,
    /// The code that blocks, or why it does not apply.
    pub because: Option<&'static str>,
}

/// The JSON Schema of [`ReportV1`].
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ReportV1).to_value()
}

pub(super) fn from_report(report: &Report) -> ReportV1 {
    ReportV1 {
        schema: "countersign/report/v1",
        verdict: report.verdict(),
        policy: policy(report),
        artifacts: artifacts(report),
        links: links(report),
        grants: grants(report),
        paths: paths(report),
        handshakes: handshakes(report),
        teams: teams(report),
        findings: report.findings.iter().map(|one| finding(report, one)).collect(),
        outcomes: outcomes(report),
        not_checked: super::narrative::not_checked(report),
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
        hosts: policy.hosts.iter().map(|host| super::shown(host)).collect(),
        warn_days: policy.warn_days,
        allow_weak: policy.allow_weak,
    }
}

/// Every item, and an entry for each file in which nothing was found.
fn artifacts(report: &Report) -> Vec<ArtifactV1> {
    let mut entries: Vec<ArtifactV1> =
        report.bundle.items.iter().map(|item| artifact(report, item)).collect();
    let empty = (0..report.origins.len())
        .filter(|index| report.bundle.items.iter().all(|item| item.artifact != *index));
    for index in empty {
        let id = entries.len();
        entries.push(unrecognized(report, id, index));
    }
    entries
}

fn artifact(report: &Report, item: &Item) -> ArtifactV1 {
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
        role_reason: item.role_reason.clone(),
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
            .map(|all| {
                all.iter()
                    .map(|one| format!("{}{}", one.oid.dotted(), if one.critical { "*" } else { "" }))
                    .collect()
            })
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

fn unrecognized(report: &Report, id: usize, artifact: usize) -> ArtifactV1 {
    ArtifactV1 {
        id,
        origin: report.origins.get(artifact).cloned().unwrap_or_default(),
        block: 0,
        kind: Kind::Unrecognized,
        role: Role::Unrecognized,
        role_reason: "nothing in it was recognised".to_owned(),
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
        curve: key.named_curve().map(|curve| curve.words()),
    }
}

fn fields(report: &Report, item: &Item) -> Vec<FieldV1> {
    let description = describe(item, String::new(), report.policy.at);
    let wire = |field: super::description::Field| FieldV1 {
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
    issued.sort_unstable();
    issued.dedup();
    links.extend(issued.into_iter().map(|(from, to)| LinkV1 { kind: "issued-by", from, to }));
    links
}

fn grants(report: &Report) -> Vec<GrantV1> {
    let wire = |grant: &crate::bundle::Grant| GrantV1 {
        request: grant.request.0,
        certificate: grant.certificate.0,
        same_key: grant.same_key,
        rows: grant
            .rows
            .iter()
            .take(2 * MAX_NAMES)
            .map(|row| GrantRowV1 {
                field: row.field,
                asked: row.asked.clone(),
                granted: row.granted.clone(),
                change: row.change,
            })
            .collect(),
    };
    report.bundle.grants.iter().map(wire).collect()
}

fn paths(report: &Report) -> Vec<PathV1> {
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
        }));
    }
    paths
}

fn path_step(step: &crate::path::Step) -> PathStepV1 {
    let (outcome, because) = match &step.outcome {
        StepOutcome::NotApplicable(why) => ("not-applicable", Some((*why).to_owned())),
        StepOutcome::Passed => ("passed", None),
        StepOutcome::Refused(fault) => ("refused", Some(fault.message.clone())),
        StepOutcome::Undetermined(fault) => ("undetermined", Some(fault.message.clone())),
    };
    PathStepV1 { certificate: step.certificate.0, section: step.section, rule: step.rule, outcome, because }
}

fn handshakes(report: &Report) -> Vec<HandshakeV1> {
    let wire = |handshake: &super::handshake::Handshake| HandshakeV1 {
        kind: handshake.kind,
        predicted: true,
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
            })
            .collect(),
    };
    report.handshakes.iter().map(wire).collect()
}

fn teams(report: &Report) -> Vec<TeamV1> {
    report
        .teams
        .iter()
        .map(|one| TeamV1 { team: one.team, verdict: one.verdict, must_act: one.must_act.clone() })
        .collect()
}

fn finding(report: &Report, finding: &Finding) -> FindingV1 {
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
        message: finding.message.clone(),
        evidence: finding
            .evidence
            .iter()
            .map(|one| EvidenceV1 { label: one.label, value: one.value.clone() })
            .collect(),
        location,
        related: finding.related.iter().map(|one| self::location(report, one)).collect(),
        remedy: RemedyV1 { who: finding.remedy.who, text: finding.remedy.text.clone() },
        citations: finding
            .check
            .cites
            .iter()
            .map(|one| CitationV1 { document: one.document, section: one.section, level: one.level })
            .collect(),
    }
}

fn location(report: &Report, location: &Location) -> LocationV1 {
    let pair = |range: &std::ops::Range<usize>| [range.start, range.end];
    LocationV1 {
        origin: report.origins.get(location.artifact).cloned(),
        artifact: location.item.map(|id| id.0),
        field: location.field.clone(),
        der: location.der.as_ref().map(pair),
        text: location.text.as_ref().map(pair),
    }
}

fn outcomes(report: &Report) -> Vec<OutcomeV1> {
    let wire = |record: &super::outcome::Record| {
        let (outcome, count, because) = match record.ended {
            Ended::Blocked(code) => ("blocked", 0, Some(code)),
            Ended::Found(count) => ("found", count, None),
            Ended::NotApplicable(why) => ("not-applicable", 0, Some(why)),
            Ended::Passed => ("passed", 0, None),
        };
        let origin = record.artifact.and_then(|index| report.origins.get(index).cloned());
        OutcomeV1 { code: record.code, origin, outcome, count, because }
    };
    report.outcomes.iter().map(wire).collect()
}
