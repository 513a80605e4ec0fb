//! Do the generated pages say what the code says?

use countersign_core::{checks, report::wire_v1};

use crate::scene::{countersign, root, stdout};

const HOW: &str = "is out of date: run `cargo xtask docs`";

#[test]
fn the_findings_page_is_what_the_checks_say() {
    let written = std::fs::read_to_string(root().join("docs/findings.md")).unwrap();
    assert!(written == checks::page(), "docs/findings.md {HOW}");
}

#[test]
fn the_published_schema_is_that_of_the_reports_types() {
    let written = std::fs::read_to_string(root().join("docs/report-v1.schema.json")).unwrap();
    assert!(written == format!("{:#}\n", wire_v1::schema()), "docs/report-v1.schema.json {HOW}");
}

#[test]
fn the_profiles_page_is_the_table_in_the_code() {
    let page = std::fs::read_to_string(root().join("docs/profiles.md")).unwrap_or_default();
    let table = countersign_core::path::profiles_page();
    assert_eq!(page, table, "docs/profiles.md is out of date: run `cargo xtask docs`");
}

#[test]
fn every_check_has_an_anchor_on_the_findings_page() {
    let page = checks::page();
    for check in checks::all() {
        assert!(page.contains(&format!("<a id=\"{}\"></a>", check.code)), "{}", check.code);
    }
}

#[test]
fn every_room_of_the_core_is_on_the_architecture_page() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    for entry in std::fs::read_dir(root().join("crates/core/src")).unwrap() {
        let path = entry.unwrap().path();
        let room = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            room == "lib" || page.contains(&format!("`{room}`")),
            "docs/architecture.md does not name {room}"
        );
    }
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(page.contains(&format!("crates/{name}")), "docs/architecture.md does not name crates/{name}");
    }
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let first_screen: String = readme.lines().take(60).collect::<Vec<_>>().join("\n");
    for command in ["cargo run --release -- check examples/handoff", "cargo xtask test"] {
        assert!(first_screen.contains(command), "the README's first screen lacks `{command}`");
    }
}

#[test]
fn nothing_in_the_changelog_is_left_without_a_heading() {
    let changelog = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(
        changelog.contains("## [Unreleased]") || changelog.contains("## ["),
        "CHANGELOG.md has no release"
    );
}

/// The report that README shows is the one that the command prints today.
#[test]
fn the_report_in_the_readme_is_a_real_one() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let output = countersign(&["check", "--host", "api-eu.example.com", "examples/faulty/san-dropped"]);
    assert_eq!(shown, stdout(&output), "the README's report is out of date");
}
