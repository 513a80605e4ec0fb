//! Is what other tools write recognised by its content? Files made by them now, under names that say something else.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use countersign_core::asn1::{Reader, der_value, oids};
use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::scene::{codes, noon};

/// A folder of its own for one test.
struct Workshop(PathBuf);

impl Workshop {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Runs a tool here; false after saying aloud that it is missing.
    #[expect(clippy::print_stderr, reason = "what is skipped is said aloud")]
    fn run(&self, line: &str) -> bool {
        let mut words = line.split_whitespace();
        let tool = words.next().unwrap();
        let mut command = Command::new(tool);
        command.args(words).current_dir(&self.0).stdin(Stdio::null());
        match command.output() {
            Ok(output) if output.status.success() => true,
            Ok(output) => panic!("{line}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(_) => {
                eprintln!("SKIPPED: {tool} is not installed, so what it writes was not read.");
                false
            }
        }
    }

    /// The digits that a tool prints, without colons.
    fn hexadecimal(&self, line: &str) -> String {
        let mut words = line.split_whitespace();
        let output = Command::new(words.next().unwrap()).args(words).current_dir(&self.0).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().chars().filter(char::is_ascii_hexdigit).collect()
    }

    /// What is in `file`, under a name that misleads.
    fn read(&self, file: &str, passphrase: Option<&str>) -> Report {
        let bytes = std::fs::read(self.0.join(file)).unwrap();
        let mut policy = Policy::new(Task::Inspect, noon());
        policy.passphrases.extend(passphrase.map(|text| Passphrase::new(text.as_bytes().to_vec())));
        inspect(&[Artifact::new("holiday.jpg", bytes)], &policy, &AwsLc)
    }

    /// The kinds of objects in `file`.
    fn kinds(&self, file: &str, passphrase: Option<&str>) -> Vec<&'static str> {
        let report = self.read(file, passphrase);
        report.bundle.items.iter().map(|item| item.parsed.kind().words()).collect()
    }

    /// A P-256 key and a certificate for it, by OpenSSL.
    fn with_pair(&self) -> bool {
        self.run(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 3650 -subj /CN=a.example.com",
        )
    }
}

const STORE: [&str; 3] = ["PKCS#12 store", "certificate", "private key"];

fn with_store(kinds: &[&str]) -> Vec<String> {
    let mut kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    kinds.sort();
    kinds
}

#[test]
fn stores_of_openssl_open_with_their_passphrase_and_with_no_other() {
    let shop = Workshop::new("openssl-stores");
    if !shop.with_pair() {
        return;
    }
    for (name, options) in [
        ("modern", "-passout pass:secret"),
        ("sha1", "-passout pass:secret -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1"),
        ("legacy", "-passout pass:secret -legacy"),
        ("plain certificates", "-passout pass:secret -certpbe NONE"),
        ("long", "-passout pass:secret -iter 100000"),
    ] {
        let file = format!("{}.p12", name.replace(' ', "-"));
        shop.run(&format!("openssl pkcs12 -export -inkey key.pem -in cert.pem -out {file} {options}"));
        let report = shop.read(&file, Some("secret"));
        let mut kinds: Vec<&str> =
            report.bundle.items.iter().map(|item| item.parsed.kind().words()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, with_store(&STORE), "{name}");
        // The key in the store is that of the certificate beside it.
        let keys: Vec<_> = report.bundle.items.iter().filter_map(|item| item.spki_sha256).collect();
        assert!(keys.len() == 2 && keys[0] == keys[1], "{name}");
        for wrong in [None, Some("Secret"), Some("")] {
            let report = shop.read(&file, wrong);
            assert_eq!(report.bundle.items.len(), 1, "{name} with {wrong:?}");
            assert_eq!(report.verdict(), Verdict::Indeterminate, "{name} with {wrong:?}");
            let said = if wrong.is_none() { "no passphrase was given" } else { "does not open it" };
            let told =
                report.findings.iter().find(|one| one.check.code == "encoding.container-not-opened").unwrap();
            assert!(told.message.contains(said), "{name}: {}", told.message);
        }
    }
}

/// A store of OpenSSL's without a MAC, and one by PBMAC1 (RFC 9579) put to it, computed by OpenSSL's own PBKDF2 and HMAC.
#[test]
fn a_store_with_the_newer_mac_opens_with_its_passphrase_and_with_no_other() {
    let shop = Workshop::new("openssl-pbmac1");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out bare.p12 -nomac -passout pass:secret");
    let bare = std::fs::read(shop.0.join("bare.p12")).unwrap();
    let mut pfx = Reader::new(&bare).next("").unwrap().reader();
    let version = pfx.next("").unwrap();
    let safe = pfx.next("").unwrap();
    let mut content_info = safe.reader();
    content_info.next("").unwrap();
    let octets = content_info.next("").unwrap().reader().next("").unwrap();
    std::fs::write(shop.0.join("safe.bin"), octets.content).unwrap();
    let key = shop.hexadecimal(
        "openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt pass:secret -kdfopt salt:salt1234 -kdfopt iter:2048 PBKDF2",
    );
    let mac = shop.hexadecimal(&format!("openssl mac -digest SHA512 -macopt hexkey:{key} -in safe.bin HMAC"));
    let mac: Vec<u8> = mac
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let algorithm = |oid: &[u8], parameters: &[u8]| {
        der_value(0x30, &[der_value(0x06, oid), parameters.to_vec()].concat())
    };
    let with = |key_length: &[u8], iterations: &[u8]| {
        let prf = algorithm(oids::HMAC_SHA256, &[5, 0]);
        let kdf =
            [der_value(0x04, b"salt1234"), der_value(0x02, iterations), key_length.to_vec(), prf].concat();
        // 1.2.840.113549.1.5.12
        let kdf = algorithm(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12], &der_value(0x30, &kdf));
        let parameters = [kdf, algorithm(oids::HMAC_SHA512, &[5, 0])].concat();
        let digest_info =
            [algorithm(oids::PBMAC1, &der_value(0x30, &parameters)), der_value(0x04, &mac)].concat();
        let mac_data = [der_value(0x30, &digest_info), der_value(0x04, b"NOT USED"), vec![2, 1, 1]].concat();
        let pfx = [version.bytes, safe.bytes, &der_value(0x30, &mac_data)].concat();
        std::fs::write(shop.0.join("store.p12"), der_value(0x30, &pfx)).unwrap();
    };
    with(&[2, 1, 32], &[8, 0]);
    let mut kinds = shop.kinds("store.p12", Some("secret"));
    kinds.sort_unstable();
    assert_eq!(kinds, with_store(&STORE));
    let wrong = shop.read("store.p12", Some("Secret"));
    assert!(wrong.bundle.items.len() == 1 && wrong.verdict() == Verdict::Indeterminate);
    // RFC 9579 §5 demands the length of the key.
    with(&[], &[8, 0]);
    assert_eq!(shop.kinds("store.p12", Some("secret")).len(), 1);
    // Two milliards of iterations are refused before they are begun.
    with(&[2, 1, 32], &[0x7f, 0xff, 0xff, 0xff]);
    let costly = shop.read("store.p12", Some("secret"));
    assert!(costly.findings.iter().any(|one| one.message.contains("2147483647")), "{:?}", codes(&costly));
}

#[test]
fn names_inside_a_store_are_told_and_escaped() {
    let shop = Workshop::new("openssl-friendly-name");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out store.p12 -passout pass:secret -name Käse\u{1b}[31m");
    let json = shop.read("store.p12", Some("secret")).to_json();
    assert!(json.contains("Käse\\\\u{1b}[31m"), "{json}");
}

/// OpenSSL's settings of trust follow the certificate; they are no damage, and a clean copy has none.
#[test]
fn a_trusted_certificate_is_the_certificate_in_it() {
    let shop = Workshop::new("openssl-trusted");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl x509 -in cert.pem -trustout -addtrust serverAuth -out trusted.pem");
    let (plain, trusted) = (shop.read("cert.pem", None), shop.read("trusted.pem", None));
    assert_eq!(plain.bundle.items[0].sha256, trusted.bundle.items[0].sha256);
    assert_eq!(trusted.bundle.clean_copy().text, std::fs::read_to_string(shop.0.join("cert.pem")).unwrap());
}

/// RFC 7468 §13 and RFC 8017 §A.1.1: the two forms have two labels.
#[test]
fn a_clean_copy_of_a_bare_rsa_key_keeps_its_label() {
    let shop = Workshop::new("openssl-rsa-public");
    if !shop.run("openssl genrsa -out key.pem 2048")
        || !shop.run("openssl rsa -in key.pem -RSAPublicKey_out -out public.pem")
    {
        return;
    }
    let copy = shop.read("public.pem", None).bundle.clean_copy().text;
    assert_eq!(copy, std::fs::read_to_string(shop.0.join("public.pem")).unwrap());
}

/// The content of a signed message is no part of a bundle, and is not passed over in silence.
#[test]
fn a_signed_message_is_told_to_hold_more_than_certificates() {
    let shop = Workshop::new("openssl-cms");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl cms -sign -in key.pem -signer cert.pem -inkey key.pem -nodetach -binary -outform DER -out signed.p7m");
    let report = shop.read("signed.p7m", None);
    assert!(
        report.findings.iter().any(|one| one.message.contains("content that was signed")),
        "{:?}",
        codes(&report)
    );
}

/// A store under `data`, beside a certificate as text: both are read, with the store's passphrase.
#[test]
fn a_store_in_a_secret_of_kubernetes_is_opened() {
    use base64::Engine as _;
    let shop = Workshop::new("kubernetes-store");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out store.p12 -passout pass:secret");
    let base64 =
        |file: &str| base64::prelude::BASE64_STANDARD.encode(std::fs::read(shop.0.join(file)).unwrap());
    let (store, certificate) = (base64("store.p12"), base64("cert.pem"));
    let yaml =
        format!("apiVersion: v1\nkind: Secret\ndata:\n  keystore.p12: {store}\n  tls.crt: {certificate}\n");
    let json =
        format!(r#"{{"kind":"Secret","data":{{"tls.crt":"{certificate}","keystore.p12":"{store}"}}}}"#);
    for manifest in [yaml, json] {
        std::fs::write(shop.0.join("secret"), manifest).unwrap();
        let mut kinds = shop.kinds("secret", Some("secret"));
        kinds.sort_unstable();
        let mut wanted = with_store(&STORE);
        wanted.insert(1, "certificate".to_owned());
        assert_eq!(kinds, wanted);
    }
}

/// RFC 8017 §3.2: three primes and more, each with its own exponent and coefficient.
#[test]
fn a_key_of_several_primes_is_read_and_checked() {
    let shop = Workshop::new("openssl-multi-prime");
    for primes in [2, 3, 4] {
        if !shop.run(&format!("openssl genrsa -out key.pem -primes {primes} 4096"))
            || !shop.run("openssl rsa -in key.pem -pubout -outform DER -out public.der")
            || !shop.run("openssl rsa -in key.pem -traditional -outform DER -out key.der")
        {
            return;
        }
        let keys = ["key.pem", "key.der", "public.der"]
            .map(|file| shop.read(file, None).bundle.items[0].spki_sha256);
        assert!(keys[0].is_some() && keys[0] == keys[1] && keys[1] == keys[2], "{primes} primes");
        // The last byte belongs to the last coefficient.
        let mut changed = std::fs::read(shop.0.join("key.der")).unwrap();
        *changed.last_mut().unwrap() ^= 2;
        std::fs::write(shop.0.join("changed.der"), changed).unwrap();
        let report = shop.read("changed.der", None);
        assert!(codes(&report).contains(&"key.inconsistent"), "{primes} primes: {:?}", codes(&report));
    }
}

/// RC2 in PBES2, as old Windows wrote it; OpenSSL still does with its legacy provider.
#[test]
fn a_key_sealed_with_rc2_opens_with_its_passphrase_and_with_no_other() {
    let shop = Workshop::new("openssl-rc2");
    if !shop.with_pair() {
        return;
    }
    for cipher in ["rc2-cbc", "rc2-64-cbc", "rc2-40-cbc"] {
        shop.run(&format!(
            "openssl pkcs8 -topk8 -in key.pem -out sealed.pem -v2 {cipher} -passout pass:secret -provider legacy -provider default"
        ));
        let opened = shop.read("sealed.pem", Some("secret"));
        assert!(opened.bundle.items[0].spki_sha256.is_some(), "{cipher}: {:?}", codes(&opened));
        let closed = shop.read("sealed.pem", Some("Secret"));
        assert!(closed.bundle.items[0].spki_sha256.is_none(), "{cipher}");
    }
}

#[test]
fn a_store_without_a_passphrase_is_opened_and_told() {
    let shop = Workshop::new("openssl-open-store");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out empty.p12 -passout pass:");
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out open.p12 -keypbe NONE -certpbe NONE -nomac -passout pass:");
    for file in ["empty.p12", "open.p12"] {
        let report = shop.read(file, None);
        assert_eq!(report.bundle.items.len(), 3, "{file}");
        assert!(codes(&report).contains(&"custody.store-without-passphrase"), "{file}: {:?}", codes(&report));
    }
}

#[test]
fn what_is_open_is_told_whatever_passphrase_was_given_and_a_sealed_key_is_not_called_open() {
    let shop = Workshop::new("openssl-half-open");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out open.p12 -keypbe NONE -certpbe NONE -nomac -passout pass:");
    let open = shop.read("open.p12", Some("anything"));
    assert!(codes(&open).contains(&"custody.store-without-passphrase"), "{:?}", codes(&open));
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out sealed.p12 -certpbe NONE -nomac -passout pass:secret");
    let closed = shop.read("sealed.p12", None);
    assert!(!codes(&closed).contains(&"custody.store-without-passphrase"), "{:?}", codes(&closed));
    assert!(codes(&closed).contains(&"key.locked"), "{:?}", codes(&closed));
    let opened = shop.read("sealed.p12", Some("secret"));
    assert!(!codes(&opened).contains(&"key.locked"), "{:?}", codes(&opened));
    // A wrong passphrase before the right one does no harm.
    for wrong in 0..40 {
        let mut policy = Policy::new(Task::Inspect, noon());
        policy.passphrases =
            vec![Passphrase::new(format!("wrong {wrong}").into_bytes()), Passphrase::new(b"secret".to_vec())];
        let bytes = std::fs::read(shop.0.join("sealed.p12")).unwrap();
        let report = inspect(&[Artifact::new("store", bytes)], &policy, &AwsLc);
        assert!(!codes(&report).contains(&"key.locked"), "{wrong}: {:?}", codes(&report));
    }
}

#[test]
fn a_key_that_spells_its_curve_out_matches_a_certificate_that_names_it() {
    let shop = Workshop::new("openssl-spelled-out");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl ec -in key.pem -param_enc explicit -out explicit.pem");
    let read = |file: &str| Artifact::new(file, std::fs::read(shop.0.join(file)).unwrap());
    let report =
        inspect(&[read("explicit.pem"), read("cert.pem")], &Policy::new(Task::Match, noon()), &AwsLc);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    // Inside another name it is a contradiction.
    let pkcs8 = |curve: &str, file: &str| {
        shop.run(&format!("openssl ecparam -name {curve} -param_enc explicit -genkey -noout -out sec1.pem"));
        let sec1 = pem::parse(std::fs::read(shop.0.join("sec1.pem")).unwrap()).unwrap().into_contents();
        let algorithm = [der_value(0x06, oids::EC_PUBLIC_KEY), der_value(0x06, oids::SECP256R1)].concat();
        let info = [vec![2, 1, 0], der_value(0x30, &algorithm), der_value(0x04, &sec1)].concat();
        inspect(&[Artifact::new(file, der_value(0x30, &info))], &Policy::new(Task::Inspect, noon()), &AwsLc)
    };
    assert!(pkcs8("P-256", "one.der").bundle.items[0].spki_sha256.is_some());
    let two = pkcs8("P-384", "two.der");
    assert!(codes(&two).contains(&"key.inconsistent"), "{:?}", codes(&two));
}

#[test]
fn a_challenge_password_is_told_and_never_shown() {
    let shop = Workshop::new("openssl-challenge");
    if !shop.with_pair() {
        return;
    }
    let config = "[req]\ndistinguished_name=name\nattributes=asked\nprompt=no\n[name]\nCN=a.example.com\n[asked]\nchallengePassword=correct-horse\n";
    std::fs::write(shop.0.join("request.cnf"), config).unwrap();
    shop.run("openssl req -new -key key.pem -config request.cnf -out with.csr");
    shop.run("openssl req -new -key key.pem -subj /CN=a.example.com -out without.csr");
    let report = shop.read("with.csr", None);
    assert!(codes(&report).contains(&"request.challenge-password"), "{:?}", codes(&report));
    let json = report.to_json();
    assert!(
        !json.contains("correct-horse") && !format!("{:?}", report.narrative()).contains("correct-horse")
    );
    assert!(!codes(&shop.read("without.csr", None)).contains(&"request.challenge-password"));
}

#[test]
fn bundles_of_openssl_give_their_certificates() {
    let shop = Workshop::new("openssl-bundles");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl crl2pkcs7 -nocrl -certfile cert.pem -certfile cert.pem -out bundle.p7b");
    shop.run("openssl crl2pkcs7 -nocrl -certfile cert.pem -outform DER -out bundle.der");
    assert_eq!(shop.kinds("bundle.p7b", None), ["PKCS#7 bundle", "certificate", "certificate"]);
    assert_eq!(shop.kinds("bundle.der", None), ["PKCS#7 bundle", "certificate"]);
}

#[test]
fn keys_of_openssl_open_in_every_old_and_new_encryption() {
    let shop = Workshop::new("openssl-keys");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl genrsa -out rsa.pem 2048");
    let plain = shop.read("key.pem", None).bundle.items[0].spki_sha256.unwrap();
    for (name, options) in [
        ("pbes2", "-topk8 -v2 aes-256-cbc"),
        ("sha512", "-topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512"),
        ("scrypt", "-topk8 -scrypt"),
        ("3des", "-topk8 -v1 PBE-SHA1-3DES"),
        ("2des", "-topk8 -v1 PBE-SHA1-2DES"),
        ("md5", "-topk8 -v1 PBE-MD5-DES -provider legacy -provider default"),
        ("rc2", "-topk8 -v1 PBE-SHA1-RC2-128 -provider legacy -provider default"),
        ("rc2-40", "-topk8 -v1 PBE-SHA1-RC2-40 -provider legacy -provider default"),
        ("rc4", "-topk8 -v1 PBE-SHA1-RC4-128 -provider legacy -provider default"),
    ] {
        shop.run(&format!("openssl pkcs8 {options} -in key.pem -out {name}.pem -passout pass:secret"));
        let opened = shop.read(&format!("{name}.pem"), Some("secret"));
        assert_eq!(opened.bundle.items[0].spki_sha256, Some(plain), "{name}: {:?}", codes(&opened));
        let wrong = shop.read(&format!("{name}.pem"), Some("wrong"));
        assert_eq!(wrong.verdict(), Verdict::Indeterminate, "{name}");
        assert!(codes(&wrong).contains(&"key.locked"), "{name}: {:?}", codes(&wrong));
    }
    for cipher in ["aes128", "aes192", "aes256", "des3"] {
        shop.run(&format!("openssl ec -{cipher} -in key.pem -out {cipher}.pem -passout pass:secret"));
        let opened = shop.read(&format!("{cipher}.pem"), Some("secret"));
        assert_eq!(opened.bundle.items[0].spki_sha256, Some(plain), "{cipher}: {:?}", codes(&opened));
    }
}

#[test]
fn every_type_of_key_that_openssl_makes_gives_its_public_half() {
    let shop = Workshop::new("openssl-types");
    if !shop.run("openssl genpkey -algorithm ED448 -out ED448.pem") {
        return;
    }
    for algorithm in ["ED25519", "ED448", "X25519", "X448"] {
        shop.run(&format!("openssl genpkey -algorithm {algorithm} -out {algorithm}.pem"));
        shop.run(&format!("openssl pkey -in {algorithm}.pem -pubout -out {algorithm}.pub"));
        let halves = [".pem", ".pub"].map(|ending| shop.read(&format!("{algorithm}{ending}"), None));
        let digests = halves.each_ref().map(|report| report.bundle.items[0].spki_sha256);
        assert!(digests[0].is_some() && digests[0] == digests[1], "{algorithm}");
    }
    for curve in ["P-256", "P-384", "P-521"] {
        shop.run(&format!(
            "openssl ecparam -name {curve} -param_enc explicit -genkey -noout -out {curve}.pem"
        ));
        shop.run(&format!("openssl pkey -in {curve}.pem -ec_param_enc named_curve -pubout -out {curve}.pub"));
        let key = shop.read(&format!("{curve}.pem"), None);
        let public = shop.read(&format!("{curve}.pub"), None);
        assert_eq!(key.bundle.items[0].spki_sha256, public.bundle.items[0].spki_sha256, "{curve}");
        assert!(codes(&key).contains(&"key.curve-not-named"), "{curve}: {:?}", codes(&key));
    }
}

#[test]
fn an_ed448_certificate_of_openssl_is_verified() {
    let shop = Workshop::new("openssl-ed448");
    if !shop.run("openssl req -x509 -newkey ed448 -nodes -keyout ca.key -out ca.pem -days 7300 -subj /CN=CA")
    {
        return;
    }
    shop.run("openssl req -new -newkey ed448 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf");
    shop.run("openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 3650 -out leaf.pem");
    let read = |file: &str| std::fs::read(shop.0.join(file)).unwrap();
    let verdict = |leaf: Vec<u8>| {
        let artifacts = [
            Artifact::new("leaf", leaf).given(countersign_core::Given::Target),
            Artifact::new("ca", read("ca.pem")).given(countersign_core::Given::Anchor),
        ];
        // The certificates are made now, and their time begins now.
        let mut policy =
            Policy::new(Task::Verify, countersign_core::Time::from_rfc3339("2030-01-01T00:00:00Z").unwrap());
        policy.purpose = countersign_core::policy::Purpose::Any;
        inspect(&artifacts, &policy, &AwsLc).verdict()
    };
    assert_eq!(verdict(read("leaf.pem")), Verdict::Passed);
    let mut altered = pem::parse(read("leaf.pem")).unwrap().into_contents();
    *altered.last_mut().unwrap() ^= 1;
    assert_eq!(verdict(altered), Verdict::Failed);
}

#[test]
fn a_keystore_of_java_opens_with_its_passphrase() {
    let shop = Workshop::new("java");
    let made = shop.run(
        "keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=a.example.com -storetype PKCS12 -keystore store.p12 -storepass secret -noprompt",
    );
    if !made {
        return;
    }
    shop.run("keytool -exportcert -rfc -alias server -keystore store.p12 -storepass secret -file cert.txt");
    let mut kinds = shop.kinds("store.p12", Some("secret"));
    kinds.sort_unstable();
    assert_eq!(kinds, with_store(&STORE));
    assert_eq!(shop.kinds("cert.txt", None), ["certificate"]);
}

#[test]
fn a_store_of_gnutls_opens_with_its_passphrase() {
    let shop = Workshop::new("gnutls");
    if !shop.with_pair()
        || !shop.run("certtool --to-p12 --load-privkey key.pem --load-certificate cert.pem --p12-name a --password secret --outder --outfile store.p12")
    {
        return;
    }
    let mut kinds = shop.kinds("store.p12", Some("secret"));
    kinds.sort_unstable();
    assert_eq!(kinds, with_store(&STORE));
}

#[test]
fn keys_of_openssh_open_and_are_told_to_be_of_no_use_for_tls() {
    let shop = Workshop::new("openssh");
    for (name, kind) in
        [("ed25519", "ed25519"), ("p256", "ecdsa -b 256"), ("p521", "ecdsa -b 521"), ("rsa", "rsa -b 2048")]
    {
        if !shop.run(&format!("ssh-keygen -q -t {kind} -N secret -C me@host -f {name}")) {
            return;
        }
        let [private, public] =
            [name.to_owned(), format!("{name}.pub")].map(|file| shop.read(&file, Some("secret")));
        let digest = private.bundle.items[0].spki_sha256;
        assert!(
            digest.is_some() && digest == public.bundle.items[0].spki_sha256,
            "{name}: {:?}",
            codes(&private)
        );
        assert!(codes(&private).contains(&"key.openssh-format"), "{name}: {:?}", codes(&private));
        for (wrong, said) in [(None, "no passphrase was given"), (Some("Secret"), "does not open it")] {
            let report = shop.read(name, wrong);
            let told = report.findings.iter().find(|one| one.check.code == "key.locked").unwrap();
            assert!(told.message.contains(said), "{name}: {}", told.message);
        }
        // OpenSSL reads the same key once it is written as PEM.
        shop.run(&format!("ssh-keygen -q -p -m PKCS8 -P secret -N changed -f {name}"));
        assert_eq!(shop.read(name, Some("changed")).bundle.items[0].spki_sha256, digest, "{name}");
    }
}
