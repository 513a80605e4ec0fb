//! Does the doctor's clean copy hold what it should, and nothing else? `countersign inspect --repair`.

use std::path::{Path, PathBuf};

use crate::scene::{countersign, root, stderr, stdout};

const AT: [&str; 2] = ["--at", "2026-06-01T12:00:00Z"];

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_repaired_copy_is_clean_holds_no_private_key_and_never_overwrites() {
    let folder = folder("repair");
    let read = |name: &str| std::fs::read_to_string(root().join("examples/handoff").join(name)).unwrap();
    let (certificate, key) = (read("server.cer"), read("server_key.pem"));
    let quoted: String = certificate.lines().map(|line| format!("> {line}\r\n")).collect();
    let (damaged, clean) = (folder.join("mail.txt"), folder.join("clean.pem"));
    std::fs::write(&damaged, format!("{quoted}\r\n{key}")).unwrap();
    let arguments =
        ["inspect", "--repair", "--output", clean.to_str().unwrap(), damaged.to_str().unwrap(), AT[0], AT[1]];
    let output = countersign(&arguments);
    assert!(stdout(&output).contains("encoding.mail-quoting"), "{}", stdout(&output));
    assert!(stderr(&output).contains("left out: mail.txt, object 2 (private key)"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&clean).unwrap(), certificate);
    let again = countersign(&arguments);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("exists already"), "{}", stderr(&again));
    // By name, and then for nobody else's eyes.
    let whole = folder.join("whole.pem");
    let damaged = damaged.to_str().unwrap();
    let output = countersign(&[
        "inspect",
        "--repair",
        "--with-key-of",
        damaged,
        "--output",
        whole.to_str().unwrap(),
        damaged,
        AT[0],
        AT[1],
    ]);
    assert!(!stderr(&output).contains("left out"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&whole).unwrap(), format!("{certificate}{key}"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&whole).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

fn repair(file: &str, key_of: &str, output: &Path) -> std::process::Output {
    let output = output.to_str().unwrap();
    countersign(&["inspect", "--repair", "--with-key-of", key_of, "--output", output, file, AT[0], AT[1]])
}

/// A path is a place, however it is written.
#[test]
fn a_key_is_asked_for_by_any_path_that_leads_to_its_file() {
    let copy = folder("repair-paths").join("copy.pem");
    let output =
        repair("examples/handoff/server_key.pem", "examples/../examples/handoff/./server_key.pem", &copy);
    assert!(!stderr(&output).contains("left out"), "{}", stderr(&output));
    assert_eq!(
        std::fs::read(copy).unwrap(),
        std::fs::read(root().join("examples/handoff/server_key.pem")).unwrap()
    );
}

#[test]
fn a_key_of_a_file_that_was_not_given_is_refused_and_nothing_is_written() {
    let copy = folder("repair-unknown").join("copy.pem");
    let output = repair("examples/handoff/server.cer", "examples/handoff/client.pem", &copy);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("client.pem, which is not among the files"), "{said}");
    assert!(!copy.exists());
}

/// An encrypted key stays as it is: there is nothing to repair, and an empty file would look like a result.
#[test]
fn a_copy_of_nothing_is_no_file() {
    let folder = folder("repair-nothing");
    let (file, copy) = (folder.join("note.txt"), folder.join("copy.pem"));
    std::fs::write(&file, "no certificate here\n").unwrap();
    let output = repair(file.to_str().unwrap(), file.to_str().unwrap(), &copy);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is nothing to write"), "{}", stderr(&output));
    assert!(!copy.exists());
}
