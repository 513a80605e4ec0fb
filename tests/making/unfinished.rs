//! Is a set there whole or not at all? A name that is taken, a disk that is full, a run that is killed.

use std::path::Path;
use std::process::{Command, Stdio};

use super::Place;
use crate::scene::{countersign, json, program, stderr, stdout};

#[test]
fn a_folder_that_is_there_is_refused_and_nothing_in_it_is_touched() {
    let place = Place::new("there");
    std::fs::create_dir(place.path("empty")).unwrap();
    std::fs::create_dir(place.path("full")).unwrap();
    std::fs::write(place.path("full/server_key.pem"), "mine").unwrap();
    std::fs::write(place.path("file"), "mine").unwrap();
    for name in ["empty", "full", "file"] {
        let output = place.made(name, &[]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains("is there already"), "{}", stderr(&output));
    }
    assert_eq!(std::fs::read_to_string(place.path("full/server_key.pem")).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(place.path("empty")).unwrap().count(), 0);
    assert_eq!(place.entries(), ["empty", "file", "full"]);
    let output = place.made("none/set", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("mkdir -p"), "{}", stderr(&output));
    let output = place.made("file/set", &[]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
}

/// No byte can be written, as on a full disk: the message says so, and the place is as it was.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let place = Place::new("disk");
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" new set";
    let output =
        Command::new("sh").args(["-c", script]).arg(program()).current_dir(&place.0).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("nothing of it was left"), "{}", stderr(&output));
    assert_eq!(place.entries(), [""; 0]);
}

/// The disk has room for some of the files and not for all.
#[cfg(target_os = "linux")]
#[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
#[test]
fn a_disk_that_fills_up_on_the_way_is_left_as_it_was() {
    let place = Place::new("filling");
    let script = "mount -t tmpfs -o size=24k none . || exit 77; cd \"$PWD\"; \"$0\" new set; code=$?; ls -A; exit $code";
    let mut unshare = Command::new("unshare");
    let output = unshare.args(["-rm", "sh", "-c", script]).arg(program()).current_dir(&place.0).output();
    let Some(output) = output.ok().filter(|output| output.status.code() == Some(2)) else {
        let made = Command::new("unshare").args(["-rm", "true"]).status();
        assert!(!made.is_ok_and(|status| status.success()), "a full disk was taken for none");
        eprintln!("SKIPPED: no small disk is to be had here, so nobody saw one fill up.");
        return;
    };
    assert!(stderr(&output).contains("Make room"), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[test]
fn what_a_killed_run_left_is_told_by_the_next_one_and_not_touched() {
    let place = Place::new("left");
    std::fs::create_dir(place.path(".set-unfinished-a1b2c3")).unwrap();
    std::fs::create_dir(place.path(".other-unfinished-a1b2c3")).unwrap();
    let output = place.made("set", &[]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains(".set-unfinished-a1b2c3 is left") && !said.contains(".other"), "{said}");
    assert_eq!(place.entries(), [".other-unfinished-a1b2c3", ".set-unfinished-a1b2c3", "set"]);
}

#[test]
fn killed_at_any_moment_it_leaves_a_whole_set_or_none() {
    let place = Place::new("killed");
    let mut whole = 0;
    for step in 0..24 {
        let name = format!("set{step}");
        let mut child = Command::new(program())
            .args(["new", &name, "--intermediate"])
            .current_dir(&place.0)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(step));
        let _ = child.kill();
        child.wait().unwrap();
        if Path::new(&place.path(&name)).exists() {
            whole += 1;
            let report = json(&countersign(&["check", "--format", "json", &place.path(&name)]));
            assert_eq!(report["verdict"], "passed", "{name}: {}", report["findings"]);
        }
    }
    assert!(whole < 24, "none was killed in time");
}
