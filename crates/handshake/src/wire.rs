//! What is in the bytes that went over the wire? Record by record, as far as they are not encrypted (RFC 8446 §5.1).

/// Reads what one side sends.
#[derive(Default)]
pub(crate) struct Reader {
    /// Behind ChangeCipherSpec everything of TLS 1.2 is encrypted; TLS 1.3 sends one for the looks of it.
    ciphered: bool,
}

impl Reader {
    /// The messages of one flight, in order; encrypted records are counted together by their bytes.
    pub(crate) fn messages(&mut self, mut bytes: &[u8]) -> Vec<String> {
        let mut messages = Vec::new();
        let mut encrypted = 0;
        let mut handshake: Vec<u8> = Vec::new();
        while let Some((content_type, content, rest)) = record(bytes) {
            bytes = rest;
            match content_type {
                HANDSHAKE if self.ciphered && !is_hello(content) => encrypted += content.len(),
                HANDSHAKE => handshake.extend_from_slice(content),
                CHANGE_CIPHER_SPEC => {
                    name_all(&mut handshake, &mut messages);
                    messages.push("ChangeCipherSpec".to_owned());
                    self.ciphered = true;
                }
                ALERT if !self.ciphered => {
                    messages.push(format!("alert {}", content.get(1).map_or("", |code| alert_name(*code))));
                }
                _ => encrypted += content.len(),
            }
        }
        name_all(&mut handshake, &mut messages);
        if encrypted > 0 {
            messages.push(format!("{encrypted} bytes encrypted"));
        }
        messages
    }
}

/// `ContentType, legacy_record_version, length, fragment`.
fn record(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [content_type, _, _, high, low, rest @ ..] = bytes else { return None };
    let (content, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
    Some((*content_type, content, rest))
}

/// One hello and nothing else: behind HelloRetryRequest the hellos come in the clear again. What is encrypted looks so once
/// in some billion times.
fn is_hello(content: &[u8]) -> bool {
    let [1 | 2, high, middle, low, rest @ ..] = content else { return false };
    usize::try_from(u32::from_be_bytes([0, *high, *middle, *low])) == Ok(rest.len())
}

/// `HandshakeType, uint24 length`, one after the other.
fn name_all(handshake: &mut Vec<u8>, messages: &mut Vec<String>) {
    let mut rest = handshake.as_slice();
    while let [kind, high, middle, low, content @ ..] = rest {
        // A ServerHello with this random asks for another ClientHello (RFC 8446 §4.1.3).
        let is_retry = *kind == 2 && content.get(2..34) == Some(&RETRY);
        messages.push(if is_retry { RETRY_NAME } else { message_name(*kind) }.to_owned());
        let length = u32::from_be_bytes([0, *high, *middle, *low]);
        rest = usize::try_from(length).ok().and_then(|length| content.get(length..)).unwrap_or_default();
    }
    handshake.clear();
}

/// RFC 8446 §4 and RFC 5246 §7.4.
const fn message_name(kind: u8) -> &'static str {
    match kind {
        1 => "ClientHello",
        2 => "ServerHello",
        4 => "NewSessionTicket",
        8 => "EncryptedExtensions",
        11 => "Certificate",
        12 => "ServerKeyExchange",
        13 => "CertificateRequest",
        14 => "ServerHelloDone",
        15 => "CertificateVerify",
        16 => "ClientKeyExchange",
        20 => "Finished",
        22 => "CertificateStatus",
        _ => "another message",
    }
}

/// An alert's name (RFC 8446 §6).
#[must_use]
pub const fn alert_name(code: u8) -> &'static str {
    match code {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        22 => "record_overflow",
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => "an alert without a name",
    }
}

/// The name of the ServerHello that asks once more.
pub(crate) const RETRY_NAME: &str = "HelloRetryRequest";
/// SHA-256 of `HelloRetryRequest`.
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2,
    0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];
const CHANGE_CIPHER_SPEC: u8 = 20;
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;

#[cfg(test)]
mod tests {
    use super::Reader;

    #[test]
    fn messages_are_named_until_they_are_encrypted_and_cut_off_ones_are_left() {
        let mut reader = Reader::default();
        let hello = [22, 3, 1, 0, 8, 2, 0, 0, 0, 14, 0, 0, 0];
        let changed = [20, 3, 3, 0, 1, 1];
        let finished = [22, 3, 3, 0, 3, 9, 9, 9];
        let flight = [&hello[..], &changed, &finished, &[21, 3, 3, 0, 9, 1]].concat();
        let named = reader.messages(&flight);
        assert_eq!(named, ["ServerHello", "ServerHelloDone", "ChangeCipherSpec", "3 bytes encrypted"]);
        assert_eq!(Reader::default().messages(&[21, 3, 3, 0, 2, 2, 48]), ["alert unknown_ca"]);
    }
}
