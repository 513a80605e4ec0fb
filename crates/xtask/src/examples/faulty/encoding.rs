//! Files that suffered on their way.

use countersign_issuance::pem_block;

use crate::examples::Error;
use crate::examples::bytes::{replaced, utf16_with_byte_order_mark};
use crate::examples::parties::Handoff;
use crate::examples::set::Set;

pub(super) fn altered_request() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    let altered = replaced(handoff.server.request.as_der(), "api-eu", "api-ev")?;
    files.put("server.csr", pem_block("CERTIFICATE REQUEST", &altered)?);
    Ok(Set::faulty(
        "altered-request",
        "A request changed after it was signed",
        "server.csr",
        "request.signature-invalid",
        files,
    )
    .told(
        "One letter of a host name in server.csr is another than when Team A signed it. A request is signed with the key it \
         asks a certificate for, and here that signature no longer verifies.",
    )
    .told(
        "Requests get damaged in mail gateways and chat windows, and now and then somebody edits one in a hex editor \
         instead of asking for another.",
    )
    .told(
        "A careful CA refuses it, since the signature is the only proof that the asker has the private key; a careless one \
         signs the wrong name. Countersign fails it. Make a new request from server_key.pem.",
    ))
}

pub(super) fn utf16_request() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    files.put("server.csr", utf16_with_byte_order_mark(&handoff.server.request.to_pem()?));
    Ok(Set::faulty(
        "utf16-request",
        "A request saved as UTF-16",
        "server.csr",
        "encoding.utf16",
        files,
    )
    .told(
        "In an editor server.csr looks like any other request. Its bytes are UTF-16 with a byte order mark and Windows line \
         ends: two bytes for every letter.",
    )
    .told(
        "Redirecting with > in Windows PowerShell does this, and so does \"Save as Unicode\" in Notepad. openssl reads such \
         a file as \"no start line\".",
    )
    .told(
        "Countersign reads it and judges what is in it, but hardly any other tool can, so the set fails until the file is \
         saved as plain ASCII.",
    ))
}

pub(super) fn truncated_certificate() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let mut files = handoff.files()?;
    let pem = handoff.server.certificate.to_pem()?;
    let lines: Vec<&str> = pem.lines().collect();
    let kept = lines.len() * 2 / 3;
    let mut cut: String = lines.into_iter().take(kept).flat_map(|line| [line, "\n"]).collect();
    cut.push_str("-----END CERTIFICATE-----\n");
    files.put("server.cer", cut);
    Ok(Set::faulty(
        "truncated-certificate",
        "A certificate with its end cut off",
        "server.cer",
        "encoding.malformed",
        files,
    )
    .told(
        "About a third of the lines of server.cer are missing, before the END line. What remains is good base64, so the \
         file looks complete.",
    )
    .told(
        "It was copied from a terminal window that showed only part of it, or a form cut it at its maximum length, and \
         someone added the END line by hand.",
    )
    .told(
        "No program can read it. Countersign says at which byte the certificate ends too early, and does not guess at the \
         rest. Send the file again as an attachment, and compare its size with the original.",
    ))
}
