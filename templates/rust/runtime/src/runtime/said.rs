//! What a delta says, for as long as it is one piece of text: most deltas of a stream are, and go a short way.

/// A step on the way to a piece of text in a delta.
#[derive(Clone, Copy, Debug)]
pub enum Turn {
    Member(&'static str),
    /// An entry of a list, with the member that holds its key.
    Entry(&'static str, u64),
    /// A variant, with the member that holds its tag.
    Tag(&'static str, &'static str),
}

impl PartialEq for Turn {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Member(one), Self::Member(other)) => is_one(one, other),
            (Self::Entry(one, key), Self::Entry(other, with)) => key == with && is_one(one, other),
            (Self::Tag(one, tag), Self::Tag(other, with)) => {
                is_one(one, other) && is_one(tag, with)
            }
            _ => false,
        }
    }
}

/// Whether two names are one. Most are the same text of the program, which is seen without reading it.
#[inline]
fn is_one(one: &'static str, other: &'static str) -> bool {
    std::ptr::eq(one, other) || one == other
}

/// The way to the only piece of text in a delta.
#[derive(Clone, Debug, Default)]
pub struct Saying {
    pub(crate) way: Vec<Turn>,
    /// Members beside the way that hold nothing (`[]`, `{}`, `""`), and after how many turns they stand.
    pub(crate) idle: Vec<(usize, &'static str)>,
}

impl PartialEq for Saying {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let same = |(one, other): (&(usize, &'static str), &(usize, &'static str))| {
            one.0 == other.0 && is_one(one.1, other.1)
        };
        self.way == other.way
            && self.idle.len() == other.idle.len()
            && self.idle.iter().zip(&other.idle).all(same)
    }
}

/// What was found in a delta.
#[derive(Debug, Default)]
pub struct Found<'a> {
    saying: Saying,
    /// The text, once it is found, and the length of the way to it.
    text: Option<(usize, &'a str)>,
    in_entry: Option<usize>,
    spoiled: bool,
}

impl<'a> Found<'a> {
    /// Begins anew with the room of an earlier one.
    #[inline]
    pub(crate) fn begin(mut saying: Saying) -> Self {
        saying.way.clear();
        saying.idle.clear();
        Self {
            saying,
            ..Self::default()
        }
    }

    /// The way and the text, if there is one piece of text and nothing else.
    #[inline]
    pub(crate) fn end(mut self) -> (Saying, Option<&'a str>) {
        let sound = !self.spoiled && self.in_entry.is_none();
        let found = self.text.filter(|_| sound).map(|(length, text)| {
            self.saying.way.truncate(length);
            text
        });
        (self.saying, found)
    }

    /// There is something else than one piece of text.
    pub fn spoil(&mut self) {
        self.spoiled = true;
    }

    /// A member of a record.
    #[inline]
    pub fn member(&mut self, name: &'static str, look: impl FnOnce(&mut Self)) {
        if self.spoiled {
            return;
        }
        let (turns, idle) = (self.saying.way.len(), self.saying.idle.len());
        let (was_found, in_entry) = (self.text.is_some(), self.in_entry);
        self.saying.way.push(Turn::Member(name));
        look(self);
        if !was_found && self.text.is_some() {
            return;
        }
        self.saying.way.truncate(turns);
        self.saying.idle.truncate(idle);
        if self.in_entry == in_entry {
            self.saying.idle.push((turns, name));
        }
    }

    /// The only entry of a list.
    #[inline]
    pub(crate) fn entry(&mut self, look: impl FnOnce(&mut Self)) {
        if self.in_entry.is_some() || self.text.is_some() {
            return self.spoil();
        }
        self.in_entry = Some(self.saying.way.len());
        self.saying.way.push(Turn::Entry("", 0));
        look(self);
        if self.text.is_none() {
            self.spoil(); // an entry is something, whatever it says
        }
    }

    /// The tag of a variant, which is something, whatever the variant says.
    #[inline]
    pub fn tag(&mut self, name: &'static str, value: &'static str, look: impl FnOnce(&mut Self)) {
        if self.text.is_some() {
            return self.spoil();
        }
        self.saying.way.push(Turn::Tag(name, value));
        look(self);
        if self.text.is_none() {
            self.spoil();
        }
    }

    /// An integer: the key of the entry around it, or something else.
    #[inline]
    pub(crate) fn number(&mut self, value: i64) {
        let name = match self.saying.way.last() {
            Some(Turn::Member(name)) => *name,
            _ => return self.spoil(),
        };
        match (self.in_entry.take(), u64::try_from(value)) {
            (Some(place), Ok(key)) if key < 1 << 53 => {
                self.saying.way[place] = Turn::Entry(name, key);
            }
            _ => self.spoil(),
        }
    }

    /// A piece of text.
    #[inline]
    pub(crate) fn text(&mut self, text: &'a str) {
        if text.is_empty() {
            return;
        }
        if self.text.is_some() {
            return self.spoil();
        }
        self.text = Some((self.saying.way.len(), text));
    }
}
