//! Certificates that were taken back, and lists that can't tell.

use countersign_issuance::{SerialNumber, Validity};

use crate::examples::Error;
use crate::examples::parties::{CLIENT_SERIAL, Handoff, leaf_validity};
use crate::examples::set::Set;

pub(super) fn revoked() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let revoked = [SerialNumber::from(CLIENT_SERIAL)];
    let mut files = handoff.files()?;
    files.put("CA.crl", handoff.authority.revocation_list(&revoked, 7, leaf_validity()?)?);
    Ok(Set::faulty("revoked", "A device's certificate that was revoked", "client.cer", "path.revoked", files)
        .told(
            "All seven files are there and fit. Beside them lies CA.crl, the CA's revocation list, and the serial number of \
             client.cer is on it: its key may be known to others.",
        )
        .told(
            "It happens when a device was lost and found again, or when a certificate was issued anew and the old file was \
             sent on. By every date and signature the old one still looks right.",
        )
        .told(
            "A server that looks at the list refuses the device. Countersign applies every list that lies beside the files, \
             and names the certificate, since when it is revoked, and why.",
        ))
}

pub(super) fn revocation_list_outdated() -> Result<Set, Error> {
    let handoff = Handoff::sound()?;
    let week = Validity::from_days((2025, 6, 1), (2025, 6, 8))?;
    let mut files = handoff.files()?;
    files.put("CA.crl", handoff.authority.revocation_list(&[], 1, week)?);
    Ok(Set::faulty(
        "revocation-list-outdated",
        "A revocation list that nobody renewed",
        "server.cer",
        "path.revocation-unknown",
        files,
    )
    .stays_open()
    .told(
        "CA.crl revokes nothing, but it was to be renewed by 8 June 2025. Who was revoked since then, it does not know.",
    )
    .told("A server was set up with the list of that day, and the job that fetches a new one every week was forgotten.")
    .told(
        "Many servers refuse every device once their list is outdated; others go on and let revoked ones in. Countersign \
         does not guess: the answer is open until there is a fresh list.",
    ))
}
