//! What has been handed over, what is asked about it, and what is the answer?

use countersign_core::path::slip;
use countersign_core::policy::Team;
use countersign_core::report::shown;
use js_sys::Array;
use leptos::prelude::*;

use crate::api::now;
use crate::handing::Handed;
use crate::link::Link;
use crate::protocol::{Ask, Question, Tell, Told};

/// The page's whole state. It lives in memory only; starting over forgets it, and the worker's with it.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    pub(crate) link: Link,
    /// What was handed over, in order: handles, no content.
    pub(crate) handed: RwSignal<Vec<Handed>, LocalStorage>,
    /// What was on the desk at the last answer; giving up goes back to it.
    answered: StoredValue<Vec<Handed>, LocalStorage>,
    /// The answer.
    pub(crate) told: RwSignal<Option<Told>>,
    pub(crate) busy: RwSignal<Busy>,
    /// Why something could not be taken, in sentences.
    pub(crate) refusals: RwSignal<Vec<String>>,
    /// The team that asks.
    pub(crate) side: RwSignal<Option<Team>>,
    /// The names that clients call the server by, as typed.
    pub(crate) hosts: RwSignal<String>,
    /// The day to judge at; empty for now.
    pub(crate) at: RwSignal<String>,
    /// Passphrases to try; they leave the page's memory with it.
    pub(crate) passphrases: RwSignal<Vec<String>>,
    /// The object and bytes that are looked at.
    pub(crate) looked_at: RwSignal<Option<Look>>,
    /// How many texts were pasted, for their names.
    pasted: StoredValue<usize>,
}

/// What is going on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Busy {
    Idle,
    Judging,
    Reading { done: usize, all: usize },
}

/// An object whose bytes are looked at, and those among them that matter.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) item: usize,
    pub(crate) span: Option<(usize, usize)>,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new(link: Link) -> Self {
        Self {
            link,
            handed: RwSignal::new_local(Vec::new()),
            answered: StoredValue::new_local(Vec::new()),
            told: RwSignal::default(),
            busy: RwSignal::new(Busy::Idle),
            refusals: RwSignal::default(),
            side: RwSignal::default(),
            hosts: RwSignal::default(),
            at: RwSignal::default(),
            passphrases: RwSignal::default(),
            looked_at: RwSignal::default(),
            pasted: StoredValue::new(0),
        }
    }

    /// Adds what was handed over, and judges. A file of the same name takes the older one's place: it was mended and
    /// given again.
    pub(crate) fn take(self, given: Vec<Handed>) {
        if given.is_empty() {
            return;
        }
        self.handed.update(|handed| {
            for one in given {
                match handed.iter_mut().find(|older| older.given.origin == one.given.origin) {
                    Some(older) => *older = one,
                    None => handed.push(one),
                }
            }
        });
        self.judge();
    }

    /// Takes what was dropped.
    pub(crate) fn take_drop(self, given: Vec<Handed>) {
        if given.is_empty() {
            let why = "Nothing could be taken from that. If it was a folder, use “Choose a folder…”: some browsers \
                       don't let a page look into a dropped one.";
            self.refusals.set(vec![why.to_owned()]);
        }
        self.take(given);
    }

    /// Takes a pasted or typed text.
    pub(crate) fn take_text(self, text: String) {
        let given = crate::handing::pasted(text, self.pasted.get_value());
        if given.is_empty() {
            self.refusals.set(vec!["There is no text here yet: paste one, or choose files.".to_owned()]);
            return;
        }
        self.pasted.update_value(|count| *count += given.len());
        self.take(given);
    }

    /// Puts one thing away.
    pub(crate) fn put_away(self, origin: &str) {
        self.handed.update(|handed| handed.retain(|one| one.given.origin != origin));
        if self.is_empty() { self.start_over() } else { self.judge() }
    }

    /// Puts everything away and forgets the question, the answer and every passphrase.
    pub(crate) fn start_over(self) {
        self.link.restart();
        self.handed.set(Vec::new());
        self.answered.set_value(Vec::new());
        self.told.set(None);
        self.busy.set(Busy::Idle);
        self.refusals.set(Vec::new());
        self.side.set(None);
        self.hosts.set(String::new());
        self.at.set(String::new());
        self.passphrases.set(Vec::new());
        self.looked_at.set(None);
        self.pasted.set_value(0);
    }

    /// Gives up what is going on, and goes back to what was judged before it.
    pub(crate) fn give_up(self) {
        let before = self.answered.get_value();
        if before.is_empty() || before.len() == self.handed.read_untracked().len() {
            return self.start_over();
        }
        self.link.restart();
        self.handed.set(before);
        self.judge();
    }

    /// Whether nothing was handed over yet.
    pub(crate) fn is_empty(self) -> bool {
        self.handed.read().is_empty()
    }

    /// Judges what lies here by the question as it stands. A judgement that still goes on is given up for it.
    pub(crate) fn judge(self) {
        let handed = self.handed.get_untracked();
        if handed.is_empty() {
            return;
        }
        if self.busy.get_untracked() != Busy::Idle {
            self.link.restart();
        }
        self.refusals.set(Vec::new());
        self.looked_at.set(None);
        self.busy.set(Busy::Reading { done: 0, all: handed.len() });
        let (hosts, slips) = self.names();
        let files: Array = handed.iter().map(|one| one.file.clone()).collect();
        let given = handed.iter().map(|one| one.given.clone()).collect();
        self.link.ask(
            &Ask::Judge { files: given, question: self.question(hosts) },
            &files,
            move |said| match said {
                Tell::Judging => self.busy.set(Busy::Judging),
                Tell::Reading { done, all } => self.busy.set(Busy::Reading { done, all }),
                Tell::Told(told) => {
                    self.answered.set_value(self.handed.get_untracked());
                    self.refusals.set(slips.iter().chain(&told.refusals).cloned().collect());
                    self.busy.set(Busy::Idle);
                    self.told.set(Some(*told));
                }
                Tell::Broke => {
                    let why = "The program in this page stopped over these files; that is a fault of the program. \
                               Nothing left the page. Put away what you gave last, or start over.";
                    self.refusals.set(vec![why.to_owned()]);
                    self.busy.set(Busy::Idle);
                }
                _ => {}
            },
        );
    }

    /// The names that are asked about, and why others that were typed are not.
    fn names(self) -> (Vec<String>, Vec<String>) {
        let separators = |character: char| character == ',' || character.is_whitespace();
        let typed = self.hosts.get_untracked();
        let (mut hosts, mut slips) = (Vec::new(), Vec::new());
        for host in typed.split(separators).filter(|host| !host.is_empty()) {
            match slip(host, "") {
                Some(why) => slips.push(format!("“{}” was not asked about: {why}.", shown(host))),
                None => hosts.push(host.to_owned()),
            }
        }
        (hosts, slips)
    }

    fn question(self, hosts: Vec<String>) -> Question {
        let at = self.at.get_untracked();
        Question {
            side: self.side.get_untracked(),
            hosts,
            at: if at.is_empty() { now().rfc3339() } else { at },
            passphrases: self.passphrases.get_untracked(),
        }
    }
}
