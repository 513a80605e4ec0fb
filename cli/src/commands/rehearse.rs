//! `countersign rehearse`: the judgement of `check`, and the handshakes really spoken beside it.

use std::process::ExitCode;

use countersign_core::report::HandshakeKind;
use countersign_core::{Artifact, Policy, Report, Task};
use countersign_crypto_aws_lc::AwsLc;
use countersign_handshake::Keyring;

use crate::arguments::RehearseArguments;
use crate::error::CliError;
use crate::{passphrase, render};

use super::inspection::{add_given, exit_code, policy};

/// Judges the files, speaks the handshakes with them, and reports both as one.
pub(crate) fn rehearse(arguments: &RehearseArguments) -> Result<ExitCode, CliError> {
    let mut artifacts = crate::input::read(&arguments.paths, false)?;
    add_given(&mut artifacts, &arguments.ca, &arguments.revocation)?;
    let mut policy = policy(Task::Check, &arguments.common)?;
    policy.hosts.clone_from(&arguments.hosts);
    policy.roles.clone_from(&arguments.roles);
    super::inspection::ask_revocation(&mut policy, &arguments.revocation);
    let kinds: &[HandshakeKind] = if arguments.one_way {
        &[HandshakeKind::OneWay]
    } else {
        &[HandshakeKind::OneWay, HandshakeKind::TwoWay]
    };
    let report = rehearsed(&artifacts, policy, kinds);
    render::report(&report, &arguments.common)?;
    Ok(exit_code(&report, arguments.common.fail_on))
}

/// The keys are wiped when this returns: they lie in the keyring, and the report holds none.
fn rehearsed(artifacts: &[Artifact], mut policy: Policy, kinds: &[HandshakeKind]) -> Report {
    let backend = AwsLc;
    let mut keyring = Keyring::new(&backend);
    let mut report = countersign_core::inspect(artifacts, &policy, &keyring);
    if let Some(passphrase) = passphrase::prompt_if_needed(&report) {
        policy.passphrases.push(passphrase);
        keyring = Keyring::new(&backend);
        report = countersign_core::inspect(artifacts, &policy, &keyring);
    }
    for conversation in countersign_handshake::rehearse(&report, artifacts, &keyring, kinds) {
        report.add_conversation(conversation);
    }
    report
}
