//! Is what was typed a date, a name, a role? What a slip gets said.

pub(super) fn parse_time(text: &str) -> Result<countersign_core::Time, String> {
    countersign_core::Time::from_rfc3339(text)
}

/// A host name, address, email address or URI such as a SPIFFE ID. Web addresses, ports and wildcards are slips that
/// would only show up as "no name covers it".
pub(super) fn parse_host(text: &str) -> Result<String, String> {
    let alone = |name: &str| format!("give the name alone: --host {name}");
    let lower = text.to_ascii_lowercase();
    let schemes = ["https://", "http://", "wss://", "ws://"];
    if let Some(rest) = schemes.iter().find_map(|scheme| lower.strip_prefix(scheme)) {
        let name = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        return Err(alone(name));
    }
    match text.split_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Err(alone(name));
        }
        None if text.starts_with("*.") => {
            return Err(format!(
                "give one name that clients call, for example --host api{}",
                text.trim_start_matches('*')
            ));
        }
        None if text.is_empty() || text.contains(['/', ' ', ',']) => {
            return Err("expected one name such as api.example.com; repeat --host for more".to_owned());
        }
        _ => {}
    }
    Ok(text.to_owned())
}

pub(super) fn parse_role(text: &str) -> Result<(String, countersign_core::bundle::Role), String> {
    let (file, role) = text.split_once('=').ok_or("expected FILE=ROLE")?;
    let role = countersign_core::bundle::Role::from_code(role)
        .ok_or("unknown role; one of server-key, server-request, server-certificate, client-key, client-request, client-certificate, ca-certificate, intermediate-certificate, ca-key, stray")?;
    Ok((file.to_owned(), role))
}
