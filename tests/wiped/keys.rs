//! Which keys are looked for? Made in another process, in every form that is read, and recognised by pieces of them.

use std::fs::File;
use std::io::Write as _;
use std::ops::Range;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use super::memory::{LENGTH, Piece};

/// Each key, and how OpenSSL makes it; Ed25519 is made by ssh-keygen, which reads none of OpenSSL's.
pub(crate) const KEYS: [(&str, &str); 5] = [
    ("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048"),
    ("p256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
    ("p384", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384"),
    ("p521", "-algorithm EC -pkeyopt ec_paramgen_curve:P-521"),
    ("ed25519", ""),
];

/// How each key is packed. For Ed25519 OpenSSL has no old form.
pub(crate) const FORMS: [&str; 14] = [
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

/// Of the many pieces of a key of RSA.
const SPARSE: usize = 3;

/// Where in PKCS#8's DER the secret numbers stand.
fn secret(name: &str, der: &[u8]) -> Range<usize> {
    match name {
        // RFC 8017 §A.1.2: behind the modulus, in the first third, stand d, p, q and what follows from them.
        "rsa" => der.len() / 2..der.len(),
        // RFC 8410 §7: the seed, last.
        "ed25519" => der.len() - 32..der.len(),
        // RFC 5915 §3: version 1, and the scalar.
        _ => {
            let version = der.windows(4).position(|bytes| bytes == [2, 1, 1, 4]).unwrap();
            version + 5..version + 5 + usize::from(der[version + 4])
        }
    }
}

/// In a process that was started for it: makes the keys.
pub(crate) fn is_to_make_them() -> bool {
    let folder = std::env::var_os(MAKE_IN);
    if let Some(folder) = &folder {
        Workshop(folder.into()).make_all();
    }
    folder.is_some()
}

/// The folder in which a second process is to make the keys.
const MAKE_IN: &str = "COUNTERSIGN_MAKE_KEYS_IN";

/// A folder with the keys.
pub(crate) struct Workshop(PathBuf);

impl Workshop {
    /// The same test in another process makes them; `None` where a tool is missing.
    pub(crate) fn with_keys(folder: &str) -> Option<Self> {
        let shop = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder));
        let _ = std::fs::remove_dir_all(&shop.0);
        std::fs::create_dir_all(&shop.0).unwrap();
        let made = Command::new(std::env::current_exe().unwrap()).env(MAKE_IN, &shop.0).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stdout));
        shop.has("ed25519.ssh").then_some(shop)
    }

    pub(crate) fn has(&self, file: &str) -> bool {
        self.0.join(file).exists()
    }

    pub(crate) fn read(&self, file: &str) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(std::fs::read(self.0.join(file)).unwrap())
    }

    /// What a key would be recognised by: its numbers, its lines of base64, the passphrase.
    pub(crate) fn pieces(&self, name: &str, reversed: bool) -> Vec<Piece> {
        let mut pieces = vec![Piece::new("the passphrase".to_owned(), &self.read("passphrase.txt"))];
        let der = self.read(&format!("{name}.der"));
        for (at, bytes) in der[secret(name, &der)].chunks_exact(LENGTH).enumerate().step_by(SPARSE) {
            pieces.push(Piece::new(format!("bytes {at} of the key"), bytes));
            if reversed {
                let backwards: Zeroizing<Vec<u8>> = Zeroizing::new(bytes.iter().rev().copied().collect());
                pieces.push(Piece::new(format!("bytes {at} of the key, the last one first"), &backwards));
            }
        }
        for file in ["pem", "old.pem", "ssh", "yaml"].map(|form| format!("{name}.{form}")) {
            if self.has(&file) {
                pieces.extend(lines(&file, &self.read(&file)));
            }
        }
        pieces
    }

    fn make_all(&self) {
        if !self.run("openssl rand -hex -out passphrase.txt 20") {
            return;
        }
        let passphrase = String::from_utf8(self.read("passphrase.txt").to_vec()).unwrap();
        for (name, options) in KEYS {
            let make = |line: &str| self.run(&line.replace("KEY", name).replace("PASS", passphrase.trim()));
            let made = if options.is_empty() {
                make("ssh-keygen -q -t ed25519 -N \"\" -f KEY.ssh") && self.unpack_ed25519(name)
            } else {
                make(&format!("openssl genpkey {options} -out KEY.pem")) && self.make_old(name, &make)
            };
            if !made {
                return;
            }
            self.write(&format!("{name}.ssh-sealed"), &self.read(&format!("{name}.ssh")));
            make("ssh-keygen -q -p -a 4 -P \"\" -N PASS -f KEY.ssh-sealed");
            make("openssl pkcs8 -topk8 -nocrypt -in KEY.pem -outform DER -out KEY.der");
            make("openssl pkcs8 -topk8 -in KEY.pem -iter 1000 -passout pass:PASS -out KEY.sealed.pem");
            make(
                "openssl pkcs8 -topk8 -in KEY.pem -iter 1000 -passout pass:PASS -outform DER -out KEY.sealed.der",
            );
            make("openssl req -x509 -new -key KEY.pem -subj /CN=a.example.com -out KEY.cer");
            make("openssl pkcs12 -export -inkey KEY.pem -in KEY.cer -passout pass:PASS -out KEY.p12");
            self.pack(name);
        }
    }

    /// PKCS#1 or SEC1, plain and sealed, and OpenSSH's form.
    fn make_old(&self, name: &str, make: &dyn Fn(&str) -> bool) -> bool {
        make("openssl pkey -in KEY.pem -traditional -out KEY.old.pem");
        make("openssl pkey -in KEY.pem -traditional -aes128 -passout pass:PASS -out KEY.old-sealed.pem");
        self.write(&format!("{name}.ssh"), &self.read(&format!("{name}.pem")));
        make("ssh-keygen -q -p -P \"\" -N \"\" -f KEY.ssh")
    }

    /// PKCS#8 from OpenSSH's form, in which the seed stands first in a string of 64 bytes (PROTOCOL.key).
    fn unpack_ed25519(&self, name: &str) -> bool {
        let pem = self.read(&format!("{name}.ssh"));
        let text = std::str::from_utf8(&pem).unwrap();
        let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
        let key = BASE64_STANDARD.decode(body).unwrap();
        let pair = key.windows(4).rposition(|bytes| bytes == [0, 0, 0, 64]).unwrap() + 4;
        // RFC 8410 §7.
        let head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        self.write(&format!("{name}.seed"), &[head.as_slice(), &key[pair..pair + 32]].concat());
        self.run(&format!("openssl pkey -inform DER -in {name}.seed -out {name}.pem"))
    }

    /// In what texts and archives hold keys.
    fn pack(&self, name: &str) {
        let write = |form: &str, bytes: &[u8]| self.write(&format!("{name}.{form}"), bytes);
        let pem = self.read(&format!("{name}.pem"));
        let text = std::str::from_utf8(&pem).unwrap();
        let utf16 = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        write("utf16", &utf16.flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        write("mail", text.lines().map(|line| format!("> {line}\n")).collect::<String>().as_bytes());
        write("json", serde_json::json!({ "key": text }).to_string().as_bytes());
        let value = BASE64_STANDARD.encode(text);
        write("yaml", format!("kind: Secret\ndata:\n  tls.key: {value}\n").as_bytes());
        let mut archive = zip::ZipWriter::new(File::create(self.0.join(format!("{name}.zip"))).unwrap());
        archive.start_file("key.pem", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&pem).unwrap();
        archive.finish().unwrap();
    }

    /// As ssh-keygen wants its keys: nobody else may read them.
    fn write(&self, file: &str, bytes: &[u8]) {
        let mut options = File::options();
        let mut file = options.write(true).create(true).mode(0o600).open(self.0.join(file)).unwrap();
        file.write_all(bytes).unwrap();
    }

    /// Runs a tool here; false where it is not installed. Two quotation marks are an empty argument.
    fn run(&self, line: &str) -> bool {
        let mut words = line.split_whitespace().map(|word| if word == "\"\"" { "" } else { word });
        let mut command = Command::new(words.next().unwrap());
        let output = command.args(words).current_dir(&self.0).stdin(Stdio::null()).output();
        let Ok(output) = output else { return false };
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        true
    }
}

/// The middle of each long line; the first of a body tells no more than the kind of key.
fn lines(file: &str, text: &[u8]) -> Vec<Piece> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    let long = lines.filter(|(_, line)| line.len() >= 2 * LENGTH && !line.starts_with(b"-----"));
    let last = |line: &[u8]| line.len() - line.len() / 4 - LENGTH;
    long.skip(usize::from(!file.ends_with("yaml")))
        .step_by(SPARSE)
        .map(|(at, line)| Piece::new(format!("line {at} of {file}"), &line[last(line)..]))
        .collect()
}
