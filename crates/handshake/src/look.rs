//! Who verifies what? rustls' own verifiers, with what they said written down.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::party::Party;
use crate::peer::Log;

/// CAs that rustls can't read are no trust; the core says what is wrong with them.
fn roots(party: &Party) -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(party.anchors.iter().cloned());
    Arc::new(roots)
}

/// The client judges the server.
#[derive(Debug)]
pub(crate) struct ClientsLook {
    verifier: Option<Arc<WebPkiServerVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
    log: Log,
}

/// The server judges the client.
#[derive(Debug)]
pub(crate) struct ServersLook {
    verifier: Option<Arc<dyn ClientCertVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
    log: Log,
}

impl ClientsLook {
    pub(crate) fn new(party: &Party, provider: &Arc<CryptoProvider>, log: &Log) -> Self {
        let builder = WebPkiServerVerifier::builder_with_provider(roots(party), Arc::clone(provider))
            .with_crls(party.revocation_lists.iter().cloned())
            .allow_unknown_revocation_status()
            .enforce_revocation_expiration();
        // Without a CA there is no verifier, and then nobody is trusted.
        let verifier = builder.build().ok();
        Self { verifier, algorithms: provider.signature_verification_algorithms, log: log.clone() }
    }
}

impl ServersLook {
    pub(crate) fn new(party: &Party, provider: &Arc<CryptoProvider>, log: &Log) -> Self {
        let builder = WebPkiClientVerifier::builder_with_provider(roots(party), Arc::clone(provider))
            .with_crls(party.revocation_lists.iter().cloned())
            .allow_unknown_revocation_status()
            .enforce_revocation_expiration();
        let verifier = builder.build().ok();
        Self { verifier, algorithms: provider.signature_verification_algorithms, log: log.clone() }
    }
}

fn as_sent(
    end_entity: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
) -> Vec<CertificateDer<'static>> {
    std::iter::once(end_entity).chain(intermediates).map(|one| one.clone().into_owned()).collect()
}

const fn nobody_is_trusted() -> Error {
    Error::InvalidCertificate(CertificateError::UnknownIssuer)
}

fn told<T>(answer: &Result<T, Error>) -> Result<(), String> {
    answer.as_ref().map(|_| ()).map_err(words)
}

/// What rustls says, in a sentence; names and numbers that it prints for programmers are left out.
pub(crate) fn words(error: &Error) -> String {
    use CertificateError as Fault;
    let sentence = match error {
        Error::InvalidCertificate(fault) => match fault {
            Fault::BadEncoding => "it can't be decoded",
            Fault::BadSignature => "the signature on it is not its CA's",
            Fault::Expired | Fault::ExpiredContext { .. } => "it has expired",
            Fault::ExpiredRevocationList | Fault::ExpiredRevocationListContext { .. } => {
                "the revocation list about it is outdated"
            }
            Fault::NotValidYet | Fault::NotValidYetContext { .. } => "it is not valid yet",
            Fault::Revoked => "it is revoked",
            Fault::UnknownIssuer => "no CA that is trusted here issued it",
            Fault::UnsupportedSignatureAlgorithmContext { .. }
            | Fault::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
                "it is signed in a way that is not accepted"
            }
            Fault::Other(other) => return format!("rustls says {other}"),
            other => return other.to_string(),
        },
        Error::General(text) => text,
        Error::InconsistentKeys(_) => "the private key is not that of the first certificate in the file",
        Error::NoCertificatesPresented => "no certificate came",
        other => return other.to_string(),
    };
    sentence.to_owned()
}

impl ServerCertVerifier for ClientsLook {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let answer = match &self.verifier {
            Some(verifier) => {
                verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            None => Err(nobody_is_trusted()),
        };
        self.log.with(|seen| {
            seen.of_server.certificates = as_sent(end_entity, intermediates);
            seen.of_server.verdict = Some(told(&answer));
        });
        answer
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let answer = verify_tls12_signature(message, certificate, signed, &self.algorithms);
        self.log.with(|seen| seen.of_server.proof = Some((signed.scheme, told(&answer))));
        answer
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let answer = verify_tls13_signature(message, certificate, signed, &self.algorithms);
        self.log.with(|seen| seen.of_server.proof = Some((signed.scheme, told(&answer))));
        answer
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for ServersLook {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        let names = self.verifier.as_ref().map_or(&[][..], |verifier| verifier.root_hint_subjects());
        // They go into a field of two bytes' length (RFC 8446 §4.2.4); naming none means any.
        let length: usize = names.iter().map(|name| name.as_ref().len() + 2).sum();
        if length > MOST_NAMES_BYTES { &[] } else { names }
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let answer = match &self.verifier {
            Some(verifier) => verifier.verify_client_cert(end_entity, intermediates, now),
            None => Err(nobody_is_trusted()),
        };
        self.log.with(|seen| {
            seen.of_client.certificates = as_sent(end_entity, intermediates);
            seen.of_client.verdict = Some(told(&answer));
        });
        answer
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let answer = verify_tls12_signature(message, certificate, signed, &self.algorithms);
        self.log.with(|seen| seen.of_client.proof = Some((signed.scheme, told(&answer))));
        answer
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let answer = verify_tls13_signature(message, certificate, signed, &self.algorithms);
        self.log.with(|seen| seen.of_client.proof = Some((signed.scheme, told(&answer))));
        answer
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// A quarter of what the field holds: the message has other parts.
const MOST_NAMES_BYTES: usize = 1 << 14;
