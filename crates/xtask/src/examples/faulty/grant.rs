//! Certificates that say something else than their request asked for.

use countersign_issuance::{DistinguishedName, GeneralName, KeyType};

use crate::examples::Error;
use crate::examples::parties::{CLIENT_SERIAL, Handoff, client_template, leaf_validity};
use crate::examples::set::Set;

pub(super) fn san_dropped() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let lost = GeneralName::DnsName("api-eu.example.com".to_owned());
    handoff.reissue_server(|template| template.subject_alt_names.retain(|name| *name != lost))?;
    Ok(Set::faulty(
        "san-dropped",
        "A host name lost at the CA",
        "server.cer",
        "grant.san-dropped",
        handoff.files()?,
    )
    .options("--host api-eu.example.com")
    .told(
        "Team A asked for a certificate with two host names, api.example.com and api-eu.example.com. The one that came \
         back has only the first.",
    )
    .told(
        "CAs often ignore the names in a request and fill in a form instead: the person at the form typed one name. \
         With openssl x509 -req it takes a forgotten -copy_extensions.",
    )
    .told(
        "The main site works, so it goes live; devices in Europe then fail with \"host name mismatch\". Countersign lays \
         request and certificate side by side and shows the name that was asked for and not granted. Team B signs the \
         same request again.",
    ))
}

/// For a device, whose subject decides who is calling; for a server, whose names stand in subjectAltName, it only warns.
pub(super) fn subject_changed() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let mut template = client_template(KeyType::EcdsaP256);
    template.subject = DistinguishedName::new().common_name("device-0002");
    handoff.client.certificate = handoff.authority.issue(
        &template,
        handoff.client.request.public_key(),
        &CLIENT_SERIAL.into(),
        leaf_validity()?,
    )?;
    Ok(Set::faulty(
        "subject-changed",
        "A device's certificate in another device's name",
        "client.cer",
        "grant.subject-changed",
        handoff.files()?,
    )
    .told(
        "The device asks to be device-0001, in subject and in subjectAltName. Its certificate's subject says device-0002.",
    )
    .told(
        "Devices are often enrolled in batches, from a list. When the list slips by one line, every certificate is valid \
         and every name is wrong.",
    )
    .told(
        "The handshake succeeds. The server then takes the caller for another device, and shows it that device's data. \
         Countersign fails the set; the request has to be signed again with the subject it asks for.",
    ))
}
