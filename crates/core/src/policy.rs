//! How strict, for whom and at what time: the only source of "now" and of strictness.
//!
//! A [`Policy`] is plain data. The same bytes with the same policy give the same report in every door.

mod key_blocklist;

pub use key_blocklist::KeyBlocklist;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::asn1::{Oid, Time};
use crate::bundle::Role;
use crate::crypto::KdfLimits;

/// One of the two teams that set up HTTPS together.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Team {
    /// Holds the server's private key and sends the server's request.
    TeamA,
    /// Runs the certification authority and holds the client's private key.
    TeamB,
}

impl Team {
    /// `Team A`, `Team B`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::TeamA => "Team A",
            Self::TeamB => "Team B",
        }
    }

    /// The team on the other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::TeamA => Self::TeamB,
            Self::TeamB => Self::TeamA,
        }
    }
}

/// What a certificate is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Any use: extended key usage is not asked for.
    Any,
    /// A TLS client shows it (id-kp-clientAuth, RFC 5280 §4.2.1.12).
    Client,
    /// A TLS server shows it (id-kp-serverAuth, RFC 5280 §4.2.1.12).
    Server,
}

/// The question asked of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Will the set work in the one-way and two-way handshake? (`countersign check`)
    Check,
    /// What is in each file? (`countersign inspect`)
    Inspect,
    /// Do these belong to one key pair? (`countersign match`)
    Match,
    /// Does this certificate lead to that CA? (`countersign verify`)
    Verify,
}

/// A set of rules on top of RFC 5280.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// A private PKI for two-way TLS: no public-web noise. The default.
    Mtls,
    /// RFC 5280 and nothing else.
    Rfc5280,
    /// The CA/Browser Forum's baseline for public server certificates.
    WebPki,
}

/// What a trust anchor's certificate is held to beyond its name and key (RFC 5280 §6.1.1 (d), RFC 5937).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnchorRules {
    /// Its validity.
    pub validity: bool,
    /// What it says about itself and those below: CA, path length, key usage, purposes, names.
    pub constraints: bool,
    /// Its certificate policies, as if it were the first certificate of the path.
    pub policies: bool,
}

impl AnchorRules {
    /// As TLS libraries do: its limits count, its policies do not. The default.
    pub const AS_TLS: Self = Self { validity: true, constraints: true, policies: false };
    /// A name and a key, and nothing else (RFC 5280 §6.1.1 (d)).
    pub const NAME_AND_KEY: Self = Self { validity: false, constraints: false, policies: false };
    /// Everything it says about paths, and not when it ends (RFC 5937).
    pub const RFC_5937: Self = Self { validity: false, constraints: true, policies: true };
}

/// A passphrase for encrypted keys. It is wiped when dropped and never printed.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<Vec<u8>>);

impl Passphrase {
    /// Takes the passphrase's bytes as typed.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl core::fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Passphrase(…)")
    }
}

/// Most of everything that hostile input could make expensive. Each limit that is hit becomes a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one artifact. 64 MiB holds a CRL of a million entries.
    pub artifact_bytes: usize,
    /// PEM blocks or DER objects over all artifacts. The public web has some 150 roots; 12,000 is a large store, and its report takes
    /// under 256 MiB.
    pub blocks: usize,
    /// Nesting of ASN.1 values. Real certificates stay under 16; 32 is rustls-webpki's and Go's order of magnitude.
    pub nesting_depth: usize,
    /// Signature verifications per target while paths are built (rustls-webpki `verify_cert.rs`: 100).
    pub signature_checks: u32,
    /// Issuer candidates looked at per target (rustls-webpki: 200,000 path-building calls).
    pub path_building_steps: u32,
    /// Names held against name constraints per target (OpenSSL: 2²⁰ per path; CVE-2025-58187 Go is the lack of a bound).
    pub name_constraint_comparisons: u32,
    /// Bytes of certificates in the paths that are walked per target: some thousand usual paths, or one of a certificate with
    /// 10⁵ names. Own choice; the number of paths is what rustls-webpki's two limits above bound.
    pub bytes_walked: u32,
    /// Entries of revocation lists and OCSP responses looked at per target: sixteen times through a list of a million.
    pub revocation_entries: u32,
    /// Certificates in one path, anchor included. Public validators stop between 6 and 16; policies and
    /// private PKIs stay under 6.
    pub path_length: usize,
    /// Candidate paths that are reported for one target.
    pub reported_paths: usize,
    /// Bytes of all RSA moduli that are looked at for traps: two thousand of RSA-2048, about a third of a second. Own choice.
    pub moduli_bytes: usize,
    /// RSA keys that are compared with each other for shared primes: their number squared is the work. Own choice.
    pub compared_moduli: usize,
    /// Signatures of requests and of self-issued certificates that are verified with their own keys, about half a second's work,
    /// and keys whose point is looked for on its curve. The public web has some 150 roots. Own choice.
    pub own_signatures: usize,
    /// Private keys that are opened and checked, about half a second's work; those of over 2 KiB count several times. A set has
    /// two or three, an old folder dozens. Own choice.
    pub private_keys: u64,
    /// Findings that one check may report; the rest is counted in one sentence.
    pub findings_per_check: usize,
    /// Work of password-based key derivation.
    pub kdf: KdfLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            artifact_bytes: 64 * 1024 * 1024,
            blocks: 12_000,
            nesting_depth: 32,
            signature_checks: 100,
            path_building_steps: 200_000,
            name_constraint_comparisons: 1 << 20,
            bytes_walked: 8 << 20,
            revocation_entries: 1 << 24,
            path_length: 24,
            reported_paths: 16,
            moduli_bytes: 512 * 1024,
            compared_moduli: 128,
            own_signatures: 500,
            private_keys: 500,
            findings_per_check: 50,
            kdf: KdfLimits::default(),
        }
    }
}

/// A certificate that a person holds, beside one that should be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedCertificate {
    /// The name of its file.
    pub name: String,
    /// Its DER.
    pub der: Vec<u8>,
}

/// How to judge: the second argument of [`crate::inspect()`].
#[derive(Clone, Debug)]
pub struct Policy {
    /// The question asked.
    pub task: Task,
    /// The moment of judgement.
    pub at: Time,
    /// Rules on top of RFC 5280.
    pub profile: Profile,
    /// The team that asks; `None` when all files lie together.
    pub side: Option<Team>,
    /// For [`Task::Verify`]: what the certificate is to be used for.
    pub purpose: Purpose,
    /// Reference identifiers (RFC 9525 §2): the names that clients will call the server by.
    pub hosts: Vec<String>,
    /// A certificate that ends within this many days is warned about.
    pub warn_days: u32,
    /// SHA-1, MD5 and short keys become warnings, for old material.
    pub allow_weak: bool,
    /// Most non-self-issued intermediate certificates in a path (RFC 5280 §6.1.1 and §6.1.2 (k)).
    pub max_path_len: Option<u32>,
    /// What the trust anchor's certificate is held to.
    pub anchor: AnchorRules,
    /// `user-initial-policy-set` (RFC 5280 §6.1.1 (c)); empty is any-policy.
    pub initial_policy_set: Vec<Oid>,
    /// `initial-policy-mapping-inhibit` (§6.1.1 (e)).
    pub inhibit_policy_mapping: bool,
    /// `initial-explicit-policy` (§6.1.1 (f)).
    pub require_explicit_policy: bool,
    /// `initial-any-policy-inhibit` (§6.1.1 (g)).
    pub inhibit_any_policy: bool,
    /// Every certificate of a path but the anchor needs a fresh answer that it is not revoked.
    pub require_revocation: bool,
    /// Revocation lists and responses older than this are stale, whatever they say of themselves.
    pub max_revocation_age_days: Option<u32>,
    /// For [`Task::Verify`]: the certificate that the one to verify should be.
    pub expected: Option<ExpectedCertificate>,
    /// Private keys stay with their teams and are not among these files, as where others may read them: a request stands
    /// for its key, for its signature proves that the sender holds it (RFC 2986 §4.2).
    pub keys_elsewhere: bool,
    /// Roles set by hand, by origin as given.
    pub roles: Vec<(String, Role)>,
    /// Passphrases to try on encrypted keys.
    pub passphrases: Vec<Passphrase>,
    /// Keys that are known to be compromised.
    pub weak_keys: KeyBlocklist,
    /// Limits against hostile input.
    pub limits: Limits,
}

impl Policy {
    /// A policy for `task` at `at`, with every other setting at its default.
    #[must_use]
    pub fn new(task: Task, at: Time) -> Self {
        Self {
            task,
            at,
            profile: Profile::Mtls,
            side: None,
            purpose: Purpose::Any,
            hosts: Vec::new(),
            warn_days: 30,
            allow_weak: false,
            max_path_len: None,
            anchor: AnchorRules::AS_TLS,
            initial_policy_set: Vec::new(),
            inhibit_policy_mapping: false,
            require_explicit_policy: false,
            inhibit_any_policy: false,
            require_revocation: false,
            max_revocation_age_days: None,
            expected: None,
            keys_elsewhere: false,
            roles: Vec::new(),
            passphrases: Vec::new(),
            weak_keys: KeyBlocklist::default(),
            limits: Limits::default(),
        }
    }

    /// Whether a certificate for `purpose` is asked for the host names: they are the server's in a set, and in a
    /// verification those of whatever it is about.
    pub(crate) fn asks_hosts_of(&self, purpose: Purpose) -> bool {
        match self.task {
            Task::Verify => matches!(self.purpose, Purpose::Any) || purpose == self.purpose,
            Task::Check | Task::Inspect | Task::Match => purpose != Purpose::Client,
        }
    }
}
