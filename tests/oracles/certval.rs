//! What does certval say? All of RFC 5280 §6.1 with RFC 9618's policies; signatures that it has no code for without its
//! optional dependencies (RSA, Ed25519) are verified for it by rustls-webpki's algorithms.

use ::certval::{
    CertFile, CertSource, CertVector as _, CertificationPathResults, CertificationPathSettings, Error,
    PathValidationStatus, PkiEnvironment, TaSource, TimeOfInterest, enforce_trust_anchor_constraints,
    parse_cert,
};
use countersign_core::asn1::Oid;
use countersign_core::policy::Purpose;
use countersign_core::{Given, Policy};
use der::asn1::{AnyRef, BitString};
use der::{Decode as _, Encode as _};
use rustls_pki_types::CertificateDer;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::answer::Answer;
use super::webpki;
use crate::questions::Question;

/// Its answer about `target`.
pub(super) fn answer(question: &Question, target: &CertificateDer<'_>) -> Answer {
    if question.policy.require_revocation
        || question.artifacts.iter().any(|one| one.given == Given::RevocationList)
    {
        return Answer::CannotTell("revocation is not put to it");
    }
    if !webpki::carries_the_names(&question.policy, target) {
        return Answer::CannotTell("it compares no names, and rustls-webpki finds them missing");
    }
    match verify(question, target) {
        Ok(()) => Answer::Accepts,
        Err(error) => Answer::Refuses(error),
    }
}

fn verify(question: &Question, target: &CertificateDer<'_>) -> Result<(), String> {
    let settings = settings(&question.policy);
    let told = |error: Error| format!("{error:?}");
    let mut environment = PkiEnvironment::new();
    environment.populate_5280_pki_environment();
    environment.add_verify_signature_message_callback(with_webpki_algorithms);
    let mut anchors = TaSource::new();
    for anchor in question.certificates(Given::Anchor) {
        anchors.push(file(&anchor));
    }
    anchors.initialize().map_err(told)?;
    environment.add_trust_anchor_source(Box::new(anchors));
    let mut helpers = CertSource::new();
    for helper in [Given::Untrusted, Given::Target].into_iter().flat_map(|given| question.certificates(given))
    {
        helpers.push(file(&helper));
    }
    helpers.initialize(&settings).map_err(told)?;
    helpers.find_all_partial_paths(&environment, &settings);
    environment.add_certificate_source(Box::new(helpers));
    let target = parse_cert(target, "").map_err(told)?;
    let mut paths = Vec::new();
    environment.get_paths_for_target(&target, &mut paths, 0, time(&question.policy)).map_err(told)?;
    let mut said = String::from("no path");
    for path in &paths {
        let outcome = enforce_trust_anchor_constraints(&settings, &path.trust_anchor).and_then(|settings| {
            environment.validate_path(&environment, &settings, path, &mut CertificationPathResults::new())
        });
        match outcome {
            Ok(()) => return Ok(()),
            Err(error) => said = told(error),
        }
    }
    Err(said)
}

fn settings(policy: &Policy) -> CertificationPathSettings {
    let mut settings = CertificationPathSettings::new();
    settings.set_time_of_interest(time(policy));
    settings.set_check_revocation_status(false);
    settings.set_enforce_trust_anchor_constraints(policy.anchor.constraints);
    settings.set_enforce_trust_anchor_validity(policy.anchor.validity);
    settings.set_initial_explicit_policy_indicator(policy.require_explicit_policy);
    settings.set_initial_policy_mapping_inhibit_indicator(policy.inhibit_policy_mapping);
    settings.set_initial_inhibit_any_policy_indicator(policy.inhibit_any_policy);
    if !policy.initial_policy_set.is_empty() {
        settings.set_initial_policy_set(policy.initial_policy_set.iter().map(Oid::dotted).collect());
    }
    if let Some(limit) = policy.max_path_len {
        settings.set_initial_path_length_constraint(u8::try_from(limit).unwrap());
    }
    if policy.allow_weak {
        settings.set_min_rsa_modulus_bits(1024);
    }
    settings.set_extended_key_usage_path(true);
    match policy.purpose {
        Purpose::Any => {}
        Purpose::Client => settings.set_extended_key_usage(vec!["1.3.6.1.5.5.7.3.2".to_owned()]),
        Purpose::Server => settings.set_extended_key_usage(vec!["1.3.6.1.5.5.7.3.1".to_owned()]),
    }
    settings
}

fn time(policy: &Policy) -> TimeOfInterest {
    TimeOfInterest::from_unix_secs(u64::try_from(policy.at.unix_seconds()).unwrap_or_default()).unwrap()
}

fn file(certificate: &CertificateDer<'_>) -> CertFile {
    CertFile { filename: String::new(), bytes: certificate.to_vec() }
}

/// Asked after certval's own code has said that it does not know the algorithm.
fn with_webpki_algorithms(
    _: &PkiEnvironment,
    message: &[u8],
    signature: &BitString,
    algorithm: &AlgorithmIdentifierOwned,
    key: &SubjectPublicKeyInfoOwned,
) -> ::certval::Result<()> {
    let content = |algorithm: &AlgorithmIdentifierOwned| {
        let der = algorithm.to_der().ok()?;
        Some(AnyRef::from_der(&der).ok()?.value().to_vec())
    };
    let fits = ::webpki::ALL_VERIFICATION_ALGS.iter().find(|one| {
        content(algorithm).as_deref() == Some(one.signature_alg_id().as_ref())
            && content(&key.algorithm).as_deref() == Some(one.public_key_alg_id().as_ref())
    });
    let fits = fits.ok_or(Error::Unrecognized)?;
    fits.verify_signature(key.subject_public_key.raw_bytes(), message, signature.raw_bytes())
        .map_err(|_| Error::PathValidation(PathValidationStatus::SignatureVerificationFailure))
}
