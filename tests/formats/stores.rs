//! Are the PKCS#12 stores that other tools write opened by their passphrase and by no other?

use countersign_core::asn1::{Reader, der_value, oids};
use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use super::workshop::Workshop;
use crate::scene::{codes, noon};

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
