//! Keys, requests and certificates that do not belong together, and keys nobody should use.

use countersign_issuance::{CertificationRequest, KeyPair, KeyType, condemned};

use crate::examples::Error;
use crate::examples::parties::{
    CLIENT_SERIAL, Handoff, Party, SERVER_SERIAL, client_template, leaf_validity, root, server_template,
};
use crate::examples::set::Set;

pub(super) fn wrong_key() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let lost_key_pair = KeyPair::generate(KeyType::Rsa2048)?;
    handoff.server.certificate = handoff.authority.issue(
        handoff.server.request.template(),
        &lost_key_pair.public_key()?,
        &SERVER_SERIAL.into(),
        leaf_validity()?,
    )?;
    Ok(Set::faulty(
        "wrong-key",
        "A certificate for another key",
        "server.cer",
        "pair.key-mismatch",
        handoff.files()?,
    )
    .told(
        "server.cer has the right names, the right purpose, a valid signature and years to live. It was issued for \
         another key pair than the one in server_key.pem and server.csr.",
    )
    .told(
        "The usual cause is a request made twice: the first one goes to the CA, and the script runs again and overwrites \
         the key. From then on the certificate that comes back fits a key that no longer exists.",
    )
    .told(
        "nginx says \"key values mismatch\" and does not start. Countersign compares the public keys of all three files \
         and names the one that differs. Send the request at hand and have it signed.",
    ))
}

pub(super) fn same_key_both_sides() -> Result<Set, Error> {
    let authority = root("Example Device CA", KeyPair::generate(KeyType::EcdsaP384)?, None)?;
    let server = Party::new(
        &authority,
        KeyPair::generate(KeyType::EcdsaP256)?,
        server_template(KeyType::EcdsaP256),
        SERVER_SERIAL,
    )?;
    let client = client_template(KeyType::EcdsaP256);
    let request = CertificationRequest::new(&server.key_pair, client)?;
    let certificate = authority.grant(&request, CLIENT_SERIAL.into(), leaf_validity()?)?;
    let unused_key_pair = KeyPair::generate(KeyType::EcdsaP256)?;
    let client = Party { key_pair: unused_key_pair, request, certificate };
    let handoff = Handoff { authority, server, client };
    let mut files = handoff.files()?;
    let shared_key = files.read("server_key.pem")?.to_vec();
    files.put("client.pem", shared_key);
    Ok(Set::faulty(
        "same-key-both-sides",
        "One key pair for server and device",
        "client.cer",
        "pair.same-key-both-sides",
        files,
    )
    .told(
        "client.pem and server_key.pem are the same key. Two requests were made from it and two certificates issued, \
         one for the server and one for the device.",
    )
    .told(
        "It happens when one person makes \"the key\" for the whole project, or when a script has the file name of the \
         key fixed in it.",
    )
    .told(
        "Every handshake succeeds, which is why nobody notices. But a stolen device now holds the server's key, and one \
         team necessarily has the other's. Countersign names the device's certificate: make a new key pair there.",
    ))
}

pub(super) fn short_key() -> Result<Set, Error> {
    let mut handoff = Handoff::sound()?;
    let template = server_template(KeyType::Rsa2048);
    handoff.server =
        Party::new(&handoff.authority, condemned::short_rsa_key_pair()?, template, SERVER_SERIAL)?;
    Ok(Set::faulty(
        "short-key",
        "An RSA key of 1024 bits",
        "server_key.pem",
        "key.too-short",
        handoff.files()?,
    )
    .told("The server's key is RSA with 1024 bits. Request and certificate are sound otherwise, and so is the CA.")
    .told(
        "Old instructions and old appliances still make such keys, and a private CA often signs whatever it is given. \
         Public CAs have refused them since 2014.",
    )
    .told(
        "Current TLS libraries reject the certificate (OpenSSL: \"ee key too small\"), often only after an update of the \
         operating system. Countersign fails the set at the key, where the cure begins: a new key pair with at least \
         2048 bits.",
    ))
}
