//! Is all of an archive and of a container looked at? What the library at hand would skip is told.

use std::io::{Cursor, Write as _};

use countersign_core::asn1::{der_value, oids};
use countersign_core::policy::Passphrase;
use countersign_core::{Artifact, Policy, Report, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use super::workshop::Workshop;
use crate::scene::{codes, example, judged, noon};

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn inspected(bytes: Vec<u8>) -> Report {
    judged(Task::Inspect, &[Artifact::new("files.zip", bytes)])
}

fn file(name: &str) -> Vec<u8> {
    example("handoff").into_iter().find(|one| one.file_name() == name).unwrap().bytes().to_vec()
}

#[test]
fn entries_that_begin_with_a_dot_and_a_slash_are_no_hidden_files() {
    let (certificate, key) = (file("server.cer"), file("server_key.pem"));
    let report = inspected(archive(&[("./server.cer", &certificate), ("../server_key.pem", &key)]));
    assert_eq!(report.bundle.items.len(), 2, "{:?}", codes(&report));
    let hidden = inspected(archive(&[("server.cer", &certificate), (".git/key.pem", &key)]));
    assert_eq!(hidden.bundle.items.len(), 1, "{:?}", codes(&hidden));
}

/// A name that ends with a slash is a folder's, and what lies in such an entry is data all the same.
#[test]
fn an_entry_that_is_called_a_folder_and_holds_a_key_is_read() {
    let mut bytes = archive(&[("team-a_", &file("server_key.pem"))]);
    for at in 0..bytes.len() - 7 {
        if &bytes[at..at + 7] == b"team-a_" {
            bytes[at + 6] = b'/';
        }
    }
    let report = inspected(bytes);
    assert!(report.bundle.items.iter().any(|item| item.private_key().is_some()), "{:?}", codes(&report));
}

/// Each reason for which an archive stays packed is told by its name.
#[test]
fn an_archive_that_is_not_unpacked_is_told_with_the_reason() {
    let whole = archive(&[("server.cer", &file("server.cer"))]);
    let header =
        |bytes: &[u8], signature: &[u8; 4]| bytes.windows(4).position(|window| window == signature).unwrap();
    // APPNOTE.TXT §4.3.7 and §4.3.12: the method, and the checksum.
    let changed = |at_entry: usize, at_directory: usize, value: u8| {
        let mut bytes = whole.clone();
        let (entry, directory) = (header(&bytes, b"PK\x03\x04"), header(&bytes, b"PK\x01\x02"));
        bytes[entry + at_entry] = value;
        bytes[directory + at_directory] = value;
        inspected(bytes)
    };
    for (report, why) in [
        (changed(8, 10, 12), "packed by a method that is not read here"),
        (changed(14, 16, 0x55), "it is damaged"),
        (inspected([whole.as_slice(), b"more"].concat()), "not all of its bytes belong to the files"),
    ] {
        let told = report.findings.iter().any(|one| one.message.contains(why));
        assert!(told && report.verdict() == Verdict::Failed, "{why}: {:?}", report.findings);
    }
}

/// Two entries of one name, as one would overwrite the other when they are unpacked.
#[test]
fn both_of_two_entries_with_one_name_are_read() {
    let (certificate, key) = (file("server.cer"), file("server_key.pem"));
    let mut twice = archive(&[("server.ce1", &key), ("server.ce2", &certificate)]);
    for at in 0..twice.len() - 10 {
        if &twice[at..at + 10] == b"server.ce1" {
            twice[at + 9] = b'2';
        }
    }
    assert_eq!(inspected(twice).bundle.items.len(), 2);
}

/// Another archive in front, a key behind, an entry that the directory does not list: whatever is not unpacked is told.
#[test]
fn an_archive_with_more_in_it_than_is_unpacked_does_not_pass() {
    let (certificate, key) = (file("server.cer"), file("server_key.pem"));
    // A name of the same length in the entry's own header.
    let mut renamed = archive(&[("server.cer", &certificate)]);
    renamed[30..36].copy_from_slice(b"hidden");
    // A folder whose bytes are not counted (APPNOTE.TXT §4.3.7, §4.3.12).
    let mut folder = stored("folder/", &key);
    let record = record_of(&folder);
    for at in [22, record + 24] {
        folder[at..at + 4].fill(0);
    }
    let whole = archive(&[("server.cer", &certificate)]);
    assert_eq!(inspected(whole.clone()).verdict(), Verdict::Passed);
    let behind = [whole.as_slice(), &key].concat();
    let in_front = [archive(&[("a.pem", &key)]), whole].concat();
    let gzip = [b"\x1f\x8b\x08".as_slice(), &[7; 80]].concat();
    let hidden = [renamed, folder, behind_a_stream(&certificate, &key), unlisted(&key, &certificate)];
    for bytes in hidden.into_iter().chain([behind, in_front, gzip]) {
        let report = inspected(bytes);
        assert_eq!(report.verdict(), Verdict::Failed, "{:?}", codes(&report));
        assert!(codes(&report).contains(&"encoding.unrecognized"));
    }
}

/// One entry that is not compressed.
fn stored(name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer
        .start_file("x".repeat(name.len()), options.compression_method(zip::CompressionMethod::Stored))
        .unwrap();
    writer.write_all(content).unwrap();
    let mut bytes = writer.finish().unwrap().into_inner();
    for at in [30, record_of(&bytes) + 46] {
        bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
    }
    bytes
}

/// Where the directory begins, in an archive of one entry.
fn record_of(archive: &[u8]) -> usize {
    archive.windows(4).position(|window| window == b"PK\x01\x02").unwrap()
}

/// An entry that says it is compressed: a certificate, and behind the end of its stream a key.
fn behind_a_stream(certificate: &[u8], key: &[u8]) -> Vec<u8> {
    let mut stream = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    stream.write_all(certificate).unwrap();
    let mut bytes = stored("server.cer", &[stream.finish().unwrap().as_slice(), key].concat());
    let mut checksum = flate2::Crc::new();
    checksum.update(certificate);
    let (sum, size) = (checksum.sum().to_le_bytes(), u32::try_from(certificate.len()).unwrap().to_le_bytes());
    // The method, the checksum and the size, in the entry's header and in the directory's.
    let record = record_of(&bytes);
    for (method, sum_at, size_at) in [(8, 14, 22), (record + 10, record + 16, record + 24)] {
        bytes[method] = 8;
        bytes[sum_at..sum_at + 4].copy_from_slice(&sum);
        bytes[size_at..size_at + 4].copy_from_slice(&size);
    }
    bytes
}

/// Two entries, of which the directory has lost the first (APPNOTE.TXT §4.3.12, §4.3.16).
fn unlisted(first: &[u8], second: &[u8]) -> Vec<u8> {
    let mut bytes = archive(&[("a.pem", first), ("server.cer", second)]);
    let records: Vec<usize> =
        (0..bytes.len() - 4).filter(|at| &bytes[*at..at + 4] == b"PK\x01\x02").collect();
    bytes.drain(records[0]..records[1]);
    let end = bytes.len() - 22;
    bytes[end + 8] = 1;
    bytes[end + 10] = 1;
    let length = u32::from_le_bytes(bytes[end + 12..end + 16].try_into().unwrap());
    let length = length - u32::try_from(records[1] - records[0]).unwrap();
    bytes[end + 12..end + 16].copy_from_slice(&length.to_le_bytes());
    bytes
}

/// Windows writes names in the code page of the first PC, and says so by not saying UTF-8.
#[test]
fn the_names_of_entries_are_read_as_windows_writes_them() {
    let mut bytes = archive(&[("Schlxssel.cer", &file("server.cer"))]);
    for at in 0..bytes.len() - 5 {
        if &bytes[at..at + 5] == b"Schlx" {
            bytes[at + 4] = 0x81;
        }
    }
    assert_eq!(inspected(bytes).origins, ["files.zip/Schl\u{fc}ssel.cer"]);
}

#[test]
fn nothing_may_follow_on_an_encrypted_key_in_its_block() {
    let shop = Workshop::new("behind-a-sealed-key");
    if !shop.run("openssl genpkey -algorithm ED25519 -out key.pem")
        || !shop.run("openssl pkcs8 -topk8 -in key.pem -outform DER -passout pass:secret -out sealed.der")
        || !shop.run("openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out plain.der")
    {
        return;
    }
    let read = |name: &str| std::fs::read(shop.0.join(name)).unwrap();
    let both = pem::encode(&pem::Pem::new(
        "ENCRYPTED PRIVATE KEY",
        [read("sealed.der"), read("plain.der")].concat(),
    ));
    std::fs::write(shop.0.join("both.pem"), both).unwrap();
    let report = shop.read("both.pem", Some("secret"));
    assert!(codes(&report).contains(&"encoding.malformed"), "{:?}", codes(&report));
}

/// PFX and ContentInfo end where RFC 7292 §4 says; more behind their last field is read by nobody.
#[test]
fn nothing_may_follow_on_the_fields_of_a_store() {
    let shop = Workshop::new("behind-a-store");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out store.p12 -passout pass:secret");
    let store = std::fs::read(shop.0.join("store.p12")).unwrap();
    let fields = countersign_core::asn1::Reader::new(&store).next("PFX").unwrap().content.to_vec();
    let longer = der_value(0x30, &[fields, der_value(0x04, b"another key")].concat());
    std::fs::write(shop.0.join("longer.p12"), longer).unwrap();
    let report = shop.read("longer.p12", Some("secret"));
    assert!(codes(&report).contains(&"encoding.malformed"), "{:?}", codes(&report));
}

/// OpenSSL refuses a certificate that says it is encrypted.
#[test]
fn a_certificate_with_the_headers_of_an_encrypted_key_does_not_pass() {
    let text = String::from_utf8(file("server.cer")).unwrap();
    let headers = "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,000102030405060708090A0B0C0D0E0F\n\n";
    let report = inspected(text.replacen("-----\n", headers, 1).into_bytes());
    assert!(codes(&report).contains(&"encoding.malformed"), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn an_empty_container_is_told() {
    let signed_data = [
        der_value(0x02, &[1]),
        der_value(0x31, &[]),
        der_value(0x30, &der_value(0x06, oids::PKCS7_DATA)),
        der_value(0x31, &[]),
    ];
    let content = der_value(0xa0, &der_value(0x30, &signed_data.concat()));
    let bundle = der_value(0x30, &[der_value(0x06, oids::PKCS7_SIGNED_DATA), content].concat());
    let report = judged(Task::Inspect, &[Artifact::new("chain.p7b", bundle)]);
    assert!(codes(&report).contains(&"encoding.container-empty"), "{:?}", codes(&report));
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn a_store_with_a_foreign_key_is_told_and_one_with_its_own_is_not() {
    let shop = Workshop::new("foreign-key-in-store");
    if !shop.with_pair() || !shop.run("openssl genpkey -algorithm ED25519 -out other.pem") {
        return;
    }
    shop.run("openssl pkcs12 -export -inkey key.pem -in cert.pem -out own.p12 -passout pass:secret");
    assert!(!codes(&shop.read("own.p12", Some("secret"))).contains(&"pair.store-key-foreign"));
    // OpenSSL refuses to make one: the key's bag is taken from another store, without MACs.
    shop.run(
        "openssl pkcs12 -export -nocerts -inkey other.pem -out key.p12 -nomac -keypbe NONE -passout pass:",
    );
    shop.run("openssl pkcs12 -export -nokeys -in cert.pem -out cert.p12 -nomac -certpbe NONE -passout pass:");
    let contents = |name: &str| {
        use countersign_core::asn1::{Reader, Tag};
        let bytes = std::fs::read(shop.0.join(name)).unwrap();
        let mut pfx = Reader::new(&bytes).expect(Tag::SEQUENCE, "").unwrap().reader();
        pfx.next("version").unwrap();
        let mut safe = pfx.next("authSafe").unwrap().reader();
        safe.next("type").unwrap();
        let octets = safe.next("content").unwrap().reader().next("octets").unwrap().content.to_vec();
        Reader::new(&octets).next("AuthenticatedSafe").unwrap().content.to_vec()
    };
    let all = der_value(0x30, &[contents("cert.p12"), contents("key.p12")].concat());
    let data = [der_value(0x06, oids::PKCS7_DATA), der_value(0xa0, &der_value(0x04, &all))].concat();
    let pfx = der_value(0x30, &[der_value(0x02, &[3]), der_value(0x30, &data)].concat());
    let report = judged(Task::Inspect, &[Artifact::new("store.p12", pfx)]);
    assert!(codes(&report).contains(&"pair.store-key-foreign"), "{:?}", codes(&report));
}

/// `match` compares what is in containers; the CA that comes along in a store is no second key.
#[test]
fn a_store_and_its_certificate_are_one_pair() {
    let shop = Workshop::new("match-with-stores");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.pem -out leaf.csr -subj /CN=leaf.example.com");
    shop.run(
        "openssl x509 -req -in leaf.csr -CA cert.pem -CAkey key.pem -CAcreateserial -days 3650 -out leaf.cer",
    );
    shop.run("openssl pkcs12 -export -inkey leaf.pem -in leaf.cer -certfile cert.pem -out store.p12 -passout pass:secret");
    shop.run("openssl crl2pkcs7 -nocrl -certfile leaf.cer -certfile cert.pem -out chain.p7b");
    let matched = |files: &[&str]| {
        let mut policy = Policy::new(Task::Match, noon());
        policy.passphrases = vec![Passphrase::new(b"secret".to_vec())];
        let read = |name: &&str| Artifact::new(*name, std::fs::read(shop.0.join(name)).unwrap());
        let artifacts: Vec<_> = files.iter().map(read).collect();
        inspect(&artifacts, &policy, &AwsLc).verdict()
    };
    assert_eq!(matched(&["store.p12", "leaf.cer", "leaf.pem"]), Verdict::Passed);
    assert_eq!(matched(&["chain.p7b", "leaf.pem"]), Verdict::Passed);
    assert_eq!(matched(&["store.p12", "key.pem"]), Verdict::Failed);
    assert_eq!(matched(&["cert.pem", "leaf.cer"]), Verdict::Failed, "a CA by itself is compared");
}

#[test]
fn every_value_of_an_extension_request_counts() {
    let shop = Workshop::new("two-extension-requests");
    if !shop.run("openssl genpkey -algorithm ED25519 -out key.pem") {
        return;
    }
    for host in ["a.example", "b.example"] {
        shop.run(&format!("openssl req -new -key key.pem -subj /CN=x -addext subjectAltName=DNS:{host} -outform DER -out {host}.csr"));
    }
    let attribute = |host: &str| {
        let bytes = std::fs::read(shop.0.join(format!("{host}.csr"))).unwrap();
        let at = bytes.windows(host.len()).position(|window| window == host.as_bytes()).unwrap();
        // SEQUENCE OF SEQUENCE { extnID, extnValue OCTET STRING SEQUENCE OF dNSName }.
        let names = der_value(0x30, &der_value(0x82, &bytes[at..at + host.len()]));
        let value = [der_value(0x06, oids::SUBJECT_ALT_NAME), der_value(0x04, &names)].concat();
        der_value(0x30, &der_value(0x30, &value))
    };
    use countersign_core::asn1::{Reader, Tag};
    let bytes = std::fs::read(shop.0.join("a.example.csr")).unwrap();
    let mut request = Reader::new(&bytes).expect(Tag::SEQUENCE, "").unwrap().reader();
    let mut info = request.next("info").unwrap().reader();
    let kept: Vec<u8> = (0..3).flat_map(|_| info.next("").unwrap().bytes.to_vec()).collect();
    let rest = [request.next("algorithm").unwrap().bytes, request.next("signature").unwrap().bytes].concat();
    let values = der_value(0x31, &[attribute("a.example"), attribute("b.example")].concat());
    let list = [der_value(0x06, oids::AT_EXTENSION_REQUEST), values].concat();
    let info = der_value(0x30, &[kept, der_value(0xa0, &der_value(0x30, &list))].concat());
    let report =
        judged(Task::Inspect, &[Artifact::new("server.csr", der_value(0x30, &[info, rest].concat()))]);
    let request = report.bundle.items[0].request().unwrap();
    assert_eq!(request.requested_extensions.iter().count(), 2);
    assert!(codes(&report).contains(&"request.extension-malformed"), "{:?}", codes(&report));
}
