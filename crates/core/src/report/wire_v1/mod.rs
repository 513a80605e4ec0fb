//! The frozen JSON, `countersign/report/v1`: field names and meanings never change; fields may be added.
//!
//! Its JSON Schema is `docs/report-v1.schema.json`, generated from these types.

mod filling;

use std::borrow::Cow;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;
use smallvec::SmallVec;

use super::finding::{Actor, Severity};
use super::handshake::{HandshakeKind, StepState};
use super::verdict::Verdict;
use crate::bundle::{Change, Role};
use crate::checks::Level;
use crate::model::Kind;
use crate::policy::{Profile, Purpose, Task, Team};

pub(super) use filling::from_report;

/// A report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReportV1<'a> {
    /// Always `countersign/report/v1`.
    #[schemars(extend("const" = "countersign/report/v1"))]
    pub schema: &'static str,
    /// The answer.
    pub verdict: Verdict,
    /// How it was judged.
    pub policy: PolicyV1,
    /// The files given, in order; outcomes name them by their place here.
    pub origins: &'a [String],
    /// Every object found, in order; a file with several objects has several entries.
    pub artifacts: Vec<ArtifactV1<'a>>,
    /// Which objects belong together.
    pub links: Vec<LinkV1>,
    /// Requests beside the certificates that answer them.
    pub grants: Vec<GrantV1<'a>>,
    /// Candidate paths, per certificate to verify; accepted ones first.
    pub paths: Vec<PathV1<'a>>,
    /// Both handshakes, as predicted, then those that were really spoken.
    pub handshakes: Vec<HandshakeV1<'a>>,
    /// What it means for each team.
    pub teams: Vec<TeamV1>,
    /// Findings, worst first.
    pub findings: Vec<FindingV1<'a>>,
    /// How every check ended: silence is never success.
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
    /// Most non-self-issued intermediates.
    pub max_path_len: Option<u32>,
    /// The anchor's validity counts.
    pub anchor_validity: bool,
    /// The anchor's limits count.
    pub anchor_constraints: bool,
    /// The anchor's policies count.
    pub anchor_policies: bool,
    /// user-initial-policy-set, dotted OIDs; empty for any.
    pub policies: Vec<String>,
    /// initial-explicit-policy.
    pub require_explicit_policy: bool,
    /// initial-policy-mapping-inhibit.
    pub inhibit_policy_mapping: bool,
    /// initial-any-policy-inhibit.
    pub inhibit_any_policy: bool,
    /// An answer that it is not revoked is needed for every certificate.
    pub require_revocation: bool,
    /// Fingerprints of compromised keys that were given.
    pub weak_keys: usize,
    /// Revocation lists and responses older than this many days are stale.
    pub max_revocation_age_days: Option<u32>,
    /// Private keys are not expected among the files: a request stands for its key.
    pub keys_elsewhere: bool,
}

/// One object.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArtifactV1<'a> {
    /// Its number, for references from other parts.
    pub id: usize,
    /// The file it came from.
    pub origin: &'a str,
    /// Its place among the objects of that file, from 0.
    pub block: usize,
    /// What it is.
    pub kind: Kind,
    /// Its part in the handoff.
    pub role: Role,
    /// Why it has that part.
    pub role_reason: &'a str,
    /// One line about it.
    pub title: String,
    /// SHA-256 of its DER, hexadecimal; null for private keys and what could not be decoded.
    pub sha256: Option<String>,
    /// SHA-256 of its SubjectPublicKeyInfo, hexadecimal; with the name of a curve that is spelled out, and without a
    /// restriction to PSS.
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
    /// The curve.
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
    pub meaning: Cow<'static, str>,
    /// Its standard name.
    pub path: String,
}

/// A relation between two objects.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LinkV1 {
    /// `same-key` or `issued-by`.
    #[schemars(extend("enum" = ["same-key", "issued-by"]))]
    pub kind: &'static str,
    /// The object's number.
    pub from: usize,
    /// The other object's number.
    pub to: usize,
}

/// Asked against granted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantV1<'a> {
    /// The request's number.
    pub request: usize,
    /// The certificate's number.
    pub certificate: usize,
    /// Both are for one key.
    pub same_key: bool,
    /// One row a thing asked for or granted.
    pub rows: Vec<GrantRowV1<'a>>,
}

/// One thing asked for or granted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantRowV1<'a> {
    /// The field.
    pub field: &'a str,
    /// What was asked for.
    pub asked: Option<&'a str>,
    /// What was granted.
    pub granted: Option<&'a str>,
    /// How they compare.
    pub change: Change,
}

/// A candidate path.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PathV1<'a> {
    /// The certificate to verify, by number.
    pub target: usize,
    /// The use it was judged for.
    pub purpose: Purpose,
    /// `accepted`, `refused` or `undetermined`.
    #[schemars(extend("enum" = ["accepted", "refused", "undetermined"]))]
    pub state: &'static str,
    /// Numbers of the certificates, from the target to the CA.
    pub certificates: Vec<usize>,
    /// Every rule that was looked at.
    pub steps: Vec<PathStepV1<'a>>,
    /// authority-constrained-policy-set at its end, dotted OIDs (RFC 9618 §5.6).
    pub authority_constrained_policies: Vec<String>,
    /// user-constrained-policy-set at its end, dotted OIDs.
    pub user_constrained_policies: Vec<String>,
}

/// One rule on one certificate.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PathStepV1<'a> {
    /// The certificate's number.
    pub certificate: usize,
    /// Where the rule stands.
    pub section: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// `passed`, `refused`, `undetermined` or `not-applicable`.
    #[schemars(extend("enum" = ["passed", "refused", "undetermined", "not-applicable"]))]
    pub outcome: &'static str,
    /// Why, where it did not pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<&'a str>,
}

/// A handshake.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandshakeV1<'a> {
    /// One-way or two-way.
    pub kind: HandshakeKind,
    /// True: worked out from the files, no TLS was spoken. False: spoken, and `spoken` says how.
    pub predicted: bool,
    /// How it was spoken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoken: Option<SpokenV1<'a>>,
    /// The whole.
    pub state: StepState,
    /// Its steps.
    pub steps: Vec<HandshakeStepV1<'a>>,
}

/// The circumstances of a handshake that was spoken.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpokenV1<'a> {
    /// The program that spoke.
    pub stack: &'a str,
    /// `TLS 1.3`, `TLS 1.2`, or `TLS` where none was agreed on.
    #[schemars(extend("enum" = ["TLS 1.3", "TLS 1.2", "TLS"]))]
    pub version: &'static str,
    /// The name that the client called.
    pub host: &'a str,
    /// The cipher suite agreed on, as IANA writes it.
    pub cipher_suite: Option<&'a str>,
    /// The group of the key exchange.
    pub key_exchange: Option<&'a str>,
    /// The alert that ended it, as RFC 8446 §6 writes it.
    pub alert: Option<&'a str>,
}

/// A step of a handshake.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandshakeStepV1<'a> {
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
    /// What was seen when it was spoken: messages, alerts, who verified what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wire: Option<&'a [String]>,
    /// What the files let expect, where it went otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prediction: Option<StepState>,
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
pub struct FindingV1<'a> {
    /// The check's code.
    pub code: &'static str,
    /// The fault in a few words.
    pub title: &'static str,
    /// The consequence.
    pub severity: Severity,
    /// `fault`, or `could-not-determine`.
    #[schemars(extend("enum" = ["fault", "could-not-determine"]))]
    pub meaning: &'static str,
    /// The fault in this file.
    pub message: &'a str,
    /// Both sides.
    pub evidence: Vec<EvidenceV1<'a>>,
    /// The guilty place.
    pub location: LocationV1<'a>,
    /// The places it disagrees with.
    pub related: Vec<LocationV1<'a>>,
    /// The cure.
    pub remedy: RemedyV1<'a>,
    /// Where the rule is written.
    pub citations: Vec<CitationV1>,
}

/// One line of proof.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceV1<'a> {
    /// What it is.
    pub label: &'a str,
    /// The value.
    pub value: &'a str,
}

/// A place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LocationV1<'a> {
    /// The file; null when the finding is about all files together.
    pub origin: Option<&'a str>,
    /// The object's number.
    pub artifact: Option<usize>,
    /// The field by its standard name.
    pub field: &'a str,
    /// First byte and byte after the last of the field in the object's DER.
    pub der: Option<[usize; 2]>,
    /// The same of the object in the file as given.
    pub text: Option<[usize; 2]>,
}

/// Who must do what.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RemedyV1<'a> {
    /// Who.
    pub who: Actor,
    /// What.
    pub text: &'a str,
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

/// How a check ended, on the files where it ended alike.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutcomeV1 {
    /// The check's code.
    pub code: &'static str,
    /// The files it looked at, by their place in `origins`; none where it looked at all together.
    pub files: SmallVec<[usize; 8]>,
    /// `passed`, `found`, `not-applicable` or `blocked`.
    #[schemars(extend("enum" = ["passed", "found", "not-applicable", "blocked"]))]
    pub outcome: &'static str,
    /// On how many objects, or for `found` how many findings.
    pub count: usize,
    /// The code that blocks, or why it does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<&'static str>,
}

/// Most reports take less; a text that has its room at once is not moved while it grows.
const USUAL_LENGTH: usize = 32 * 1024;

/// The text of `report`.
pub(super) fn text(report: &ReportV1<'_>, formatter: impl serde_json::ser::Formatter) -> String {
    let mut text = Vec::with_capacity(USUAL_LENGTH);
    // Writing to memory can't fail, and JSON is UTF-8.
    let written = write(report, formatter, &mut text).map(|()| String::from_utf8(text));
    written.ok().and_then(Result::ok).unwrap_or_default()
}

/// The same, bit by bit, to whatever takes it.
pub(super) fn write(
    report: &ReportV1<'_>,
    formatter: impl serde_json::ser::Formatter,
    out: impl io::Write,
) -> io::Result<()> {
    // Every key is text: what can fail is the writing.
    report.serialize(&mut serde_json::Serializer::with_formatter(out, formatter)).map_err(io::Error::from)
}

/// The JSON Schema of [`ReportV1`].
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ReportV1<'static>).to_value()
}
