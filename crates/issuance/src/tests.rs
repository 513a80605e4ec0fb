//! What was made is read back by another library.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::{FromDer, GeneralName as ParsedName, ParsedExtension, X509Certificate};

use crate::*;

fn dates() -> Validity {
    Validity::from_days((2025, 6, 1), (2044, 6, 1)).unwrap()
}

fn authority(key_type: KeyType) -> CertificationAuthority {
    let subject = DistinguishedName::new().organization("Example").common_name("Example Device CA");
    CertificationAuthority::self_signed(
        KeyPair::generate(key_type).unwrap(),
        subject,
        SerialNumber::from(1),
        Validity::from_years(2025, 2045).unwrap(),
        Some(1),
    )
    .unwrap()
}

fn parsed(certificate: &Certificate) -> X509Certificate<'_> {
    let (rest, parsed) = X509Certificate::from_der(certificate.as_der()).unwrap();
    assert!(rest.is_empty());
    parsed
}

#[test]
fn a_root_is_a_critical_ca_that_signs_certificates_and_revocation_lists() {
    let authority = authority(KeyType::EcdsaP384);
    let root = parsed(authority.certificate());
    let constraints = root.basic_constraints().unwrap().unwrap();
    assert!(constraints.critical && constraints.value.ca);
    assert_eq!(constraints.value.path_len_constraint, Some(1));
    let usage = root.key_usage().unwrap().unwrap();
    assert!(usage.critical && usage.value.key_cert_sign() && usage.value.crl_sign());
    assert!(!usage.value.digital_signature());
    assert_eq!(root.subject(), root.issuer());
    root.verify_signature(None).unwrap();
}

#[test]
fn a_granted_certificate_says_what_its_request_asks_and_names_its_issuer() {
    let authority = authority(KeyType::EcdsaP384);
    let key_pair = KeyPair::generate(KeyType::Rsa2048).unwrap();
    let template = CertificateTemplate::server(&["api.example.com", "192.0.2.7"], key_pair.key_type());
    let request = CertificationRequest::new(&key_pair, template).unwrap();
    let certificate = authority.grant(&request, SerialNumber::from(0x80), dates()).unwrap();

    let certificate = parsed(&certificate);
    let root = parsed(authority.certificate());
    certificate.verify_signature(Some(root.public_key())).unwrap();
    assert_eq!(certificate.issuer(), root.subject());
    assert_eq!(certificate.raw_serial_as_string(), "00:80");
    assert_eq!(certificate.validity().not_after.to_string(), "Jun  1 00:00:00 2044 +00:00");
    let names = &certificate.subject_alternative_name().unwrap().unwrap().value.general_names;
    assert_eq!(names[..], [ParsedName::DNSName("api.example.com"), ParsedName::IPAddress(&[192, 0, 2, 7])]);
    let usage = certificate.key_usage().unwrap().unwrap();
    assert!(usage.critical && usage.value.digital_signature() && usage.value.key_encipherment());
    let purposes = certificate.extended_key_usage().unwrap().unwrap();
    assert!(purposes.value.server_auth && !purposes.value.client_auth);
    assert!(!certificate.is_ca());
    assert_eq!(authority_key_identifier(&certificate), subject_key_identifier(&root));
    assert!(subject_key_identifier(&certificate).is_some());
}

#[test]
fn a_request_is_signed_by_its_own_key_and_asks_for_names_and_usages() {
    for key_type in [KeyType::EcdsaP256, KeyType::Ed25519, KeyType::Rsa2048] {
        let key_pair = KeyPair::generate(key_type).unwrap();
        let uri = GeneralName::UniformResourceIdentifier("urn:example:device:0001".to_owned());
        let subject = DistinguishedName::new().common_name("device-0001");
        let template = CertificateTemplate::client(subject, vec![uri], key_type);
        let request = CertificationRequest::new(&key_pair, template).unwrap();
        let (_, parsed) = X509CertificationRequest::from_der(request.as_der()).unwrap();
        parsed.verify_signature().unwrap();
        assert_eq!(parsed.certification_request_info.subject.to_string(), "CN=device-0001");
        let asked: Vec<_> = parsed.requested_extensions().unwrap().collect();
        assert_eq!(asked.len(), 3);
        assert!(
            asked.iter().any(|one| matches!(one, ParsedExtension::ExtendedKeyUsage(eku) if eku.client_auth))
        );
    }
}

#[test]
fn a_subordinate_issues_under_its_own_name() {
    let root = authority(KeyType::EcdsaP256);
    let subject = DistinguishedName::new().common_name("Example Issuing CA");
    let key_pair = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let issuing = root.subordinate(key_pair, subject, &SerialNumber::from(2), dates(), Some(0)).unwrap();
    let holder = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let template = CertificateTemplate::server(&["api.example.com"], KeyType::EcdsaP256);
    let certificate =
        issuing.issue(&template, &holder.public_key().unwrap(), &SerialNumber::from(3), dates()).unwrap();
    let intermediate = parsed(issuing.certificate());
    intermediate.verify_signature(Some(parsed(root.certificate()).public_key())).unwrap();
    parsed(&certificate).verify_signature(Some(intermediate.public_key())).unwrap();
}

#[test]
fn a_sha1_certificate_says_so_and_its_signature_verifies() {
    let authority = authority(KeyType::Rsa2048);
    let holder = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let template = CertificateTemplate::server(&["api.example.com"], KeyType::EcdsaP256);
    let public_key = holder.public_key().unwrap();
    let certificate =
        condemned::issue_with_sha1(&authority, &template, &public_key, &SerialNumber::from(4), dates());
    let certificate = certificate.unwrap();
    let certificate = parsed(&certificate);
    assert_eq!(certificate.signature_algorithm.algorithm.to_id_string(), "1.2.840.113549.1.1.5");
    assert_eq!(certificate.signature_algorithm, certificate.signature);
    let root = parsed(authority.certificate());
    let key = pkcs8::DecodePublicKey::from_public_key_der(root.public_key().raw).unwrap();
    let verifier = rsa::pkcs1v15::VerifyingKey::<sha1::Sha1>::new(key);
    let signature = certificate.signature_value.data.as_ref().try_into().unwrap();
    rsa::signature::Verifier::verify(&verifier, certificate.tbs_certificate.as_ref(), &signature).unwrap();
}

#[test]
fn a_short_rsa_key_has_1024_bits_and_can_ask_for_a_certificate() {
    let key_pair = condemned::short_rsa_key_pair().unwrap();
    let template = CertificateTemplate::server(&["api.example.com"], key_pair.key_type());
    let request = CertificationRequest::new(&key_pair, template).unwrap();
    let (_, parsed) = X509CertificationRequest::from_der(request.as_der()).unwrap();
    let key = parsed.certification_request_info.subject_pki.parsed().unwrap();
    assert_eq!(key.key_size(), 1024);
}

#[test]
fn an_encrypted_key_opens_with_its_passphrase_and_no_other() {
    let key_pair = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let pem = key_pair.to_encrypted_pkcs8_pem("between us").unwrap();
    let (label, document) = pkcs8::SecretDocument::from_pem(&pem).unwrap();
    assert_eq!(label, "ENCRYPTED PRIVATE KEY");
    let encrypted = pkcs8::EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).unwrap();
    let opened = encrypted.decrypt("between us").unwrap();
    assert_eq!(opened.as_bytes(), key_pair.to_pkcs8_der().unwrap().as_slice());
    assert!(encrypted.decrypt("between you").is_err());
}

#[test]
fn a_private_key_never_prints() {
    let key_pair = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    assert_eq!(format!("{key_pair:?}"), "KeyPair { key_type: EcdsaP256, .. }");
}

#[test]
fn a_name_that_is_not_ascii_is_refused_and_not_mangled() {
    let key_pair = KeyPair::generate(KeyType::EcdsaP256).unwrap();
    let template = CertificateTemplate::server(&["käse.example"], KeyType::EcdsaP256);
    assert!(matches!(CertificationRequest::new(&key_pair, template), Err(Error::Name(_))));
}

fn authority_key_identifier(certificate: &X509Certificate<'_>) -> Option<Vec<u8>> {
    certificate.iter_extensions().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::AuthorityKeyIdentifier(aki) => aki.key_identifier.as_ref().map(|id| id.0.to_vec()),
        _ => None,
    })
}

fn subject_key_identifier(certificate: &X509Certificate<'_>) -> Option<Vec<u8>> {
    certificate.iter_extensions().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(ski) => Some(ski.0.to_vec()),
        _ => None,
    })
}
