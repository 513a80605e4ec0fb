//! Is anything left of a private key in memory once its inspection is over? Keys of every form are read, and then the memory of this
//! process, what was freed and its stack included.
//!
//! A program of its own, so that no other test leaves something behind. Keys are made in another process, and what is looked
//! for is held masked: otherwise the search would find itself.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_core::bundle::clean_private_key;
use countersign_core::crypto::Crypto;
use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Task, Time, inspect};
use countersign_crypto_aws_lc::AwsLc;
use countersign_crypto_rustcrypto::RustCrypto;
use zeroize::Zeroizing;

/// The folder in which a second process is to make the keys.
const MAKE_IN: &str = "COUNTERSIGN_MAKE_KEYS_IN";

type Secret = fn(usize) -> std::ops::Range<usize>;

/// Each key, how OpenSSL makes it, and where its secret numbers begin and end in PKCS#8's DER.
const KEYS: [(&str, &str, Secret); 3] = [
    // RFC 8017 §A.1.2: behind the modulus, in the first third, stand d, p, q and what follows from them.
    ("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", |length| length / 2..length),
    // RFC 5915 §3: the scalar, before the public key.
    ("ec", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256", |_| 36..68),
    // RFC 8410 §7: the seed, last.
    ("ed25519", "-algorithm ED25519", |length| length - 32..length),
];

/// How each key is packed. Of some keys there are fewer: OpenSSL has no old form for Ed25519, and ssh-keygen reads none of it.
const FORMS: [&str; 14] = [
    "pem",
    "der",
    "sealed.pem",
    "sealed.der",
    "old.pem",
    "old-sealed.pem",
    "ssh",
    "ssh-sealed",
    "p12",
    "zip",
    "yaml",
    "json",
    "utf16",
    "mail",
];

#[test]
#[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
fn nothing_of_a_private_key_stays_in_memory() {
    if let Some(folder) = std::env::var_os(MAKE_IN) {
        return Workshop(folder.into()).make_all();
    }
    let shop = Workshop(Path::new(env!("CARGO_TARGET_TMPDIR")).join("wiped"));
    let _ = std::fs::remove_dir_all(&shop.0);
    std::fs::create_dir_all(&shop.0).unwrap();
    let made = Command::new(std::env::current_exe().unwrap()).env(MAKE_IN, &shop.0).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stdout));
    if !shop.0.join("passphrase.txt").exists() {
        eprintln!("SKIPPED: openssl is not installed, so no key was made whose traces could be looked for.");
        return;
    }
    let mut read = 0;
    for (name, _, secret) in KEYS {
        let pieces = shop.pieces(name, secret);
        assert_eq!(found(&pieces), [""; 0], "{name}, before it was read");
        for form in
            FORMS.map(|form| format!("{name}.{form}")).iter().filter(|form| shop.0.join(form).exists())
        {
            let backends: [&dyn Crypto; 2] = [&AwsLc, &RustCrypto];
            for crypto in backends {
                shop.inspect(form, crypto, &pieces);
                assert_eq!(found(&pieces), [""; 0], "{form}, after it was inspected");
                read += 1;
            }
        }
        // The search does find what is not wiped, freed or not.
        let copy = shop.read(format!("{name}.der")).to_vec();
        assert_ne!(found(&pieces), [""; 0], "{name}, a copy of it held");
        drop(copy);
        if name != "rsa" {
            assert_ne!(found(&pieces), [""; 0], "{name}, a copy of it freed");
        }
    }
    assert_eq!(read, 2 * (14 + 14 + 10), "a form was not made");
}

/// Which of `pieces` stand in this process's writable memory, each with the name of the mapping.
fn found(pieces: &[Piece]) -> Vec<String> {
    const CHUNK: usize = 1 << 20;
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let memory = File::open("/proc/self/mem").unwrap();
    let mut chunk = Zeroizing::new(vec![0_u8; CHUNK + LENGTH]);
    let mut found = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_ascii_whitespace();
        let (range, flags) = (words.next().unwrap(), words.next().unwrap());
        let (from, to) = range.split_once('-').unwrap();
        let (mut at, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        while flags.starts_with("rw") && at < to {
            // It is part of this memory too.
            chunk.fill(0);
            let Ok(length) = memory.read_at(&mut chunk, at) else { break };
            let here = pieces.iter().filter(|piece| piece.is_in(&chunk[..length]));
            found.extend(here.map(|piece| format!("{} in {:?}", piece.what, words.clone().last())));
            at += CHUNK as u64;
        }
    }
    found
}

/// Part of a secret, masked.
struct Piece {
    what: String,
    masked: u128,
}

const LENGTH: usize = 16;
/// Of the many pieces of an RSA key.
const SPARSE: usize = 3;
const MASK: u128 = 0xa53c_96f0_5ac3_690f_a53c_96f0_5ac3_690f;

impl Piece {
    fn new(what: String, secret: &[u8]) -> Self {
        let mut masked = MASK.to_le_bytes();
        for (mask, byte) in masked.iter_mut().zip(secret) {
            *mask ^= byte;
        }
        Self { what, masked: u128::from_le_bytes(masked) }
    }

    fn is_in(&self, memory: &[u8]) -> bool {
        // Not the whole of it at once, or it would stand on the stack.
        let first = self.masked.to_le_bytes()[0] ^ MASK.to_le_bytes()[0];
        let is_here = |at: usize| {
            let bytes = memory.get(at..).and_then(|rest| rest.first_chunk());
            bytes.is_some_and(|bytes| u128::from_le_bytes(*bytes) ^ MASK == self.masked)
        };
        memchr::memchr_iter(first, memory).any(is_here)
    }
}

struct Workshop(PathBuf);

impl Workshop {
    fn read(&self, file: impl AsRef<Path>) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(std::fs::read(self.0.join(file)).unwrap())
    }

    /// What a secret would be recognised by: its numbers, its lines of base64, the passphrase.
    fn pieces(&self, name: &str, secret: Secret) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let der = self.read(format!("{name}.der"));
        let numbers = der[secret(der.len())].chunks_exact(LENGTH).enumerate().step_by(SPARSE);
        pieces.extend(numbers.map(|(at, bytes)| Piece::new(format!("bytes {at} of the key"), bytes)));
        for form in ["pem", "old.pem", "ssh", "yaml"] {
            let file = format!("{name}.{form}");
            if !self.0.join(&file).exists() {
                continue;
            }
            // The first line of a body tells the kind of key. A manifest has one line, of which the middle is meant.
            let text = self.read(&file);
            for (at, line) in text.split(|byte| *byte == b'\n').enumerate().skip(2).step_by(SPARSE) {
                let digits = line.trim_ascii();
                if digits.len() > 4 * LENGTH || (digits.len() == 4 * LENGTH && form != "yaml") {
                    pieces.push(Piece::new(format!("line {at} of {file}"), &digits[digits.len() / 2..]));
                }
            }
        }
        let passphrase = self.read("passphrase.txt");
        pieces.push(Piece::new("the passphrase".to_owned(), &passphrase));
        pieces
    }

    /// Reads and judges one file, and gives everything back.
    fn inspect(&self, file: &str, crypto: &dyn Crypto, pieces: &[Piece]) {
        let mut policy = Policy::new(Task::Inspect, Time::from_unix_seconds(1_800_000_000));
        policy.passphrases.push(Passphrase::new(self.read("passphrase.txt").trim_ascii().to_vec()));
        let artifacts = [Artifact::new("key", self.read(file).to_vec())];
        assert_ne!(found(pieces), [""; 0], "{file}, while it is held");
        let report = inspect(&artifacts, &policy, crypto);
        let opened = report.bundle.items.iter().any(|item| item.spki_sha256.is_some());
        assert!(opened, "{file} was not opened: {:?}", report.findings);
        // The one way by which a key comes out again, for who asks for it.
        for item in report.bundle.items.iter().filter(|item| item.private_key().is_some()) {
            if let Some(copy) = clean_private_key(item, &artifacts[0], &policy) {
                assert!(copy.starts_with("-----BEGIN "), "{file}");
            }
        }
    }

    fn make_all(&self) {
        if !self.run("openssl rand -hex -out passphrase.txt 20") {
            return;
        }
        let passphrase = String::from_utf8(self.read("passphrase.txt").to_vec()).unwrap();
        for (name, options, _) in KEYS {
            let make =
                |line: &str| _ = self.run(&line.replace("KEY", name).replace("PASS", passphrase.trim()));
            make(&format!("openssl genpkey {options} -out KEY.pem"));
            make("openssl pkcs8 -topk8 -nocrypt -in KEY.pem -outform DER -out KEY.der");
            make("openssl pkcs8 -topk8 -in KEY.pem -iter 1000 -passout pass:PASS -out KEY.sealed.pem");
            make(
                "openssl pkcs8 -topk8 -in KEY.pem -iter 1000 -passout pass:PASS -outform DER -out KEY.sealed.der",
            );
            make("openssl req -x509 -new -key KEY.pem -subj /CN=a.example.com -out KEY.cer");
            make("openssl pkcs12 -export -inkey KEY.pem -in KEY.cer -passout pass:PASS -out KEY.p12");
            if name != "ed25519" {
                make("openssl pkey -in KEY.pem -traditional -out KEY.old.pem");
                make(
                    "openssl pkey -in KEY.pem -traditional -aes128 -passout pass:PASS -out KEY.old-sealed.pem",
                );
                self.write(&format!("{name}.ssh"), &self.read(format!("{name}.pem")));
                make("ssh-keygen -q -p -P \"\" -N \"\" -f KEY.ssh");
                self.write(&format!("{name}.ssh-sealed"), &self.read(format!("{name}.pem")));
                make("ssh-keygen -q -p -a 4 -P \"\" -N PASS -f KEY.ssh-sealed");
            }
            let pem = self.read(format!("{name}.pem"));
            let text = std::str::from_utf8(&pem).unwrap();
            let utf16: Vec<u8> =
                "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            self.write(&format!("{name}.utf16"), &utf16);
            self.write(
                &format!("{name}.mail"),
                text.lines().map(|line| format!("> {line}\n")).collect::<String>().as_bytes(),
            );
            self.write(&format!("{name}.json"), serde_json::json!({ "key": text }).to_string().as_bytes());
            let manifest = format!("kind: Secret\ndata:\n  tls.key: {}\n", BASE64_STANDARD.encode(text));
            self.write(&format!("{name}.yaml"), manifest.as_bytes());
            let mut archive = zip::ZipWriter::new(File::create(self.0.join(format!("{name}.zip"))).unwrap());
            archive.start_file("key.pem", zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(&pem).unwrap();
            archive.finish().unwrap();
        }
    }

    /// As ssh-keygen wants its keys: nobody else may read them.
    fn write(&self, file: &str, bytes: &[u8]) {
        let mut options = File::options();
        options
            .write(true)
            .create(true)
            .mode(0o600)
            .open(self.0.join(file))
            .unwrap()
            .write_all(bytes)
            .unwrap();
    }

    /// Runs a tool here; false where it is not installed. Two quotation marks are an empty argument.
    fn run(&self, line: &str) -> bool {
        let mut words = line.split_whitespace().map(|word| if word == "\"\"" { "" } else { word });
        let mut command = Command::new(words.next().unwrap());
        let Ok(output) = command.args(words).current_dir(&self.0).stdin(Stdio::null()).output() else {
            return false;
        };
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        true
    }
}
