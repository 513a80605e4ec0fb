//! Where do Java's own server and client end? `Handshakes.java` in one run of the virtual machine for all examples.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::examples::Rehearsed;
use super::stack::{Ending, JAVA, Job, file, present, printed, workshop};
use crate::scene::root;

#[test]
fn java_ends_every_handshake_where_it_is_written_down() {
    JAVA.is_still_so(installed(), spoken);
}

/// Running a source needs the compiler, which a runtime alone does not have.
fn installed() -> Result<String, &'static str> {
    let version = printed("java", &["--version"]).ok_or("java is not installed")?;
    printed("javac", &["--version"]).ok_or("java has no compiler here")?;
    printed("openssl", &["version"]).ok_or("openssl, which makes Java's stores, is not installed")?;
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    Ok(format!("OpenJDK {}", number.split('.').next().unwrap_or_default()))
}

fn spoken(jobs: &[Job<'_>]) -> Vec<Ending> {
    let prepared: Vec<Result<String, Ending>> =
        jobs.iter().enumerate().map(|(number, job)| line(number, job)).collect();
    let lines: String = prepared.iter().flatten().map(|line| format!("{line}\n")).collect();
    let mut java = Command::new("java");
    java.arg(root().join("tests/interop/Handshakes.java")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = java.spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "java did not run through");
    let said = String::from_utf8(output.stdout).unwrap();
    let mut answers = said.lines().map(answer);
    prepared.into_iter().map(|one| one.map_or_else(|ending| ending, |_| answers.next().unwrap())).collect()
}

fn answer(line: &str) -> Ending {
    let [_, step, alert] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
    match step.parse().unwrap() {
        0 => Ending::through(),
        step => Ending::at(step, alert.to_owned()),
    }
}

/// What is asked of Java; the ending where a side's store can't be made.
fn line(number: usize, job: &Job<'_>) -> Result<String, Ending> {
    let Job { set, kind, version } = *job;
    let unloaded = |step| Ending::at(step, String::new());
    let server = store(set, "team-a", "server.cer", "server_key.pem").ok_or_else(|| unloaded(2))?;
    let shows = kind == "two-way" && present(set, "team-b", "client.cer").is_some();
    let client = if shows {
        store(set, "team-b", "client.cer", "client.pem").ok_or_else(|| unloaded(4))?
    } else {
        "-".to_owned()
    };
    let list = present(set, "team-a", "CA.crl").unwrap_or_else(|| "-".to_owned());
    let at = (set.at() * 1000).to_string();
    let ca = file(set, "team-a", "CA.cer");
    Ok([&number.to_string(), &at, &set.host(), kind, version, &server, &client, &ca, &list].join("\t"))
}

/// A side's store, as people make it from PEM files.
fn store(set: &Rehearsed, team: &str, certificate: &str, key: &str) -> Option<String> {
    let store = workshop("java").join(format!("{}-{team}.p12", set.set.replace('/', "-")));
    let _ = std::fs::remove_file(&store);
    let store = store.to_str().unwrap().to_owned();
    let mut command = Command::new("openssl");
    command.args(["pkcs12", "-export", "-name", "own", "-passout", "pass:interop", "-out", &store]);
    command.args(["-in", &present(set, team, certificate)?, "-inkey", &present(set, team, key)?]);
    if let Some(passphrase) = present(set, team, "passphrase.txt") {
        command.args(["-passin", &format!("file:{passphrase}")]);
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.success() && Path::new(&store).exists()).then_some(store)
}
