//! Certificates that are not good for their use, whoever signed them.

use countersign_issuance::{
    CertificateTemplate, DistinguishedName, KeyPair, KeyPurpose, KeyType, KeyUsage, Validity, condemned,
};

use crate::examples::Error;
use crate::examples::parties::{
    CLIENT_SERIAL, Handoff, Party, SERVER_SERIAL, leaf_validity, server_template,
};
use crate::examples::set::Set;

pub(super) fn server_certificate_with_client_purpose() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    handoff.reissue_server(|template| template.extended_key_usage = vec![KeyPurpose::ClientAuth])?;
    Ok(Set::faulty(
        "server-certificate-with-client-purpose",
        "A server certificate made for clients",
        "server.cer",
        "certificate.eku-missing-for-role",
        handoff.files()?,
    )
    .told(
        "server.cer carries the server's names and key, but its extended key usage allows clientAuth only. It may show \
         who calls, not who answers.",
    )
    .told(
        "Team B's CA signs devices all day, and the server's request went through the same template. Nothing in the \
         result looks unusual unless one reads the extension.",
    )
    .told(
        "Clients refuse it (\"unsuitable certificate purpose\"). Countersign says which purpose is missing and that the \
         request had asked for it: Team B signs the request again with its server template.",
    ))
}

pub(super) fn key_not_granted_usage() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    handoff.reissue_server(|template| template.key_usage = vec![KeyUsage::DataEncipherment])?;
    Ok(Set::faulty(
        "key-not-granted-usage",
        "A key that may not sign",
        "server.cer",
        "certificate.key-usage-missing-for-role",
        handoff.files()?,
    )
    .told(
        "The certificate's key usage is dataEncipherment alone. In a TLS handshake the server has to sign with its key, \
         and digitalSignature, which would allow that, was asked for and not granted.",
    )
    .told(
        "It comes from CA templates for mail or disk encryption, and from tick boxes that sound right: \"the server \
         encrypts data, doesn't it?\"",
    )
    .told(
        "TLS 1.3 always needs digitalSignature, and so does TLS 1.2 with every current cipher suite. Countersign names the \
         usage that is missing; Team B issues the certificate again.",
    ))
}

pub(super) fn no_san_only_common_name() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let template = CertificateTemplate {
        subject: DistinguishedName::new().organization("Example").common_name("api.example.com"),
        subject_alt_names: Vec::new(),
        ..server_template(KeyType::Rsa2048)
    };
    let key_pair = KeyPair::generate(KeyType::Rsa2048)?;
    handoff.server = Party::new(&handoff.authority, key_pair, template, SERVER_SERIAL)?;
    Ok(Set::faulty(
        "no-san-only-common-name",
        "The host name in the common name only",
        "server.cer",
        "certificate.no-san",
        handoff.files()?,
    )
    .told(
        "The certificate's subject is CN=api.example.com, and there is no subjectAltName extension. The request did not \
         ask for one.",
    )
    .told(
        "Instructions from before 2010 ask for the host name as \"Common Name\", and openssl req still does when it \
         prompts. Old clients were content with it.",
    )
    .told(
        "Browsers, Go and rustls compare the host with subjectAltName only and refuse the connection; others still fall back \
         on the common name, so it works here and fails there. Countersign says so for certificate and request: make a new \
         request with subjectAltName, since the CA can only guess the names.",
    ))
}

pub(super) fn expired() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let past = Validity::from_days((2025, 6, 1), (2025, 8, 30))?;
    handoff.server.regrant(&handoff.authority, SERVER_SERIAL, past)?;
    Ok(Set::faulty(
        "expired",
        "A server certificate that has expired",
        "server.cer",
        "certificate.not-after-passed",
        handoff.files()?,
    )
    .told("The server's certificate was valid for 90 days and ended on 30 August 2025. All else is sound.")
    .told(
        "Either nobody renewed it, or it was renewed and the old file was handed over again: the new and the old one have \
         the same name, after all.",
    )
    .told(
        "Every client refuses the connection from that second on. Countersign gives the date and how long ago it was. \
         With --at 2025-07-01T00:00:00Z the same files pass, which shows that the date is the only fault.",
    ))
}

pub(super) fn not_yet_valid() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let future = Validity::from_days((2044, 1, 1), (2044, 12, 31))?;
    handoff.client.regrant(&handoff.authority, CLIENT_SERIAL, future)?;
    Ok(Set::faulty(
        "not-yet-valid",
        "A device certificate that is not valid yet",
        "client.cer",
        "certificate.not-before-ahead",
        handoff.files()?,
    )
    .told("The device's certificate begins on 1 January 2044. Until then no server will accept it.")
    .told(
        "Usually it is minutes or hours instead of years: the CA's clock runs ahead, or local time was written as if it \
         were UTC. A certificate tested at once then fails, and works mysteriously after lunch.",
    )
    .told(
        "Countersign compares the certificate with the moment of --at, or with now, and names the first second at which it \
         is valid.",
    ))
}

pub(super) fn sha1_certificate() -> Result<Set, Error> {
    let mut handoff = Handoff::with_key_types(KeyType::Rsa2048, KeyType::EcdsaP256, KeyType::Rsa2048)?;
    handoff.server.certificate = condemned::issue_with_sha1(
        &handoff.authority,
        handoff.server.request.template(),
        handoff.server.request.public_key(),
        &SERVER_SERIAL.into(),
        leaf_validity()?,
    )?;
    Ok(Set::faulty(
        "sha1-certificate",
        "A certificate signed with SHA-1",
        "server.cer",
        "certificate.weak-signature",
        handoff.files()?,
    )
    .told(
        "The CA signed the server's certificate with SHA-1. The signature is mathematically right; the device's \
         certificate from the same CA uses SHA-256.",
    )
    .told("A CA set up fifteen years ago keeps its defaults, as long as nobody touches its configuration.")
    .told(
        "Two documents with one SHA-1 digest can be made for some ten thousand dollars, so such a signature no longer proves \
         what was signed. TLS libraries refuse it. Countersign fails it, and with --allow-weak makes it a warning for old \
         material that has to be looked at. The cure is at the CA: SHA-256.",
    ))
}

pub(super) fn repeated_serial() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    handoff.client.regrant(&handoff.authority, SERVER_SERIAL, leaf_validity()?)?;
    Ok(Set::faulty(
        "repeated-serial",
        "One serial number given twice",
        "server.cer",
        "certificate.serial-repeated",
        handoff.files()?,
    )
    .told("Both certificates, the server's and the device's, have the serial number 0x2001, and one CA issued both.")
    .told(
        "A serial number in a script (-set_serial 8193), a restored backup of the CA's counter, or two people who each run \
         a copy of the CA.",
    )
    .told(
        "Issuer and serial number together are a certificate's identity. Revoking the device's would revoke the server's \
         as well, and some libraries refuse the second certificate they meet. Countersign names both; one of them has to \
         be issued again.",
    ))
}
