//! Which keys are known to be compromised? A list that the person gives, such as Debian's.

use std::collections::BTreeSet;

use crate::report::unhex;

/// Fingerprints of keys that must not be used: nothing is listed until a list is read.
#[derive(Clone, Debug, Default)]
pub struct KeyBlocklist {
    moduli: BTreeSet<Vec<u8>>,
    spkis: BTreeSet<Vec<u8>>,
}

impl KeyBlocklist {
    /// Reads a list, one fingerprint a line in hexadecimal, `#` begins a comment:
    ///
    /// - 20 digits: the last ten bytes of the SHA-1 of the line that `openssl rsa -modulus` prints, as in the lists of
    ///   Debian's openssl-blacklist (CVE-2008-0166);
    /// - 40 digits: that SHA-1 whole;
    /// - 64 digits: SHA-256 of the DER SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// A line of another form, by its number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut list = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let bytes = unhex(line.as_bytes()).unwrap_or_default();
            match bytes.len() {
                MODULUS_BYTES => list.moduli.insert(bytes),
                20 => list.moduli.insert(bytes.into_iter().skip(20 - MODULUS_BYTES).collect()),
                32 => list.spkis.insert(bytes),
                _ => return Err(format!("line {} is no fingerprint of 20, 40 or 64 digits", index + 1)),
            };
        }
        Ok(list)
    }

    /// Adds what `other` lists.
    pub fn extend(&mut self, other: Self) {
        self.moduli.extend(other.moduli);
        self.spkis.extend(other.spkis);
    }

    /// How many fingerprints there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.moduli.len() + self.spkis.len()
    }

    /// No key is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn holds_spki(&self, sha256: &[u8]) -> bool {
        self.spkis.contains(sha256)
    }

    pub(crate) fn holds_modulus(&self, sha1: &[u8]) -> bool {
        sha1.len()
            .checked_sub(MODULUS_BYTES)
            .and_then(|start| sha1.get(start..))
            .is_some_and(|end| self.moduli.contains(end))
    }
}

/// What Debian's lists keep of a SHA-1.
const MODULUS_BYTES: usize = 10;

#[cfg(test)]
mod tests {
    use super::KeyBlocklist;

    #[test]
    fn debians_form_and_whole_digests_are_read_and_other_lines_refused() {
        let list = KeyBlocklist::parse("# Debian\n\n0123456789abcdef0123  # one\n").unwrap();
        let sha1 =
            [[0xff; 10].as_slice(), &[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23]].concat();
        assert!(list.holds_modulus(&sha1) && !list.holds_modulus(&[0; 20]) && !list.holds_modulus(&[]));
        let whole = KeyBlocklist::parse(&"0f".repeat(20)).unwrap();
        assert!(whole.holds_modulus(&[0x0f; 20]));
        assert!(KeyBlocklist::parse(&"AB".repeat(32)).unwrap().holds_spki(&[0xab; 32]));
        assert!(KeyBlocklist::parse("").unwrap().is_empty());
        for wrong in ["12", "xyz", &"0g".repeat(10), &"0".repeat(19)] {
            assert!(KeyBlocklist::parse(wrong).unwrap_err().contains("line 1"), "{wrong}");
        }
    }
}
