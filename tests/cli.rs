//! Does the command line keep its contract? Exit codes, what to type next, formats, pipes.

use crate::scene::{countersign, countersign_reading, json, root, stderr, stdout};

const AT: [&str; 2] = ["--at", "2026-06-01T12:00:00Z"];

fn check(arguments: &[&str]) -> std::process::Output {
    countersign(&[&["check"], arguments, &AT].concat())
}

#[test]
fn an_unreadable_path_ends_with_2_and_says_what_to_type() {
    let output = check(&["examples/handof"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).is_empty());
    let said = stderr(&output);
    assert!(said.contains("examples/handof can't be read") && said.contains("ls"), "{said}");
}

#[test]
fn a_wrong_flag_ends_with_2_and_shows_the_usage() {
    let output = check(&["--hots", "a.example", "examples/handoff"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("--host") && said.contains("Usage: countersign check"), "{said}");
}

#[test]
fn an_unknown_code_ends_with_2_and_points_to_the_list() {
    let output = countersign(&["explain", "grant.san-lost"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("countersign explain"), "{}", stderr(&output));
}

#[test]
fn an_unreadable_passphrase_file_ends_with_2() {
    let output = check(&["--passphrase-file", "examples/none.txt", "examples/sound/encrypted-key"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn without_a_passphrase_a_locked_key_leaves_the_answer_open() {
    let output = check(&[
        "--format",
        "json",
        "examples/sound/encrypted-key/server_key.pem",
        "examples/sound/encrypted-key/server.cer",
        "examples/sound/encrypted-key/CA.cer",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)["verdict"], "indeterminate", "{}", json(&output)["findings"]);
}

#[test]
fn a_wrong_passphrase_leaves_the_answer_open_too() {
    let file = std::env::temp_dir().join(format!("countersign-wrong-{}", std::process::id()));
    std::fs::write(&file, "not the passphrase\n").unwrap();
    let path = file.to_str().unwrap();
    let output = check(&["--format", "json", "--passphrase-file", path, "examples/sound/encrypted-key"]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(json(&output)["verdict"], "indeterminate");
    assert!(!stdout(&output).contains("not the passphrase"));
}

/// Each key opens with its own.
#[test]
fn several_passphrases_are_all_tried() {
    let file = std::env::temp_dir().join(format!("countersign-other-{}", std::process::id()));
    std::fs::write(&file, "not the passphrase\n").unwrap();
    let (other, right) = (file.to_str().unwrap(), "examples/sound/encrypted-key/passphrase.txt");
    for order in [[other, right], [right, other]] {
        let [first, second] = order;
        let options = ["--format", "json", "--passphrase-file", first, "--passphrase-file", second];
        let output = check(&[&options[..], &["examples/sound/encrypted-key"]].concat());
        assert_eq!(json(&output)["verdict"], "passed", "{}", json(&output)["findings"]);
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn warnings_pass_unless_fail_on_says_otherwise() {
    let soon = ["--at", "2044-05-20T00:00:00Z", "--format", "json", "examples/handoff"];
    let output = countersign(&[&["check"], &soon[..]].concat());
    assert_eq!(json(&output)["verdict"], "passed", "{}", json(&output)["findings"]);
    assert_eq!(output.status.code(), Some(0));
    let strict = countersign(&[&["check", "--fail-on", "warning"], &soon[..]].concat());
    assert_eq!(strict.status.code(), Some(1));
}

#[test]
fn standard_input_is_a_dash() {
    let certificate = std::fs::read(root().join("examples/handoff/server.cer")).unwrap();
    let output = countersign_reading(&["inspect", "-"], &certificate);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("api.example.com"));
}

#[test]
fn empty_input_is_a_finding_and_not_a_pass() {
    let output = countersign_reading(&["inspect", "-", "--format", "json"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(!json(&output)["findings"].as_array().unwrap().is_empty());
}

#[test]
fn paths_come_from_a_nul_separated_list_too() {
    let list = b"examples/handoff/server.cer\0examples/handoff/client.cer\0";
    let output = countersign_reading(&["inspect", "--files0-from", "-", "--format", "json"], list);
    assert_eq!(json(&output)["artifacts"].as_array().unwrap().len(), 2);
}

#[test]
fn output_is_plain_where_there_is_no_terminal() {
    let output = check(&["examples/faulty/san-dropped", "--host", "api-eu.example.com"]);
    assert!(!output.stdout.contains(&0x1b), "{}", stdout(&output));
    let coloured = countersign(&["--color", "always", "check", "examples/handoff", AT[0], AT[1]]);
    assert!(coloured.stdout.contains(&0x1b));
}

#[test]
fn no_line_of_the_text_is_wider_than_the_columns_asked_for() {
    for set in ["handoff", "faulty/san-dropped", "faulty/key-in-certificate", "sound/team-folders"] {
        let output = check(&[&format!("examples/{set}")]);
        for line in stdout(&output).lines() {
            assert!(line.chars().count() <= 100, "{set}: {line}");
        }
    }
}

#[test]
fn jsonl_gives_one_json_object_a_line_and_ends_with_the_verdict() {
    let output = check(&["--format", "jsonl", "examples/faulty/san-dropped"]);
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["code"] == "grant.san-dropped"));
    assert_eq!(lines.last().unwrap()["verdict"], "failed");
}

#[test]
fn markdown_tells_the_same_story() {
    let output = check(&["--format", "markdown", "examples/faulty/san-dropped"]);
    let page = stdout(&output);
    assert!(page.starts_with("# ✗ "), "{page}");
    for part in ["| server.cer |", "grant.san-dropped", "api-eu.example.com", "Team B"] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn a_report_can_go_to_a_file() {
    let file = std::env::temp_dir().join(format!("countersign-report-{}", std::process::id()));
    let output = check(&["--output", file.to_str().unwrap(), "--format", "json", "examples/handoff"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).is_empty());
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(report["verdict"], "passed");
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_quiet() {
    let program = crate::scene::program();
    let shell =
        format!("{} explain --format markdown | head -n 1; exit ${{PIPESTATUS[0]}}", program.display());
    let output = std::process::Command::new("bash").args(["-c", &shell]).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", stderr(&output));
}

#[test]
fn match_groups_files_by_key_and_says_which_belong_together() {
    let pair =
        ["examples/handoff/server_key.pem", "examples/handoff/server.csr", "examples/handoff/server.cer"];
    assert_eq!(countersign(&[&["match"], &pair[..]].concat()).status.code(), Some(0));
    let mixed = countersign(&["match", pair[0], "examples/handoff/client.cer"]);
    assert_eq!(mixed.status.code(), Some(1));
    assert!(stdout(&mixed).contains("pair.not-one-pair"));
}

#[test]
fn explain_lists_every_check_and_tells_each() {
    let list = stdout(&countersign(&["explain"]));
    for check in countersign_core::checks::all() {
        assert!(list.contains(check.code), "{}", check.code);
    }
    let one = stdout(&countersign(&["explain", "grant.san-dropped"]));
    assert!(one.contains("RFC 9525 §6.3"), "{one}");
}

#[test]
fn asn1_draws_the_tree_and_hides_what_a_private_key_holds() {
    let tree = stdout(&countersign(&["asn1", "examples/handoff/server.cer"]));
    assert!(tree.contains("OBJECT IDENTIFIER 2.5.4.3"), "{tree}");
    let key = stdout(&countersign(&["asn1", "examples/handoff/server_key.pem"]));
    assert!(key.contains("not shown: private key"), "{key}");
}

#[test]
fn completions_and_man_pages_are_made_from_the_arguments() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = stdout(&countersign(&["completions", shell]));
        assert!(script.contains("countersign"), "{shell}");
    }
    let folder = std::env::temp_dir().join(format!("countersign-man-{}", std::process::id()));
    let output = countersign(&["man", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.join("countersign-check.1").is_file());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_date_without_a_time_is_midnight_utc() {
    let output = countersign(&["check", "examples/handoff", "--at", "2026-06-01", "--format", "json"]);
    assert_eq!(json(&output)["policy"]["at"], "2026-06-01T00:00:00Z");
}

#[test]
fn two_way_is_not_promised_when_no_client_file_is_there() {
    let folder = "examples/handoff";
    let files: Vec<String> = ["server_key.pem", "server.csr", "server.cer", "CA.cer"]
        .iter()
        .map(|file| format!("{folder}/{file}"))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let output = check(&files);
    let words: Vec<String> = stdout(&output).split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains("two-way one was not judged"), "{}", stdout(&output));
}

#[test]
fn a_web_address_a_port_or_a_wildcard_is_no_host_name_and_the_right_one_is_said() {
    let slips = [
        ("https://api.example.com/path", "--host api.example.com"),
        ("api.example.com:8443", "--host api.example.com"),
        ("*.example.com", "--host api.example.com"),
        ("", "such as api.example.com"),
        ("a.example, b.example", "repeat --host"),
        ("a..example", "dots"),
        ("300.1.2.3", "no address"),
    ];
    for (slip, hint) in slips {
        let output = check(&["--host", slip, "examples/handoff"]);
        assert_eq!(output.status.code(), Some(2), "{slip}");
        assert!(stderr(&output).contains(hint), "{slip}: {}", stderr(&output));
    }
    for name in [
        "api.example.com.",
        "::1",
        "[::1]",
        "10.0.0.1",
        "urn:example:device:0001",
        "spiffe://a/b",
        "a@b.example",
    ] {
        assert_eq!(
            check(&["--host", name, "-q", "examples/faulty/expired"]).status.code(),
            Some(1),
            "{name}"
        );
    }
}

#[test]
fn a_folder_in_a_files_place_ends_with_2() {
    for arguments in [
        ["verify", "--ca", "examples/handoff", "examples/handoff/server.cer"],
        ["verify", "--ca", "examples/handoff/CA.cer", "examples/handoff"],
    ] {
        let output = countersign(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("it is a folder"), "{}", stderr(&output));
    }
}

#[test]
fn an_empty_folder_and_one_of_junk_fail_without_a_table_of_what_is_not_there() {
    let folder = std::env::temp_dir().join(format!("countersign-empty-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    for junk in [None, Some("nothing of use")] {
        if let Some(junk) = junk {
            std::fs::write(folder.join("notes.txt"), junk).unwrap();
        }
        let output = check(&[folder.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        let said = stdout(&output);
        assert!(said.contains("no readable key") && !said.contains("Two-way"), "{said}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// Where a path says whose hands a file is in, and where it only seems to.
#[test]
fn team_folders_count_when_named_themselves_and_folders_further_up_do_not() {
    let folder = std::env::temp_dir().join(format!("countersign-hands-{}", std::process::id()));
    let exposed_as = |side: &[&str], paths: &[&str]| {
        let paths: Vec<String> = paths.iter().map(|path| folder.join(path).display().to_string()).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        stdout(&check(&[side, &paths[..]].concat())).contains("custody.private-key-exposed")
    };
    let exposed = |paths: &[&str]| exposed_as(&[], paths);
    let copy = |from: &str, to: &str| {
        let to = folder.join(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(root().join("examples/handoff").join(from), to).unwrap();
    };
    copy("server_key.pem", "team-b/server_key.pem");
    copy("server.cer", "team-a/server.cer");
    copy("CA.cer", "team-a/CA.cer");
    for file in ["server_key.pem", "server.cer", "CA.cer"] {
        copy(file, &format!("shared/inbox/{file}"));
        copy(file, &format!("team-b/inbox/{file}"));
    }
    assert!(exposed(&["team-a", "team-b"]));
    assert!(exposed(&["team-a/server.cer", "team-b/server_key.pem"]));
    assert!(exposed(&["team-b"]));
    assert!(!exposed(&["team-a"]));
    assert!(!exposed(&["shared/inbox"]), "a share called shared says nothing of custody");
    assert!(!exposed(&["team-b/inbox"]), "nor does a folder further up");
    assert!(!exposed_as(&["--as", "team-a"], &["team-b"]), "the person's word is the last");
    std::fs::remove_dir_all(folder).unwrap();
}

/// A request that lies there stands for its key; without it the key is missed all the same.
#[test]
fn a_set_without_its_keys_passes_only_when_that_is_said_and_the_requests_are_there() {
    let files =
        |names: &[&str]| names.iter().map(|name| format!("examples/handoff/{name}")).collect::<Vec<_>>();
    let all = files(&["server.csr", "server.cer", "client.csr", "client.cer", "CA.cer"]);
    let without_request = files(&["server.cer", "client.csr", "client.cer", "CA.cer"]);
    let code = |options: &[&str], files: &[String]| {
        let arguments: Vec<&str> = options.iter().copied().chain(files.iter().map(String::as_str)).collect();
        check(&arguments).status.code()
    };
    assert_eq!(code(&[], &all), Some(1));
    assert_eq!(code(&["--keys-elsewhere"], &all), Some(0));
    assert_eq!(code(&["--keys-elsewhere"], &without_request), Some(1));
}

#[test]
fn a_read_me_swept_up_by_a_wildcard_is_no_fault() {
    let folder = "examples/handoff";
    let mut files: Vec<String> = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    files.sort();
    assert!(files.iter().any(|file| file.ends_with("README.md")));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    assert_eq!(check(&files).status.code(), Some(0), "{}", stdout(&check(&files)));
    // Alone it is what was asked about.
    assert_eq!(check(&["examples/handoff/README.md"]).status.code(), Some(1));
}

/// JSON Lines hold everything that JSON holds of handshakes.
#[test]
fn a_line_for_each_handshake() {
    let output = countersign(&["rehearse", "examples/faulty/other-ca", "--format", "jsonl"]);
    let text = stdout(&output);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let handshakes: Vec<_> = lines.iter().filter(|line| line["type"] == "handshake").collect();
    assert!(!handshakes.is_empty() && handshakes.iter().all(|one| one["steps"].is_array()), "{text}");
}

/// `check demo --output demo/team-b/client.pem` is one slip of the hand.
#[test]
fn a_report_is_not_written_over_a_key_or_a_certificate() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("written-over");
    std::fs::create_dir_all(&folder).unwrap();
    for (file, format) in [("client.pem", "text"), ("client.cer", "json"), ("CA.cer", "html")] {
        let path = folder.join(file);
        let before = std::fs::read(root().join("examples/handoff").join(file)).unwrap();
        std::fs::write(&path, &before).unwrap();
        let output = countersign(&[
            "check",
            "--format",
            format,
            "--output",
            path.to_str().unwrap(),
            "examples/handoff",
        ]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(stderr(&output).contains("not written over"), "{}", stderr(&output));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
    // A pipe is not read to see what would be lost.
    #[cfg(unix)]
    assert!(!check(&["--output", "/dev/stdout", "examples/handoff"]).stdout.is_empty());
    let report = folder.join("report.json");
    for _ in 0..2 {
        let output = check(&["--format", "json", "--output", report.to_str().unwrap(), "examples/handoff"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}
