//! Paths that do not reach the CA.

use countersign_issuance::{
    BasicConstraints, Certificate, CertificateTemplate, CertificationAuthority, KeyPair, KeyType,
};

use crate::examples::Error;
use crate::examples::bytes::{bundle, replaced};
use crate::examples::parties::{
    CLIENT_SERIAL, Handoff, ISSUING_AUTHORITY_SERIAL, SERVER_SERIAL, authority_name, authority_validity,
    issuing_authority, leaf_validity, root,
};
use crate::examples::set::Set;

pub(super) fn other_ca() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let test_authority = root("Example Test CA", KeyPair::generate(KeyType::EcdsaP384)?, None)?;
    handoff.client.regrant(&test_authority, CLIENT_SERIAL, leaf_validity()?)?;
    Ok(Set::faulty(
        "other-ca",
        "A device certificate from another CA",
        "client.cer",
        "path.issuer-missing",
        handoff.files()?,
    )
    .told(
        "CA.cer is the Example Device CA, and the server's certificate comes from it. The device's certificate was issued \
         by the Example Test CA, which is not among the files.",
    )
    .told("Devices are first tried with a test CA. One of them kept its certificate when the others got new ones.")
    .told(
        "The server trusts one CA and answers \"unknown CA\". Countersign names the issuer it looked for. Either the \
         device gets a certificate from the right CA, or the server is given the other CA too, if it is to trust it.",
    ))
}

pub(super) fn ca_renewed_same_name() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let former = root("Example Device CA", KeyPair::generate(KeyType::EcdsaP384)?, None)?;
    handoff.client.regrant(&former, CLIENT_SERIAL, leaf_validity()?)?;
    Ok(Set::faulty(
        "ca-renewed-same-name",
        "A CA made anew under its old name",
        "client.cer",
        "path.signature-invalid",
        handoff.files()?,
    )
    .told(
        "The CA was set up again, with the same name and a new key. The server's certificate comes from the new one; the \
         device still has a certificate from the old one. CA.cer is the new one.",
    )
    .told(
        "By every name the files fit: client.cer says it was issued by the Example Device CA, and here is the Example \
         Device CA. Only the key is another, so the signature does not verify.",
    )
    .told(
        "OpenSSL reports \"unable to get local issuer certificate\", though a CA of that name is there; other libraries \
         report a bad signature, as if something had been tampered with. Countersign says that the CA given is not the \
         one that signed. Devices need new certificates, or the server both CAs for a while.",
    ))
}

pub(super) fn intermediate_missing() -> Result<Set, Error> {
    let (handoff, _issuing) = server_below_issuing_authority(None)?;
    Ok(Set::faulty(
        "intermediate-missing",
        "The intermediate CA's certificate was left out",
        "server.cer",
        "path.issuer-missing",
        handoff.files()?,
    )
    .told(
        "An issuing CA below the root signed the server's certificate. server.cer holds only the server's own; the \
         issuing CA's certificate is nowhere, and the device knows the root only.",
    )
    .told(
        "The CA sends two files and one of them gets deployed. Browsers hide the mistake: they remember intermediates from \
         other sites or fetch them. Devices, curl and programs do neither.",
    )
    .told(
        "Countersign names the issuer that is missing. Put its certificate behind the server's in server.cer, as in the \
         set with-intermediate.",
    ))
}

pub(super) fn issuer_not_ca() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let key_pair = KeyPair::generate(KeyType::EcdsaP256)?;
    let template = CertificateTemplate {
        subject: authority_name("Example Issuing CA"),
        basic_constraints: BasicConstraints::Absent,
        ..CertificateTemplate::default()
    };
    let public_key = key_pair.public_key()?;
    let number = ISSUING_AUTHORITY_SERIAL.into();
    let certificate = handoff.authority.issue(&template, &public_key, &number, authority_validity()?)?;
    let issuing = CertificationAuthority::acting_with(certificate, key_pair);
    handoff.server.regrant(&issuing, SERVER_SERIAL, leaf_validity()?)?;
    let mut files = handoff.files()?;
    files.put("intermediate.cer", issuing.certificate().to_pem()?);
    Ok(Set::faulty(
        "issuer-not-ca",
        "An issuer that may not issue",
        "intermediate.cer",
        "path.issuer-not-ca",
        files,
    )
    .told(
        "The server's certificate was issued by the Example Issuing CA, whose own certificate is in intermediate.cer. That \
         one lacks basicConstraints CA:TRUE and any key usage: it is an ordinary certificate that was used to sign.",
    )
    .told("openssl x509 -req without an extension file makes exactly this, and signing with it gives no error.")
    .told(
        "If peers accepted it, every holder of a certificate could issue more of them; so all of them refuse. \
         Countersign points at the intermediate: the root has to issue it again as a CA, and the server's certificate can \
         stay as it is if the key stays.",
    ))
}

pub(super) fn path_too_long() -> Result<Set, Error> {
    let (handoff, issuing) = server_below_issuing_authority(Some(0))?;
    let mut files = handoff.files()?;
    files.put("server.cer", bundle(&[&handoff.server.certificate, issuing.certificate()])?);
    Ok(Set::faulty(
        "path-too-long",
        "One CA more than the root allows",
        "CA.cer",
        "path.path-len-exceeded",
        files,
    )
    .told(
        "The root CA says pathlen:0: below it come servers and devices, and no other CA. Yet an issuing CA below it signed \
         the server's certificate. Both certificates are in server.cer, in order.",
    )
    .told(
        "Years after the root was made, someone adds an issuing CA \"so that the root can stay offline\", which is a good \
         idea that this root forbids.",
    )
    .told(
        "Some clients never look at the limit, others refuse, so it fails on some devices only. Countersign counts the CAs \
         and shows the limit. The CA has to sign the server directly, as it did the device, or make a root that allows \
         more.",
    ))
}

pub(super) fn reversed_bundle() -> Result<Set, Error> {
    let (handoff, issuing) = server_below_issuing_authority(None)?;
    let mut files = handoff.files()?;
    let certificates: [&Certificate; 3] =
        [handoff.authority.certificate(), issuing.certificate(), &handoff.server.certificate];
    files.put("server.cer", bundle(&certificates)?);
    Ok(Set::faulty(
        "reversed-bundle",
        "A bundle in the wrong order",
        "server.cer",
        "path.order-reversed",
        files,
    )
    .told(
        "server.cer holds all that is needed, but from the top down: root, intermediate, server. The server's own \
         certificate must come first.",
    )
    .told("It is the order in which people think of a hierarchy, and the order in which some CA portals offer the parts.")
    .told(
        "nginx and Apache take the first certificate for the server's and complain that it does not fit the key. TLS 1.3 \
         tells clients to cope with disorder, and most do once the first is right. Countersign fails the set: the parts are \
         sound, and the order has to be turned round before deployment.",
    ))
}

pub(super) fn altered_certificate() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let altered = replaced(handoff.server.certificate.as_der(), "api-eu", "api-ev")?;
    handoff.server.certificate = Certificate::from_der(altered);
    Ok(Set::faulty(
        "altered-certificate",
        "A certificate changed after it was signed",
        "server.cer",
        "path.signature-invalid",
        handoff.files()?,
    )
    .told(
        "One letter of a host name in server.cer is another than when the CA signed it: api-ev.example.com. The file is \
         well-formed, and every tool that only prints certificates shows nothing odd.",
    )
    .told(
        "A bit flips on a bad disk, or someone tries whether a name can be corrected without asking the CA. It cannot: \
         that is what the signature is for.",
    )
    .told(
        "Every peer refuses. Countersign says that the signature does not verify, and that the name was not asked for \
         either. Get the file from the CA again.",
    ))
}

/// A root with this limit, an issuing CA below it that signed the server, and a device signed by the root itself.
fn server_below_issuing_authority(
    path_len_constraint: Option<u8>,
) -> Result<(Handoff, CertificationAuthority), Error> {
    let root = root("Example Device CA", KeyPair::generate(KeyType::EcdsaP384)?, path_len_constraint)?;
    let issuing = issuing_authority(&root)?;
    let mut handoff = Handoff::under(root, KeyType::Rsa2048, KeyType::EcdsaP256)?;
    handoff.server.regrant(&issuing, SERVER_SERIAL, leaf_validity()?)?;
    Ok((handoff, issuing))
}
