//! What does OpenSSL say to the same files? The command `openssl verify`, where it is installed.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use countersign_core::policy::Purpose;
use countersign_core::{Artifact, Given, Policy};
use countersign_issuance::pem_block;

use super::comparison::certificates;

/// Whether the command is there.
pub(super) fn is_installed() -> bool {
    static INSTALLED: OnceLock<bool> = OnceLock::new();
    *INSTALLED.get_or_init(|| {
        Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success())
    })
}

/// Accepts, or why not.
pub(super) fn verify(artifacts: &[Artifact], policy: &Policy) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("countersign-oracle-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let write = |name: &str, certificates: &[Vec<u8>]| -> PathBuf {
        let pem: Vec<String> =
            certificates.iter().map(|der| pem_block("CERTIFICATE", der).unwrap()).collect();
        let path = folder.join(format!("{:?}-{name}", std::thread::current().id()));
        std::fs::write(&path, pem.concat()).unwrap();
        path
    };
    let target = certificates(artifacts, Given::Target);
    let (leaf, rest) = target.split_first().ok_or("no certificate")?;
    let untrusted = [rest, &certificates(artifacts, Given::Untrusted)].concat();
    let mut command = Command::new("openssl");
    command.args(["verify", "-no-CAfile", "-no-CApath", "-no-CAstore", "-partial_chain"]);
    command.arg("-attime").arg(policy.at.unix_seconds().to_string());
    command.arg("-trusted").arg(write("ca.pem", &certificates(artifacts, Given::Anchor)));
    if !untrusted.is_empty() {
        command.arg("-untrusted").arg(write("untrusted.pem", &untrusted));
    }
    match policy.purpose {
        Purpose::Any => {}
        Purpose::Client => drop(command.args(["-purpose", "sslclient"])),
        Purpose::Server => drop(command.args(["-purpose", "sslserver"])),
    }
    if policy.allow_weak {
        command.args(["-auth_level", "0"]);
    }
    for host in &policy.hosts {
        let flag = match host.parse::<std::net::IpAddr>() {
            Ok(_) => "-verify_ip",
            Err(_) if host.contains('@') => "-verify_email",
            Err(_) => "-verify_hostname",
        };
        command.args([flag, host.as_str()]);
    }
    command.arg(write("leaf.pem", std::slice::from_ref(leaf)));
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let error = said.lines().find(|line| line.starts_with("error")).unwrap_or("refused");
    Err(error.to_owned())
}
