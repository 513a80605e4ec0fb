//! What speaks for the server's side and what for the client's? Weighed signs, each with its words.

use crate::asn1::oids;
use crate::model::Parsed;
use crate::model::extension::{Extensions, GeneralName};

use super::item::Item;
use super::role::Side;

/// One sign that an item belongs to a side.
pub(super) struct Sign {
    /// The side it speaks for.
    pub(super) side: Side,
    /// How much it counts.
    pub(super) weight: u32,
    /// The sign in words, the second half of "because …".
    pub(super) words: String,
}

/// What a file's name hints at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NameHint {
    pub(super) side: Option<Side>,
    pub(super) authority: bool,
    pub(super) intermediate: bool,
}

/// Extended key usage decides more than names do; a file name counts once per file, so that three agreeing names
/// outweigh one wrong purpose, which is then the finding.
const WEIGHT_PURPOSE: u32 = 3;
const WEIGHT_FILE_NAME: u32 = 2;
const WEIGHT_HOST: u32 = 4;
const WEIGHT_ALT_NAME: u32 = 1;

/// The side that a file's name speaks of.
#[must_use]
pub fn side_in_name(file_name: &str) -> Option<Side> {
    name_hint(file_name).side
}

/// Reads a file name's words: `client-device.crt` speaks of a client.
pub(super) fn name_hint(file_name: &str) -> NameHint {
    let lower = file_name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let has = |names: &[&str]| {
        words.iter().any(|word| names.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit())))
    };
    let begins = |prefix: &str| words.iter().any(|word| word.starts_with(prefix));
    let server = begins("server") || has(&["srv", "cloud", "backend"]);
    let client = begins("client") || begins("device");
    // `client-for-server.pem` speaks of both, and so for neither.
    let side = match (server, client) {
        (true, false) => Some(Side::Server),
        (false, true) => Some(Side::Client),
        _ => None,
    };
    NameHint {
        side,
        authority: has(&["ca", "root", "rootca", "cacert", "authority", "cafile", "truststore"]),
        intermediate: begins("intermediate") || has(&["chain", "sub", "subca", "issuing", "fullchain"]),
    }
}

/// The signs an item's file name and content give.
pub(super) fn signs(item: &Item, hint: NameHint, file_name: &str, hosts: &[String]) -> Vec<Sign> {
    let mut signs = Vec::new();
    if let Some(side) = hint.side {
        let words = format!("its file is called {}", crate::report::shown(file_name));
        signs.push(Sign { side, weight: WEIGHT_FILE_NAME, words });
    }
    match &item.parsed {
        Parsed::Certificate(certificate) => {
            from_extensions(&certificate.extensions, "allows", hosts, &mut signs)
        }
        Parsed::CertificationRequest(request) => {
            from_extensions(&request.requested_extensions, "asks for", hosts, &mut signs);
        }
        _ => {}
    }
    signs
}

fn from_extensions(extensions: &Extensions, verb: &str, hosts: &[String], signs: &mut Vec<Sign>) {
    let purposes = extensions.extended_key_usage().unwrap_or_default();
    let has = |wanted: &[u8]| purposes.iter().any(|purpose| purpose.as_bytes() == wanted);
    match (has(oids::KP_SERVER_AUTH), has(oids::KP_CLIENT_AUTH)) {
        (true, false) => signs.push(Sign {
            side: Side::Server,
            weight: WEIGHT_PURPOSE,
            words: format!("it {verb} the purpose serverAuth"),
        }),
        (false, true) => signs.push(Sign {
            side: Side::Client,
            weight: WEIGHT_PURPOSE,
            words: format!("it {verb} the purpose clientAuth"),
        }),
        _ => {}
    }
    let names = extensions.subject_alt_names();
    let is_host = |name: &GeneralName| matches!(name, GeneralName::DnsName(_) | GeneralName::IpAddress(_));
    if names.iter().any(is_host) {
        signs.push(Sign {
            side: Side::Server,
            weight: WEIGHT_ALT_NAME,
            words: "it has host names".to_owned(),
        });
    } else if !names.is_empty() {
        signs.push(Sign {
            side: Side::Client,
            weight: WEIGHT_ALT_NAME,
            words: "its names are not host names".to_owned(),
        });
    }
    let wanted = |name: &GeneralName| match name {
        GeneralName::DnsName(dns) => hosts.iter().any(|host| host.eq_ignore_ascii_case(dns)),
        _ => false,
    };
    if names.iter().any(wanted) {
        signs.push(Sign {
            side: Side::Server,
            weight: WEIGHT_HOST,
            words: "it has the host name asked for".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{NameHint, Side, name_hint};

    #[test]
    fn names_are_read_by_words_and_not_by_letters() {
        assert_eq!(name_hint("server.cer").side, Some(Side::Server));
        assert_eq!(name_hint("client-device.crt").side, Some(Side::Client));
        assert!(
            name_hint("CA").authority && name_hint("root_ca.pem").authority && name_hint("ca2.crt").authority
        );
        assert_eq!(name_hint("cascade.pem"), NameHint::default());
    }
}
