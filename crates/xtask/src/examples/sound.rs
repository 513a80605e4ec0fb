//! Which sets are as they should be?

use countersign_issuance::{CertificateTemplate, KeyPair, KeyType};

use super::Error;
use super::bytes::bundle;
use super::parties::{
    self, Handoff, authority_name, authority_validity, issuing_authority, leaf_validity, root,
};
use super::set::Set;

/// The sound sets, the plain one first.
pub(super) fn sets() -> Result<Vec<Set>, Error> {
    Ok(vec![
        handoff()?,
        team_folders()?,
        with_intermediate()?,
        cross_signed()?,
        der_files()?,
        ed25519()?,
        encrypted_key()?,
        revocation_list()?,
    ])
}

fn handoff() -> Result<Set, Error> {
    let set = Set::sound("handoff", "The seven files, all sound", Handoff::sound()?.files()?);
    Ok(set
        .told(
            "Two teams set up HTTPS in both directions. Team A made server_key.pem and server.csr and sent the request \
             only. Team B signed it with its CA, which gave server.cer, and made client.pem, client.csr and client.cer \
             for its device. CA.cer is what each side checks the other's certificate with.",
        )
        .told(
            "In real life the two private keys never lie in one folder. Here they do, so that one command can look at \
             everything; team-folders shows who holds what.",
        )
        .told(
            "Countersign finds that key, request and certificate of each side belong together, that both certificates \
             lead to the CA, grant what was asked and are good for their purpose: both handshakes will succeed.",
        ))
}

fn team_folders() -> Result<Set, Error> {
    let mut files = Handoff::sound()?.files()?;
    let authority = files.read("CA.cer")?.to_vec();
    files.put("team-b/CA.cer", authority);
    files.move_into("team-a", &["server_key.pem", "server.csr", "server.cer", "CA.cer"]);
    files.move_into("team-b", &["client.pem", "client.csr", "client.cer"]);
    Ok(Set::sound("sound/team-folders", "A folder for each team", files)
        .told(
            "The same seven files, each where it belongs. Team A has the server's key, request and certificate, Team B \
             those of the device, and both have the CA's certificate.",
        )
        .told(
            "From a folder called team-a or team-b Countersign knows whose hands a file is in, and looks for private keys \
             that are in the wrong ones. There are none here.",
        ))
}

fn with_intermediate() -> Result<Set, Error> {
    let root = root("Example Device CA", KeyPair::generate(KeyType::EcdsaP384)?, None)?;
    let issuing = issuing_authority(&root)?;
    let mut handoff = Handoff::under(root, KeyType::Rsa2048, KeyType::EcdsaP256)?;
    handoff.server.regrant(&issuing, parties::SERVER_SERIAL, leaf_validity()?)?;
    let mut files = handoff.files()?;
    files.put("server.cer", bundle(&[&handoff.server.certificate, issuing.certificate()])?);
    Ok(Set::sound("sound/with-intermediate", "An intermediate CA between server and root", files)
        .told(
            "The root CA's key is kept offline, and an issuing CA below it signs servers. So server.cer holds two \
             certificates: the server's own first, then the issuing CA's. The server sends both, and the device, which \
             knows the root only, can walk from one to the other.",
        )
        .told(
            "The device's certificate comes straight from the root, so client.cer needs no second one. Countersign shows \
             both paths, with the intermediate in its place.",
        ))
}

fn cross_signed() -> Result<Set, Error> {
    let new_root = root("Example Device CA", KeyPair::generate(KeyType::EcdsaP384)?, None)?;
    let old_root = root("Example Device CA 2015", KeyPair::generate(KeyType::Rsa2048)?, None)?;
    let issuing = issuing_authority(&new_root)?;
    let template = CertificateTemplate::certification_authority(authority_name("Example Issuing CA"), None);
    let issuing_key = issuing.key_pair().public_key()?;
    let cross_signed = old_root.issue(&template, &issuing_key, &0x0a01.into(), authority_validity()?)?;

    let mut handoff = Handoff::under(new_root, KeyType::EcdsaP256, KeyType::EcdsaP256)?;
    handoff.server.regrant(&issuing, parties::SERVER_SERIAL, leaf_validity()?)?;
    let mut files = handoff.files()?;
    files.put("server.cer", bundle(&[&handoff.server.certificate, issuing.certificate()])?);
    files.put("extra.pem", cross_signed.to_pem()?);
    files.put("CA.cer", bundle(&[handoff.authority.certificate(), old_root.certificate()])?);
    Ok(Set::sound("sound/cross-signed", "An issuing CA with two certificates: two paths", files)
        .told(
            "Team B moves from an old root CA to a new one. For the years in between both roots have signed the issuing \
             CA's key: once in server.cer, and once, by the old root, in extra.pem. CA.cer carries both roots.",
        )
        .told(
            "From the server's certificate two paths lead to a trusted root, and either would do. A device that has only \
             the old root still works, if the server also sends the certificate in extra.pem. Countersign lists both \
             paths and says how each one ends.",
        ))
}

fn der_files() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    files.put("server.cer", handoff.server.certificate.as_der());
    files.put("client.cer", handoff.client.certificate.as_der());
    files.put("CA.cer", handoff.authority.certificate().as_der());
    Ok(Set::sound("sound/der-files", "Certificates in binary form", files)
        .told(
            "Windows saves a certificate as DER by default and calls it .cer, and so do many CA products. It is the same \
             certificate that others know as PEM, without the base64 around it.",
        )
        .told(
            "Countersign reads both without being told. It adds a note for each file, since nginx, Apache and most \
             libraries want PEM; the note does not change the verdict.",
        ))
}

fn ed25519() -> Result<Set, Error> {
    let handoff = Handoff::with_key_types(KeyType::Ed25519, KeyType::Ed25519, KeyType::Ed25519)?;
    Ok(Set::sound("sound/ed25519", "Ed25519 keys throughout", handoff.files()?)
        .told(
            "Server, device and CA all have Ed25519 keys: short, fast and free of parameters that could be chosen badly.",
        )
        .told(
            "Between one's own servers and devices that works, with TLS 1.3 and with TLS 1.2. Browsers do not accept such \
             certificates, so it is no choice for a public web site.",
        ))
}

fn encrypted_key() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    files.put("server_key.pem", handoff.server.key_pair.to_encrypted_pkcs8_pem(PASSPHRASE)?.as_bytes());
    files.put("passphrase.txt", format!("{PASSPHRASE}\n"));
    Ok(Set::sound("sound/encrypted-key", "A server key under a passphrase", files)
        .options(
            "--passphrase-file examples/sound/encrypted-key/passphrase.txt --host api.example.com --host api-eu.example.com",
        )
        .told(
            "server_key.pem is an ENCRYPTED PRIVATE KEY: PKCS#8 under PBES2, with PBKDF2 and AES-256. The passphrase is \
             \"correct horse battery staple\", and it lies beside it in passphrase.txt, as no real one should.",
        )
        .told(
            "With --passphrase-file, or the passphrase typed at the prompt, Countersign opens the key and sees that it \
             belongs to server.cer. Without it that question stays open, and the verdict is \"indeterminate\".",
        ))
}

fn revocation_list() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    files.put("CA.crl", handoff.authority.revocation_list(&[0x2000.into()], 7, leaf_validity()?)?);
    Ok(Set::sound("sound/revocation-list", "A revocation list beside the seven files", files)
        .told(
            "CA.crl is the CA's revocation list. One certificate is on it, and it is neither the server's nor the device's.",
        )
        .told(
            "Countersign applies the list unasked: it verifies the CA's signature on it, looks whether it is still fresh, and              finds neither serial number. Only then it says that nothing here was revoked. This list counts until 2044, so              that the example does not rot; real ones are renewed every few days.",
        ))
}

const PASSPHRASE: &str = "correct horse battery staple";
