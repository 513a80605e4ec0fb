//! Does `connect` speak with servers that begin in the clear, and say what they say when they refuse?

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Output;
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use super::place::{Place, states, wire};
use crate::scene::{countersign, json, stderr};

/// One way to begin: what the server says and hears before TLS, and its answer to the question behind it.
type Clear = fn(&mut TcpStream);

/// A server for one connection: `clear`, then TLS with our files, then `answer` to whatever was asked.
fn server(place: &Place, clear: Clear, answer: &'static [u8]) -> (String, JoinHandle<Vec<u8>>) {
    let chain = CertificateDer::pem_file_iter(place.path("ours/team-a/server.cer")).unwrap();
    let key = PrivateKeyDer::from_pem_file(place.path("ours/team-a/server_key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config =
        builder.with_no_client_auth().with_single_cert(chain.map(Result::unwrap).collect(), key).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let talk = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        clear(&mut stream);
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut tls = StreamOwned::new(connection, stream);
        let mut heard = vec![0; 256];
        // A client that was refused says nothing here.
        let read = tls.read(&mut heard).unwrap_or_default();
        let _ = tls.write_all(answer);
        heard.truncate(read);
        heard
    });
    (address, talk)
}

fn hear(stream: &TcpStream, line: &str) {
    let mut heard = String::new();
    BufReader::with_capacity(1, stream).read_line(&mut heard).unwrap();
    assert_eq!(heard.trim_end(), line);
}

fn smtp(stream: &mut TcpStream) {
    stream.write_all(b"220 mail.example.com ESMTP\r\n").unwrap();
    hear(stream, "EHLO localhost");
    stream.write_all(b"250-mail.example.com\r\n250-PIPELINING\r\n250 STARTTLS\r\n").unwrap();
    hear(stream, "STARTTLS");
    stream.write_all(b"220 Ready to start TLS\r\n").unwrap();
}

fn imap(stream: &mut TcpStream) {
    stream.write_all(b"* OK [CAPABILITY IMAP4rev2 STARTTLS] ready\r\n").unwrap();
    hear(stream, "a1 STARTTLS");
    stream.write_all(b"a1 OK Begin TLS negotiation now\r\n").unwrap();
}

fn postgresql(stream: &mut TcpStream) {
    let mut request = [0; 8];
    stream.read_exact(&mut request).unwrap();
    assert_eq!(request, [0, 0, 0, 8, 4, 210, 22, 47]);
    stream.write_all(b"S").unwrap();
}

fn connect(place: &Place, address: &str, protocol: &str) -> Output {
    let ca = place.path("ours/team-b/CA.cer");
    countersign(&[
        "connect",
        address,
        "--ca",
        &ca,
        "--starttls",
        protocol,
        "--timeout",
        "5",
        "--format",
        "json",
    ])
}

#[test]
fn mail_and_database_servers_are_asked_for_tls_in_their_own_words_and_answer_behind_it() {
    let place = Place::new("in-the-clear");
    let cases: [(&str, Clear, &[u8], &[u8]); 3] = [
        ("smtp", smtp, b"EHLO localhost\r\n", b"250 mail.example.com\r\n"),
        ("imap", imap, b"a2 CAPABILITY\r\n", b"* CAPABILITY IMAP4rev2\r\na2 OK done\r\n"),
        ("postgresql", postgresql, b"\0\0\0\x2f\0\x03\0\0user\0", b"R\0\0\0\x08\0\0\0\x0a"),
    ];
    for (protocol, clear, question, answer) in cases {
        let (address, server) = server(&place, clear, answer);
        let output = connect(&place, &address, protocol);
        let heard = server.join().unwrap();
        let report = json(&output);
        assert_eq!(
            (&report["verdict"], states(&report)),
            (&"passed".into(), vec!["passed"; 5]),
            "{report:#}"
        );
        assert!(heard.starts_with(question), "{protocol}: {}", String::from_utf8_lossy(&heard));
        assert!(wire(&report, 5).contains("the server answers"), "{protocol}: {report:#}");
    }
}

#[test]
fn a_server_that_does_not_begin_tls_is_quoted() {
    let place = Place::new("refusing");
    let cases: [(&str, Clear, &str); 4] = [
        (
            "smtp",
            |stream| {
                stream.write_all(b"220 x\r\n").unwrap();
                hear(stream, "EHLO localhost");
                stream.write_all(b"250-x\r\n250 SIZE\r\n").unwrap();
            },
            "offers no STARTTLS",
        ),
        (
            "imap",
            |stream| {
                stream.write_all(b"* OK\r\n").unwrap();
                hear(stream, "a1 STARTTLS");
                stream.write_all(b"a1 NO \x1b[31mnot here\r\n").unwrap();
            },
            "NO \\u{1b}[31mnot here",
        ),
        ("postgresql", |stream| stream.write_all(b"N").unwrap(), "TLS switched off"),
        ("smtp", |stream| stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").unwrap(), "SSH-2.0"),
    ];
    for (protocol, clear, said) in cases {
        let (address, server) = server(&place, clear, b"");
        let output = connect(&place, &address, protocol);
        server.join().unwrap();
        assert_eq!(output.status.code(), Some(2), "{protocol}");
        let told = stderr(&output);
        assert!(told.contains("does not begin TLS") && told.contains(said), "{protocol}: {told}");
    }
}
