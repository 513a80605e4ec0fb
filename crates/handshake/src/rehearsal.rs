//! Which handshakes are spoken? Both versions, for every name that clients call.

use countersign_core::bundle::{Role, Side};
use countersign_core::model::extension::{Extensions, GeneralName};
use countersign_core::report::{Conversation as Told, HandshakeKind, Spoken};
use countersign_core::{Artifact, Report};
use rustls::SupportedProtocolVersion;
use rustls::version::{TLS12, TLS13};
use rustls_pki_types::ServerName;

use crate::conversation::Conversation;
use crate::keyring::Keyring;
use crate::party::Party;
use crate::peer::{self, Log, Terms};
use crate::steps;

/// Speaks the handshakes of these kinds with the files of `report`, which was made of `artifacts` with `keyring` in front
/// of the backend. Each is spoken in TLS 1.3 and in TLS 1.2.
#[must_use]
pub fn rehearse(
    report: &Report,
    artifacts: &[Artifact],
    keyring: &Keyring<'_>,
    kinds: &[HandshakeKind],
) -> Vec<Told> {
    let server = Party::of(Side::Server, report, artifacts, keyring);
    let client = Party::of(Side::Client, report, artifacts, keyring);
    let hosts = hosts(report);
    let mut told = Vec::new();
    for kind in kinds {
        for host in &hosts {
            for version in [ONLY_TLS13, ONLY_TLS12] {
                told.push(
                    Rehearsal { report, server: &server, client: &client, kind: *kind }.speak(host, version),
                );
            }
        }
    }
    told
}

/// One handshake to be spoken.
struct Rehearsal<'a> {
    report: &'a Report,
    server: &'a Party,
    client: &'a Party,
    kind: HandshakeKind,
}

impl Rehearsal<'_> {
    fn speak(&self, host: &str, versions: &'static [&'static SupportedProtocolVersion]) -> Told {
        let two_way = self.kind == HandshakeKind::TwoWay;
        let spoken = Spoken {
            stack: STACK.to_owned(),
            version: if versions == ONLY_TLS13 { "TLS 1.3" } else { "TLS 1.2" },
            host: host.to_owned(),
            ..Spoken::default()
        };
        let unspoken = |reason: &str| Told {
            kind: self.kind,
            spoken: spoken.clone(),
            steps: steps::unspoken(self.kind, reason),
        };
        if let Some(lack) = &self.server.lacks {
            return unspoken(lack);
        }
        let Ok(name) = ServerName::try_from(host.to_owned()) else {
            return unspoken("the name is none that TLS can ask for");
        };
        let terms = Terms { versions, now: peer::moment(self.report.policy.at.unix_seconds()), two_way };
        let log = Log::default();
        let ends = peer::client(self.client, name, &terms, &log)
            .and_then(|client| Ok((client, peer::server(self.server, &terms, &log)?)));
        let (client, server) = match ends {
            Ok(ends) => ends,
            Err(error) => return unspoken(&format!("an end could not be set up: {error}")),
        };
        let mut conversation = Conversation::new(client, server);
        let ended = conversation.speak();
        let lacks = self.client.lacks.as_deref().filter(|_| two_way);
        let steps = log.with(|seen| steps::told(self.kind, seen, &conversation.flights, &ended, lacks));
        Told {
            kind: self.kind,
            spoken: Spoken {
                cipher_suite: ended.cipher_suite,
                key_exchange: ended.key_exchange,
                alert: ended.alert.map(str::to_owned),
                ..spoken
            },
            steps,
        }
    }
}

/// The names that clients call: those that were given, else one that the certificate or its request has.
fn hosts(report: &Report) -> Vec<String> {
    let can_be_called = |host: &&String| ServerName::try_from(host.as_str()).is_ok();
    let given: Vec<String> = report.policy.hosts.iter().filter(can_be_called).cloned().collect();
    if !given.is_empty() {
        return given;
    }
    let certificates =
        || report.bundle.with_role(Role::ServerCertificate).filter_map(|item| item.certificate());
    let mut requests = report.bundle.with_role(Role::ServerRequest).filter_map(|item| item.request());
    let own = certificates().find_map(|certificate| first_host(&certificate.extensions));
    let mut asked = || requests.find_map(|request| first_host(&request.requested_extensions));
    let common = || certificates().find_map(|one| one.subject.common_name().map(String::from));
    vec![own.or_else(&mut asked).or_else(common).unwrap_or_else(|| "localhost".to_owned())]
}

fn first_host(extensions: &Extensions) -> Option<String> {
    extensions.subject_alt_names().iter().find_map(|name| match name {
        // Any label will do where there is a wildcard.
        GeneralName::DnsName(name) => {
            Some(name.strip_prefix('*').map_or_else(|| name.clone(), |rest| format!("any{rest}")))
        }
        GeneralName::IpAddress(bytes) => {
            let four = <[u8; 4]>::try_from(bytes.as_slice()).map(std::net::IpAddr::from);
            let address =
                four.or_else(|_| <[u8; 16]>::try_from(bytes.as_slice()).map(std::net::IpAddr::from));
            address.ok().map(|address| address.to_string())
        }
        _ => None,
    })
}

const ONLY_TLS12: &[&SupportedProtocolVersion] = &[&TLS12];
const ONLY_TLS13: &[&SupportedProtocolVersion] = &[&TLS13];

/// Who speaks at both ends.
pub(crate) const STACK: &str = "rustls";
