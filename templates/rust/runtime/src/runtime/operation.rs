//! The calls of the API as data.

/// A call of the API. `query`, `body`, `response`, `events` and the types of `errors` are names of types, as codecs have
/// them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it does.
    pub description: &'static str,
    /// The method of HTTP.
    pub method: &'static str,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// The parameters in the path.
    pub params: &'static [&'static str],
    /// The type of the query.
    pub query: Option<&'static str>,
    /// The type of the body.
    pub body: Option<&'static str>,
    /// Whether a body must be sent.
    pub body_required: bool,
    /// The type of the answer.
    pub response: &'static str,
    /// The type of the events that can be asked for instead.
    pub events: Option<&'static str>,
    /// The member of the body that asks for events when it is true.
    pub trigger: Option<&'static str>,
    /// The types of errors, by status.
    pub errors: &'static [(u16, &'static str)],
    /// Headers that must be sent.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether the answer is a page of a list.
    pub paginated: bool,
    /// Whether the API asks not to use it any more.
    pub deprecated: bool,
}

impl Operation {
    /// The path with the values of its parameters, escaped.
    pub fn url_path(&self, params: &[(&str, &str)]) -> String {
        let mut path = String::new();
        let mut rest = self.path;
        while let Some((before, (name, after))) = rest
            .split_once('{')
            .and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            path.push_str(before);
            match params.iter().find(|(given, _)| *given == name) {
                Some((_, value)) => escape(&mut path, value),
                None => path.extend(["{", name, "}"]),
            }
            rest = after;
        }
        path.push_str(rest);
        path
    }
}

fn escape(path: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                path.push(byte.into())
            }
            _ => path.push_str(&format!("%{byte:02X}")),
        }
    }
}
