//! What did the person give? One file, paste or stream, with its bytes wiped when it goes.

use zeroize::Zeroizing;

/// How an artifact came into the inspection; it decides what is expected of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// As a certification authority to trust (`--ca`).
    Anchor,
    /// Found while walking a folder: other things may lie there too.
    Found,
    /// Named by the person.
    Named,
    /// As a revocation list (`--crl`).
    RevocationList,
    /// As the certificate to verify.
    Target,
    /// As help for path building, not trusted (`--untrusted`).
    Untrusted,
}

/// A file, paste or stream. Its bytes may hold private keys: they are never printed, and wiped on drop.
#[derive(Clone)]
pub struct Artifact {
    /// Where it came from, as the person would say it: a path, `-`, `pasted`.
    pub origin: String,
    /// How it was given.
    pub given: Given,
    /// The folders that tell whose hands the file is in, `team-a` of `inbox/team-a/server.cer` when `inbox` was given;
    /// empty where the person's path says nothing of it.
    pub place: String,
    /// Why not everything was unpacked, if it is an archive, as the rest of a sentence.
    pub(crate) packed: Option<String>,
    bytes: Zeroizing<Vec<u8>>,
}

impl Artifact {
    /// An artifact named by the person.
    #[must_use]
    pub fn new(origin: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            origin: origin.into(),
            given: Given::Named,
            place: String::new(),
            packed: None,
            bytes: Zeroizing::new(bytes),
        }
    }

    /// The same artifact, given in another way.
    #[must_use]
    pub const fn given(mut self, given: Given) -> Self {
        self.given = given;
        self
    }

    /// The same archive, of which not everything was unpacked.
    pub(super) fn still_packed(mut self, why: String) -> Self {
        self.packed = Some(why);
        self
    }

    /// The same artifact, found in these folders below the one that was given.
    #[must_use]
    pub fn placed(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// The bytes as given.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The last part of the origin: `server.cer` of `inbox/server.cer`.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.origin.rsplit(['/', '\\']).next().unwrap_or(&self.origin)
    }
}

impl core::fmt::Debug for Artifact {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "Artifact({:?}, {} bytes)", self.origin, self.bytes.len())
    }
}
