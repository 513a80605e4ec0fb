//! How is it to be judged? A policy as scripts write it: the fields of the report's own `policy`, each of which may be left out.

use countersign_core::asn1::Oid;
use countersign_core::policy::{Passphrase, Profile, Purpose, Team};
use countersign_core::{Policy, Task, Time};
use schemars::JsonSchema;
use serde::Deserialize;

/// How to judge. Every field may be left out; the names are those of the report's own `policy`.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AskedPolicyV1 {
    /// The question; `check` when left out.
    pub task: Option<Task>,
    /// The moment of judgement, RFC 3339, or a day; now, when left out.
    pub at: Option<String>,
    /// Rules on top of RFC 5280; `mtls` when left out.
    pub profile: Option<Profile>,
    /// The team that asks.
    #[serde(rename = "as")]
    pub side: Option<Team>,
    /// For `verify`: the use; `any` when left out.
    pub purpose: Option<Purpose>,
    /// Names that clients call the server by.
    pub hosts: Vec<String>,
    /// Days before the end in which a warning is given; 30 when left out.
    pub warn_days: Option<u32>,
    /// SHA-1, MD5 and short keys are warned of only.
    pub allow_weak: bool,
    /// Most non-self-issued intermediate certificates.
    pub max_path_len: Option<u32>,
    /// Certificate policies that will do, dotted OIDs; any when left out.
    pub policies: Vec<String>,
    /// The path must be valid for at least one policy.
    pub require_explicit_policy: bool,
    /// CAs may not map policies.
    pub inhibit_policy_mapping: bool,
    /// The wildcard policy anyPolicy does not count.
    pub inhibit_any_policy: bool,
    /// Every certificate but the CA's needs a fresh answer that it is not revoked.
    pub require_revocation: bool,
    /// Revocation lists and OCSP responses older than this many days are stale.
    pub max_revocation_age_days: Option<u32>,
    /// Private keys are not expected among the files: a request stands for its key.
    pub keys_elsewhere: bool,
    /// Passphrases to try on encrypted keys; they are in no report.
    pub passphrases: Vec<String>,
}

impl AskedPolicyV1 {
    /// The policy; `now` tells the time where the script did not.
    ///
    /// # Errors
    /// A moment or an object identifier that is none, in a sentence.
    pub fn into_policy(self, now: impl FnOnce() -> Time) -> Result<Policy, String> {
        let at = self.at.map_or_else(|| Ok(now()), |text| Time::from_rfc3339(&text));
        let mut policy =
            Policy::new(self.task.unwrap_or(Task::Check), at.map_err(|why| format!("at: {why}"))?);
        policy.profile = self.profile.unwrap_or(policy.profile);
        policy.side = self.side;
        policy.purpose = self.purpose.unwrap_or(policy.purpose);
        policy.hosts = self.hosts;
        policy.warn_days = self.warn_days.unwrap_or(policy.warn_days);
        policy.allow_weak = self.allow_weak;
        policy.max_path_len = self.max_path_len;
        let oids: Result<_, String> = self.policies.iter().map(|oid| Oid::from_dotted(oid)).collect();
        policy.initial_policy_set = oids.map_err(|why| format!("policies: {why}"))?;
        policy.require_explicit_policy = self.require_explicit_policy;
        policy.inhibit_policy_mapping = self.inhibit_policy_mapping;
        policy.inhibit_any_policy = self.inhibit_any_policy;
        policy.require_revocation = self.require_revocation;
        policy.max_revocation_age_days = self.max_revocation_age_days;
        policy.keys_elsewhere = self.keys_elsewhere;
        policy.passphrases =
            self.passphrases.into_iter().map(|text| Passphrase::new(text.into_bytes())).collect();
        Ok(policy)
    }
}
