//! `countersign config`: configuration for a set that passed, with each file where the program wants it.

mod files;
mod template;

use std::collections::BTreeMap;
use std::process::ExitCode;

use countersign_core::bundle::{Role, Side};
use countersign_core::model::extension::GeneralName;
use countersign_core::policy::Team;
use countersign_core::{Artifact, Policy, Report, Task, Verdict};
use countersign_crypto_aws_lc::AwsLc;

use crate::arguments::{self, ConfigArguments, Program};
use crate::error::{self, CliError};
use crate::{input, passphrase, render, shell};

use files::{Files, refused};

/// Judges the files, and prints what the program wants to have written.
pub(crate) fn config(arguments: &ConfigArguments) -> Result<ExitCode, CliError> {
    let artifacts = input::read(&arguments.paths, arguments.side.is_some())?;
    let report = judged(arguments, &artifacts)?;
    if report.verdict() != Verdict::Passed {
        error::print(&CliError::Refused {
            what: format!("nothing is configured with this set. {}", report.narrative().headline.1),
            next: format!("See what is to be done with: countersign check {}", typed(arguments)),
        });
        return Ok(ExitCode::from(1));
    }
    let files = Files { report: &report, artifacts: &artifacts };
    let text = template::filled(text(arguments.program), &values(arguments, &files)?);
    render::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn judged(arguments: &ConfigArguments, artifacts: &[Artifact]) -> Result<Report, CliError> {
    let mut policy = Policy::new(Task::Check, arguments.at.unwrap_or_else(super::now));
    policy.hosts.clone_from(&arguments.hosts);
    policy.roles.clone_from(&arguments.roles);
    policy.side = arguments.side.map(|side| match side {
        arguments::Side::TeamA => Team::TeamA,
        arguments::Side::TeamB => Team::TeamB,
    });
    if let Some(path) = &arguments.passphrase_file {
        policy.passphrases.push(passphrase::from_file(path)?);
    }
    let mut report = countersign_core::inspect(artifacts, &policy, &AwsLc);
    if policy.side.is_none() && is_devices(arguments.program, &report) {
        policy.side = Some(Team::TeamB);
        report = countersign_core::inspect(artifacts, &policy, &AwsLc);
    }
    let Some(typed) = passphrase::prompt_if_needed(&report) else { return Ok(report) };
    policy.passphrases.push(typed);
    Ok(countersign_core::inspect(artifacts, &policy, &AwsLc))
}

/// The device's key is here and the server's is not: its team asks, for a program that the device can have.
fn is_devices(program: Program, report: &Report) -> bool {
    let is_here = |role| report.bundle.with_role(role).next().is_some();
    matches!(program, Program::Curl | Program::Java | Program::Openssl)
        && is_here(Role::ClientKey)
        && !is_here(Role::ServerKey)
}

/// What stands for each name in the templates; one that is not there makes the lines that depend on it disappear.
fn values(
    arguments: &ConfigArguments,
    files: &Files<'_>,
) -> Result<BTreeMap<&'static str, String>, CliError> {
    let mut values = BTreeMap::new();
    let (needs_server, needs_client) = needs(arguments);
    let two_way = !arguments.one_way;
    values.insert(if two_way { "two_way" } else { "one_way" }, String::new());
    files.put_authority(if needs_server { Team::TeamA } else { Team::TeamB }, &mut values)?;
    for (side, is_needed) in [(Side::Server, needs_server), (Side::Client, needs_client)] {
        if is_needed || files.has(side) && matches!(arguments.program, Program::Java | Program::Openssl) {
            files.put_side(side, &mut values)?;
        }
    }
    if values.contains_key("server") || values.contains_key("client") || arguments.program == Program::Curl {
        put_places(arguments, files, &mut values)?;
        return Ok(values);
    }
    Err(refused("there is neither the server's certificate with its key nor the device's"))
}

/// Whose files the program can't do without.
const fn needs(arguments: &ConfigArguments) -> (bool, bool) {
    match arguments.program {
        Program::Curl => (false, !arguments.one_way),
        Program::Java | Program::Openssl => (false, false),
        _ => (true, false),
    }
}

fn put_places(
    arguments: &ConfigArguments,
    files: &Files<'_>,
    values: &mut BTreeMap<&'static str, String>,
) -> Result<(), CliError> {
    let host = arguments.hosts.first().cloned().or_else(|| first_host(files.report));
    let host = host.ok_or_else(|| refused("no name says how the server is called: give --host NAME"))?;
    let host = files::plain(&host)?;
    let port = arguments.port.unwrap_or_else(|| usual_port(arguments.program));
    let bracketed = |text: String| if text.contains(':') { format!("[{text}]") } else { text };
    let listen = arguments.listen.map(|address| bracketed(address.to_string()));
    let or_all = |all: &str| listen.clone().unwrap_or_else(|| all.to_owned());
    values.insert("listen", listen.as_ref().map_or_else(|| port.to_string(), |one| format!("{one}:{port}")));
    values.insert("virtual_host", or_all("*"));
    values.insert("bind", or_all(""));
    values.insert("bind_behind", arguments.listen.map_or_else(String::new, |one| format!(" {one}")));
    values.insert("address", arguments.listen.map_or_else(|| "0.0.0.0".to_owned(), |one| one.to_string()));
    values.insert("url_host", bracketed(host.clone()));
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    values.insert(if is_address { "numbered" } else { "named" }, String::new());
    values.insert("host", host);
    values.insert("port", port.to_string());
    values.insert("here", files::absolute(std::path::Path::new("."))?);
    // Without the device's files nobody knows how many CAs stand between; two is enough for an issuing CA and its root.
    values.entry("client_depth").or_insert_with(|| "2".to_owned());
    Ok(())
}

fn first_host(report: &Report) -> Option<String> {
    let mut certificates =
        report.bundle.with_role(Role::ServerCertificate).filter_map(|item| item.certificate());
    certificates.find_map(|certificate| {
        certificate.extensions.subject_alt_names().iter().find_map(|name| match name {
            GeneralName::DnsName(name) => Some(name.clone()),
            GeneralName::IpAddress(bytes) => match bytes.as_slice() {
                [a, b, c, d] => Some(std::net::Ipv4Addr::new(*a, *b, *c, *d).to_string()),
                other => {
                    <[u8; 16]>::try_from(other).ok().map(|all| std::net::Ipv6Addr::from(all).to_string())
                }
            },
            _ => None,
        })
    })
}

const fn usual_port(program: Program) -> u16 {
    match program {
        Program::Mosquitto => 8883,
        Program::Openssl => 8443,
        Program::Postgresql => 5432,
        _ => 443,
    }
}

const fn text(program: Program) -> &'static str {
    match program {
        Program::Apache => include_str!("../../../templates/apache.txt"),
        Program::Curl => include_str!("../../../templates/curl.txt"),
        Program::Envoy => include_str!("../../../templates/envoy.txt"),
        Program::Haproxy => include_str!("../../../templates/haproxy.txt"),
        Program::Java => include_str!("../../../templates/java.txt"),
        Program::Mosquitto => include_str!("../../../templates/mosquitto.txt"),
        Program::Nginx => include_str!("../../../templates/nginx.txt"),
        Program::Openssl => include_str!("../../../templates/openssl.txt"),
        Program::Postgresql => include_str!("../../../templates/postgresql.txt"),
    }
}

/// What was typed, as far as it decides about the set.
fn typed(arguments: &ConfigArguments) -> String {
    let mut words = Vec::new();
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    for host in &arguments.hosts {
        option("--host", shell::word(host));
    }
    for (file, role) in &arguments.roles {
        option("--role", shell::word(&format!("{file}={}", role.code())));
    }
    match arguments.side {
        Some(arguments::Side::TeamA) => option("--as", "team-a".to_owned()),
        Some(arguments::Side::TeamB) => option("--as", "team-b".to_owned()),
        None => {}
    }
    if let Some(at) = arguments.at {
        option("--at", at.rfc3339());
    }
    if let Some(path) = &arguments.passphrase_file {
        option("--passphrase-file", shell::path(path));
    }
    words.extend(arguments.paths.paths.iter().map(|path| shell::path(path)));
    words.join(" ")
}
