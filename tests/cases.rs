//! Does each example give what its README states? The command, the verdict, the finding and the guilty file.

use std::path::{Path, PathBuf};

use crate::scene::{countersign, json, root};

/// What a set's README promises.
pub(crate) struct Case {
    pub(crate) set: String,
    pub(crate) arguments: Vec<String>,
    verdict: String,
    finding: Option<String>,
    guilty_file: Option<String>,
}

#[test]
fn sound_sets_pass() {
    let mut cases = read_cases("sound");
    cases.push(read_case(&root().join("examples/handoff")));
    assert!(cases.len() >= 6, "only {} sound sets", cases.len());
    for case in cases {
        let output = run(&case);
        assert_eq!(case.verdict, "passed", "{}", case.set);
        assert_eq!(json(&output)["verdict"], "passed", "{}: {}", case.set, json(&output)["findings"]);
        assert_eq!(output.status.code(), Some(0), "{}", case.set);
    }
}

#[test]
fn each_faulty_set_fails_with_the_finding_and_the_file_its_readme_states() {
    let cases = read_cases("faulty");
    assert!(cases.len() >= 12, "only {} faulty sets", cases.len());
    for case in cases {
        let output = run(&case);
        let report = json(&output);
        assert_eq!(output.status.code(), Some(1), "{}", case.set);
        assert_eq!(report["verdict"], case.verdict.as_str(), "{}", case.set);
        let (code, file) = (case.finding.unwrap(), case.guilty_file.unwrap());
        let names_it = |finding: &serde_json::Value| {
            let origin = finding["location"]["origin"].as_str().unwrap_or_default();
            let message = finding["message"].as_str().unwrap_or_default();
            // A missing file has no place; the sentence names it.
            finding["code"] == code.as_str()
                && (origin.ends_with(&file) || (origin.is_empty() && message.contains(&file)))
        };
        let findings = report["findings"].as_array().unwrap();
        assert!(findings.iter().any(names_it), "{}: {code} in {file} is not in {findings:#?}", case.set);
    }
}

/// One fault a set: whatever else is found follows from it and is listed here with the reason.
#[test]
fn a_faulty_set_shows_no_fault_that_does_not_follow_from_its_own() {
    let consequences: &[(&str, &[&str])] = &[
        // Without names in the request there are none to grant.
        ("no-san-only-common-name", &["request.no-names"]),
        // The lost name is the one that clients call.
        ("san-dropped", &["certificate.host-mismatch"]),
        // Its own purpose was lost with the other one granted.
        ("server-certificate-with-client-purpose", &["grant.eku-dropped"]),
    ];
    for case in read_cases("faulty") {
        let report = json(&run(&case));
        let name = case.set.rsplit('/').next().unwrap_or_default();
        let also = consequences.iter().find(|(set, _)| *set == name).map_or(&[][..], |(_, also)| also);
        for finding in report["findings"].as_array().unwrap() {
            let code = finding["code"].as_str().unwrap();
            let severity = finding["severity"].as_str().unwrap();
            let expected =
                Some(code) == case.finding.as_deref() || also.contains(&code) || severity == "note";
            assert!(expected, "{}: {code} ({})", case.set, finding["message"]);
        }
        for code in also {
            let found = report["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == *code);
            assert!(found, "{}: {code} is listed as a consequence and was not found", case.set);
        }
    }
}

fn run(case: &Case) -> std::process::Output {
    let mut arguments: Vec<&str> = case.arguments.iter().map(String::as_str).collect();
    arguments.extend(["--format", "json"]);
    countersign(&arguments)
}

pub(crate) fn read_cases(kind: &str) -> Vec<Case> {
    let folder = root().join("examples").join(kind);
    let mut sets: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    sets.sort();
    sets.iter().filter(|set| set.is_dir()).map(|set| read_case(set)).collect()
}

pub(crate) fn read_case(set: &Path) -> Case {
    let readme = std::fs::read_to_string(set.join("README.md")).unwrap();
    let line = |label: &str| {
        readme
            .lines()
            .find_map(|line| line.strip_prefix(&format!("- {label}: ")))
            .map(|text| text.trim().to_owned())
    };
    let command = line("Command").unwrap_or_else(|| panic!("{}: no command", set.display()));
    let mut words = command.split_whitespace().map(str::to_owned);
    assert_eq!(words.next().as_deref(), Some("countersign"), "{}", set.display());
    Case {
        set: set.display().to_string(),
        arguments: words.collect(),
        verdict: line("Verdict").unwrap(),
        finding: line("Finding"),
        guilty_file: line("Guilty file"),
    }
}
