//! Where do GnuTLS' own server and client end? `gnutls-serv` and `gnutls-cli`, each with its team's files.
//!
//! The server listens on every address, so both run in a network of their own that has a loopback and nothing else. Neither
//! can be told another date, so the clock that they read is another one.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use countersign_core::Time;

use super::examples::Rehearsed;
use super::stack::{Ending, GNUTLS, Job, file, present, printed, workshop};

#[test]
fn gnutls_ends_every_handshake_where_it_is_written_down() {
    GNUTLS.is_still_so(installed(), |jobs| jobs.iter().map(spoken).collect());
}

fn installed() -> Result<String, &'static str> {
    printed("gnutls-cli", &["--version"]).ok_or("gnutls-cli is not installed")?;
    let version = printed("gnutls-serv", &["--version"]).ok_or("gnutls-serv is not installed")?;
    printed("faketime", &["--version"]).ok_or("faketime is not installed")?;
    let prepare = "ip link set lo up && mount -t tmpfs none /dev/shm";
    let network = Command::new("unshare").args(["-rnm", "sh", "-c", prepare]).stderr(Stdio::null()).status();
    if !network.is_ok_and(|status| status.success()) {
        return Err("no network of its own is to be had here");
    }
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    Ok(format!("GnuTLS {}", number.rsplit_once('.').map_or(number, |(start, _)| start)))
}

/// Server, client, and what both said. faketime leaves a semaphore behind for each process that is killed, and stumbles over
/// it when the number comes again: hence a `/dev/shm` of their own.
const SCRIPT: &str = r#"
ip link set lo up
mount -t tmpfs none /dev/shm
faketime -f "$AT" gnutls-serv --http --port 5556 $SERVER >"$LOG" 2>&1 &
server=$!
while kill -0 $server 2>/dev/null && ! grep -q 'port 5556...done' "$LOG"; do sleep 0.01; done
if kill -0 $server 2>/dev/null; then
    printf 'GET / HTTP/1.0\r\n\r\n' | timeout 20 faketime -f "$AT" gnutls-cli --port 5556 127.0.0.1 $CLIENT 2>&1
    kill $server
else
    echo NO-SERVER
fi
echo; echo SERVER-SAID
cat "$LOG"
"#;

fn spoken(job: &Job<'_>) -> Ending {
    let Job { set, kind, version } = *job;
    let two_way = kind == "two-way";
    let priority = format!("--priority NORMAL:-VERS-ALL:+VERS-{}", version.replace(' ', ""));
    let (Some(server), client) = (identity(set, "team-a", "server.cer", "server_key.pem"), || {
        identity(set, "team-b", "client.cer", "client.pem")
    }) else {
        return Ending::at(2, String::new());
    };
    let asks = if two_way { "--require-client-cert --verify-client-cert" } else { "--disable-client-cert" };
    let host = set.host();
    let shown = client().filter(|_| two_way).unwrap_or_default();
    let mut script = Command::new("unshare");
    script.args(["-rnm", "sh", "-c", SCRIPT]);
    script.env(
        "AT",
        Time::from_unix_seconds(set.at()).rfc3339().replace('T', " ").replace('Z', "").replacen("", "@", 1),
    );
    script.env("TZ", "UTC").env("LOG", workshop("gnutls").join("server.log"));
    script.env("SERVER", format!("{priority} {asks} {server}{}", trusted(set, "team-a")));
    let names = format!("--sni-hostname {host} --verify-hostname {host}");
    script.env("CLIENT", format!("{priority} {names} {shown}{}", trusted(set, "team-b")));
    if let Some(passphrase) = present(set, "team-a", "passphrase.txt") {
        let word = std::fs::read_to_string(passphrase).unwrap();
        script.env("GNUTLS_PIN", word.lines().next().unwrap());
    }
    let _ = std::fs::write(workshop("gnutls").join("server.log"), "");
    let output = script.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (client, server) = said.split_once("SERVER-SAID").unwrap_or_else(|| panic!("{said}"));
    ending(client, server).unwrap_or_else(|| panic!("{} {kind} {version}\n{said}", set.set))
}

/// The options for a certificate and its key.
fn identity(set: &Rehearsed, team: &str, certificate: &str, key: &str) -> Option<String> {
    let (certificate, key) = (present(set, team, certificate)?, present(set, team, key)?);
    let (certificate, key) = (as_text(&certificate, "CERTIFICATE"), as_text(&key, "PRIVATE KEY"));
    Some(format!("--x509certfile {certificate} --x509keyfile {key}"))
}

fn trusted(set: &Rehearsed, team: &str) -> String {
    let mut words = format!(" --x509cafile {}", as_text(&file(set, team, "CA.cer"), "CERTIFICATE"));
    if let Some(list) = present(set, team, "CA.crl") {
        let _ = write!(words, " --x509crlfile {}", as_text(&list, "X509 CRL"));
    }
    words
}

/// GnuTLS reads either form, and all files in the same one.
fn as_text(file: &str, label: &str) -> String {
    let bytes = std::fs::read(file).unwrap();
    // A sequence in DER begins with 0x30.
    if !bytes.starts_with(&[0x30]) {
        return file.to_owned();
    }
    let name = std::path::Path::new(file).file_name().unwrap();
    let text = workshop("gnutls").join(name);
    std::fs::write(&text, pem::encode(&pem::Pem::new(label, bytes))).unwrap();
    text.to_str().unwrap().to_owned()
}

fn ending(client: &str, server: &str) -> Option<Ending> {
    if client.contains("NO-SERVER") {
        return Some(Ending::at(2, String::new()));
    }
    if client.contains("HTTP/1.0 200 OK") {
        return Some(Ending::through());
    }
    if client.contains("PKI verification of server certificate failed")
        || client.contains("Error in the certificate")
    {
        return Some(Ending::at(3, String::new()));
    }
    // gnutls-cli verifies a revocation list before it calls anybody.
    if client.contains("Error setting the x509 CRL file") {
        return Some(Ending::at(3, String::new()));
    }
    if client.contains("Error loading") || client.contains("Error reading") {
        return Some(Ending::at(4, String::new()));
    }
    let refused = client.contains("Received alert");
    if refused && !client.contains("Got a certificate list") {
        return Some(Ending::at(2, alert(client)));
    }
    let nothing_shown =
        server.contains("No certificate was found") || server.contains("certificate is required");
    let alert = alert(client);
    refused.then(|| Ending::at(if nothing_shown || alert == "certificate_required" { 4 } else { 5 }, alert))
}

/// `Received alert [48]: …`.
fn alert(text: &str) -> String {
    let number =
        text.split("Received alert [").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    number.parse().map(|code| countersign_handshake::alert_name(code).to_owned()).unwrap_or_default()
}
