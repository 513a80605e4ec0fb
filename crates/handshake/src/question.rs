//! What is asked on the encrypted connection once it stands, and what does the answer say of the client's certificate?
//!
//! Some servers shake hands with everybody and refuse afterwards: nginx answers the request with a page, PostgreSQL with
//! an error. TLS itself shows nothing of that.

/// The one question after the handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// `GET` of this path.
    Http(String),
    /// `CAPABILITY`.
    Imap,
    /// None: the other end speaks something else.
    Nothing,
    /// The start of a session, for a role that need not exist.
    PostgreSql,
    /// `EHLO`.
    Smtp,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The server goes on; in its own words.
    GoesOn(String),
    /// It says that the client's certificate is the reason.
    Refuses {
        /// There was none; otherwise it is not accepted.
        lacking: bool,
        /// In its own words.
        words: String,
    },
    /// It refuses, and does not say why.
    Unclear(String),
    /// Nothing that could be understood came, for this reason.
    Missing(String),
    /// Nothing was asked.
    NotAsked,
}

impl Question {
    /// The bytes to send.
    pub(crate) fn bytes(&self, host: &str) -> Vec<u8> {
        match self {
            Self::Http(path) => {
                let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
                let lines = [
                    &format!("GET {path} HTTP/1.1"),
                    &format!("Host: {host}"),
                    "User-Agent: countersign",
                    "Accept: */*",
                    "Connection: close",
                ];
                format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes()
            }
            Self::Imap => b"a2 CAPABILITY\r\n".to_vec(),
            Self::Nothing => Vec::new(),
            Self::PostgreSql => startup(),
            Self::Smtp => b"EHLO localhost\r\n".to_vec(),
        }
    }

    /// Its name for a person.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Http(path) => format!("GET {path}"),
            Self::Imap => "CAPABILITY".to_owned(),
            Self::Nothing => "nothing".to_owned(),
            Self::PostgreSql => "the start of a session".to_owned(),
            Self::Smtp => "EHLO".to_owned(),
        }
    }

    /// Whether enough came for understanding the answer.
    pub(crate) fn is_answered(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Http(_) => page(bytes).is_some_and(|page| page.is_enough()) || bytes.len() > MOST_BYTES,
            Self::Imap => bytes.windows(3).any(|three| three == b"a2 ") && bytes.ends_with(b"\n"),
            Self::Nothing => true,
            Self::PostgreSql => message(bytes).is_some(),
            Self::Smtp => bytes.ends_with(b"\n"),
        }
    }

    /// What it means. `silence` says why nothing more came.
    pub(crate) fn understood(&self, bytes: &[u8], silence: &str) -> Answer {
        let understood = match self {
            Self::Http(_) => page(bytes).map(|page| http(&page)),
            Self::Imap => first_line(bytes, "a2 ").map(|line| mail(&line, line.starts_with("a2 OK"))),
            Self::Nothing => Some(Answer::NotAsked),
            Self::PostgreSql => message(bytes).map(|(kind, content)| postgresql(kind, content)),
            Self::Smtp => first_line(bytes, "").map(|line| mail(&line, line.starts_with('2'))),
        };
        understood.unwrap_or_else(|| {
            let why = if bytes.is_empty() { silence } else { "what came back is something else" };
            Answer::Missing(format!("no answer to {}: {why}", self.words()))
        })
    }
}

struct Page<'a> {
    status_line: &'a str,
    status: u16,
    body: &'a [u8],
    length: usize,
}

impl Page<'_> {
    /// Only a page that refuses is read for its reason.
    fn is_enough(&self) -> bool {
        let refuses = matches!(self.status, 400..=403);
        !refuses || self.body.len() >= self.length || self.body.windows(8).any(|eight| eight == b"</title>")
    }
}

/// `HTTP/1.1 400 Bad Request`, fields, an empty line, and as much of the body as is there (RFC 9112 §2.1).
fn page(bytes: &[u8]) -> Option<Page<'_>> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = core::str::from_utf8(bytes.get(..end)?).ok()?;
    let mut lines = head.split("\r\n");
    let status_line = lines.next().filter(|line| line.starts_with("HTTP/1."))?;
    let status = status_line.split(' ').nth(1)?.parse().ok()?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let body = bytes.get(end + 4..)?;
    Some(Page { status_line, status, body, length: length.unwrap_or(usize::MAX) })
}

/// nginx has two pages of its own: statuses 495 and 496 inside, 400 outside unless somebody changes that.
fn http(page: &Page<'_>) -> Answer {
    let body = String::from_utf8_lossy(page.body);
    let title = body.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let title = title.map(|(title, _)| title.trim()).unwrap_or_default();
    let words = if title.is_empty() {
        page.status_line.to_owned()
    } else {
        format!("{}, \"{title}\"", page.status_line)
    };
    let is_nginx = page.status == 400 && title.contains("SSL certificate");
    match page.status {
        496 => Answer::Refuses { lacking: true, words },
        495 => Answer::Refuses { lacking: false, words },
        400 if is_nginx => Answer::Refuses { lacking: title.contains("No required"), words },
        // Other pages may be what a server shows in their place (nginx's `error_page`).
        200..=299 => Answer::GoesOn(page.status_line.to_owned()),
        _ => Answer::Unclear(words),
    }
}

fn first_line(bytes: &[u8], start: &str) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().find(|line| line.starts_with(start)).map(str::to_owned)
}

fn mail(line: &str, is_good: bool) -> Answer {
    if is_good { Answer::GoesOn(line.to_owned()) } else { Answer::Unclear(line.to_owned()) }
}

/// StartupMessage of protocol 3.0.
fn startup() -> Vec<u8> {
    let parameters = b"user\0countersign\0database\0countersign\0\0";
    let mut bytes = vec![0, 0, 0, 0, 0, 3, 0, 0];
    bytes.extend_from_slice(parameters);
    let length = u32::try_from(bytes.len()).unwrap_or_default().to_be_bytes();
    bytes.splice(..4, length);
    bytes
}

/// The first message: a letter, a length that counts itself, and so many bytes.
fn message(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [kind, one, two, three, four, rest @ ..] = bytes else { return None };
    let length = usize::try_from(u32::from_be_bytes([*one, *two, *three, *four])).ok()?;
    Some((*kind, rest.get(..length.checked_sub(4)?)?))
}

/// `R` asks for a password, or for nothing; `E` is an error with fields, `M` its words.
fn postgresql(kind: u8, content: &[u8]) -> Answer {
    if kind == b'R' {
        return Answer::GoesOn("authentication goes on".to_owned());
    }
    let fields = content.split(|byte| *byte == 0);
    let words = fields.filter_map(|field| field.strip_prefix(b"M")).next().unwrap_or_default();
    let words = String::from_utf8_lossy(words).into_owned();
    if kind != b'E' {
        return Answer::Missing(
            "no answer to the start of a session: what came back is something else".to_owned(),
        );
    }
    if words.contains("valid client certificate") {
        return Answer::Refuses { lacking: true, words };
    }
    // A role or database that does not exist is no matter of certificates.
    if words.contains("does not exist") || words.contains("no pg_hba.conf entry") {
        return Answer::GoesOn(words);
    }
    Answer::Unclear(words)
}

/// Enough for any page that says why.
const MOST_BYTES: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::{Answer, Question};

    fn http(page: &str) -> Answer {
        Question::Http("/".to_owned()).understood(page.as_bytes(), "it says nothing")
    }

    fn nginx(title: &str) -> String {
        format!(
            "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<html><head><title>{title}</title></head></html>"
        )
    }

    #[test]
    fn the_two_pages_of_nginx_are_told_apart_and_other_ones_are_none_of_them() {
        let lacking = |answer: &Answer| match answer {
            Answer::Refuses { lacking, .. } => Some(*lacking),
            _ => None,
        };
        assert_eq!(lacking(&http(&nginx("400 No required SSL certificate was sent"))), Some(true));
        assert_eq!(lacking(&http(&nginx("400 The SSL certificate error"))), Some(false));
        assert_eq!(lacking(&http(&nginx("400 Bad Request"))), None);
        assert_eq!(lacking(&http("HTTP/1.1 496 x\r\n\r\n")), Some(true));
        assert_eq!(lacking(&http("HTTP/1.1 495 x\r\n\r\n")), Some(false));
        // Any of these may stand for a page about a certificate.
        for line in ["403 Forbidden", "404 Not Found", "400 Bad Request", "302 Found", "500 Oops"] {
            let line = format!("HTTP/1.1 {line}");
            assert_eq!(http(&format!("{line}\r\n\r\n")), Answer::Unclear(line));
        }
        assert_eq!(http("HTTP/1.1 200 OK\r\n\r\n"), Answer::GoesOn("HTTP/1.1 200 OK".to_owned()));
    }

    #[test]
    fn what_is_no_answer_is_not_taken_for_one() {
        assert_eq!(http(""), Answer::Missing("no answer to GET /: it says nothing".to_owned()));
        assert!(matches!(http("SSH-2.0\r\n\r\n"), Answer::Missing(_)));
        assert!(matches!(http("HTTP/1.1 200 OK\r\nHalf: a he"), Answer::Missing(_)));
        let question = Question::Http("/".to_owned());
        assert!(!question.is_answered(b"HTTP/1.1 400 x\r\nContent-Length: 5\r\n\r\n1234"));
        assert!(question.is_answered(b"HTTP/1.1 400 x\r\ncontent-length: 5\r\n\r\n12345"));
        assert!(!Question::PostgreSql.is_answered(b"E\0\0\0\x0a12"));
    }

    #[test]
    fn a_database_says_whether_the_certificate_is_the_reason() {
        let error = |words: &str| {
            let content = format!("SFATAL\0C28000\0M{words}\0\0");
            let length = u8::try_from(content.len() + 4).unwrap_or_default();
            Question::PostgreSql.understood(&[&[b'E', 0, 0, 0, length], content.as_bytes()].concat(), "")
        };
        assert!(matches!(
            error("connection requires a valid client certificate"),
            Answer::Refuses { lacking: true, .. }
        ));
        assert!(matches!(error("role \"countersign\" does not exist"), Answer::GoesOn(_)));
        assert!(matches!(error("the database system is starting up"), Answer::Unclear(_)));
        assert!(matches!(Question::PostgreSql.understood(b"R\0\0\0\x08\0\0\0\x0a", ""), Answer::GoesOn(_)));
        assert!(Question::PostgreSql.bytes("x").starts_with(&[0, 0, 0, 47, 0, 3, 0, 0]));
    }
}
