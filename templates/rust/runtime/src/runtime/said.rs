//! What a delta says beside a piece of text: most deltas of a stream say what the last one said, but for that piece.

use super::wire::Wire;
use std::any::Any;

/// Among how many texts a piece is looked for.
const MOST: usize = 32;

/// A delta, or the event that it came in, and which of its texts is the piece.
#[derive(Debug)]
pub(crate) struct Saying {
    said: Box<dyn Any + Send + Sync>,
    place: usize,
}

impl Saying {
    /// None if the piece is said twice, or among very many texts.
    pub(crate) fn beside<T: Wire>(piece: &str, said: &T) -> Option<Self> {
        let text = |place| Texts::find(place, said, said);
        let texts = (0..MOST).map_while(text).enumerate();
        let mut places = texts.filter(|(_, text)| *text == piece);
        match (places.next(), places.next(), text(MOST)) {
            (Some((place, _)), None, None) => {
                let said = Box::new(said.clone());
                Some(Self { said, place })
            }
            _ => None,
        }
    }

    /// The piece of text in what says the same.
    #[inline]
    pub(crate) fn piece<'a, T: Wire>(&self, again: &'a T) -> Option<&'a str> {
        let piece = Texts::find(self.place, again, self.said.downcast_ref()?)?;
        Some(piece).filter(|piece| !piece.is_empty())
    }
}

/// The texts of a delta, in the order of its members, until one of them is found.
#[derive(Debug)]
pub struct Texts<'a> {
    before: usize,
    found: Option<&'a str>,
}

impl<'a> Texts<'a> {
    /// A text of a delta by its place, if the delta is otherwise as another one.
    #[inline]
    fn find<T: Wire>(place: usize, delta: &'a T, like: &T) -> Option<&'a str> {
        let mut texts = Self {
            before: place,
            found: None,
        };
        let is_alike = delta.is_like(like, &mut texts);
        texts.found.filter(|_| is_alike)
    }

    /// Whether a text is the one to be found, or is what it is in the other delta.
    #[inline]
    pub(crate) fn take(&mut self, text: &'a str, like: &str) -> bool {
        let is_it = self.before == 0;
        self.before = self.before.wrapping_sub(1);
        if is_it {
            self.found = Some(text);
        }
        is_it || text == like
    }
}
