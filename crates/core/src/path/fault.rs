//! Why was a rule of the walk not kept? Kind, guilty certificate, field, sentence, both values.

use crate::bundle::ItemId;

/// Why a step did not pass.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Which kind of fault, for the check that reports it.
    pub kind: FaultKind,
    /// The guilty certificate.
    pub guilty: ItemId,
    /// The guilty field by its standard name; empty for the whole certificate.
    pub field: String,
    /// One sentence with the actual values.
    pub message: String,
    /// Both sides of the disagreement.
    pub evidence: Vec<(&'static str, String)>,
    /// The other certificate involved.
    pub related: Option<ItemId>,
}

/// The kinds of faults that validation can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Inner and outer signature algorithm differ.
    AlgorithmsDiffer,
    /// The signature or key algorithm is not supported.
    AlgorithmUnsupported,
    /// No CA certificate was given.
    AnchorMissing,
    /// A critical extension that is not understood.
    CriticalExtensionUnknown,
    /// Damaged extension that validation depends on.
    ExtensionMalformed,
    /// A CA in the path, or the certificate itself, is limited to other purposes.
    ExtendedKeyUsageMissing,
    /// The name asked for is not among the certificate's names.
    HostMismatch,
    /// No certificate here has the issuer's name.
    IssuerMissing,
    /// The issuer is not a CA.
    IssuerNotCa,
    /// The issuer may not sign certificates.
    KeyUsageNoCertSign,
    /// A named limit was reached before the answer.
    LimitReached,
    /// A name lies where a CA above does not allow it.
    NameNotPermitted,
    /// A value that is not written as DER demands.
    NotCanonical,
    /// Its time is over.
    NotAfterPassed,
    /// Its time has not come.
    NotBeforeAhead,
    /// More intermediates than a CA allows.
    PathLenExceeded,
    /// No certificate policy is left where one is required, or a mapping that is not allowed.
    PolicyNotValid,
    /// A rule of the chosen profile is broken.
    ProfileViolated,
    /// Whether it was revoked can't be told from what was given.
    RevocationUnknown,
    /// It was revoked.
    Revoked,
    /// The signature does not verify.
    SignatureInvalid,
    /// A key too short, or a digest that can be forged.
    WeakAlgorithm,
}

impl Fault {
    /// A fault of `guilty` in `field`, without evidence; `message` goes on where the certificate's name stops.
    pub(super) fn new(kind: FaultKind, guilty: ItemId, field: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            guilty,
            field: field.to_owned(),
            message: message.into(),
            evidence: Vec::new(),
            related: None,
        }
    }
}

impl FaultKind {
    /// It leaves the answer open; all other kinds refuse.
    pub(crate) const fn leaves_open(self) -> bool {
        matches!(self, Self::AlgorithmUnsupported | Self::LimitReached | Self::RevocationUnknown)
    }
}
