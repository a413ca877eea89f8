//! How deltas merge. The generated tables hold the rules of each pair of types.

use super::numbers::as_key;
use super::shapes::Shape;
use super::slots::Key;
use serde_json::{Map, Value};

/// How one member of a delta acts on its snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Append,
    Replace,
    Once,
    Merge,
    Sum,
    Skip,
}

/// What null does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullRule {
    Keep,
    Set,
    Remove,
}

/// How one member of a delta acts on its snapshot.
#[derive(Debug)]
pub struct MemberRule {
    pub member: &'static str,
    pub into: &'static str,
    pub rule: Rule,
    pub null: NullRule,
    /// The members that may hold the key of an entry.
    pub key: &'static [&'static str],
    pub text_key: bool,
    /// The items of the snapshot declare the key.
    pub own_key: bool,
    pub dense: bool,
    pub mine: &'static Shape,
    pub theirs: &'static Shape,
    pub parts: Parts,
    pub required: bool,
    /// Where in the snapshot it acts, if it carries an address.
    pub path: &'static [PathStep],
    /// The snapshot holds the parsed value of the text gathered.
    pub raw: bool,
}

impl MemberRule {
    /// What most rules have in common.
    pub const PLAIN: Self = Self {
        member: "",
        into: "",
        rule: Rule::Replace,
        null: NullRule::Keep,
        key: &[],
        text_key: false,
        own_key: false,
        dense: false,
        mine: &Shape {
            kind: super::shapes::Kind::Any,
            nullable: false,
            limits: None,
        },
        theirs: &Shape {
            kind: super::shapes::Kind::Any,
            nullable: false,
            limits: None,
        },
        parts: Parts::Open,
        required: false,
        path: &[],
        raw: false,
    };

    /// The key of an entry, as the first key member that is there has it; else the member at fault.
    pub(crate) fn key_of(&self, delta: &Map<String, Value>) -> Result<Key, KeyFault> {
        for name in self.key {
            match delta.get(*name) {
                None => continue,
                Some(Value::String(text)) if self.text_key => return Ok(Key::Text(text.clone())),
                Some(Value::Number(number)) if !self.text_key => {
                    return as_key(number).map(Key::Number).ok_or(KeyFault::Bad(name));
                }
                Some(_) => return Err(KeyFault::Bad(name)),
            }
        }
        Err(KeyFault::Missing(
            self.key.first().copied().unwrap_or_default(),
        ))
    }

    /// The keys of given items: their own where the snapshot declares keys, all are sound and in order; otherwise their
    /// positions.
    pub(crate) fn keys_of(&self, items: &[Value]) -> Vec<Key> {
        self.own_keys(items)
            .unwrap_or_else(|| (0..items.len() as u64).map(Key::Number).collect())
    }

    fn own_keys(&self, items: &[Value]) -> Option<Vec<Key>> {
        if !self.own_key {
            return None;
        }
        let mut keys = Vec::with_capacity(items.len());
        let mut seen = std::collections::HashSet::new();
        for item in items {
            let key = self.key_of(item.as_object()?).ok()?;
            let ascends = match (&key, keys.last()) {
                (Key::Number(now), Some(Key::Number(last))) => last < now,
                _ => true,
            };
            if !ascends || !seen.insert(key.clone()) {
                return None;
            }
            keys.push(key);
        }
        Some(keys)
    }
}

/// What is wrong with the key of an entry, and which member.
pub(crate) enum KeyFault {
    Missing(&'static str),
    Bad(&'static str),
}

/// What the parts of a merged value are.
#[derive(Clone, Copy, Debug)]
pub enum Parts {
    Record(&'static RecordRules),
    Union(&'static UnionRules),
    /// Members of an open object are replaced.
    Open,
}

/// A member of the snapshot, or an entry under the key that a member of the delta holds.
#[derive(Clone, Copy, Debug)]
pub enum PathStep {
    Member(&'static str),
    Entry(&'static str),
}

/// How a delta record acts on a snapshot record.
#[derive(Debug)]
pub struct RecordRules {
    pub delta: &'static Shape,
    pub snapshot: &'static Shape,
    pub members: &'static [MemberRule],
}

/// How a tagged delta acts on a tagged snapshot.
#[derive(Debug)]
pub struct UnionRules {
    pub tag: &'static str,
    pub variants: &'static [(&'static str, &'static RecordRules)],
}

impl UnionRules {
    /// The rules of a variant.
    pub(crate) fn variant(&self, tag: &str) -> Option<&'static RecordRules> {
        self.variants
            .iter()
            .find(|(name, _)| *name == tag)
            .map(|(_, rules)| *rules)
    }
}
