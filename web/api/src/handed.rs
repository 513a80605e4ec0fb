//! What do a path and a pasted text say beside their bytes? The same for the app's page and for the element.

use countersign_core::bundle::{Custody, custody_of_folder};
use zeroize::Zeroizing;

/// Whether a dropped folder itself tells whose hands its files are in: beside another one that does, `team-b` or `shared`
/// beside `team-a`, or when it is a team's own and nobody said for whom is asked. So does the command line.
#[must_use]
pub fn tells_hands(root: &str, roots: &[String], side_is_said: bool) -> bool {
    let Some(custody) = custody_of_folder(root) else { return false };
    let has_counterpart = roots.iter().any(|other| other != root && custody_of_folder(other).is_some());
    has_counterpart || (!side_is_said && matches!(custody, Custody::Team(_)))
}

/// Whether a file of this path lay in a folder, and the folders that tell whose hands it is in: those below the one that
/// was dropped, and that one where it `tells`.
#[must_use]
pub fn place_of(path: &str, tells: impl Fn(&str) -> bool) -> (bool, String) {
    let folders: Vec<&str> = path.split('/').collect();
    let (dropped, rest) = match folders.as_slice() {
        [dropped, between @ .., _] => (Some(*dropped), between),
        _ => (None, &[][..]),
    };
    let own = dropped.filter(|name| tells(name));
    (dropped.is_some(), own.into_iter().chain(rest.iter().copied()).collect::<Vec<_>>().join("/"))
}

/// The text of a paste, cut before every line that begins a PEM object (RFC 7468 §2), save the first. Several files are
/// often pasted at once: each object is one artifact, for a paste has no file in which a key could wrongly lie beside a
/// certificate.
#[must_use]
pub fn pieces(text: &str) -> Zeroizing<Vec<String>> {
    let mut pieces = Zeroizing::new(Vec::new());
    let mut has_object = false;
    for line in text.split_inclusive('\n') {
        let begins = line.contains("-----BEGIN ");
        match pieces.last_mut() {
            Some(piece) if !(begins && has_object) => String::push_str(piece, line),
            _ => pieces.push(line.to_owned()),
        }
        has_object |= begins;
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::{pieces, place_of, tells_hands};

    #[test]
    fn a_dropped_folder_tells_of_custody_when_it_is_a_teams_own_or_beside_its_counterpart() {
        let roots = ["team-a", "shared"].map(str::to_owned);
        assert!(tells_hands("team-a", &[], false) && !tells_hands("team-a", &[], true));
        assert!(tells_hands("shared", &roots, true) && !tells_hands("shared", &[], false));
        assert!(!tells_hands("inbox", &roots, false));
    }

    #[test]
    fn a_place_is_the_folders_below_the_one_that_was_dropped() {
        assert_eq!(place_of("server.cer", |_| true), (false, String::new()));
        assert_eq!(place_of("inbox/team-a/server.cer", |_| false), (true, "team-a".to_owned()));
        assert_eq!(place_of("team-a/server.cer", |_| true), (true, "team-a".to_owned()));
    }

    #[test]
    fn each_object_of_a_paste_is_an_artifact() {
        let block = |label: &str| format!("-----BEGIN {label}-----\nAA==\n-----END {label}-----\n");
        let text = format!("from Anna\n{}\n{}", block("CERTIFICATE"), block("PUBLIC KEY"));
        let pieces = pieces(&text);
        assert!(matches!(&pieces[..], [first, second]
            if first.starts_with("from Anna") && second.starts_with("-----BEGIN PUBLIC KEY")));
    }
}
