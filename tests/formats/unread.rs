//! Is anything passed over in silence? What other programs do not read, and a person might think is not there.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_core::{Artifact, Report, Task, Verdict};

use crate::scene::{codes, countersign, example, judged, root, stdout};

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join("examples/handoff").join(name)).unwrap()
}

/// The sound handoff with another server.cer.
fn handoff_with(server: impl Into<Vec<u8>>) -> Report {
    let server = server.into();
    let files: Vec<Artifact> = example("handoff")
        .into_iter()
        .map(|file| match file.file_name() {
            "server.cer" => Artifact::new("server.cer", server.clone()),
            _ => file,
        })
        .collect();
    judged(Task::Check, &files)
}

#[test]
fn a_private_key_called_parameters_is_a_private_key() {
    let hidden = text("client.pem").replace("PRIVATE KEY", "PARAMETERS");
    let report = handoff_with(format!("{}{hidden}", text("server.cer")));
    assert_eq!(report.verdict(), Verdict::Failed);
    assert!(codes(&report).contains(&"custody.private-key-exposed"), "{:?}", codes(&report));
}

#[test]
fn a_boundary_that_lost_a_hyphen_is_told_and_does_not_pass() {
    let key = text("client.pem");
    for hidden in [key.replace("-----BEGIN", "----BEGIN"), key.replacen("-----BEGIN", "----- BEGIN", 1)] {
        let report = handoff_with(format!("{}{hidden}", text("server.cer")));
        assert_ne!(report.verdict(), Verdict::Passed);
        assert!(codes(&report).contains(&"encoding.part-unread"), "{:?}", codes(&report));
    }
    let explained = format!("Dear colleagues,\nhere it is - BEGIN with the CA.\n{}", text("server.cer"));
    assert_eq!(handoff_with(explained).verdict(), Verdict::Passed);
}

#[test]
fn binary_data_beside_a_block_is_told_and_does_not_pass() {
    let mut file = text("server.cer").into_bytes();
    file.extend([0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03]);
    let report = handoff_with(file);
    assert_ne!(report.verdict(), Verdict::Passed);
    assert!(codes(&report).contains(&"encoding.part-unread"), "{:?}", codes(&report));
}

#[test]
fn a_key_of_openssh_between_blocks_is_read() {
    let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0J5LuBT0XLO3oMeQdFYbdcJBBUxKrTVqSCBbTqBcWN x\n";
    let report = judged(
        Task::Inspect,
        &[Artifact::new("all.pem", format!("{}{line}", text("server.cer")).into_bytes())],
    );
    let kinds: Vec<&str> = report.bundle.items.iter().map(|item| item.parsed.kind().words()).collect();
    assert_eq!(kinds, ["certificate", "public key"]);
    let both = format!("{line}{}{line}", text("server.cer"));
    let report = judged(Task::Inspect, &[Artifact::new("all.pem", both.into_bytes())]);
    let starts: Vec<usize> =
        report.bundle.items.iter().map(|item| item.text.clone().unwrap().start).collect();
    assert!(starts.len() == 3 && starts.is_sorted(), "in the order of the text: {starts:?}");
}

/// Found by fuzzing: a line that begins as a key and goes on as a block was both, and stood in two places.
#[test]
fn no_byte_belongs_to_two_blocks() {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0J5LuBT0XLO3oMeQdFYbdcJBBUxKrTVqSCBbTqBcWN ";
    let report = judged(
        Task::Inspect,
        &[Artifact::new("all.pem", format!("{key}{}", text("server.cer")).into_bytes())],
    );
    let spans: Vec<_> = report.bundle.items.iter().map(|item| item.text.clone().unwrap()).collect();
    assert!(spans.len() == 2 && spans[0].end <= spans[1].start, "{spans:?}");
}

/// `openssl pkcs12 -nodes` writes text before the key; its base64 does not begin as PEM's does. Tools wrap it, too.
#[test]
fn every_value_of_a_secret_is_decoded_whatever_stands_before_its_block() {
    let (certificate, key) = (text("server.cer"), text("server_key.pem"));
    let with_text = BASE64_STANDARD.encode(format!("Bag Attributes\n    localKeyID: 01\n{key}"));
    let lines: Vec<&str> =
        with_text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let wrapped = lines.join("\n    ");
    let certificate = BASE64_STANDARD.encode(certificate);
    for value in [with_text.clone(), format!("|\n    {wrapped}"), format!(">-\n    {wrapped}")] {
        let yaml =
            format!("apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: {certificate}\n  tls.key: {value}\n");
        let report = judged(Task::Inspect, &[Artifact::new("secret.yaml", yaml.into_bytes())]);
        let mut kinds: Vec<&str> =
            report.bundle.items.iter().map(|item| item.parsed.kind().words()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["certificate", "private key"]);
    }
}

/// Its entries are stored as they are: the raw bytes hold a PEM text, which is not what the archive says.
#[test]
fn a_cut_archive_is_told_and_not_read_as_text() {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("server.cer", stored).unwrap();
    archive.write_all(text("server.cer").as_bytes()).unwrap();
    let mut bytes = archive.finish().unwrap().into_inner();
    bytes.truncate(bytes.len() - 30);
    let report = judged(Task::Inspect, &[Artifact::new("files.zip", bytes)]);
    assert_eq!(report.verdict(), Verdict::Failed);
    assert!(report.bundle.items.is_empty() && codes(&report).contains(&"encoding.unrecognized"));
}

/// In a folder other things may lie; what may hold a key is none of them.
#[test]
fn a_store_that_can_not_be_opened_is_not_left_aside() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("unread");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for file in example("handoff") {
        std::fs::write(folder.join(file.file_name()), file.bytes()).unwrap();
    }
    let check = || {
        let output = countersign(&["check", folder.to_str().unwrap(), "--at", "2026-06-01T12:00:00Z"]);
        (output.status.code(), stdout(&output))
    };
    std::fs::write(folder.join("notes.bin"), [0, 1, 2, 3]).unwrap();
    assert_eq!(check().0, Some(0));
    for (name, bytes) in [
        ("server.ppk", b"PuTTY-User-Key-File-3: ssh-rsa\n".as_slice()),
        ("trust.jks", b"\xfe\xed\xfe\xed\x00\x00\x00\x02"),
        ("key.json", br#"{"kty":"EC","d":"x"}"#),
        ("extra.bin", b"\x30\x82\x04\xa4\x02\x01"),
    ] {
        std::fs::write(folder.join(name), bytes).unwrap();
        let (code, text) = check();
        assert!(code == Some(1) && text.contains("encoding.unrecognized"), "{name}: {text}");
        std::fs::remove_file(folder.join(name)).unwrap();
    }
}
