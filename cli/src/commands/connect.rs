//! `countersign connect`: a handshake with a live server, and what it sent judged like files.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use countersign_core::policy::{Purpose, Team};
use countersign_core::{Artifact, Given, Report, Task};
use countersign_crypto_aws_lc::AwsLc;
use countersign_handshake::{Keyring, Live};
use countersign_issuance::Certificate;

use crate::arguments::ConnectArguments;
use crate::error::CliError;
use crate::{input, passphrase, render};

use super::inspection::{exit_code, policy};

/// Connects, speaks, and reports.
pub(crate) fn connect(arguments: &ConnectArguments) -> Result<ExitCode, CliError> {
    let anchors = read_all(&arguments.ca, Given::Anchor)?;
    let own: Vec<_> = arguments.cert.iter().chain(&arguments.key).cloned().collect();
    let own = read_all(&own, Given::Named)?;
    let mut stream = stream(arguments)?;
    let live = speak(arguments, &mut stream, &[anchors.clone(), own].concat())?;
    if live.chain.is_empty() {
        return Err(no_certificate(arguments, &live));
    }
    let mut sent = String::new();
    for der in &live.chain {
        sent.push_str(&Certificate::from_der(der.clone()).to_pem()?);
    }
    if let Some(path) = &arguments.save_chain {
        save(path, &sent)?;
    }
    let (host, port) = &arguments.address;
    let sent = Artifact::new(format!("{host}:{port}"), sent.into_bytes()).given(Given::Target);
    let mut policy = policy(Task::Verify, &arguments.common)?;
    policy.purpose = Purpose::Server;
    policy.hosts = vec![called(arguments).to_owned()];
    let mut artifacts = vec![sent];
    artifacts.extend(anchors);
    let mut report = countersign_core::inspect(&artifacts, &policy, &AwsLc);
    report.add_conversation(live.conversation);
    render::report(&report, &arguments.common)?;
    Ok(exit_code(&report, arguments.common.fail_on))
}

/// The client's end holds the CA and its own files. Its keys are wiped when this returns.
fn speak(
    arguments: &ConnectArguments,
    stream: &mut TcpStream,
    artifacts: &[Artifact],
) -> Result<Live, CliError> {
    let backend = AwsLc;
    let mut keyring = Keyring::new(&backend);
    let mut policy = policy(Task::Check, &arguments.common)?;
    policy.side = Some(Team::TeamB);
    let mut report: Report = countersign_core::inspect(artifacts, &policy, &keyring);
    if let Some(passphrase) = passphrase::prompt_if_needed(&report) {
        policy.passphrases.push(passphrase);
        keyring = Keyring::new(&backend);
        report = countersign_core::inspect(artifacts, &policy, &keyring);
    }
    let host = called(arguments);
    countersign_handshake::speak(stream, host, &report, artifacts, &keyring).ok_or_else(|| {
        CliError::Refused {
            what: format!("{} is no name that TLS can ask for", countersign_core::report::shown(host)),
            next: "Give the name that the server's certificate has: --host NAME".to_owned(),
        }
    })
}

/// Nothing came that could be judged.
fn no_certificate(arguments: &ConnectArguments, live: &Live) -> CliError {
    let (host, port) = &arguments.address;
    let why = live.conversation.steps.iter().filter_map(|step| step.wire.last()).next_back();
    let why = countersign_core::report::shown(why.map_or("", String::as_str));
    CliError::Refused {
        what: format!("{}:{port} sent no certificate: {why}", countersign_core::report::shown(host)),
        next: "Look whether that port speaks TLS from the first byte; mail and database servers do not."
            .to_owned(),
    }
}

fn called(arguments: &ConnectArguments) -> &str {
    arguments.host.as_deref().unwrap_or(&arguments.address.0)
}

/// Every address of the host is tried, in the order that the system gives them.
fn stream(arguments: &ConnectArguments) -> Result<TcpStream, CliError> {
    let (host, port) = &arguments.address;
    let patience = Duration::from_secs(arguments.timeout);
    let refused = |why: String, next: &str| CliError::Refused {
        what: format!("{}:{port} can't be reached: {why}", countersign_core::report::shown(host)),
        next: next.to_owned(),
    };
    let addresses = (host.as_str(), *port).to_socket_addrs().map_err(|error| {
        refused(error.to_string(), "Look whether the name is right, and known to this network.")
    })?;
    let mut last = "it has no address".to_owned();
    for address in addresses {
        let connected = TcpStream::connect_timeout(&address, patience).and_then(|stream| {
            stream.set_read_timeout(Some(patience))?;
            stream.set_write_timeout(Some(patience))?;
            Ok(stream)
        });
        match connected {
            Ok(stream) => return Ok(stream),
            Err(error) => last = format!("{address}: {error}"),
        }
    }
    Err(refused(last, "Look whether the server runs, listens on that port, and no firewall is between."))
}

fn read_all(paths: &[std::path::PathBuf], given: Given) -> Result<Vec<Artifact>, CliError> {
    paths.iter().map(|path| input::read_file(path, given)).collect()
}

fn save(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |error| CliError::writing(path, error);
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
