//! How long is a server waited for? A connection whose every answer has its time, however slowly it drips.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A connection to a server that is not trusted to answer.
#[derive(Debug)]
pub struct Line {
    stream: TcpStream,
    patience: Duration,
    until: Instant,
}

impl Line {
    /// Over `stream`, with `patience` for each answer.
    pub fn new(stream: TcpStream, patience: Duration) -> io::Result<Self> {
        stream.set_write_timeout(Some(patience))?;
        Ok(Self { stream, patience, until: Instant::now() + patience })
    }

    /// An answer begins now: it may take as long as any, or less.
    pub(crate) fn await_answer(&mut self, most: Option<Duration>) {
        self.until = Instant::now() + most.unwrap_or(self.patience).min(self.patience);
    }
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Why nothing more came, in words.
pub(crate) fn silence(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => SAYS_NOTHING.to_owned(),
        ErrorKind::UnexpectedEof => "it closes the connection".to_owned(),
        _ => format!("the connection is lost ({error})"),
    }
}

/// It is there, and waits.
pub(crate) const SAYS_NOTHING: &str = "it says nothing";
