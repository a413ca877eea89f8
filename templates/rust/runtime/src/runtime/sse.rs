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
            let Some(end) = end_of_line(chunk) else {
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
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = line.split_at(colon.unwrap_or(line.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match (field, &mut self.data) {
            (b"data", Some(data)) => {
                data.push('\n');
                data.push_str(&text_of(value));
            }
            (b"data", none) => *none = Some(text_of(value)),
            (b"event", _) => self.name = text_of(value),
            _ => {}
        }
        None
    }
}

/// Where the first line ends, if it does.
fn end_of_line(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32; // looked at as one, which compilers do with a few instructions
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let has_none = |block: &&[u8]| !block.iter().fold(false, |any, byte| any | is_end(byte));
    let passed = bytes.chunks_exact(BLOCK).take_while(has_none).count() * BLOCK;
    let rest = &bytes[passed..];
    rest.iter().position(is_end).map(|end| passed + end)
}

/// Bytes as text; those that are none are replaced, as the standard wants it.
fn text_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
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
        while self.ready.is_empty() && !self.ended {
            let mut buffer = [0; 8192];
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
