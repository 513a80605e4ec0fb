//! Where do the files of other tools come from? A folder for each test, in which they are run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Report, Task, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::scene::noon;

/// A folder of its own for one test.
pub(super) struct Workshop(pub(super) PathBuf);

impl Workshop {
    pub(super) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Runs a tool here; false after saying aloud that it is missing.
    #[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
    pub(super) fn run(&self, line: &str) -> bool {
        // An empty argument is written as two quotation marks.
        let mut words = line.split_whitespace().map(|word| if word == "\"\"" { "" } else { word });
        let tool = words.next().unwrap();
        let mut command = Command::new(tool);
        command.args(words).current_dir(&self.0).stdin(Stdio::null());
        match command.output() {
            Ok(output) if output.status.success() => true,
            Ok(output) => panic!("{line}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(_) => {
                eprintln!("SKIPPED: {tool} is not installed, so what it writes was not read.");
                false
            }
        }
    }

    /// The digits that a tool prints, without colons.
    pub(super) fn hexadecimal(&self, line: &str) -> String {
        let mut words = line.split_whitespace();
        let output = Command::new(words.next().unwrap()).args(words).current_dir(&self.0).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().chars().filter(char::is_ascii_hexdigit).collect()
    }

    /// What is in `file`, under a name that misleads.
    pub(super) fn read(&self, file: &str, passphrase: Option<&str>) -> Report {
        let bytes = std::fs::read(self.0.join(file)).unwrap();
        let mut policy = Policy::new(Task::Inspect, noon());
        policy.passphrases.extend(passphrase.map(|text| Passphrase::new(text.as_bytes().to_vec())));
        inspect(&[Artifact::new("holiday.jpg", bytes)], &policy, &AwsLc)
    }

    /// The kinds of objects in `file`.
    pub(super) fn kinds(&self, file: &str, passphrase: Option<&str>) -> Vec<&'static str> {
        let report = self.read(file, passphrase);
        report.bundle.items.iter().map(|item| item.parsed.kind().words()).collect()
    }

    /// A P-256 key and a certificate for it, by OpenSSL.
    pub(super) fn with_pair(&self) -> bool {
        self.run(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 3650 -subj /CN=a.example.com",
        )
    }
}
