//! How is an end of the connection set up, and what does it see? rustls with its own verifier, and a log beside it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::{ClientConnection, ResolvesClientCert};
use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, ResolvesServerCert, ServerConnection};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, Connection, Error, InconsistentKeys, ServerConfig, SignatureScheme,
    SupportedProtocolVersion,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::look::{ClientsLook, ServersLook, words};
use crate::party::Party;

/// What both ends of one handshake have in common.
pub(crate) struct Terms {
    /// Each end speaks these versions and no other.
    pub(crate) versions: &'static [&'static SupportedProtocolVersion],
    /// The moment that certificates are judged at.
    pub(crate) now: UnixTime,
    /// Whether the server asks for the client's certificate.
    pub(crate) two_way: bool,
}

/// What the two ends saw and decided, written down as it happened.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Why the server can't use its files; it then answers nothing.
    pub(crate) server_not_loaded: Option<String>,
    /// Why the client can't use its own.
    pub(crate) client_not_loaded: Option<String>,
    /// The server read a ClientHello and looked for its certificate.
    pub(crate) server_asked: bool,
    /// The client was asked for a certificate, with these names of CAs, DER.
    pub(crate) client_asked: Option<Vec<Vec<u8>>>,
    /// The client's look at the server.
    pub(crate) of_server: Verification,
    /// The server's look at the client.
    pub(crate) of_client: Verification,
}

/// One side's look at the other's certificate.
#[derive(Debug, Default)]
pub(crate) struct Verification {
    /// The certificates as they came.
    pub(crate) certificates: Vec<CertificateDer<'static>>,
    /// What the verifier said.
    pub(crate) verdict: Option<Result<(), String>>,
    /// The signature that proves possession of the key, and what the verifier said of it.
    pub(crate) proof: Option<(SignatureScheme, Result<(), String>)>,
}

/// Shared by both ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Seen>>);

impl Log {
    /// Looks at, or writes into, what was seen.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The server's end, with its files if they can be used.
pub(crate) fn server(party: &Party, terms: &Terms, log: &Log) -> Result<Connection, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let loaded = loaded(party).unwrap_or_else(|reason| {
        log.with(|seen| seen.server_not_loaded = Some(reason));
        None
    });
    let builder = ServerConfig::builder_with_details(Arc::clone(&provider), Arc::new(Clock(terms.now)))
        .with_protocol_versions(terms.versions)?;
    let builder = if terms.two_way {
        builder.with_client_cert_verifier(Arc::new(ServersLook::new(party, &provider, log)))
    } else {
        builder.with_no_client_auth()
    };
    let resolver = ServersCertificate { loaded, log: log.clone() };
    let mut config = builder.with_cert_resolver(Arc::new(resolver));
    // Nothing is resumed here.
    config.send_tls13_tickets = 0;
    ServerConnection::new(Arc::new(config)).map(Connection::Server)
}

/// The client's end, calling `host`.
pub(crate) fn client(
    party: &Party,
    host: ServerName<'static>,
    terms: &Terms,
    log: &Log,
) -> Result<Connection, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_details(Arc::clone(&provider), Arc::new(Clock(terms.now)))
        .with_protocol_versions(terms.versions)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(ClientsLook::new(party, &provider, log)));
    let config = if terms.two_way {
        let loaded = loaded(party).unwrap_or_else(|reason| {
            log.with(|seen| seen.client_not_loaded = Some(reason));
            None
        });
        builder.with_client_cert_resolver(Arc::new(ClientsCertificate { loaded, log: log.clone() }))
    } else {
        builder.with_no_client_auth()
    };
    ClientConnection::new(Arc::new(config), host).map(Connection::Client)
}

/// Certificate and key as a program loads them: it refuses a key of another certificate. `None` without files.
fn loaded(party: &Party) -> Result<Option<Arc<CertifiedKey>>, String> {
    let Some(key) = party.key.as_ref().filter(|_| party.lacks.is_none()) else { return Ok(None) };
    let key = aws_lc_rs::sign::any_supported_type(&key.as_der()).map_err(|error| words(&error))?;
    let certified = CertifiedKey::new(party.certificates.clone(), key);
    match certified.keys_match() {
        // A key whose public half the library can't tell is no fault.
        Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => Ok(Some(Arc::new(certified))),
        Err(error) => Err(words(&error)),
    }
}

/// The moment of judgement, which stands still.
#[derive(Debug)]
struct Clock(UnixTime);

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.0)
    }
}

/// The one certificate of the server.
#[derive(Debug)]
struct ServersCertificate {
    loaded: Option<Arc<CertifiedKey>>,
    log: Log,
}

impl ResolvesServerCert for ServersCertificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.log.with(|seen| seen.server_asked = true);
        self.loaded.clone()
    }
}

/// The one certificate of the client, whatever CAs the server names.
#[derive(Debug)]
struct ClientsCertificate {
    loaded: Option<Arc<CertifiedKey>>,
    log: Log,
}

impl ResolvesClientCert for ClientsCertificate {
    fn resolve(&self, root_hint_subjects: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let names = root_hint_subjects.iter().map(|name| name.to_vec()).collect();
        self.log.with(|seen| seen.client_asked = Some(names));
        self.loaded.clone()
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// Certificates are judged at `seconds` since 1970; rustls knows no time before that.
pub(crate) fn moment(seconds: i64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
}
