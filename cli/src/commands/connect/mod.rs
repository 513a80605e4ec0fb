//! `countersign connect`: a handshake with a live server, and what it sent judged like files.

mod accepted;
mod own;
mod reach;

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use countersign_core::bundle::Role;
use countersign_core::policy::{ExpectedCertificate, Passphrase, Policy, Purpose, Team};
use countersign_core::report::shown;
use countersign_core::{Artifact, Given, Report, Task};
use countersign_crypto_aws_lc::AwsLc;
use countersign_handshake::{Keyring, Live, Question};
use countersign_issuance::Certificate;

use crate::arguments::{ConnectArguments, StartTlsProtocol};
use crate::error::CliError;
use crate::{input, passphrase, render};

use super::inspection::{exit_code, policy};

/// Connects, speaks, and reports.
pub(crate) fn connect(arguments: &ConnectArguments) -> Result<ExitCode, CliError> {
    let anchors = read_all(&arguments.ca, Given::Anchor)?;
    let named: Vec<_> = arguments.cert.iter().chain(&arguments.key).cloned().collect();
    let own = read_all(&named, Given::Named)?;
    let expected = arguments.expect.as_deref().map(expected).transpose()?;
    own::is_not_the_ca(&own, &anchors)?;
    let (mut live, passphrases, sent_by_client) = speak(arguments, &[anchors.clone(), own.clone()].concat())?;
    // An alert is an answer in TLS: the report tells at which step it came.
    if live.chain.is_empty() && live.conversation.spoken.alert.is_none() {
        return Err(no_certificate(arguments, &live));
    }
    let sent = pem(live.chain.iter().map(Vec::as_slice))?;
    if let Some(path) = arguments.save_chain.as_ref().filter(|_| !live.chain.is_empty()) {
        save(path, &sent)?;
    }
    let mut policy = Policy { expected, ..policy(Task::Verify, &arguments.common)? };
    policy.purpose = Purpose::Server;
    policy.hosts = vec![called(arguments).to_owned()];
    let mut artifacts = Vec::new();
    if !live.chain.is_empty() {
        artifacts.push(Artifact::new(reach::place(arguments), sent.into_bytes()).given(Given::Target));
    }
    artifacts.extend(anchors.iter().cloned());
    if let Some(certificate) = sent_by_client {
        // The server trusts whom it trusts: whether the client's certificate leads to the CA given is asked only where it was
        // refused, or where nothing shows that it was not.
        let is_open = accepted::is_refused_or_open(&live.conversation.steps);
        accepted::doubt(&mut live.conversation.steps, &certificate, &anchors, &policy);
        policy.roles.push((certificate.origin.clone(), Role::ClientCertificate));
        artifacts.push(certificate.given(if is_open { Given::Target } else { Given::Named }));
        artifacts.extend(own::key(&own, &mut policy));
        policy.passphrases = passphrases;
    }
    let mut report = countersign_core::inspect(&artifacts, &policy, &AwsLc);
    if live.chain.is_empty() {
        // The person gave all there is; the server did not.
        report.findings.retain(|finding| finding.check.code != "handoff.nothing-to-judge");
    }
    report.add_conversation(live.conversation);
    render::report(&report, &arguments.common)?;
    if live.is_unanswered && arguments.starttls.is_none() && !arguments.no_http {
        render::note("a server that speaks something other than HTTP is not asked for a page with --no-http");
    }
    Ok(exit_code(&report, arguments.common.fail_on))
}

/// The client's end holds the CA and its own files. Its keys are wiped when this returns; what it shows is given back.
fn speak(
    arguments: &ConnectArguments,
    artifacts: &[Artifact],
) -> Result<(Live, Vec<Passphrase>, Option<Artifact>), CliError> {
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
    if arguments.cert.is_some() {
        own::claim(&mut report, artifacts, arguments.ca.len())?;
    }
    let host = called(arguments);
    // A person may take longer over a passphrase than a server over an answer.
    let mut line = reach::line(arguments)?;
    let question = question(arguments);
    let live = countersign_handshake::speak(&mut line, host, &question, &report, artifacts, &keyring);
    let live = live.ok_or_else(|| CliError::Refused {
        what: format!("{} is no name that TLS can ask for", shown(host)),
        next: "Give the name that the server's certificate has: --host NAME".to_owned(),
    })?;
    let sent = own_certificate(&report, artifacts)?;
    Ok((live, policy.passphrases, sent))
}

/// What the client showed, without a key that may lie in the same file.
fn own_certificate(report: &Report, artifacts: &[Artifact]) -> Result<Option<Artifact>, CliError> {
    let Some(own) = report.bundle.with_role(Role::ClientCertificate).next() else { return Ok(None) };
    let certificates = report.bundle.items_of(own.artifact).iter().filter_map(|item| item.certificate());
    let text = pem(certificates.map(|certificate| certificate.der.as_slice()))?;
    let artifact = artifacts.get(own.artifact);
    Ok(artifact.map(|one| Artifact::new(one.origin.clone(), text.into_bytes()).given(Given::Named)))
}

fn question(arguments: &ConnectArguments) -> Question {
    match arguments.starttls {
        Some(StartTlsProtocol::Imap) => Question::Imap,
        Some(StartTlsProtocol::Postgresql) => Question::PostgreSql,
        Some(StartTlsProtocol::Smtp) => Question::Smtp,
        None if arguments.no_http => Question::Nothing,
        None => Question::Http(arguments.path.clone()),
    }
}

/// The first certificate of a file, as the server ought to serve it.
fn expected(path: &Path) -> Result<ExpectedCertificate, CliError> {
    let artifact = input::read_file(path, Given::Named)?;
    let inspect = Policy::new(Task::Inspect, super::now());
    let report = countersign_core::inspect(&[artifact], &inspect, &AwsLc);
    let certificates = || report.bundle.items.iter().filter_map(|item| item.certificate());
    let certificate =
        certificates().find(|certificate| !certificate.is_ca()).or_else(|| certificates().next());
    let name = report.names.first().cloned().unwrap_or_default();
    match certificate {
        Some(certificate) => Ok(ExpectedCertificate { name, der: certificate.der.clone() }),
        None => Err(CliError::Refused {
            what: format!("{name} holds no certificate that can be read"),
            next: "See what it is with: countersign inspect FILE".to_owned(),
        }),
    }
}

/// Nothing came that could be judged.
fn no_certificate(arguments: &ConnectArguments, live: &Live) -> CliError {
    if live.is_plain_http {
        return CliError::Refused {
            what: format!("{} answers in plain HTTP, without TLS", reach::place(arguments)),
            next: "Give the port of HTTPS (often 443 or 8443), or have TLS switched on at this one."
                .to_owned(),
        };
    }
    let why = live.conversation.steps.iter().filter_map(|step| step.wire.last()).next_back();
    let why = shown(why.map_or("", String::as_str));
    CliError::Refused {
        what: format!("{} sent no certificate: {why}", reach::place(arguments)),
        next: "Look whether that port speaks TLS from the first byte; mail and database servers do not, and want \
               --starttls smtp, imap or postgresql."
            .to_owned(),
    }
}

fn called(arguments: &ConnectArguments) -> &str {
    arguments.host.as_deref().unwrap_or(&arguments.address.0)
}

fn pem<'a>(certificates: impl Iterator<Item = &'a [u8]>) -> Result<String, CliError> {
    let mut text = String::new();
    for der in certificates {
        text.push_str(&Certificate::from_der(der.to_vec()).to_pem()?);
    }
    Ok(text)
}

fn read_all(paths: &[std::path::PathBuf], given: Given) -> Result<Vec<Artifact>, CliError> {
    paths.iter().map(|path| input::read_file(path, given)).collect()
}

fn save(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |error| CliError::writing(path, error);
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
