//! What a delta says, for as long as it is one piece of text: most deltas of a stream are, and go a short way.

/// A step on the way to a piece of text in a delta.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Member(&'static str),
    /// An entry of a list, with the member that holds its key.
    Entry(&'static str, u64),
    /// A variant, with the member that holds its tag.
    Tag(&'static str, &'static str),
}

/// What was found in a delta.
#[derive(Debug, Default)]
pub struct Found<'a> {
    way: Vec<Turn>,
    /// The way to the text, once it is found; nothing else may be found then.
    text: Option<(usize, &'a str)>,
    in_entry: Option<usize>,
    spoiled: bool,
}

impl<'a> Found<'a> {
    /// Begins anew with the room of an earlier one.
    pub(crate) fn begin(mut way: Vec<Turn>) -> Self {
        way.clear();
        Self {
            way,
            ..Self::default()
        }
    }

    /// The way and the text, if there is one piece of text and nothing else.
    pub(crate) fn end(mut self) -> (Vec<Turn>, Option<&'a str>) {
        let sound = !self.spoiled && self.in_entry.is_none();
        let found = self.text.filter(|_| sound).map(|(length, text)| {
            self.way.truncate(length);
            text
        });
        (self.way, found)
    }

    /// There is something else than one piece of text.
    pub fn spoil(&mut self) {
        self.spoiled = true;
    }

    /// A member of a record.
    pub fn member(&mut self, name: &'static str, look: impl FnOnce(&mut Self)) {
        let (length, was_found) = (self.way.len(), self.text.is_some());
        self.way.push(Turn::Member(name));
        look(self);
        if was_found || self.text.is_none() {
            self.way.truncate(length);
        }
    }

    /// The only entry of a list.
    pub(crate) fn entry(&mut self, look: impl FnOnce(&mut Self)) {
        if self.in_entry.is_some() {
            return self.spoil();
        }
        self.in_entry = Some(self.way.len());
        self.way.push(Turn::Entry("", 0));
        look(self);
    }

    /// The tag of a variant.
    pub fn tag(&mut self, name: &'static str, value: &'static str) {
        self.way.push(Turn::Tag(name, value));
    }

    /// An integer: the key of the entry around it, or something else.
    pub(crate) fn number(&mut self, value: i64) {
        let name = match self.way.last() {
            Some(Turn::Member(name)) => *name,
            _ => return self.spoil(),
        };
        match (self.in_entry.take(), u64::try_from(value)) {
            (Some(place), Ok(key)) if key < 1 << 53 => self.way[place] = Turn::Entry(name, key),
            _ => self.spoil(),
        }
    }

    /// A piece of text.
    pub(crate) fn text(&mut self, text: &'a str) {
        if self.text.is_some() || text.is_empty() {
            return self.spoil();
        }
        self.text = Some((self.way.len(), text));
    }
}
