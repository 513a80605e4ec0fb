//! How do scripts ask without the page? `inspect(files, policy)` gives `countersign/report/v1` as a JS value.

use countersign_core::policy::{Profile, Purpose, Team};
use countersign_core::{Artifact, Given, Policy, Task, Time};
use countersign_crypto_rustcrypto::RustCrypto;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize as _};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsCast as _, JsError, JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One file: its name as sentences call it, and its bytes (or text). */
export interface CountersignFile {
    origin: string;
    bytes: Uint8Array | string;
    given?: "anchor" | "found" | "named" | "revocation-list" | "target" | "untrusted";
}

/** How to judge; the fields are those of the report's own `policy`, and all of them may be left out. */
export interface CountersignPolicy {
    task?: "check" | "inspect" | "match" | "verify";
    /** RFC 3339; now, when left out. */
    at?: string;
    profile?: "mtls" | "rfc5280" | "web-pki";
    as?: "team-a" | "team-b" | null;
    purpose?: "any" | "client" | "server";
    hosts?: string[];
    warn_days?: number;
    allow_weak?: boolean;
}

/** The report `countersign/report/v1`, as its JSON Schema describes it. Throws only when the arguments are of another shape. */
export function inspect(files: CountersignFile[], policy?: CountersignPolicy): any;
"#;

/// One file, as scripts give it.
#[derive(Deserialize)]
struct FileV1 {
    origin: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    bytes: JsValue,
    #[serde(default)]
    given: GivenV1,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum GivenV1 {
    Anchor,
    Found,
    #[default]
    Named,
    RevocationList,
    Target,
    Untrusted,
}

/// A policy, with the names it has in the report.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PolicyV1 {
    task: Option<TaskV1>,
    at: Option<String>,
    profile: Option<ProfileV1>,
    #[serde(rename = "as")]
    side: Option<TeamV1>,
    purpose: Option<PurposeV1>,
    hosts: Vec<String>,
    warn_days: Option<u32>,
    allow_weak: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TaskV1 {
    Check,
    Inspect,
    Match,
    Verify,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ProfileV1 {
    Mtls,
    Rfc5280,
    WebPki,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TeamV1 {
    TeamA,
    TeamB,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PurposeV1 {
    Any,
    Client,
    Server,
}

/// Judges `files` by `policy`.
///
/// # Errors
/// Arguments of another shape. Problems with the files are findings of the report.
#[wasm_bindgen(skip_typescript)]
pub fn inspect(files: JsValue, policy: JsValue) -> Result<JsValue, JsError> {
    let files: Vec<FileV1> = serde_wasm_bindgen::from_value(files)?;
    let artifacts = files.iter().map(artifact).collect::<Result<Vec<_>, _>>()?;
    let given =
        if policy.is_undefined() { PolicyV1::default() } else { serde_wasm_bindgen::from_value(policy)? };
    let report = countersign_core::inspect(&artifacts, &to_policy(given)?, &RustCrypto);
    Ok(report.to_wire().serialize(&Serializer::json_compatible())?)
}

fn artifact(file: &FileV1) -> Result<Artifact, JsError> {
    let text = file.bytes.as_string().map(String::into_bytes);
    let bytes = text.or_else(|| file.bytes.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec));
    let bytes = bytes.ok_or_else(|| JsError::new("bytes must be a Uint8Array or a string"))?;
    let given = match file.given {
        GivenV1::Anchor => Given::Anchor,
        GivenV1::Found => Given::Found,
        GivenV1::Named => Given::Named,
        GivenV1::RevocationList => Given::RevocationList,
        GivenV1::Target => Given::Target,
        GivenV1::Untrusted => Given::Untrusted,
    };
    Ok(Artifact::new(file.origin.clone(), bytes).given(given))
}

fn to_policy(given: PolicyV1) -> Result<Policy, JsError> {
    let task = match given.task {
        None | Some(TaskV1::Check) => Task::Check,
        Some(TaskV1::Inspect) => Task::Inspect,
        Some(TaskV1::Match) => Task::Match,
        Some(TaskV1::Verify) => Task::Verify,
    };
    let at = given.at.map_or_else(|| Ok(now()), |text| Time::from_rfc3339(&text));
    let mut policy = Policy::new(task, at.map_err(|reason| JsError::new(&format!("at: {reason}")))?);
    policy.profile = match given.profile {
        None | Some(ProfileV1::Mtls) => Profile::Mtls,
        Some(ProfileV1::Rfc5280) => Profile::Rfc5280,
        Some(ProfileV1::WebPki) => Profile::WebPki,
    };
    policy.side = given.side.map(|side| match side {
        TeamV1::TeamA => Team::TeamA,
        TeamV1::TeamB => Team::TeamB,
    });
    policy.purpose = match given.purpose {
        None | Some(PurposeV1::Any) => Purpose::Any,
        Some(PurposeV1::Client) => Purpose::Client,
        Some(PurposeV1::Server) => Purpose::Server,
    };
    policy.hosts = given.hosts;
    policy.warn_days = given.warn_days.unwrap_or(policy.warn_days);
    policy.allow_weak = given.allow_weak;
    Ok(policy)
}

/// The browser's clock. One outside the years 0 to 9999 is broken; the epoch then makes every certificate "not valid
/// yet", which is said aloud.
pub(crate) fn now() -> Time {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    Time::from_rfc3339(&text).unwrap_or_else(|_| Time::from_unix_seconds(0))
}
