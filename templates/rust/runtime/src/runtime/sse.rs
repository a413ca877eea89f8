//! Server-sent events.

use std::io::{self, Read};

/// An event as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSentEvent {
    /// Its name, `message` if it gave none.
    pub name: String,
    /// Its data, lines joined.
    pub data: String,
    /// The line on which it began, counted from 1.
    pub line: usize,
}

/// Takes chunks of bytes, cut anywhere, and gives the events that became complete with each. Whatever follows the last
/// blank line when the input ends is no event: that is the rule of the standard.
#[derive(Clone, Debug, Default)]
pub struct EventReader {
    tail: Vec<u8>,
    after_cr: bool,
    line: usize,
    begun: usize,
    name: String,
    data: Option<String>,
}

impl EventReader {
    /// Begins before the first byte.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, mut chunk: &[u8]) -> Vec<ServerSentEvent> {
        let mut found = Vec::new();
        while let Some(first) = chunk.first() {
            if std::mem::take(&mut self.after_cr) && *first == b'\n' {
                chunk = &chunk[1..];
                continue;
            }
            let Some(end) = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
                self.tail.extend_from_slice(chunk);
                break;
            };
            self.after_cr = chunk[end] == b'\r';
            if self.tail.is_empty() {
                found.extend(self.take(&chunk[..end]));
            } else {
                let mut line = std::mem::take(&mut self.tail);
                line.extend_from_slice(&chunk[..end]);
                found.extend(self.take(&line));
                line.clear();
                self.tail = line;
            }
            chunk = &chunk[end + 1..];
        }
        found
    }

    fn take(&mut self, mut line: &[u8]) -> Option<ServerSentEvent> {
        self.line += 1;
        if self.line == 1 {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        if line.is_empty() {
            let begun = std::mem::take(&mut self.begun);
            let mut name = std::mem::take(&mut self.name);
            let data = self.data.take()?;
            if name.is_empty() {
                name.push_str("message");
            }
            return Some(ServerSentEvent {
                name,
                data,
                line: begun,
            });
        }
        if self.begun == 0 {
            self.begun = self.line;
        }
        let text = String::from_utf8_lossy(line);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match (field, &mut self.data) {
            ("data", Some(data)) => {
                data.push('\n');
                data.push_str(value);
            }
            ("data", none) => *none = Some(value.into()),
            ("event", _) => self.name = value.into(),
            _ => {}
        }
        None
    }
}

/// The events of a body, one by one. A failure to read ends them, as an error.
#[derive(Debug)]
pub struct ServerSentEvents<R> {
    body: R,
    reader: EventReader,
    ready: std::collections::VecDeque<ServerSentEvent>,
    ended: bool,
}

impl<R: Read> ServerSentEvents<R> {
    /// Reads from a body.
    pub fn new(body: R) -> Self {
        Self {
            body,
            reader: EventReader::new(),
            ready: std::collections::VecDeque::new(),
            ended: false,
        }
    }
}

impl<R: Read> Iterator for ServerSentEvents<R> {
    type Item = io::Result<ServerSentEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut buffer = [0; 8192];
        while self.ready.is_empty() && !self.ended {
            match self.body.read(&mut buffer) {
                Ok(0) => self.ended = true,
                Ok(read) => self.ready.extend(self.reader.feed(&buffer[..read])),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        self.ready.pop_front().map(Ok)
    }
}
