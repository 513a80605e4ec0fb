//! How do scripts ask without the page? `inspect(files, policy)` gives `countersign/report/v1` as a JS value.

use countersign_core::{Artifact, Time};
use countersign_crypto_rustcrypto::RustCrypto;
use countersign_web_api::{AskedPolicyV1, GivenV1};
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

/// Judges `files` by `policy`.
///
/// # Errors
/// Arguments of another shape. Problems with the files are findings of the report.
#[wasm_bindgen(skip_typescript)]
pub fn inspect(files: JsValue, policy: JsValue) -> Result<JsValue, JsError> {
    let files: Vec<FileV1> = serde_wasm_bindgen::from_value(files)?;
    let artifacts = files.iter().map(artifact).collect::<Result<Vec<_>, _>>()?;
    let asked = if policy.is_undefined() {
        AskedPolicyV1::default()
    } else {
        serde_wasm_bindgen::from_value(policy)?
    };
    let policy = asked.into_policy(now).map_err(|reason| JsError::new(&reason))?;
    let report = countersign_core::inspect(&artifacts, &policy, &RustCrypto);
    Ok(report.to_wire().serialize(&Serializer::json_compatible())?)
}

fn artifact(file: &FileV1) -> Result<Artifact, JsError> {
    let text = file.bytes.as_string().map(String::into_bytes);
    let bytes = text.or_else(|| file.bytes.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec));
    let bytes = bytes.ok_or_else(|| JsError::new("bytes must be a Uint8Array or a string"))?;
    Ok(Artifact::new(file.origin.clone(), bytes).given(file.given.into()))
}

/// The browser's clock. One outside the years 0 to 9999 is broken; the epoch then makes every certificate "not valid
/// yet", which is said aloud.
pub(crate) fn now() -> Time {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    Time::from_rfc3339(&text).unwrap_or_else(|_| Time::from_unix_seconds(0))
}
