//! Private keys where they must not be.

use crate::examples::Error;
use crate::examples::parties::Handoff;
use crate::examples::set::Set;

pub(super) fn key_in_certificate() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    files.append("server.cer", handoff.server.key_pair.to_pkcs8_pem()?.as_bytes());
    Ok(Set::faulty(
        "key-in-certificate",
        "A private key inside a certificate file",
        "server.cer",
        "custody.private-key-exposed",
        files,
    )
    .told(
        "server.cer holds the server's certificate and, behind it, the server's private key. The server starts with it, \
         and everything works.",
    )
    .told(
        "It happens when key and certificate are joined into one .pem file for a proxy, and that file is later renamed \
         and passed on as \"the certificate\". Files called .cer are mailed, put into repositories and handed to \
         devices; nobody thinks of them as secret.",
    )
    .told(
        "Countersign puts this first: the key has to be treated as known to others. Make a new key pair and request, have \
         it signed, and have the old certificate revoked.",
    ))
}

pub(super) fn private_key_in_request() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    files.append("server.csr", handoff.server.key_pair.to_pkcs8_pem()?.as_bytes());
    Ok(Set::faulty(
        "private-key-in-request",
        "A private key sent along with the request",
        "server.csr",
        "custody.private-key-exposed",
        files,
    )
    .told(
        "Below the request, server.csr also holds the private key it was made from. Team B, its mail server and every \
         backup in between now have the key.",
    )
    .told(
        "It happens when openssl writes key and request to one file (-keyout and -out with one name), or when someone \
         pastes \"everything in the window\" into the mail to the CA.",
    )
    .told(
        "The CA will still sign, and the handshake will still succeed. Countersign fails the set all the same: this key \
         is no longer a secret, and a certificate for it is worth nothing.",
    ))
}

pub(super) fn key_in_the_wrong_folder() -> Result<Set, Error> {
    let mut files = Handoff::sound()?.files()?;
    let (authority, key) = (files.read("CA.cer")?.to_vec(), files.read("server_key.pem")?.to_vec());
    files.put("team-b/CA.cer", authority);
    files.put("team-b/server_key.pem", key);
    files.move_into("team-a", &["server_key.pem", "server.csr", "server.cer", "CA.cer"]);
    files.move_into("team-b", &["client.pem", "client.csr", "client.cer"]);
    Ok(Set::faulty(
        "key-in-the-wrong-folder",
        "The server's key in Team B's folder",
        "team-b/server_key.pem",
        "custody.private-key-exposed",
        files,
    )
    .told(
        "Each team has its folder, and all files are fine in themselves. But Team B's folder also holds server_key.pem, \
         the key only Team A may have.",
    )
    .told(
        "Often a well-meant shortcut: Team B \"makes the whole set\" for Team A, or Team A sends its folder as an archive \
         instead of the one request in it.",
    )
    .told(
        "Countersign knows from the folders' names who holds what, and names the copy in team-b. Deleting it does not \
         make it unseen: a new key pair does.",
    ))
}

pub(super) fn ca_key_shared() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    for device_file in ["client.pem", "client.csr", "client.cer"] {
        files.remove(device_file);
    }
    files.put("ca_key.pem", handoff.authority.key_pair().to_pkcs8_pem()?.as_bytes());
    Ok(Set::faulty(
        "ca-key-shared",
        "The CA's private key handed to the other team",
        "ca_key.pem",
        "custody.ca-key-present",
        files,
    )
    .options("--as team-a --host api.example.com")
    .told(
        "Team A got its certificate and the CA's, and with them ca_key.pem: the key that signs every certificate of this \
         CA. Team A can now make itself any server or any device.",
    )
    .told(
        "It happens when the CA is a folder made by a script, and the folder is zipped and sent whole. The file is \
         called \"CA something\", so it looks as if one needed it.",
    )
    .told(
        "Seen as Team A, Countersign fails this. The CA has to be made anew and everything issued again, since nobody can \
         tell which certificates under the old one are honest.",
    ))
}
