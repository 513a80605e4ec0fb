//! Who holds this file? Teams and keys, from the person's word and from folder names.

use crate::intake::Artifact;
use crate::policy::{Policy, Team};

/// Whose hands an artifact is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custody {
    /// One team's own.
    Team(Team),
    /// Between the teams: what lies there has changed hands.
    Shared,
    /// Not known.
    Unknown,
}

/// Custody of `artifact`: a folder named after a team or `shared` decides, else the side that asks.
#[must_use]
pub fn custody_of(artifact: &Artifact, policy: &Policy) -> Custody {
    let mut folders = artifact.place.rsplit(['/', '\\']);
    let by_folder = folders.find_map(custody_of_folder);
    by_folder.unwrap_or_else(|| policy.side.map_or(Custody::Unknown, Custody::Team))
}

/// Folders tell the two teams' files apart: each has something here.
#[must_use]
pub fn teams_are_apart(artifacts: &[Artifact], policy: &Policy) -> bool {
    let held =
        |team: Team| artifacts.iter().any(|artifact| custody_of(artifact, policy) == Custody::Team(team));
    held(Team::TeamA) && held(Team::TeamB)
}

/// Whose hands a folder of this name stands for.
#[must_use]
pub fn custody_of_folder(folder: &str) -> Option<Custody> {
    let letters: String =
        folder.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    match letters.as_str() {
        "teama" => Some(Custody::Team(Team::TeamA)),
        "teamb" => Some(Custody::Team(Team::TeamB)),
        "shared" => Some(Custody::Shared),
        _ => None,
    }
}
