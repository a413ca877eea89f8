//! What every type is on the wire. The generated tables hold a shape for each declaration of the spec.

use super::numbers::{equal, is_integer, Bound};
use super::slots::Slot;
use serde_json::{Map, Value};

/// A constant of the spec.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    Text(&'static str),
    Whole(i64),
    Truth(bool),
}

impl Literal {
    pub(crate) fn value(self) -> Value {
        match self {
            Self::Text(text) => text.into(),
            Self::Whole(number) => number.into(),
            Self::Truth(truth) => truth.into(),
        }
    }

    pub(crate) fn is(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text(text), Value::String(other)) => text == other,
            _ => equal(&self.value(), value),
        }
    }
}

impl From<&'static str> for Literal {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Literal {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<bool> for Literal {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

/// What a type is on the wire.
#[derive(Debug)]
pub struct Shape {
    pub kind: Kind,
    pub nullable: bool,
    pub limits: Option<&'static Limits>,
}

/// The kinds of types.
#[derive(Debug)]
pub enum Kind {
    Any,
    Text,
    Integer,
    Number,
    Boolean,
    Const(Literal),
    List(&'static Shape),
    Map(&'static Shape),
    Record(&'static Record),
    Choice {
        options: &'static [&'static str],
        open: bool,
    },
    Tagged(&'static Tagged),
    Either(&'static [&'static Shape]),
}

/// An object with named members.
#[derive(Debug)]
pub struct Record {
    pub members: &'static [Member],
    pub open: bool,
    pub asks: &'static [RequiredIf],
    pub one_of: &'static [&'static [&'static str]],
}

/// One member of a record.
#[derive(Debug)]
pub struct Member {
    pub name: &'static str,
    pub shape: &'static Shape,
    pub required: bool,
}

/// A member that must be there where another has a value.
#[derive(Debug)]
pub struct RequiredIf {
    pub member: &'static str,
    pub when: &'static str,
    pub equals: Literal,
}

/// A union that is told by a tag.
#[derive(Debug)]
pub struct Tagged {
    pub tag: &'static str,
    pub variants: &'static [(&'static str, &'static Shape)],
    pub open: bool,
}

/// Bounds of numbers by value, of texts, lists and maps by length.
#[derive(Debug)]
pub struct Limits {
    pub least: Option<Bound>,
    pub most: Option<Bound>,
    pub above: Option<Bound>,
    pub below: Option<Bound>,
    pub multiple: Option<Bound>,
    pub shortest: Option<usize>,
    pub longest: Option<usize>,
    pub pattern: Option<&'static str>,
    pub longest_key: Option<usize>,
    pub key_pattern: Option<&'static str>,
}

impl Limits {
    /// No bounds at all, to be filled in.
    pub const NONE: Self = Self {
        least: None,
        most: None,
        above: None,
        below: None,
        multiple: None,
        shortest: None,
        longest: None,
        pattern: None,
        longest_key: None,
        key_pattern: None,
    };
}

const fn plain(kind: Kind) -> Shape {
    Shape {
        kind,
        nullable: false,
        limits: None,
    }
}

/// Every value.
pub static ANY: Shape = plain(Kind::Any);
/// Text without bounds.
pub static TEXT: Shape = plain(Kind::Text);
/// An integer without bounds.
pub static INTEGER: Shape = plain(Kind::Integer);
/// A number without bounds.
pub static NUMBER: Shape = plain(Kind::Number);
/// True or false.
pub static BOOLEAN: Shape = plain(Kind::Boolean);

impl Shape {
    /// Whether null is among the values.
    pub(crate) fn takes_null(&self) -> bool {
        self.nullable || matches!(self.kind, Kind::Any)
    }

    /// Whether a value that is not null is of the kind that the type declares; it is not looked into.
    pub(crate) fn fits(&self, value: &Value) -> bool {
        match &self.kind {
            Kind::Any => true,
            Kind::Text | Kind::Choice { open: true, .. } => value.is_string(),
            Kind::Integer => matches!(value, Value::Number(number) if is_integer(number)),
            Kind::Number => value.is_number(),
            Kind::Boolean => value.is_boolean(),
            Kind::Const(literal) => literal.is(value),
            Kind::List(_) => value.is_array(),
            Kind::Map(_) | Kind::Record(_) | Kind::Tagged(_) => value.is_object(),
            Kind::Choice { options, .. } => {
                value.as_str().is_some_and(|text| options.contains(&text))
            }
            Kind::Either(variants) => variants.iter().any(|variant| variant.fits(value)),
        }
    }

    /// Whether what was gathered, if it is not null, is of the kind that the type declares.
    pub(crate) fn fits_slot(&self, slot: &Slot) -> bool {
        match slot {
            Slot::Value(value) => self.fits(value),
            Slot::Object(_) => self.fits(&Value::Object(Map::new())),
            Slot::List(_) => self.fits(&Value::Array(Vec::new())),
        }
    }

    /// The value that stands for "nothing yet", if there is one.
    pub(crate) fn neutral(&'static self) -> Option<Value> {
        self.neutral_inside(&mut Vec::new())
    }

    fn neutral_inside(&'static self, around: &mut Vec<&'static Record>) -> Option<Value> {
        if self.nullable {
            return Some(Value::Null);
        }
        match &self.kind {
            Kind::Text => Some("".into()),
            Kind::Const(literal) => Some(literal.value()),
            Kind::List(_) => Some(Value::Array(Vec::new())),
            Kind::Map(_) => Some(Value::Object(Map::new())),
            Kind::Record(record) => {
                if around.iter().any(|one| std::ptr::eq(*one, *record)) {
                    return None;
                }
                around.push(record);
                let mut members = Map::new();
                for member in record.members.iter().filter(|member| member.required) {
                    members.insert(member.name.into(), member.shape.neutral_inside(around)?);
                }
                around.pop();
                Some(Value::Object(members))
            }
            _ => None,
        }
    }

    /// Adds the required members that have a neutral value.
    pub(crate) fn complete(&self, members: &mut Map<String, Value>) {
        let Kind::Record(record) = &self.kind else {
            return;
        };
        for member in record.members.iter().filter(|member| member.required) {
            if members.contains_key(member.name) {
                continue;
            }
            if let Some(value) = member.shape.neutral() {
                members.insert(member.name.into(), value);
            }
        }
    }
}
