//! Where a document is not what its type says, all of it at once.

use super::numbers::{compare, equal, is_multiple};
use super::pattern::finds;
use super::shapes::{Kind, Limits, Record, Shape, Tagged};
use serde_json::{Map, Number, Value};
use std::cmp::Ordering;
use std::fmt;

/// Where a document is not what its type says: a JSON pointer, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The place in the document, as a JSON pointer.
    pub pointer: String,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            return write!(f, "the document: {}", self.reason);
        }
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

fn list(f: &mut fmt::Formatter<'_>, what: &str, problems: &[Problem]) -> fmt::Result {
    write!(f, "cannot {what}: ")?;
    for (number, problem) in problems.iter().enumerate() {
        write!(f, "{}{problem}", if number > 0 { "; " } else { "" })?;
    }
    Ok(())
}

/// Everything that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// What is wrong, place by place.
    pub problems: Vec<Problem>,
}

impl DecodeError {
    pub(crate) fn whole(reason: impl Into<String>) -> Self {
        Self {
            problems: vec![Problem {
                pointer: String::new(),
                reason: reason.into(),
            }],
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, "decode", &self.problems)
    }
}

impl std::error::Error for DecodeError {}

/// Everything that the spec forbids to send.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodeError {
    /// What is wrong, place by place.
    pub problems: Vec<Problem>,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, "encode", &self.problems)
    }
}

impl std::error::Error for EncodeError {}

/// Appends a step to a JSON pointer.
pub(crate) fn step_into(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The names of members in the order of code points.
pub(crate) fn sorted(members: &Map<String, Value>) -> Vec<&String> {
    let mut names: Vec<&String> = members.keys().collect();
    names.sort();
    names
}

/// Lists what is wrong with a value of a type.
pub(crate) fn problems(shape: &'static Shape, value: &Value) -> Vec<Problem> {
    let mut finder = Finder {
        found: Vec::new(),
        way: Vec::new(),
    };
    finder.look(shape, value);
    finder.found
}

/// A step into a document; it is spelled only where something is wrong.
enum Crumb<'v> {
    Member(&'v str),
    Item(usize),
}

struct Finder<'v> {
    found: Vec<Problem>,
    way: Vec<Crumb<'v>>,
}

impl<'v> Finder<'v> {
    fn say(&mut self, reason: impl Into<String>) {
        let mut pointer = String::new();
        for crumb in &self.way {
            match crumb {
                Crumb::Member(name) => step_into(&mut pointer, name),
                Crumb::Item(index) => step_into(&mut pointer, &index.to_string()),
            }
        }
        self.found.push(Problem {
            pointer,
            reason: reason.into(),
        });
    }

    fn at(&mut self, crumb: Crumb<'v>, look: impl FnOnce(&mut Self)) {
        self.way.push(crumb);
        look(self);
        self.way.pop();
    }

    fn member(&mut self, name: &'v str, look: impl FnOnce(&mut Self)) {
        self.at(Crumb::Member(name), look);
    }

    fn look(&mut self, shape: &'static Shape, value: &'v Value) {
        if value.is_null() && shape.takes_null() {
            return;
        }
        if value.is_null() || !shape.fits(value) {
            self.say(format!("expected {}", describe(shape)));
            return;
        }
        if let Some(limits) = shape.limits {
            self.measure(limits, value);
        }
        match (shape.kind(), value) {
            (Kind::List(item), Value::Array(items)) => {
                for (index, part) in items.iter().enumerate() {
                    self.at(Crumb::Item(index), |finder| finder.look(item, part));
                }
            }
            (Kind::Map(inner), Value::Object(members)) => {
                for name in sorted(members) {
                    let allowed = shape.limits.map_or(true, |limits| allows(limits, name));
                    self.member(name, |finder| match allowed {
                        true => finder.look(inner, &members[name]),
                        false => finder.say("this name is not allowed"),
                    });
                }
            }
            (Kind::Record(record), Value::Object(members)) => self.record(record, members),
            (Kind::Tagged(union), Value::Object(members)) => self.tagged(union, members, value),
            (Kind::Either(variants), _) => {
                if let Some(variant) = variants.iter().find(|variant| variant.fits(value)) {
                    self.look(variant, value);
                }
            }
            _ => {}
        }
    }

    fn record(&mut self, record: &'static Record, members: &'v Map<String, Value>) {
        for member in record.members {
            match members.get(member.name) {
                Some(value) => self.member(member.name, |finder| finder.look(member.shape, value)),
                None if member.required => self.member(member.name, |finder| finder.say("missing")),
                None => {}
            }
        }
        if !record.open {
            for name in sorted(members) {
                if !record.members.iter().any(|member| member.name == name) {
                    self.member(name, |finder| finder.say("not allowed here"));
                }
            }
        }
        for ask in record.asks {
            let asked = members
                .get(ask.when)
                .is_some_and(|value| ask.equals.is(value));
            if asked && !members.contains_key(ask.member) {
                let reason = format!("missing: the value of {:?} asks for it", ask.when);
                self.member(ask.member, |finder| finder.say(reason));
            }
        }
        for names in record.one_of {
            if names
                .iter()
                .filter(|name| members.contains_key(**name))
                .count()
                != 1
            {
                self.say(format!("expected exactly one of {names:?}"));
            }
        }
    }

    fn tagged(
        &mut self,
        union: &'static Tagged,
        members: &'v Map<String, Value>,
        value: &'v Value,
    ) {
        let Some(tag) = members.get(union.tag).and_then(Value::as_str) else {
            return self.member(union.tag, |finder| {
                finder.say("expected a string that names the variant")
            });
        };
        match union.variants.iter().find(|(name, _)| *name == tag) {
            Some((_, shape)) => self.look(shape, value),
            None if union.open => {}
            None => self.member(union.tag, |finder| {
                finder.say(format!("unknown variant {tag:?}"))
            }),
        }
    }

    fn measure(&mut self, limits: &Limits, value: &Value) {
        let length = match value {
            Value::String(text) => {
                if let Some(pattern) = limits.pattern.filter(|pattern| !finds(pattern, text)) {
                    return self.say(format!("expected text that matches {pattern}"));
                }
                text.chars().count()
            }
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            Value::Number(number) if !holds(limits, number) => return self.say("out of bounds"),
            _ => return,
        };
        if limits.shortest.is_some_and(|least| length < least)
            || limits.longest.is_some_and(|most| length > most)
        {
            self.say("too short or too long");
        }
    }
}

fn allows(limits: &Limits, name: &str) -> bool {
    limits
        .longest_key
        .map_or(true, |most| name.chars().count() <= most)
        && limits
            .key_pattern
            .map_or(true, |pattern| finds(pattern, name))
}

fn holds(limits: &Limits, number: &Number) -> bool {
    let lies = |bound, wrong: &[Ordering]| match bound {
        Some(bound) => compare(number, bound).map_or(true, |found| !wrong.contains(&found)),
        None => true,
    };
    lies(limits.least, &[Ordering::Less])
        && lies(limits.most, &[Ordering::Greater])
        && lies(limits.above, &[Ordering::Less, Ordering::Equal])
        && lies(limits.below, &[Ordering::Greater, Ordering::Equal])
        && limits
            .multiple
            .map_or(true, |unit| is_multiple(number, unit))
}

fn describe(shape: &Shape) -> String {
    match shape.kind() {
        Kind::Text | Kind::Choice { open: true, .. } => "a string".into(),
        Kind::Integer => "an integer".into(),
        Kind::Number => "a number".into(),
        Kind::Boolean => "true or false".into(),
        Kind::Const(literal) => literal.value().to_string(),
        Kind::List(_) => "a list".into(),
        Kind::Choice { options, .. } => format!("one of {}", options.join(", ")),
        Kind::Either(_) => "a value of another kind".into(),
        _ => "an object".into(),
    }
}

/// Whether two values are equal as JSON.
pub(crate) fn is_same(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(one), Some(other)) => equal(one, other),
        (None, None) => true,
        _ => false,
    }
}
