//! Does a private key, or a passphrase, ever come out? In no format, of no command, on no stream.

use std::path::PathBuf;

use crate::scene::{countersign, root};

/// Every way to print something about files.
const COMMANDS: &[&[&str]] = &[
    &["check", "--format", "text"],
    &["check", "--format", "json"],
    &["check", "--format", "jsonl"],
    &["check", "--format", "markdown"],
    &["check", "--format", "html"],
    &["inspect", "--format", "text"],
    &["inspect", "--format", "json"],
    &["inspect", "--format", "markdown"],
    &["match", "--format", "text"],
    &["match", "--format", "json"],
];

#[test]
fn no_command_prints_a_piece_of_a_private_key() {
    for set in [
        "handoff",
        "faulty/key-in-certificate",
        "faulty/private-key-in-request",
        "faulty/ca-key-shared",
        "sound/ed25519",
    ] {
        let folder = format!("examples/{set}");
        let secrets = secrets_in(&root().join(&folder));
        assert!(!secrets.is_empty(), "{set} has no key to hide");
        for command in COMMANDS {
            let output = countersign(&[command, &[folder.as_str()][..]].concat());
            assert_hidden(&secrets, &output, &format!("{command:?} {set}"));
        }
    }
}

#[test]
fn asn1_prints_no_piece_of_a_private_key() {
    for file in [
        "handoff/server_key.pem",
        "handoff/client.pem",
        "faulty/key-in-certificate/server.cer",
        "sound/ed25519/server_key.pem",
    ] {
        let path = format!("examples/{file}");
        let secrets = secrets_in(&root().join(&path));
        assert_hidden(&secrets, &countersign(&["asn1", &path]), &path);
    }
}

#[test]
fn a_passphrase_stays_where_it_is() {
    let file = "examples/sound/encrypted-key/passphrase.txt";
    let passphrase = std::fs::read_to_string(root().join(file)).unwrap();
    let passphrase = passphrase.trim().as_bytes().to_vec();
    for command in COMMANDS {
        let options = ["--passphrase-file", file, "examples/sound/encrypted-key"];
        let output = countersign(&[command, &options[..]].concat());
        assert_hidden(std::slice::from_ref(&passphrase), &output, &format!("{command:?}"));
    }
}

#[test]
fn debug_output_of_the_core_holds_no_key() {
    let artifacts = crate::scene::example("handoff");
    let report = crate::scene::judged(countersign_core::Task::Check, &artifacts);
    let text = format!("{report:?} {artifacts:?}");
    for secret in secrets_in(&root().join("examples/handoff")) {
        assert!(!text.contains(&String::from_utf8_lossy(&secret).into_owned()), "a key is in Debug output");
    }
}

fn assert_hidden(secrets: &[Vec<u8>], output: &std::process::Output, what: &str) {
    for stream in [&output.stdout, &output.stderr] {
        for secret in secrets {
            let found = stream.windows(secret.len()).any(|window| window == secret.as_slice());
            assert!(!found, "{what} prints a secret");
        }
    }
}

/// Every form in which a piece of a key could be printed: lines of base64, and hex of the bytes in two spellings.
///
/// The public half is no secret and stands in the same bytes, so only the private numbers count: for PKCS#8, what
/// follows the first third of the structure, less what the public key holds too.
fn secrets_in(path: &std::path::Path) -> Vec<Vec<u8>> {
    let mut secrets = Vec::new();
    for file in files(path) {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let mut in_key = false;
        for line in text.lines() {
            if line.starts_with("-----BEGIN") {
                in_key = line.contains("PRIVATE KEY");
            } else if line.starts_with("-----END") {
                in_key = false;
            } else if in_key && line.len() >= 24 {
                secrets.push(line.as_bytes().to_vec());
                secrets.extend(hex_forms(line));
            }
        }
    }
    secrets
}

/// Hex of the line's bytes, where they are the private part: the last bytes of an RSA key are its primes.
fn hex_forms(line: &str) -> Vec<Vec<u8>> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits: u32 = 0;
    let mut count = 0;
    let mut bytes = Vec::new();
    for symbol in line.bytes().filter(|byte| *byte != b'=') {
        let Some(value) = alphabet.iter().position(|letter| *letter == symbol) else { return Vec::new() };
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let colons: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    vec![hex.into_bytes(), colons.join(":").into_bytes()]
}

fn files(path: &std::path::Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    std::fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect()
}
