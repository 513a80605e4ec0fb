//! Is it the same certificate, and the same cause, that the suite blames? Other validators' words against our fault kinds.

use countersign_core::Report;
use countersign_core::path::{Fault, FaultKind, PathAttempt};

/// What a suite says of a refusal.
pub(super) struct Cause {
    /// The place of the guilty certificate, counted from the target; `None` where the suite does not say.
    place: Option<usize>,
    kinds: Vec<FaultKind>,
    words: String,
}

impl Cause {
    /// From the words of a suite; `None` where they name no cause.
    pub(super) fn read(suite: &str, words: &str) -> Option<Self> {
        if suite == "boringssl" {
            let error = words.lines().find_map(|line| line.strip_prefix("ERROR: "))?;
            let before = words.split("ERROR: ").next()?;
            return Some(Self::boringssl(before.lines().last().unwrap_or_default(), error));
        }
        let kinds = botan_kinds(words)?;
        Some(Self { place: None, kinds, words: words.to_owned() })
    }

    /// From BoringSSL's `Certificate i=1 (CN=…)` and its error.
    pub(super) fn boringssl(place: &str, error: &str) -> Self {
        let number = place.split("i=").nth(1).and_then(|rest| rest.split(' ').next());
        Self {
            place: number.and_then(|number| number.parse().ok()),
            kinds: boringssl_kinds(error),
            words: format!("{place} {error}"),
        }
    }
}

/// What the report says instead, if it does not name the cause.
pub(super) fn missed(cause: &Cause, report: &Report) -> Option<String> {
    let attempts = || report.paths.iter().flat_map(|path| &path.attempts);
    let names = |attempt: &PathAttempt, fault: &Fault| {
        // A limit is set by one certificate and broken by another; we blame the first and name the second.
        let broken_by = fault.related.filter(|_| fault.kind == FaultKind::PathLenExceeded);
        let guilty = [Some(fault.guilty), broken_by];
        let place = cause.place.and_then(|place| attempt.certificates.get(place));
        cause.kinds.contains(&fault.kind)
            && (cause.place.is_none() || guilty.into_iter().flatten().any(|id| Some(&id) == place))
    };
    // Which use of the key a handshake needs is a check of its own, on any certificate.
    let usage =
        report.findings.iter().any(|finding| finding.check.code == "certificate.key-usage-missing-for-role");
    if usage && cause.kinds.contains(&FaultKind::ExtendedKeyUsageMissing) {
        return None;
    }
    // A signature that is no whole number of bytes makes the certificate unreadable before any path is built.
    let unreadable_signature = report.findings.iter().any(|finding| {
        finding.check.code == "encoding.malformed" && finding.message.contains("signatureValue")
    });
    if unreadable_signature && cause.kinds.contains(&FaultKind::SignatureInvalid) {
        return None;
    }
    if attempts().any(|attempt| attempt.faults().any(|fault| names(attempt, fault))) {
        return None;
    }
    let faults = attempts().flat_map(PathAttempt::faults);
    let said: Vec<String> =
        faults.map(|fault| format!("{:?} {} {}", fault.kind, fault.guilty.0, fault.message)).collect();
    Some(format!("{} is told as {said:?}; {}", cause.words, super::score::told(report)))
}

fn boringssl_kinds(error: &str) -> Vec<FaultKind> {
    use FaultKind as Kind;
    match error {
        "No valid policy" | "PolicyMappings must not map anyPolicy" => vec![Kind::PolicyNotValid],
        "Not permitted by name constraints" => vec![Kind::NameNotPermitted],
        // The limit is the guilty one for us: whoever set it is named, and the certificate too many beside it.
        "max_path_length reached" => vec![Kind::PathLenExceeded],
        "Time is after notAfter" => vec![Kind::NotAfterPassed],
        "Time is before notBefore" => vec![Kind::NotBeforeAhead],
        "VerifySignedData failed" => vec![Kind::SignatureInvalid, Kind::AlgorithmUnsupported],
        "Does not have Basic Constraints" | "Basic Constraints indicates not a CA" => vec![Kind::IssuerNotCa],
        "keyCertSign bit is not set" => vec![Kind::KeyUsageNoCertSign],
        "Unconsumed critical extension" => vec![Kind::CriticalExtensionUnknown],
        "Unacceptable signature algorithm" => vec![Kind::WeakAlgorithm, Kind::AlgorithmUnsupported],
        "Certificate is not a trust anchor" => vec![Kind::IssuerMissing],
        _ if error.starts_with("The extended key usage") => vec![Kind::ExtendedKeyUsageMissing],
        _ => Vec::new(),
    }
}

/// Botan's Path_Validation_Result in words; encoding errors name no field, so nothing can be compared.
fn botan_kinds(words: &str) -> Option<Vec<FaultKind>> {
    use FaultKind as Kind;
    Some(match words {
        "Certificate does not pass name constraint" => vec![Kind::NameNotPermitted, Kind::ExtensionMalformed],
        "Certificate does not match provided name" => vec![Kind::HostMismatch],
        "CA certificate not allowed to issue certs" => {
            vec![Kind::IssuerNotCa, Kind::KeyUsageNoCertSign, Kind::ExtensionMalformed]
        }
        "Certificate does not allow the requested usage" => vec![Kind::ExtendedKeyUsageMissing],
        "Certificate has expired" => vec![Kind::NotAfterPassed],
        "Certificate chain too long" => vec![Kind::PathLenExceeded],
        // What it can't decode, Botan calls unknown.
        "Unknown critical extension encountered" => {
            vec![Kind::CriticalExtensionUnknown, Kind::ExtensionMalformed]
        }
        "Cannot establish trust" | "Certificate issuer not found" => {
            vec![Kind::IssuerMissing, Kind::SignatureInvalid, Kind::AnchorMissing]
        }
        _ => return None,
    })
}
