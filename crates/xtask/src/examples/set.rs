//! What is a set? Files in a folder, the story behind them, and what Countersign must say.

use std::collections::BTreeMap;

use super::Error;

/// One folder of examples.
pub(super) struct Set {
    /// Under `examples/`, such as `faulty/san-dropped`.
    pub(super) folder: String,
    pub(super) title: &'static str,
    /// Paragraphs: what the situation is, how it comes about, what Countersign says.
    pub(super) story: Vec<&'static str>,
    /// The guilty file and the finding's code; none for a sound set.
    pub(super) fault: Option<Fault>,
    /// The options of `countersign check`.
    pub(super) options: &'static str,
    pub(super) verdict: Verdict,
    pub(super) files: Files,
}

/// What is wrong, and where.
pub(super) struct Fault {
    pub(super) guilty_file: &'static str,
    pub(super) finding: &'static str,
}

#[derive(Clone, Copy)]
pub(super) enum Verdict {
    Failed,
    Indeterminate,
    Passed,
}

/// File names, with folders, and their bytes.
#[derive(Default)]
pub(super) struct Files(BTreeMap<String, Vec<u8>>);

impl Set {
    /// A set without fault, in this folder under `examples/`.
    pub(super) fn sound(folder: &str, title: &'static str, files: Files) -> Self {
        Self {
            folder: folder.to_owned(),
            title,
            story: Vec::new(),
            fault: None,
            options: BOTH_HOSTS,
            verdict: Verdict::Passed,
            files,
        }
    }

    /// A set that fails for one reason: `finding`, in `guilty_file`.
    pub(super) fn faulty(
        name: &str,
        title: &'static str,
        guilty_file: &'static str,
        finding: &'static str,
        files: Files,
    ) -> Self {
        Self {
            fault: Some(Fault { guilty_file, finding }),
            options: ONE_HOST,
            verdict: Verdict::Failed,
            ..Self::sound(&format!("faulty/{name}"), title, files)
        }
    }

    /// Another paragraph of the story.
    pub(super) fn told(mut self, paragraph: &'static str) -> Self {
        self.story.push(paragraph);
        self
    }

    /// Other options than the host name.
    pub(super) fn options(mut self, options: &'static str) -> Self {
        self.options = options;
        self
    }

    /// Something is missing, so the question stays open.
    pub(super) fn stays_open(mut self) -> Self {
        self.verdict = Verdict::Indeterminate;
        self
    }

    /// The command that shows the finding, from the repository's root.
    pub(super) fn command(&self) -> String {
        let words = ["countersign check", self.options, "examples/"];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        format!("{}{}", words.join(" "), self.folder)
    }
}

impl Files {
    /// Puts a file, over an earlier one of that name.
    pub(super) fn put(&mut self, name: &str, content: impl AsRef<[u8]>) {
        self.0.insert(name.to_owned(), content.as_ref().to_vec());
    }

    /// Adds to the end of a file.
    pub(super) fn append(&mut self, name: &str, content: impl AsRef<[u8]>) {
        self.0.entry(name.to_owned()).or_default().extend_from_slice(content.as_ref());
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The bytes of a file that must be there.
    pub(super) fn read(&self, name: &str) -> Result<&[u8], Error> {
        Ok(self.0.get(name).ok_or_else(|| format!("there is no {name} in the set"))?)
    }

    /// Moves files into a folder of the set.
    pub(super) fn move_into(&mut self, folder: &str, names: &[&str]) {
        for name in names {
            if let Some(bytes) = self.0.remove(*name) {
                self.0.insert(format!("{folder}/{name}"), bytes);
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

impl Verdict {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Indeterminate => "indeterminate",
            Self::Passed => "passed",
        }
    }
}

const BOTH_HOSTS: &str = "--host api.example.com --host api-eu.example.com";
const ONE_HOST: &str = "--host api.example.com";
