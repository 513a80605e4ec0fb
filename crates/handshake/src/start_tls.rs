//! How does a connection in the clear become one of TLS? The few words that mail and database servers want first.

use std::io::{Read, Write};

use crate::line::{Line, silence};

/// A protocol that begins in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartTls {
    /// Mail for reading (RFC 9051 §6.2.1).
    Imap,
    /// The database (its documentation, "Message Flow", SSL Session Encryption).
    PostgreSql,
    /// Mail for sending (RFC 3207).
    Smtp,
}

impl Line {
    /// Asks the server to go on in TLS. The error says in words why it does not.
    pub fn start_tls(&mut self, protocol: StartTls) -> Result<(), String> {
        self.await_answer(None);
        match protocol {
            StartTls::Imap => imap(self),
            StartTls::PostgreSql => postgresql(self),
            StartTls::Smtp => smtp(self),
        }
    }
}

fn smtp(stream: &mut (impl Read + Write)) -> Result<(), String> {
    smtp_reply(stream, "its greeting", '2')?;
    say(stream, b"EHLO localhost\r\n")?;
    let offered = smtp_reply(stream, "its answer to EHLO", '2')?;
    let is_offered =
        offered.iter().any(|line| line.get(4..).is_some_and(|word| word.eq_ignore_ascii_case("STARTTLS")));
    if !is_offered {
        return Err("it offers no STARTTLS".to_owned());
    }
    say(stream, b"STARTTLS\r\n")?;
    smtp_reply(stream, "its answer to STARTTLS", '2').map(drop)
}

/// All lines of a reply (RFC 5321 §4.2.1): the last one has a space behind its code.
fn smtp_reply(stream: &mut impl Read, what: &str, good: char) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    while lines.len() < MOST_LINES {
        let line = line(stream)?;
        let goes_on = line.chars().nth(3) == Some('-');
        let is_reply = line.get(..3).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
        if !is_reply || (!goes_on && !line.starts_with(good)) {
            return Err(format!("{what} is \"{line}\""));
        }
        lines.push(line);
        if !goes_on {
            return Ok(lines);
        }
    }
    Err(format!("{what} does not end"))
}

fn imap(stream: &mut (impl Read + Write)) -> Result<(), String> {
    let greeting = line(stream)?;
    if !greeting.to_ascii_uppercase().starts_with("* OK") {
        return Err(format!("its greeting is \"{greeting}\""));
    }
    say(stream, b"a1 STARTTLS\r\n")?;
    for _ in 0..MOST_LINES {
        let answer = line(stream)?;
        // What begins otherwise was not asked for.
        let Some(result) = answer.strip_prefix("a1 ") else { continue };
        let is_good = result.to_ascii_uppercase().starts_with("OK");
        return if is_good { Ok(()) } else { Err(format!("its answer to STARTTLS is \"{result}\"")) };
    }
    Err("its answer to STARTTLS does not end".to_owned())
}

/// SSLRequest: a length of eight, and a number that no version has. One letter comes back.
fn postgresql(stream: &mut (impl Read + Write)) -> Result<(), String> {
    say(stream, &[0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])?;
    let mut letter = [0];
    stream.read_exact(&mut letter).map_err(|error| silence(&error))?;
    match letter {
        [b'S'] => Ok(()),
        [b'N'] => Err("it has TLS switched off (ssl = off)".to_owned()),
        _ => Err("its answer is not PostgreSQL's".to_owned()),
    }
}

fn say(stream: &mut impl Write, words: &[u8]) -> Result<(), String> {
    stream.write_all(words).map_err(|error| format!("it takes nothing more ({error})"))
}

/// One line, byte by byte: what came behind it would be taken for TLS, and words smuggled in for the server's
/// (CVE-2021-33515 is such an injection).
fn line(stream: &mut impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while bytes.len() < MOST_LINE_BYTES {
        stream.read_exact(&mut byte).map_err(|error| silence(&error))?;
        match byte {
            [b'\n'] => return Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned()),
            [other] => bytes.push(other),
        }
    }
    Err("its line does not end".to_owned())
}

/// RFC 5321 §4.5.3.1.5 allows 512 octets in a reply's line, RFC 9051 no more than a few thousand.
const MOST_LINE_BYTES: usize = 8192;
/// A server with more extensions than this is none.
const MOST_LINES: usize = 200;

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor, Read, Write};

    use super::{imap, postgresql, smtp};

    /// A server that has said everything beforehand, and what was said to it.
    struct Told(Cursor<&'static str>, Vec<u8>);

    impl Read for Told {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
    }

    impl Write for Told {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn told(words: &'static str) -> Told {
        Told(Cursor::new(words), Vec::new())
    }

    #[test]
    fn mail_servers_that_offer_it_are_asked_and_nothing_behind_their_word_is_read() {
        let mut server =
            told("220-mail\r\n220 ready\r\n250-mail\r\n250-starttls\r\n250 SIZE\r\n220 go\r\nrest");
        assert_eq!(smtp(&mut server), Ok(()));
        assert_eq!(server.1, b"EHLO localhost\r\nSTARTTLS\r\n");
        let mut rest = String::new();
        assert_eq!(server.read_to_string(&mut rest).ok(), Some(4), "{rest}");
        let mut server = told("* OK ready\r\n* CAPABILITY X\r\na1 ok go\r\nrest");
        assert_eq!(imap(&mut server), Ok(()));
        assert_eq!(server.1, b"a1 STARTTLS\r\n");
    }

    #[test]
    fn who_refuses_is_quoted() {
        for (words, refusal) in [
            ("220 x\r\n250 SIZE\r\n", "it offers no STARTTLS"),
            ("554 no\r\n", "its greeting is \"554 no\""),
            ("220 x\r\n250 STARTTLS\r\n454 not now\r\n", "its answer to STARTTLS is \"454 not now\""),
            ("SSH-2.0-OpenSSH\r\n", "its greeting is \"SSH-2.0-OpenSSH\""),
            ("220 x\r\n", "it closes the connection"),
        ] {
            assert_eq!(smtp(&mut told(words)), Err(refusal.to_owned()));
        }
        for (words, refusal) in [
            ("* OK\r\na1 BAD no\r\n", "its answer to STARTTLS is \"BAD no\""),
            ("* BYE\r\n", "its greeting is \"* BYE\""),
        ] {
            assert_eq!(imap(&mut told(words)), Err(refusal.to_owned()));
        }
        for (words, answer) in [
            ("N", Err("it has TLS switched off (ssl = off)".to_owned())),
            ("HTTP", Err("its answer is not PostgreSQL's".to_owned())),
            ("S", Ok(())),
        ] {
            assert_eq!(postgresql(&mut told(words)), answer);
        }
    }
}
