//! `countersign new`: the flow of the two teams, at once or each on its own.

mod made;
mod request;

use std::process::ExitCode;

use countersign_core::Time;
use countersign_core::report::shown;
use countersign_issuance::{AuthoritySide, File, KeyType, Passphrase, Plan, ServerSide, Validity};
use time::{Duration, OffsetDateTime};

use crate::arguments::{NewArguments, NewKeyType, Side};
use crate::error::CliError;
use crate::folder::{self, Placed};
use crate::{passphrase, render, shell};

use made::Made;

/// Makes what the arguments ask for, and tells what it was and what comes next.
pub(crate) fn new(arguments: &NewArguments) -> Result<ExitCode, CliError> {
    folder::must_be_new(&arguments.folder)?;
    names_must_fit(arguments)?;
    let passphrase = arguments.passphrase_file.as_deref().map(passphrase::text_from_file).transpose()?;
    let passphrase = passphrase.map(Passphrase::new);
    let plan = plan(arguments, passphrase.as_ref())?;
    // One passphrase serves for all, and the device's store has to have one.
    let typed = match &passphrase {
        None if arguments.pkcs12 => Some(Passphrase::new(passphrase::for_a_new_file("client.p12")?)),
        _ => None,
    };
    let store = passphrase.as_ref().or(typed.as_ref()).filter(|_| arguments.pkcs12);
    let mut made = Made::new(arguments);
    match arguments.side {
        None => both(arguments, &plan, store, &mut made),
        Some(Side::TeamA) if arguments.pkcs12 => {
            return Err(CliError::Refused {
                what: "client.p12 is the device's, and Team A makes nothing for that".to_owned(),
                next: "Leave out --pkcs12; Team B gives it.".to_owned(),
            });
        }
        Some(Side::TeamA) => team_a(arguments, &plan, &mut made),
        Some(Side::TeamB) => team_b(arguments, &plan, store, &mut made),
    }?;
    made.write(&arguments.folder)?;
    match render::print(&made.story(arguments, plan.validity)) {
        Err(CliError::NotPrinted(error)) => {
            return Err(CliError::Refused {
                what: format!(
                    "{} was made, and what there is to say of it can't be printed: {error}",
                    shown(&arguments.folder.to_string_lossy())
                ),
                next: format!("See what is in it with: countersign check {}", shell::path(&arguments.folder)),
            });
        }
        printed => printed?,
    }
    for unfinished in folder::left_over(&arguments.folder) {
        render::note(&format!(
            "{} is left of a run that was killed, and may hold private keys. If no other run is at work: rm -r {}",
            shown(&unfinished.to_string_lossy()),
            shell::path(&unfinished)
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// What is asked for has to be what a certificate can hold. Team B's names are only compared with a request's.
fn names_must_fit(arguments: &NewArguments) -> Result<(), CliError> {
    if arguments.side == Some(Side::TeamB) {
        return Ok(());
    }
    for host in &arguments.hosts {
        if let Some(fault) = countersign_core::path::unfit(host, "--host ") {
            return Err(CliError::Refused {
                what: format!("{} can't be the name of a server in a certificate: {fault}", shown(host)),
                next:
                    "Names are such as --host api.example.com, addresses such as --host 192.0.2.7 or --host ::1."
                        .to_owned(),
            });
        }
    }
    Ok(())
}

/// Both teams played by one person, to try things out.
fn both(
    arguments: &NewArguments,
    plan: &Plan<'_>,
    store: Option<&Passphrase>,
    made: &mut Made,
) -> Result<(), CliError> {
    let hosts: Vec<&str> = match arguments.hosts.as_slice() {
        [] => DEMO_HOSTS.to_vec(),
        given => given.iter().map(String::as_str).collect(),
    };
    let server = ServerSide::new(&hosts, plan)?;
    let authority = AuthoritySide::new(plan)?;
    let request = server.request();
    let granted = authority.certify(request.template(), request.public_key(), plan)?;
    made.put("team-a", server.files(plan)?);
    made.put("team-b", authority.files(plan)?);
    made.put("team-b", store.map(|passphrase| authority.store_file(passphrase)).transpose()?);
    made.put(made::SHARED, [server.request_file()?, granted, authority.authority_file()?]);
    made.receive("team-a", &["server.cer", "CA.cer"]);
    made.hosts = hosts.into_iter().map(str::to_owned).collect();
    Ok(())
}

/// The server's key pair and request, and nothing of the CA.
fn team_a(arguments: &NewArguments, plan: &Plan<'_>, made: &mut Made) -> Result<(), CliError> {
    let hosts: Vec<&str> = arguments.hosts.iter().map(String::as_str).collect();
    let server = ServerSide::new(&hosts, plan)?;
    made.put("team-a", server.files(plan)?);
    made.put(made::SHARED, [server.request_file()?]);
    made.hosts.clone_from(&arguments.hosts);
    Ok(())
}

/// The CA and the device's files, and the server's certificate as far as its request may have one.
fn team_b(
    arguments: &NewArguments,
    plan: &Plan<'_>,
    store: Option<&Passphrase>,
    made: &mut Made,
) -> Result<(), CliError> {
    let path = arguments.request.as_deref().unwrap_or_else(|| std::path::Path::new("-"));
    let at = arguments.at.unwrap_or_else(super::now);
    let asked = request::read(path, &arguments.hosts, at)?;
    let authority = AuthoritySide::new(plan)?;
    let granted = authority.certify(&asked.template, &asked.public_key, plan)?;
    made.beside = asked.beside(granted.bytes.as_bytes(), at)?;
    made.put("team-b", authority.files(plan)?);
    made.put("team-b", store.map(|passphrase| authority.store_file(passphrase)).transpose()?);
    made.put(made::SHARED, [granted, authority.authority_file()?]);
    made.hosts = asked.hosts;
    Ok(())
}

fn plan<'a>(arguments: &NewArguments, passphrase: Option<&'a Passphrase>) -> Result<Plan<'a>, CliError> {
    let now = moment(arguments.at.unwrap_or_else(super::now))?;
    // Clocks differ by minutes, and a certificate from the future is refused.
    let not_before = now - Duration::HOUR;
    let until = |days: u32| now + Duration::days(i64::from(days));
    Ok(Plan {
        key_type: match arguments.key_type {
            NewKeyType::Ed25519 => KeyType::Ed25519,
            NewKeyType::P256 => KeyType::EcdsaP256,
            NewKeyType::P384 => KeyType::EcdsaP384,
            NewKeyType::Rsa2048 => KeyType::Rsa2048,
            NewKeyType::Rsa3072 => KeyType::Rsa3072,
        },
        validity: Validity::new(not_before, until(arguments.days)),
        // What it signs must not outlast it.
        authority_validity: Validity::new(not_before, until(arguments.days.max(AUTHORITY_DAYS))),
        with_intermediate: arguments.intermediate,
        passphrase,
    })
}

fn moment(at: Time) -> Result<OffsetDateTime, CliError> {
    // A century before the last year that can be written leaves room for every validity.
    let writable = OffsetDateTime::from_unix_timestamp(at.unix_seconds()).ok();
    writable.filter(|moment| (1950..9900).contains(&moment.year())).ok_or_else(|| CliError::Refused {
        what: format!("{} is no date that a certificate can begin at", at.rfc3339()),
        next: "Give another date with --at, or leave it out for now.".to_owned(),
    })
}

impl From<countersign_issuance::Error> for CliError {
    fn from(error: countersign_issuance::Error) -> Self {
        let next = "Write names in ASCII: xn--… for names with other letters.".to_owned();
        match error {
            countersign_issuance::Error::Name(_) => Self::Refused { what: error.to_string(), next },
            _ => Self::Refused {
                what: error.to_string(),
                next: "Try another --key-type, and report it as a bug.".to_owned(),
            },
        }
    }
}

/// Where a demonstration runs.
const DEMO_HOSTS: [&str; 2] = ["localhost", "127.0.0.1"];

/// Ten years: long enough that devices need not get a new CA every year.
const AUTHORITY_DAYS: u32 = 3650;

/// What is written of a file.
fn placed<'a>(folder: &'static str, file: &'a File) -> Placed<'a> {
    Placed { folder, name: file.name, bytes: file.bytes.as_bytes(), is_secret: file.is_secret }
}
