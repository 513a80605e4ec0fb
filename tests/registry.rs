//! Does every check keep the house's promises: one name in three places, words for a newcomer, a source?

use std::collections::BTreeSet;

use countersign_core::checks;

use crate::scene::root;

#[test]
fn every_code_is_unique_and_is_a_room_and_a_fault() {
    let mut seen = BTreeSet::new();
    for check in checks::all() {
        assert!(seen.insert(check.code), "{} stands twice", check.code);
        let (room, fault) = check.code.split_once('.').unwrap();
        let kebab =
            |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(kebab(room) && kebab(fault), "{}", check.code);
    }
}

#[test]
fn the_file_of_a_check_has_its_name_and_every_file_is_a_check() {
    let folder = root().join("crates/core/src/checks");
    let mut expected = BTreeSet::new();
    for check in checks::all() {
        let (room, fault) = check.code.split_once('.').unwrap();
        let file = folder.join(room).join(format!("{}.rs", fault.replace('-', "_")));
        assert!(file.is_file(), "{} should be in {}", check.code, file.display());
        expected.insert(file);
    }
    let rooms =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    for room in rooms {
        for file in std::fs::read_dir(room).unwrap().map(|entry| entry.unwrap().path()) {
            let is_tour = file.file_name().is_some_and(|name| name == "mod.rs");
            assert!(is_tour || expected.contains(&file), "{} is no check", file.display());
        }
    }
}

#[test]
fn every_check_explains_itself() {
    for check in checks::all() {
        let code = check.code;
        assert!(!check.cites.is_empty(), "{code} names no source");
        assert!(!check.tasks.is_empty(), "{code} is never asked");
        assert!(check.rationale.len() > 60 && check.rationale.ends_with('.'), "{code}: {}", check.rationale);
        assert!(check.remedy.len() > 15 && check.remedy.ends_with('.'), "{code}: {}", check.remedy);
        assert!(check.brief.split(' ').count() <= 4, "{code}: {} is no table word", check.brief);
        assert!(!check.title.ends_with('.'), "{code}: titles are no sentences");
    }
}
