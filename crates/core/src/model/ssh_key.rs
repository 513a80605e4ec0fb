//! Which public key does OpenSSH write? Its wire format (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4) as SubjectPublicKeyInfo.

use crate::asn1::{der_value, oids};
use crate::crypto::ssh_string;

/// The DER SubjectPublicKeyInfo of an SSH public key blob; `None` for types that TLS has no use for, and for damaged ones.
#[must_use]
pub fn ssh_public_key(blob: &[u8]) -> Option<Vec<u8>> {
    let (name, rest) = ssh_string(blob)?;
    match name {
        b"ecdsa-sha2-nistp256" => ec_point(rest, b"nistp256", oids::SECP256R1),
        b"ecdsa-sha2-nistp384" => ec_point(rest, b"nistp384", oids::SECP384R1),
        b"ecdsa-sha2-nistp521" => ec_point(rest, b"nistp521", oids::SECP521R1),
        b"ssh-ed25519" => {
            let (key, rest) = ssh_string(rest)?;
            (rest.is_empty() && key.len() == 32).then(|| spki(&der_value(0x06, oids::ED25519), key))
        }
        b"ssh-rsa" => {
            let (exponent, rest) = ssh_string(rest)?;
            let (modulus, rest) = ssh_string(rest)?;
            // An mpint is the content of an INTEGER (RFC 4251 §5).
            let numbers = [der_value(0x02, modulus), der_value(0x02, exponent)].concat();
            let algorithm = [der_value(0x06, oids::RSA_ENCRYPTION), vec![0x05, 0x00]].concat();
            (rest.is_empty() && !modulus.is_empty() && !exponent.is_empty())
                .then(|| spki(&algorithm, &der_value(0x30, &numbers)))
        }
        _ => None,
    }
}

/// The blob of a line such as `ssh-ed25519 AAAA… comment`, as authorized_keys and `.pub` files hold it.
pub(crate) fn ssh_line(line: &[u8]) -> Option<&[u8]> {
    let mut words = line.trim_ascii().split(u8::is_ascii_whitespace);
    let name = words.next()?;
    let known = [b"ecdsa-sha2-".as_slice(), b"sk-ecdsa-sha2-", b"sk-ssh-", b"ssh-"];
    if !known.iter().any(|prefix| name.starts_with(prefix)) {
        return None;
    }
    // `AAAA` is the length of the name in four bytes.
    words.next().filter(|blob| blob.starts_with(b"AAAA"))
}

fn ec_point(rest: &[u8], curve_name: &[u8], curve: &[u8]) -> Option<Vec<u8>> {
    let (stated, rest) = ssh_string(rest)?;
    let (point, rest) = ssh_string(rest)?;
    let algorithm = [der_value(0x06, oids::EC_PUBLIC_KEY), der_value(0x06, curve)].concat();
    (rest.is_empty() && stated == curve_name).then(|| spki(&algorithm, point))
}

fn spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    let bits = der_value(0x03, &[&[0], key].concat());
    der_value(0x30, &[der_value(0x30, algorithm), bits].concat())
}

#[cfg(test)]
mod tests {
    use super::{ssh_line, ssh_public_key};

    #[test]
    fn a_damaged_blob_is_no_key() {
        let blob = [b"\0\0\0\x0bssh-ed25519\0\0\0\x20".as_slice(), &[7; 32]].concat();
        assert!(ssh_public_key(&blob).is_some());
        for cut in 0..blob.len() {
            assert_eq!(ssh_public_key(&blob[..cut]), None, "{cut}");
        }
        assert_eq!(ssh_public_key(&[blob.as_slice(), &[0]].concat()), None);
        assert_eq!(ssh_public_key(&[0xff; 8]), None);
    }

    #[test]
    fn only_lines_of_keys_are_taken_for_keys() {
        assert_eq!(ssh_line(b"ssh-ed25519 AAAAC3 me@host\n"), Some(b"AAAAC3".as_slice()));
        for other in ["ssh-keygen makes keys", "ssh-rsa", "# ssh-rsa AAAA", "from ssh-rsa AAAA"] {
            assert_eq!(ssh_line(other.as_bytes()), None, "{other}");
        }
    }
}
