//! How do files become a judgement?

use countersign_core::{Artifact, Given, Time};
use countersign_crypto_rustcrypto::RustCrypto;
use countersign_web_api::{AskedPolicyV1, GivenV1, pieces, place_of, tells_hands};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::judged::Judged;

/// What was handed over. A judgement takes it, and wipes it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Desk {
    artifacts: Vec<Artifact>,
}

#[wasm_bindgen]
impl Desk {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file: how sentences call it, its bytes, how it was given (a word of `GivenV1`), and the folders that tell
    /// whose hands it is in.
    ///
    /// # Errors
    /// A word that is none.
    pub fn add(&mut self, origin: String, bytes: Vec<u8>, given: &str, place: String) -> Result<(), JsError> {
        let artifact = Artifact::new(origin, bytes).placed(place);
        let given = GivenV1::from_word(given).ok_or_else(|| JsError::new("given: none of its words"))?;
        self.artifacts.push(artifact.given(given.into()));
        Ok(())
    }

    /// Adds a file that was dropped; one of a folder has its path below that. `roots` are the names of all folders that
    /// were dropped, a line each, and `side_is_said` when somebody told whose files these are.
    pub fn drop(&mut self, path: String, bytes: Vec<u8>, roots: &str, side_is_said: bool) {
        let roots: Vec<String> = roots.lines().map(str::to_owned).collect();
        let (found, place) = place_of(&path, |root| tells_hands(root, &roots, side_is_said));
        let given = if found { Given::Found } else { Given::Named };
        self.artifacts.push(Artifact::new(path, bytes).given(given).placed(place));
    }

    /// Adds a pasted text, each of its PEM objects as a file.
    pub fn paste(&mut self, text: &str) {
        for (index, piece) in pieces(text).iter().enumerate() {
            let origin = format!("pasted text {}", index + 1);
            self.artifacts.push(Artifact::new(origin, piece.as_bytes().to_vec()));
        }
    }

    /// Judges everything by a policy in JSON; it names the moment, or `now` does.
    ///
    /// # Errors
    /// A policy of another shape. Problems with the files are findings.
    pub fn judge(self, policy: &str, now: &str) -> Result<Judged, JsError> {
        let asked: AskedPolicyV1 =
            serde_json::from_str(policy).map_err(|reason| JsError::new(&format!("policy: {reason}")))?;
        // A clock outside the years 0 to 9999 is broken; the epoch then makes every certificate "not valid yet", aloud.
        let now = || Time::from_rfc3339(now).unwrap_or_else(|_| Time::from_unix_seconds(0));
        let policy = asked.into_policy(now).map_err(|reason| JsError::new(&reason))?;
        Ok(Judged::new(countersign_core::inspect(&self.artifacts, &policy, &RustCrypto)))
    }
}
