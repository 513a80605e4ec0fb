//! How is the server reached? Its addresses one after the other, and what it wants to hear before TLS.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use countersign_core::report::shown;
use countersign_handshake::{Line, StartTls};

use crate::arguments::{ConnectArguments, StartTlsProtocol};
use crate::error::CliError;

/// A connection on which TLS can begin.
pub(super) fn line(arguments: &ConnectArguments) -> Result<Line, CliError> {
    let mut line = connected(arguments)?;
    let Some(protocol) = arguments.starttls else { return Ok(line) };
    let spoken = match protocol {
        StartTlsProtocol::Imap => StartTls::Imap,
        StartTlsProtocol::Postgresql => StartTls::PostgreSql,
        StartTlsProtocol::Smtp => StartTls::Smtp,
    };
    line.start_tls(spoken).map_err(|why| CliError::Refused {
        what: format!("{} does not begin TLS: {}", place(arguments), shown(&why)),
        next: format!(
            "Look whether a server of {protocol} listens there, and whether TLS is switched on in it; one that speaks TLS from \
             the first byte wants no --starttls."
        ),
    })?;
    Ok(line)
}

/// `host:port`, escaped.
pub(super) fn place(arguments: &ConnectArguments) -> String {
    let (host, port) = &arguments.address;
    let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
    format!("{}:{port}", shown(&host))
}

/// Every address of the host is tried, in the order that the system gives them.
fn connected(arguments: &ConnectArguments) -> Result<Line, CliError> {
    let (host, port) = &arguments.address;
    let patience = Duration::from_secs(arguments.timeout);
    let refused = |why: String, next: &str| CliError::Refused {
        what: format!("{} can't be reached: {why}", place(arguments)),
        next: next.to_owned(),
    };
    let addresses = (host.as_str(), *port).to_socket_addrs().map_err(|error| {
        refused(error.to_string(), "Look whether the name is right, and known to this network.")
    })?;
    let mut last = "it has no address".to_owned();
    for address in addresses {
        let connected = TcpStream::connect_timeout(&address, patience);
        match connected.and_then(|stream| Line::new(stream, patience)) {
            Ok(line) => return Ok(line),
            Err(error) => last = format!("{address}: {error}"),
        }
    }
    Err(refused(last, "Look whether the server runs, listens on that port, and no firewall is between."))
}
