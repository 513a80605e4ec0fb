//! Sets in which something is not here.

use crate::examples::Error;
use crate::examples::parties::Handoff;
use crate::examples::set::Set;

pub(super) fn server_certificate_is_request() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    files.put("server.cer", handoff.server.request.to_pem()?);
    Ok(Set::faulty(
        "server-certificate-is-request",
        "The request came back under the certificate's name",
        "server.cer",
        "handoff.file-missing",
        files,
    )
    .stays_open()
    .told(
        "server.cer holds a CERTIFICATE REQUEST: the very one that Team A had sent, under the name that the certificate \
         should have. There is no server certificate in the set.",
    )
    .told(
        "One of the most common mistakes of all. Both files come from one mail thread, both begin with BEGIN CERTIFICATE at \
         a glance, and renaming a file feels like converting it.",
    )
    .told(
        "Servers say \"no start line\" or \"expecting: TRUSTED CERTIFICATE\". Countersign goes by what is in a file, not \
         by its name: it finds two requests and no certificate, says that server.cer is missing, and leaves the verdict \
         open. Ask Team B for the certificate.",
    ))
}

pub(super) fn missing_client_certificate() -> Result<Set, Error> {
    let mut files = Handoff::sound()?.files()?;
    files.remove("client.cer");
    Ok(Set::faulty(
        "missing-client-certificate",
        "The device's certificate has not come",
        "client.cer",
        "handoff.file-missing",
        files,
    )
    .stays_open()
    .told("Six of the seven files are here and sound. The device's key and request are among them, its certificate is not.")
    .told(
        "The request still waits at the CA, or the certificate was put on the device and nowhere else.",
    )
    .told(
        "One-way HTTPS would work. Whether the server would accept the device cannot be said, and what was not judged has \
         not passed: Countersign leaves the verdict open and names the file to add.",
    ))
}
