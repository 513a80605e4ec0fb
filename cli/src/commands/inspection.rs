//! The commands that judge: check, inspect, match, verify.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use countersign_core::policy::{AnchorRules, KeyBlocklist, Profile, Purpose, Team};
use countersign_core::report::Severity;
use countersign_core::{Artifact, Given, Policy, Report, Task, Time, Verdict};
use countersign_crypto_aws_lc::AwsLc;

use crate::arguments::{
    self, CheckArguments, Common, FailOn, InspectArguments, MatchArguments, Revocation, VerifyArguments,
};
use crate::error::CliError;
use crate::{input, passphrase, render};

use super::repair;

/// `countersign check`.
pub(crate) fn check(arguments: &CheckArguments) -> Result<ExitCode, CliError> {
    let mut artifacts = input::read(&arguments.paths, arguments.side.is_some())?;
    add_given(&mut artifacts, &arguments.ca, &arguments.revocation)?;
    let mut policy = policy(Task::Check, &arguments.common)?;
    policy.side = arguments.side.map(|side| match side {
        arguments::Side::TeamA => Team::TeamA,
        arguments::Side::TeamB => Team::TeamB,
    });
    policy.hosts.clone_from(&arguments.hosts);
    policy.roles.clone_from(&arguments.roles);
    policy.keys_elsewhere = arguments.keys_elsewhere;
    ask_revocation(&mut policy, &arguments.revocation);
    judge(&artifacts, policy, &arguments.common)
}

/// Adds what was given by options: CAs and revocation lists.
pub(super) fn add_given(
    artifacts: &mut Vec<Artifact>,
    anchors: &[PathBuf],
    revocation: &Revocation,
) -> Result<(), CliError> {
    for path in anchors {
        add_anchor(artifacts, input::read_file(path, Given::Anchor)?);
    }
    for path in &revocation.crl {
        artifacts.push(input::read_file(path, Given::RevocationList)?);
    }
    Ok(())
}

/// A CA file that also lies among the files is one artifact, not two.
fn add_anchor(artifacts: &mut Vec<Artifact>, anchor: Artifact) {
    artifacts.retain(|artifact| artifact.bytes() != anchor.bytes());
    artifacts.push(anchor);
}

/// `countersign inspect`.
pub(crate) fn inspect(arguments: &InspectArguments) -> Result<ExitCode, CliError> {
    let artifacts = input::read(&arguments.paths, false)?;
    let policy = policy(Task::Inspect, &arguments.common)?;
    match &arguments.common.output {
        Some(path) if arguments.repair => {
            let report = judged(&artifacts, policy);
            repair::write(path, &report, &artifacts, &arguments.with_key_of)?;
            render::report(&report, &Common { output: None, ..arguments.common.clone() })?;
            Ok(exit_code(&report, arguments.common.fail_on))
        }
        _ => judge(&artifacts, policy, &arguments.common),
    }
}

/// `countersign match`.
pub(crate) fn match_keys(arguments: &MatchArguments) -> Result<ExitCode, CliError> {
    let artifacts = input::read(&arguments.paths, false)?;
    judge(&artifacts, policy(Task::Match, &arguments.common)?, &arguments.common)
}

/// `countersign verify`.
pub(crate) fn verify(arguments: &VerifyArguments) -> Result<ExitCode, CliError> {
    let mut artifacts = vec![input::read_file(&arguments.certificate, Given::Target)?];
    let helpers = [
        (&arguments.untrusted, Given::Untrusted),
        (&arguments.revocation.crl, Given::RevocationList),
        (&arguments.ca, Given::Anchor),
    ];
    for (paths, given) in helpers {
        for path in paths {
            artifacts.push(input::read_file(path, given)?);
        }
    }
    let mut policy = policy(Task::Verify, &arguments.common)?;
    policy.purpose = match arguments.purpose {
        arguments::Purpose::Any => Purpose::Any,
        arguments::Purpose::Client => Purpose::Client,
        arguments::Purpose::Server => Purpose::Server,
    };
    policy.hosts.clone_from(&arguments.hosts);
    policy.max_path_len = arguments.max_path_len;
    policy.anchor = match arguments.anchor {
        arguments::AnchorRules::Certificate => AnchorRules::AS_TLS,
        arguments::AnchorRules::Constraints => AnchorRules::RFC_5937,
        arguments::AnchorRules::NameAndKey => AnchorRules::NAME_AND_KEY,
    };
    policy.initial_policy_set.clone_from(&arguments.policies.initial_policy_set);
    policy.require_explicit_policy = arguments.policies.require_explicit_policy;
    policy.inhibit_policy_mapping = arguments.policies.inhibit_policy_mapping;
    policy.inhibit_any_policy = arguments.policies.inhibit_any_policy;
    ask_revocation(&mut policy, &arguments.revocation);
    judge(&artifacts, policy, &arguments.common)
}

pub(super) const fn ask_revocation(policy: &mut Policy, revocation: &Revocation) {
    policy.require_revocation = revocation.require_revocation;
    policy.max_revocation_age_days = revocation.max_crl_age;
}

pub(super) fn policy(task: Task, common: &Common) -> Result<Policy, CliError> {
    let mut policy = Policy::new(task, common.at.unwrap_or_else(now));
    policy.profile = match common.profile {
        arguments::Profile::Mtls => Profile::Mtls,
        arguments::Profile::Rfc5280 => Profile::Rfc5280,
        arguments::Profile::WebPki => Profile::WebPki,
    };
    policy.warn_days = common.warn_days;
    policy.allow_weak = common.allow_weak;
    for path in &common.weak_keys {
        policy.weak_keys.extend(key_list(path)?);
    }
    for path in &common.passphrase_file {
        policy.passphrases.push(passphrase::from_file(path)?);
    }
    Ok(policy)
}

/// The fingerprints in a file, whatever else than UTF-8 its comments hold.
fn key_list(path: &Path) -> Result<KeyBlocklist, CliError> {
    let bytes = fs::read(path).map_err(|error| CliError::Unreadable(path.to_owned(), error))?;
    KeyBlocklist::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|fault| CliError::NoKeyList(path.to_owned(), fault))
}

pub(super) fn now() -> Time {
    // A clock before 1970 is broken; the epoch then makes every certificate "not valid yet", which is said aloud.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_unix_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

fn judge(artifacts: &[Artifact], policy: Policy, common: &Common) -> Result<ExitCode, CliError> {
    let report = judged(artifacts, policy);
    render::report(&report, common)?;
    Ok(exit_code(&report, common.fail_on))
}

fn judged(artifacts: &[Artifact], mut policy: Policy) -> Report {
    let report = countersign_core::inspect(artifacts, &policy, &AwsLc);
    match passphrase::prompt_if_needed(&report) {
        None => report,
        Some(passphrase) => {
            policy.passphrases.push(passphrase);
            countersign_core::inspect(artifacts, &policy, &AwsLc)
        }
    }
}

pub(super) fn exit_code(report: &Report, fail_on: FailOn) -> ExitCode {
    let too_bad = fail_on == FailOn::Warning && report.worst() >= Some(Severity::Warning);
    if report.verdict() == Verdict::Passed && !too_bad { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
