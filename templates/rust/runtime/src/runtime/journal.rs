//! The way back: every change, so that a delta can be undone wholly (strict) or in part (lenient).

use super::fold::{Crumb, Fold};
use super::problems::step_into;
use super::slots::{Entry, Grown, Key, Keyed, Name, Slot};
use serde_json::Value;

/// A step into what was gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Member(Name),
    Entry(Key),
}

/// The way as a JSON pointer, entries by their keys.
pub(crate) fn pointer_of(way: &[Step]) -> String {
    let mut pointer = String::new();
    for step in way {
        match step {
            Step::Member(name) => step_into(&mut pointer, name),
            Step::Entry(key) => step_into(&mut pointer, &key.title()),
        }
    }
    pointer
}

/// One step back, at a place.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) way: Vec<Step>,
    pub(crate) back: Back,
}

/// What is done to go back.
#[derive(Debug)]
pub(crate) enum Back {
    /// The member of an object was this.
    Member(Name, Option<Slot>),
    /// The entry of a list was this.
    Entry(Key, Option<Slot>),
    /// The text was so long.
    Cut(usize),
    /// The raw text with this number was so long.
    Raw(usize, usize),
}

/// How much had happened at a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    journal: usize,
    created: usize,
    texts: usize,
    dirty: usize,
    others: usize,
}

impl Fold {
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            journal: self.journal.len(),
            created: self.created.len(),
            texts: self.texts.len(),
            dirty: self.dirty.len(),
            others: self.others,
        }
    }

    pub(crate) fn note_change(&mut self, back: Back) {
        self.journal.push(Change {
            way: self.way.clone(),
            back,
        });
    }

    /// The text that was appended, if that is all that has happened.
    pub(crate) fn only_growth(&self) -> Option<&GrownText> {
        let [text] = self.texts.as_slice() else {
            return None;
        };
        let is_all = matches!(self.journal.as_slice(), [only] if matches!(only.back, Back::Cut(_)));
        (is_all && self.notes.is_empty()).then_some(text)
    }

    /// Forgets the way back to a mark: what lies there is new as a whole.
    pub(crate) fn forget(&mut self, mark: Mark) {
        self.journal.truncate(mark.journal);
    }

    /// An entry has changed; it accounts for all that happened in it since the mark.
    pub(crate) fn soil(&mut self, mark: Mark, is_new: bool) {
        if is_new || self.others > mark.others {
            self.dirty.truncate(mark.dirty);
            self.dirty.push(Dirty {
                way: self.way.clone(),
                is_new,
            });
            self.others = mark.others;
        }
    }

    /// Goes back to a mark, below an object that the way now leads to.
    pub(crate) fn undo_in(&mut self, grown: &mut Grown, mark: Mark) {
        for (way, back) in self.take_back(mark) {
            restore(grown, &way, back);
        }
    }

    /// Goes back to a mark, below a list that the way now leads to.
    pub(crate) fn undo_in_list(&mut self, list: &mut Keyed, mark: Mark) {
        for (way, back) in self.take_back(mark) {
            restore_in_list(list, &way, back);
        }
    }

    fn take_back(&mut self, mark: Mark) -> Vec<(Vec<Step>, Back)> {
        let depth = self.way.len();
        let mut found = Vec::new();
        for change in self.journal.split_off(mark.journal).into_iter().rev() {
            match change.back {
                Back::Raw(number, length) => self.raws[number].text.truncate(length),
                back => found.push((change.way.get(depth..).unwrap_or_default().to_vec(), back)),
            }
        }
        self.created.truncate(mark.created);
        self.texts.truncate(mark.texts);
        self.dirty.truncate(mark.dirty);
        self.others = mark.others;
        found
    }
}

fn restore(grown: &mut Grown, way: &[Step], back: Back) {
    match (way.split_first(), back) {
        (None, Back::Member(name, Some(slot))) => drop(grown.members.insert(name, slot)),
        (None, Back::Member(name, None)) => drop(grown.members.remove(&name)),
        (Some((Step::Member(name), rest)), back) => {
            if let Some(slot) = grown.members.get_mut(name) {
                restore_slot(slot, rest, back);
            }
        }
        _ => {}
    }
}

fn restore_in_list(list: &mut Keyed, way: &[Step], back: Back) {
    match (way.split_first(), back) {
        (None, Back::Entry(key, None)) => list.remove(&key),
        (None, Back::Entry(key, Some(slot))) => match list.find(&key) {
            Ok(at) => list.entries[at].slot = slot,
            Err(at) => list.insert(at, Entry { key, slot }),
        },
        (Some((Step::Entry(key), rest)), back) => {
            if let Some(slot) = list.slot_mut(key) {
                restore_slot(slot, rest, back);
            }
        }
        _ => {}
    }
}

fn restore_slot(slot: &mut Slot, way: &[Step], back: Back) {
    match (slot, back) {
        (Slot::Value(Value::String(text)), Back::Cut(length)) => text.truncate(length),
        (Slot::Object(grown), back) => restore(grown, way, back),
        (Slot::List(list), back) => restore_in_list(list, way, back),
        _ => {}
    }
}

/// An entry of a list that has changed in other ways than by growing text.
#[derive(Debug)]
pub(crate) struct Dirty {
    pub(crate) way: Vec<Step>,
    pub(crate) is_new: bool,
}

/// Text that a delta has appended.
#[derive(Debug)]
pub(crate) struct GrownText {
    pub(crate) way: Vec<Step>,
    pub(crate) piece: String,
    /// Where in the delta it stood.
    pub(crate) from: Vec<Crumb>,
}

/// Text gathered for a member that the snapshot holds as the JSON value it spells.
#[derive(Debug)]
pub(crate) struct RawText {
    pub(crate) way: Vec<Step>,
    pub(crate) name: Name,
    pub(crate) text: String,
}
