//! What does rustls-webpki say to the same files?

use std::time::Duration;

use countersign_core::policy::Purpose;
use countersign_core::{Artifact, Given, Policy};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::comparison::{certificates, given};

/// Accepts, or why not. Chain, time, purpose and host names; it knows neither profiles nor policies.
pub(super) fn verify(artifacts: &[Artifact], policy: &Policy) -> Result<(), String> {
    let told = |error: webpki::Error| error.to_string();
    let anchors: Vec<CertificateDer<'_>> =
        given(artifacts, Given::Anchor).map(CertificateDer::from).collect();
    let anchors =
        anchors.iter().map(webpki::anchor_from_trusted_cert).collect::<Result<Vec<_>, _>>().map_err(told)?;
    let mut target = certificates(artifacts, Given::Target).into_iter().map(CertificateDer::from);
    let leaf = target.next().ok_or("no certificate")?;
    let leaf = webpki::EndEntityCert::try_from(&leaf).map_err(told)?;
    let mut intermediates: Vec<CertificateDer<'_>> = target.collect();
    intermediates.extend(given(artifacts, Given::Untrusted).map(CertificateDer::from));
    let at = u64::try_from(policy.at.unix_seconds()).map_err(|error| error.to_string())?;
    let usage = match policy.purpose {
        Purpose::Client => webpki::KeyUsage::client_auth(),
        // It has no "any"; a purpose that is not asked for is not held against us.
        Purpose::Any | Purpose::Server => webpki::KeyUsage::server_auth(),
    };
    let now = UnixTime::since_unix_epoch(Duration::from_secs(at));
    leaf.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, &intermediates, now, usage, None, None)
        .map_err(told)?;
    for host in &policy.hosts {
        let name = ServerName::try_from(host.as_str()).map_err(|error| error.to_string())?;
        leaf.verify_is_valid_for_subject_name(&name).map_err(told)?;
    }
    Ok(())
}
