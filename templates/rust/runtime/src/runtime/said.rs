//! What a delta says, step by step: most deltas of a stream say what the last one said, but for one piece of text.

/// Is told what a value says, in the order of its members.
pub trait Hearer<'a> {
    /// A member of a record.
    fn member(&mut self, name: &'static str, tell: impl FnOnce(&mut Self));

    /// An entry of a list.
    fn entry(&mut self, tell: impl FnOnce(&mut Self));

    /// A variant, by its tag.
    fn tag(&mut self, tag: &'static str, tell: impl FnOnce(&mut Self));

    /// An integer.
    fn number(&mut self, number: i64);

    /// A text.
    fn text(&mut self, text: &'a str);

    /// Anything else, of which no account is kept.
    fn other(&mut self);
}

/// A step of what a value says.
#[derive(Debug)]
enum Word {
    Member(&'static str),
    Entry,
    Tag(&'static str),
    /// The end of a member or of an entry.
    End,
    Number(i64),
    Text(String),
    /// Any text.
    Piece,
}

/// What a value says, all but one piece of text.
#[derive(Debug)]
pub(crate) struct Saying(Vec<Word>);

impl Saying {
    /// What is said beside a piece of text; none if that is not all, or if the piece is said twice.
    pub(crate) fn beside(piece: &str, tell: impl FnOnce(&mut Recorder)) -> Option<Self> {
        let mut recorder = Recorder::default();
        tell(&mut recorder);
        let mut words = recorder.words;
        let is_piece = |word: &&mut Word| matches!(word, Word::Text(text) if text == piece);
        let mut found = words.iter_mut().filter(is_piece);
        let (Some(place), None) = (found.next(), found.next()) else {
            return None;
        };
        *place = Word::Piece;
        (!recorder.has_more).then_some(Self(words))
    }

    /// The piece of text in what says the same.
    #[inline]
    pub(crate) fn piece<'a>(&self, tell: impl FnOnce(&mut Follower<'_, 'a>)) -> Option<&'a str> {
        let mut follower = Follower {
            rest: self.0.iter(),
            piece: "",
            is_lost: false,
        };
        tell(&mut follower);
        let is_whole = !follower.is_lost && follower.rest.as_slice().is_empty();
        Some(follower.piece).filter(|piece| is_whole && !piece.is_empty())
    }
}

/// Writes down what is said.
#[derive(Debug, Default)]
pub struct Recorder {
    words: Vec<Word>,
    has_more: bool,
}

impl Hearer<'_> for Recorder {
    fn member(&mut self, name: &'static str, tell: impl FnOnce(&mut Self)) {
        self.words.push(Word::Member(name));
        tell(self);
        self.words.push(Word::End);
    }

    fn entry(&mut self, tell: impl FnOnce(&mut Self)) {
        self.words.push(Word::Entry);
        tell(self);
        self.words.push(Word::End);
    }

    fn tag(&mut self, tag: &'static str, tell: impl FnOnce(&mut Self)) {
        self.words.push(Word::Tag(tag));
        tell(self);
    }

    fn number(&mut self, number: i64) {
        self.words.push(Word::Number(number));
    }

    fn text(&mut self, text: &str) {
        self.words.push(Word::Text(text.into()));
    }

    fn other(&mut self) {
        self.has_more = true;
    }
}

/// Compares what is said with what was said before.
#[derive(Debug)]
pub struct Follower<'w, 'a> {
    rest: std::slice::Iter<'w, Word>,
    piece: &'a str,
    is_lost: bool,
}

impl Follower<'_, '_> {
    #[inline]
    fn expect(&mut self, is_it: impl FnOnce(&Word) -> bool) -> bool {
        let as_before = self.rest.next().is_some_and(is_it);
        if !as_before {
            self.other();
        }
        as_before
    }
}

impl<'a> Hearer<'a> for Follower<'_, 'a> {
    #[inline]
    fn member(&mut self, name: &'static str, tell: impl FnOnce(&mut Self)) {
        if self.expect(|word| matches!(word, Word::Member(other) if is_one(other, name))) {
            tell(self);
            self.expect(|word| matches!(word, Word::End));
        }
    }

    #[inline]
    fn entry(&mut self, tell: impl FnOnce(&mut Self)) {
        if self.expect(|word| matches!(word, Word::Entry)) {
            tell(self);
            self.expect(|word| matches!(word, Word::End));
        }
    }

    #[inline]
    fn tag(&mut self, tag: &'static str, tell: impl FnOnce(&mut Self)) {
        if self.expect(|word| matches!(word, Word::Tag(other) if is_one(other, tag))) {
            tell(self);
        }
    }

    #[inline]
    fn number(&mut self, number: i64) {
        self.expect(|word| matches!(word, Word::Number(other) if *other == number));
    }

    #[inline]
    fn text(&mut self, text: &'a str) {
        let mut piece = self.piece;
        self.expect(|word| match word {
            Word::Piece => {
                piece = text;
                true
            }
            Word::Text(other) => other == text,
            _ => false,
        });
        self.piece = piece;
    }

    #[inline]
    fn other(&mut self) {
        self.is_lost = true;
        self.rest = [].iter();
    }
}

/// Whether two names are one. Most are the same text of the program, which is seen without reading it.
#[inline]
fn is_one(one: &'static str, other: &'static str) -> bool {
    std::ptr::eq(one, other) || one == other
}
