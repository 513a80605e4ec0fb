//! What do other programs do with the examples? What they did stands in a file for each; where the same version is installed
//! it is seen whether they still do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::agreement::{KINDS, VERSIONS};
use super::examples::{Outcome, Rehearsed, all};
use crate::scene::root;

/// A program with a server and a client of TLS.
pub(super) struct Stack {
    /// Its name, as the page has it.
    pub(super) name: &'static str,
    /// What was seen of it.
    file: &'static str,
    /// How it was asked, for the page.
    pub(super) how: &'static str,
}

/// What was seen, and of which version.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Seen {
    /// For example `OpenSSL 3.0`.
    pub(super) version: String,
    /// By set, then by kind.
    pub(super) outcomes: BTreeMap<String, BTreeMap<String, Ending>>,
}

/// The step that failed and the alert that was read; neither when it went through.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Ending {
    pub(super) step: Option<u64>,
    pub(super) alert: String,
}

/// One handshake to be spoken.
pub(super) struct Job<'a> {
    pub(super) set: &'a Rehearsed,
    pub(super) kind: &'static str,
    pub(super) version: &'static str,
}

pub(super) static OPENSSL: Stack = Stack {
    name: "OpenSSL",
    file: "openssl.json",
    how: "`s_server` and `s_client` on loopback, at security level 2",
};
pub(super) static GNUTLS: Stack = Stack {
    name: "GnuTLS",
    file: "gnutls.json",
    how: "`gnutls-serv` and `gnutls-cli` on a loopback of their own, at the moment of the example",
};
pub(super) static JAVA: Stack = Stack {
    name: "Java",
    file: "java.json",
    how: "JSSE at both ends with its PKIX trust manager and HTTPS names; the stores are made by `openssl pkcs12 -export`, which \
          looks for the certificate that goes with the key wherever it stands",
};
pub(super) static STACKS: [&Stack; 3] = [&OPENSSL, &GNUTLS, &JAVA];

impl Stack {
    /// What was seen when it was last written down.
    pub(super) fn seen(&self) -> Seen {
        serde_json::from_str(&std::fs::read_to_string(self.path()).unwrap()).unwrap()
    }

    /// Whether it and the prediction have decided, and otherwise from each other.
    pub(super) fn differs(&self, set: &Rehearsed) -> bool {
        let seen = self.seen();
        KINDS.iter().any(|kind| differs(&set.predicted(kind), &seen.outcomes[&set.set][*kind]))
    }

    /// Asks it again. `version` is what is installed, or what is missing for asking.
    #[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
    pub(super) fn is_still_so(
        &self,
        version: Result<String, &str>,
        speak: impl Fn(&[Job<'_>]) -> Vec<Ending>,
    ) {
        let writing = std::env::var_os("COUNTERSIGN_WRITE_CONFORMANCE").is_some();
        let version = match version {
            Ok(version) if writing || self.seen().version == version => version,
            Ok(version) => {
                let written = self.seen().version;
                eprintln!("SKIPPED: {version} is installed, and what {written} did is written down.");
                return;
            }
            Err(missing) => {
                eprintln!("SKIPPED: {missing}, so nobody asked how the handshakes of {} end.", self.name);
                return;
            }
        };
        let sets = all();
        let now = Seen { version, outcomes: outcomes(&sets, speak) };
        if writing {
            std::fs::write(self.path(), format!("{:#}\n", serde_json::to_value(&now).unwrap())).unwrap();
        }
        assert_eq!(
            now,
            self.seen(),
            "to write down what it does now: COUNTERSIGN_WRITE_CONFORMANCE=1 cargo test interop::"
        );
    }

    fn path(&self) -> PathBuf {
        root().join("tests/interop").join(self.file)
    }
}

fn outcomes(
    sets: &[Rehearsed],
    speak: impl Fn(&[Job<'_>]) -> Vec<Ending>,
) -> BTreeMap<String, BTreeMap<String, Ending>> {
    let job = |set, kind| VERSIONS.map(|version| Job { set, kind, version });
    let jobs: Vec<Job<'_>> =
        sets.iter().flat_map(|set| KINDS.into_iter().flat_map(move |kind| job(set, kind))).collect();
    let endings = speak(&jobs);
    let mut outcomes: BTreeMap<String, BTreeMap<String, Ending>> = BTreeMap::new();
    for (pair, endings) in jobs.chunks(2).zip(endings.chunks(2)) {
        let [newer, older] = endings else { panic!("{} endings", endings.len()) };
        // Alerts differ between the versions, the steps do not.
        assert_eq!(newer.step, older.step, "{} {}", pair[0].set.set, pair[0].kind);
        outcomes.entry(pair[0].set.set.clone()).or_default().insert(pair[0].kind.to_owned(), newer.clone());
    }
    outcomes
}

/// The program and the prediction have decided, and otherwise from each other.
pub(super) fn differs(predicted: &Outcome, ending: &Ending) -> bool {
    let step = predicted.stop.as_ref().map(|(step, _)| *step);
    predicted.is_decided() && step != ending.step
}

impl Ending {
    /// It went through.
    pub(super) const fn through() -> Self {
        Self { step: None, alert: String::new() }
    }

    /// It broke at `step`.
    pub(super) const fn at(step: u64, alert: String) -> Self {
        Self { step: Some(step), alert }
    }
}

/// The file of a set, in the team's folder where there is one.
pub(super) fn file(set: &Rehearsed, team: &str, name: &str) -> String {
    let folder = root().join("examples").join(&set.set);
    let own = folder.join(team).join(name);
    let path = if own.exists() { own } else { folder.join(name) };
    path.to_str().unwrap().to_owned()
}

/// The same, where it is there.
pub(super) fn present(set: &Rehearsed, team: &str, name: &str) -> Option<String> {
    Some(file(set, team, name)).filter(|path| Path::new(path).exists())
}

/// A place for files in between.
pub(super) fn workshop(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("interop-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a program prints when it is asked for its version, if it is installed.
pub(super) fn printed(program: &str, words: &[&str]) -> Option<String> {
    let output = Command::new(program).args(words).output().ok()?;
    let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    String::from_utf8(text).ok()
}
