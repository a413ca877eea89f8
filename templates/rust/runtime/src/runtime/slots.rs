//! What was gathered: JSON values that were given or taken whole, and what deltas act on.

use super::rules::MemberRule;
use super::shapes::Shape;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// The name of a member, which is nearly always one of the spec's.
pub(crate) type Name = Cow<'static, str>;

/// A value that was gathered. No slot at all is absent.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    Value(Value),
    Object(Grown),
    List(Keyed),
}

/// An object that deltas act on; `made` is the record that completes it in snapshots, if deltas made it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grown {
    pub(crate) members: BTreeMap<Name, Slot>,
    pub(crate) made: Option<&'static Shape>,
}

/// A list merged by key: entries in the order in which snapshots list them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keyed {
    pub(crate) entries: Vec<Entry>,
    places: HashMap<String, usize>,
    /// The member that an entry's key is written to in deltas.
    key: &'static str,
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) slot: Slot,
}

/// The key of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Number(u64),
    Text(String),
}

impl Key {
    /// The key as JSON.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }

    /// The key as a step of a pointer.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Grown {
    pub(crate) fn new(members: Map<String, Value>, made: Option<&'static Shape>) -> Self {
        let slots = members
            .into_iter()
            .map(|(name, value)| (Cow::Owned(name), Slot::Value(value)));
        Self {
            members: slots.collect(),
            made,
        }
    }

    /// A member as a value, if it is one.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        match self.members.get(name) {
            Some(Slot::Value(value)) => Some(value),
            _ => None,
        }
    }
}

impl Keyed {
    pub(crate) fn new(rule: &'static MemberRule) -> Self {
        Self {
            key: rule.key.first().copied().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Given items as a list by key.
    pub(crate) fn of(items: Vec<Value>, keys: Vec<Key>, rule: &'static MemberRule) -> Self {
        let mut list = Self::new(rule);
        for (key, item) in keys.into_iter().zip(items) {
            list.insert(
                list.entries.len(),
                Entry {
                    key,
                    slot: Slot::Value(item),
                },
            );
        }
        list
    }

    /// The position of a key, or where it belongs.
    pub(crate) fn find(&self, key: &Key) -> Result<usize, usize> {
        match key {
            Key::Text(text) => self.places.get(text).copied().ok_or(self.entries.len()),
            Key::Number(wanted) => {
                let is_before =
                    |entry: &Entry| matches!(&entry.key, Key::Number(number) if number < wanted);
                let at = match self.entries.last() {
                    Some(last) if is_before(last) => self.entries.len(),
                    _ => self.entries.partition_point(is_before),
                };
                match self.entries.get(at) {
                    Some(entry) if entry.key == *key => Ok(at),
                    _ => Err(at),
                }
            }
        }
    }

    pub(crate) fn slot_mut(&mut self, key: &Key) -> Option<&mut Slot> {
        let at = self.find(key).ok()?;
        Some(&mut self.entries.get_mut(at)?.slot)
    }

    pub(crate) fn insert(&mut self, at: usize, entry: Entry) {
        if let Key::Text(text) = &entry.key {
            self.places.insert(text.clone(), at);
        }
        self.entries.insert(at.min(self.entries.len()), entry);
    }

    /// Takes an entry away; those with text keys are taken in the opposite order of their coming.
    pub(crate) fn remove(&mut self, key: &Key) {
        if let Ok(at) = self.find(key) {
            self.entries.remove(at);
            if let Key::Text(text) = key {
                self.places.remove(text);
            }
        }
    }

    /// Whether the keys are not 0 to n - 1.
    pub(crate) fn has_gap(&self) -> bool {
        match self.entries.last() {
            Some(last) => last.key != Key::Number(self.entries.len() as u64 - 1),
            None => false,
        }
    }
}

impl Slot {
    /// Whether nothing is there that could be grown, but something can be.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Value(Value::Null))
    }

    /// The object that deltas act on; a given one becomes such.
    pub(crate) fn lift(&mut self) -> Option<&mut Grown> {
        if let Self::Value(Value::Object(members)) = self {
            *self = Self::Object(Grown::new(std::mem::take(members), None));
        }
        match self {
            Self::Object(grown) => Some(grown),
            _ => None,
        }
    }

    /// The list that deltas act on; a given one becomes such.
    pub(crate) fn lift_list(&mut self, rule: &'static MemberRule) -> Option<&mut Keyed> {
        if let Self::Value(Value::Array(items)) = self {
            let keys = rule.keys_of(items);
            *self = Self::List(Keyed::of(std::mem::take(items), keys, rule));
        }
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The slot as JSON, nothing completed.
    pub(crate) fn plain(&self) -> Value {
        self.show(false)
    }

    /// The slot as a snapshot shows it: objects that deltas made are completed.
    pub(crate) fn view(&self) -> Value {
        self.show(true)
    }

    fn show(&self, complete: bool) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Object(grown) => grown.show(complete),
            Self::List(list) => list
                .entries
                .iter()
                .map(|entry| entry.slot.show(complete))
                .collect(),
        }
    }

    /// A composed slot as a delta: entries with their keys.
    pub(crate) fn spell(&self) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Object(grown) => grown.spell(),
            Self::List(list) => list
                .entries
                .iter()
                .map(|entry| list.spell_entry(entry))
                .collect(),
        }
    }
}

impl Keyed {
    fn spell_entry(&self, entry: &Entry) -> Value {
        let mut spelled = entry.slot.spell();
        if let Value::Object(members) = &mut spelled {
            if !members.contains_key(self.key) {
                members.insert(self.key.into(), entry.key.value());
            }
        }
        spelled
    }
}

impl Grown {
    /// The object as a snapshot shows it.
    pub(crate) fn view(&self) -> Value {
        self.show(true)
    }

    fn show(&self, complete: bool) -> Value {
        let parts = self
            .members
            .iter()
            .map(|(name, slot)| (name.to_string(), slot.show(complete)));
        let mut shown: Map<String, Value> = parts.collect();
        if let Some(shape) = self.made.filter(|_| complete) {
            shape.complete(&mut shown);
        }
        Value::Object(shown)
    }

    /// The object as a delta.
    pub(crate) fn spell(&self) -> Value {
        self.members
            .iter()
            .map(|(name, slot)| (name.to_string(), slot.spell()))
            .collect()
    }
}
