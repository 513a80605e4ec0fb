//! What may the key be used for? keyUsage's bits (RFC 5280 §4.2.1.3).

/// `KeyUsage ::= BIT STRING { digitalSignature (0), … decipherOnly (8) }`; bit 0 is the most significant here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

const NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

impl KeyUsage {
    /// From the content bytes of the BIT STRING, first bits first.
    pub(super) fn from_bits(first: u8, second: u8) -> Self {
        Self(u16::from_be_bytes([first, second]))
    }

    const fn has(self, bit: u32) -> bool {
        self.0 & (0x8000 >> bit) != 0
    }

    /// No bit is set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// May sign handshakes.
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.has(0)
    }

    /// May have session keys encrypted to it (RSA key exchange, TLS 1.2 and before).
    #[must_use]
    pub const fn key_encipherment(self) -> bool {
        self.has(2)
    }

    /// May agree on session keys.
    #[must_use]
    pub const fn key_agreement(self) -> bool {
        self.has(4)
    }

    /// May sign certificates.
    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.has(5)
    }

    /// May sign revocation lists.
    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.has(6)
    }

    /// The standard's names of the bits that are set.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        (0..).zip(NAMES).filter(|(bit, _)| self.has(*bit)).map(|(_, name)| name).collect()
    }
}
