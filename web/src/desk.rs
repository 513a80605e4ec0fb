//! What has been handed over, and what is asked about it?

use countersign_core::policy::Team;
use countersign_core::{Artifact, Policy, Task};
use leptos::prelude::*;

use crate::judging::now;
use crate::reading::Reading;

/// The page's whole state. It lives in memory only; keys on it are wiped when they are put away or the page is closed.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// What was handed over, in order.
    pub(crate) artifacts: RwSignal<Vec<Artifact>>,
    /// Why something could not be taken, in sentences.
    pub(crate) refusals: RwSignal<Vec<String>>,
    /// The team that asks.
    pub(crate) side: RwSignal<Option<Team>>,
    /// The names that clients call the server by, as typed.
    pub(crate) hosts: RwSignal<String>,
    /// How many texts were pasted, for their names.
    pub(crate) pasted: StoredValue<usize>,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new() -> Self {
        Self {
            artifacts: RwSignal::default(),
            refusals: RwSignal::default(),
            side: RwSignal::default(),
            hosts: RwSignal::default(),
            pasted: StoredValue::new(0),
        }
    }

    /// Adds what was read. A file of the same name takes the older one's place: it was mended and dropped again.
    pub(crate) fn take(self, read: Reading) {
        self.refusals.set(read.refusals);
        self.artifacts.update(|artifacts| {
            for artifact in read.artifacts {
                match artifacts.iter_mut().find(|older| older.origin == artifact.origin) {
                    Some(older) => *older = artifact,
                    None => artifacts.push(artifact),
                }
            }
        });
    }

    /// Puts one thing away.
    pub(crate) fn put_away(self, origin: &str) {
        self.artifacts.update(|artifacts| artifacts.retain(|artifact| artifact.origin != origin));
    }

    /// Puts everything away; the question stays.
    pub(crate) fn clear(self) {
        self.artifacts.set(Vec::new());
        self.refusals.set(Vec::new());
        self.pasted.set_value(0);
    }

    /// Whether nothing was handed over yet.
    pub(crate) fn is_empty(self) -> bool {
        self.artifacts.read().is_empty()
    }

    /// The question, as of now.
    pub(crate) fn policy(self) -> Policy {
        let mut policy = Policy::new(Task::Check, now());
        policy.side = self.side.get();
        let separators = |character: char| character == ',' || character.is_whitespace();
        policy.hosts =
            self.hosts.read().split(separators).filter(|host| !host.is_empty()).map(str::to_owned).collect();
        policy
    }
}
