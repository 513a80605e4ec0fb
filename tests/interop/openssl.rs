//! Where do OpenSSL's own server and client end? `s_server` and `s_client` on loopback, each with its team's files.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::examples::Rehearsed;
use super::stack::{Ending, Job, OPENSSL, file, present, workshop};

#[test]
fn openssl_ends_every_handshake_where_it_is_written_down() {
    let version = installed().ok_or("openssl is not installed");
    OPENSSL.is_still_so(version, |jobs| jobs.iter().map(spoken).collect());
}

fn installed() -> Option<String> {
    let output = Command::new("openssl").arg("version").output().ok()?;
    let words = String::from_utf8(output.stdout).ok()?;
    let number = words.split_whitespace().nth(1)?;
    let mut parts = number.split('.');
    Some(format!("{} {}.{}", words.split_whitespace().next()?, parts.next()?, parts.next()?))
}

fn spoken(job: &Job<'_>) -> Ending {
    let Job { set, kind, version } = *job;
    let two_way = kind == "two-way";
    let workshop = workshop("openssl");
    let at = set.at().to_string();
    let common = |team: &str| {
        let mut words: Vec<String> =
            ["-CAstore", &file(set, team, "CA.cer"), "-no-CAfile", "-no-CApath", "-attime", &at]
                .map(str::to_owned)
                .to_vec();
        words.push(if version == "TLS 1.3" { "-tls1_3" } else { "-tls1_2" }.to_owned());
        words.extend(["-cipher".to_owned(), "DEFAULT@SECLEVEL=2".to_owned()]);
        if let Some(list) = present(set, team, "CA.crl") {
            words.extend(["-CRL".to_owned(), list, "-crl_check".to_owned()]);
        }
        words
    };
    let mut server = Command::new("openssl");
    server.args(["s_server", "-accept", "127.0.0.1:0", "-www"]).args(common("team-a"));
    server.args(identity(set, "team-a", "server.cer", "server_key.pem", &workshop));
    if two_way {
        server.args(["-Verify", "9", "-verify_return_error"]);
    }
    let Some((mut server, port)) = started(&mut server) else {
        return Ending::at(2, String::new());
    };
    let host = set.host();
    let mut client = Command::new("openssl");
    client.args(["s_client", "-connect", &format!("127.0.0.1:{port}"), "-ign_eof", "-verify_return_error"]);
    client.args(["-verify_hostname", &host, "-servername", &host]).args(common("team-b"));
    if two_way && present(set, "team-b", "client.cer").is_some() {
        client.args(identity(set, "team-b", "client.cer", "client.pem", &workshop));
    }
    let client = said(client.spawn_quietly());
    server.kill().unwrap();
    let server = said(server);
    ending(&client, &server)
        .unwrap_or_else(|| panic!("{} {kind} {version}\n{client}\n---\n{server}", set.set))
}

/// The options for a certificate, what stands behind it in its file, and its key.
fn identity(set: &Rehearsed, team: &str, certificate: &str, key: &str, workshop: &Path) -> Vec<String> {
    let certificate_file = file(set, team, certificate);
    let mut words: Vec<String> =
        ["-cert", &certificate_file, "-key", &file(set, team, key)].map(str::to_owned).to_vec();
    let blocks = pem::parse_many(std::fs::read(&certificate_file).unwrap()).unwrap_or_default();
    let behind: Vec<pem::Pem> =
        blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE").skip(1).collect();
    if !behind.is_empty() {
        let chain = workshop.join(certificate);
        std::fs::write(&chain, pem::encode_many(&behind)).unwrap();
        words.extend(["-cert_chain".to_owned(), chain.to_str().unwrap().to_owned()]);
    }
    if let Some(passphrase) = present(set, team, "passphrase.txt") {
        words.extend(["-pass".to_owned(), format!("file:{passphrase}")]);
    }
    words
}

trait Quietly {
    fn spawn_quietly(&mut self) -> Child;
}

impl Quietly for Command {
    fn spawn_quietly(&mut self) -> Child {
        self.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

/// The server and its port; `None` when it did not start.
fn started(command: &mut Command) -> Option<(Child, String)> {
    let mut server = command.spawn_quietly();
    let mut lines = BufReader::new(server.stdout.as_mut().unwrap());
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        if let Some(address) = line.strip_prefix("ACCEPT ") {
            let port = address.trim().rsplit(':').next().unwrap().to_owned();
            return Some((server, port));
        }
        line.clear();
    }
    server.wait().unwrap();
    None
}

/// Asks for a page and takes everything that is said, within twenty seconds.
fn said(mut child: Child) -> String {
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(b"GET / HTTP/1.0\r\n\r\n");
    }
    let deadline = Instant::now() + Duration::from_secs(20);
    let (mut out, mut error) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let out = std::thread::spawn(move || {
        let mut text = Vec::new();
        out.read_to_end(&mut text).map(|_| text)
    });
    let error = std::thread::spawn(move || {
        let mut text = Vec::new();
        error.read_to_end(&mut text).map(|_| text)
    });
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > deadline {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let text = [out, error].map(|one| one.join().unwrap().unwrap_or_default()).concat();
    String::from_utf8_lossy(&text).into_owned()
}

fn ending(client: &str, server: &str) -> Option<Ending> {
    let stopped = |step, alert| Some(Ending::at(step, alert));
    if client.contains("HTTP/1.0 200 ok") {
        return Some(Ending::through());
    }
    if client.contains("certificate verify failed") {
        return stopped(3, alert(server));
    }
    if !client.contains("CONNECTED") {
        // It never called: its own files can't be loaded.
        return stopped(4, String::new());
    }
    if !client.contains("SSL alert number") {
        return None;
    }
    let step = if server.contains("peer did not return a certificate") { 4 } else { 5 };
    stopped(step, alert(client))
}

/// `SSL alert number 48` in words.
fn alert(text: &str) -> String {
    let number = text.split("SSL alert number ").nth(1).unwrap_or_default();
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().map(|code| countersign_handshake::alert_name(code).to_owned()).unwrap_or_default()
}
