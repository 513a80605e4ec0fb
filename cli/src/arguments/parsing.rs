//! Is what was typed a date, a name, a role? What a slip gets said.

pub(super) fn parse_time(text: &str) -> Result<countersign_core::Time, String> {
    countersign_core::Time::from_rfc3339(text)
}

/// A host name, address, email address or URI such as a SPIFFE ID. Web addresses, ports and wildcards are slips that
/// would only show up as "no name covers it".
pub(super) fn parse_host(text: &str) -> Result<String, String> {
    countersign_core::path::slip(text, "--host ").map_or_else(|| Ok(text.to_owned()), Err)
}

pub(super) fn parse_role(text: &str) -> Result<(String, countersign_core::bundle::Role), String> {
    let (file, role) = text.split_once('=').ok_or("expected FILE=ROLE")?;
    let role = countersign_core::bundle::Role::from_code(role)
        .ok_or("unknown role; one of server-key, server-request, server-certificate, client-key, client-request, client-certificate, ca-certificate, intermediate-certificate, ca-key, stray")?;
    Ok((file.to_owned(), role))
}
