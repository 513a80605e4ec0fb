//! Where do the servers of these tests run, and with what? Sets that `new` made, and programs that end with the test.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::scene::{countersign, stderr};

/// Two sets of one kind: the one in use, and one of strangers.
pub(crate) struct Place(PathBuf);

impl Place {
    /// An empty place for `name`, with both sets.
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("connecting").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let place = Self(folder);
        for set in ["ours", "strangers"] {
            let output = countersign(&["new", &place.path(set), "--intermediate"]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        }
        place
    }

    pub(crate) fn path(&self, file: &str) -> String {
        self.0.join(file).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> String {
        std::fs::write(self.0.join(file), text).unwrap();
        self.path(file)
    }

    /// Connects as the device does, with these options more.
    pub(crate) fn connect(&self, server: &Running, options: &[&str]) -> Output {
        let ca = self.path("ours/team-b/CA.cer");
        countersign(&[&["connect", &server.address(), "--ca", &ca, "--format", "json"], options].concat())
    }

    /// The options for the client's files of `set`.
    pub(crate) fn client(&self, set: &str) -> [String; 4] {
        let file = |name: &str| self.path(&format!("{set}/team-b/{name}"));
        ["--cert".to_owned(), file("client.cer"), "--key".to_owned(), file("client.pem")]
    }

    /// A certificate for our device's key that ended long ago, from our own issuing CA.
    pub(crate) fn expired_client(&self) -> [String; 4] {
        let read = |file: &str| std::fs::read_to_string(self.path(file)).unwrap();
        let key = |file: &str| rcgen::KeyPair::from_pem(&read(file)).unwrap();
        let bundle = pem::parse_many(read("ours/team-b/client.cer")).unwrap();
        let issuer = pem::encode(&bundle[1]);
        let issuer =
            rcgen::Issuer::from_ca_cert_pem(&issuer, key("ours/team-b/intermediate_ca_key.pem")).unwrap();
        let mut params = rcgen::CertificateParams::default();
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2021, 1, 1);
        params.distinguished_name.push(rcgen::DnType::CommonName, "device-0001");
        params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
        let expired = params.signed_by(&key("ours/team-b/client.pem"), &issuer).unwrap();
        let file = self.write("expired.cer", &(expired.pem() + &pem::encode(&bundle[1])));
        ["--cert".to_owned(), file, "--key".to_owned(), self.path("ours/team-b/client.pem")]
    }
}

/// A server that ends with the test, even where that fails.
pub(crate) struct Running {
    child: Child,
    pub(crate) port: u16,
}

impl Running {
    /// `openssl s_server`, which says where it listens; nothing after saying aloud that it is missing.
    pub(crate) fn openssl(words: &[&str]) -> Option<Self> {
        let mut command = Command::new("openssl");
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = spawned(&mut command)?;
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let line = lines.find_map(|line| line.unwrap().strip_prefix("ACCEPT ").map(str::to_owned)).unwrap();
        let port = line.trim().rsplit(':').next().unwrap().parse().unwrap();
        Some(Self { child, port })
    }

    /// A program that has to be told where to listen: on a port that was free a moment ago, another one if it is taken by then.
    pub(crate) fn on_free_port(program: &str, words: impl Fn(u16) -> Vec<String>) -> Option<Self> {
        for _ in 0..ATTEMPTS {
            let port = free_port();
            let mut command = Command::new(program);
            command.args(words(port)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
            // Programs for administrators lie outside the usual path.
            let path = std::env::var("PATH").unwrap_or_default();
            command.env("PATH", format!("{path}:/usr/sbin:/usr/local/sbin"));
            let mut running = Self { child: spawned(&mut command)?, port };
            if running.is_up() {
                return Some(running);
            }
        }
        panic!("{program} does not start");
    }

    /// Whether it listens within twenty seconds; false where it ended before, its words where they don't speak of the port.
    fn is_up(&mut self) -> bool {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return true;
            }
            if self.child.try_wait().unwrap().is_some() {
                let mut said = String::new();
                std::io::Read::read_to_string(self.child.stderr.as_mut().unwrap(), &mut said).unwrap();
                assert!(said.to_lowercase().contains("address") || said.is_empty(), "{said}");
                return false;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
fn spawned(command: &mut Command) -> Option<Child> {
    match command.spawn() {
        Ok(child) => Some(child),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let program = command.get_program().to_string_lossy().into_owned();
            eprintln!("SKIPPED: {program} is not installed, so there was no server of it to connect to.");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// The states of the steps that were spoken.
pub(crate) fn states(report: &Value) -> Vec<&str> {
    let steps = report["handshakes"][0]["steps"].as_array().unwrap();
    steps.iter().map(|step| step["state"].as_str().unwrap()).collect()
}

/// The words of a step, counted from 1.
pub(crate) fn wire(report: &Value, step: usize) -> String {
    report["handshakes"][0]["steps"][step - 1]["wire"].to_string()
}

/// As many ports as may be taken before something else must be wrong.
const ATTEMPTS: usize = 5;
