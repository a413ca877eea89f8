//! How values are read and written. Reading never fails on what fits, and what fits is told without looking deeper than
//! the next object; so whoever reads a member either takes its value or keeps it as it came.

use super::numbers::whole;
use super::said::Hearer;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A step into a typed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Member(&'static str),
    Item(usize),
}

/// What becomes of a part of a typed value.
#[derive(Debug)]
pub enum News<'a> {
    /// It is this.
    Whole(Value),
    /// It is text, and this is appended to it.
    Piece(&'a str),
}

/// A type that is read from JSON and written as JSON.
pub trait Wire: Sized + Default + PartialEq {
    /// Whether `take` keeps all of a value.
    fn fits(value: &Value) -> bool;

    /// Whether a value can be kept where no record around it keeps it.
    fn holds(value: &Value) -> bool {
        Self::fits(value)
    }

    /// A value that fits, in its type.
    fn take(value: Value) -> Self;

    /// Writes everything that was read.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Brings the part at the end of a way up to date; false if that cannot be done here.
    fn put(&mut self, way: &[Spot], news: News<'_>) -> bool {
        replace(self, way, news)
    }

    /// Tells what a delta or an event says.
    fn tell<'a, H: Hearer<'a>>(&'a self, hearer: &mut H) {
        hearer.other();
    }
}

/// Puts a whole value where the old one was.
pub(crate) fn replace<T: Wire>(slot: &mut T, way: &[Spot], news: News<'_>) -> bool {
    match news {
        News::Whole(value) if way.is_empty() && T::fits(&value) => {
            *slot = T::take(value);
            true
        }
        _ => false,
    }
}

/// A value for `serde`, written as it is.
pub(crate) struct Plain<'a, T>(pub(crate) &'a T);

impl<T: Wire> Serialize for Plain<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// A typed value as JSON, also where the spec forbids to send it.
pub(crate) fn to_value<T: Wire>(typed: &T) -> Value {
    serde_json::to_value(Plain(typed)).unwrap_or_default()
}

impl Wire for String {
    fn fits(value: &Value) -> bool {
        value.is_string()
    }

    fn take(value: Value) -> Self {
        match value {
            Value::String(text) => text,
            _ => Self::new(),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn put(&mut self, way: &[Spot], news: News<'_>) -> bool {
        match news {
            News::Piece(piece) if way.is_empty() => {
                self.push_str(piece);
                true
            }
            news => replace(self, way, news),
        }
    }

    #[inline]
    fn tell<'a, H: Hearer<'a>>(&'a self, hearer: &mut H) {
        hearer.text(self);
    }
}

impl Wire for i64 {
    fn fits(value: &Value) -> bool {
        matches!(value, Value::Number(number) if to_i64(number).is_some())
    }

    fn take(value: Value) -> Self {
        value.as_number().and_then(to_i64).unwrap_or_default()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }

    #[inline]
    fn tell<'a, H: Hearer<'a>>(&'a self, hearer: &mut H) {
        hearer.number(*self);
    }
}

fn to_i64(number: &serde_json::Number) -> Option<i64> {
    number
        .as_i64()
        .or_else(|| i64::try_from(whole(number)?).ok())
}

impl Wire for f64 {
    fn fits(value: &Value) -> bool {
        // Integers that floating point does not hold are kept as they came.
        const EXACT: u64 = 1 << 53;
        match value {
            Value::Number(number) => {
                number.is_f64()
                    || number.as_u64().is_some_and(|whole| whole <= EXACT)
                    || number
                        .as_i64()
                        .is_some_and(|whole| whole.unsigned_abs() <= EXACT)
            }
            _ => false,
        }
    }

    fn take(value: Value) -> Self {
        value.as_f64().unwrap_or_default()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(*self)
    }
}

impl Wire for bool {
    fn fits(value: &Value) -> bool {
        value.is_boolean()
    }

    fn take(value: Value) -> Self {
        value.as_bool().unwrap_or_default()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

impl Wire for Value {
    fn fits(_: &Value) -> bool {
        true
    }

    fn take(value: Value) -> Self {
        value
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn put(&mut self, way: &[Spot], news: News<'_>) -> bool {
        match (way.split_first(), self) {
            (None, place) => match (news, place) {
                (News::Piece(piece), Self::String(text)) => text.push_str(piece),
                (News::Piece(_), _) => return false,
                (News::Whole(value), place) => *place = value,
            },
            (Some((Spot::Member(name), rest)), Self::Object(members)) => {
                return members
                    .get_mut(*name)
                    .is_some_and(|part| part.put(rest, news));
            }
            (Some((Spot::Item(index), rest)), Self::Array(items)) => {
                return items
                    .get_mut(*index)
                    .is_some_and(|part| part.put(rest, news));
            }
            _ => return false,
        }
        true
    }
}

impl<T: Wire> Wire for Option<T> {
    fn fits(value: &Value) -> bool {
        value.is_null() || T::fits(value)
    }

    fn take(value: Value) -> Self {
        (!value.is_null()).then(|| T::take(value))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn put(&mut self, way: &[Spot], news: News<'_>) -> bool {
        match (self, news) {
            (this, News::Whole(value)) if way.is_empty() => replace(this, way, News::Whole(value)),
            (Some(value), news) => value.put(way, news),
            (this @ None, news) => {
                let mut value = T::default();
                let done = way.is_empty() && value.put(way, news);
                *this = done.then_some(value);
                done
            }
        }
    }

    fn tell<'a, H: Hearer<'a>>(&'a self, hearer: &mut H) {
        match self {
            Some(value) => value.tell(hearer),
            None => hearer.other(),
        }
    }
}

impl<T: Wire> Wire for Box<T> {
    fn fits(value: &Value) -> bool {
        T::fits(value)
    }

    fn take(value: Value) -> Self {
        Self::new(T::take(value))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }

    fn put(&mut self, way: &[Spot], news: News<'_>) -> bool {
        T::put(self, way, news)
    }

    fn tell<'a, H: Hearer<'a>>(&'a self, hearer: &mut H) {
        T::tell(self, hearer);
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn fits(value: &Value) -> bool {
        value
            .as_array()
            .is_some_and(|items| items.iter().all(T::fits))
    }

    fn take(value: Value) -> Self {
        match value {
            Value::Array(items) => items.into_iter().map(T::take).collect(),
            _ => Self::new(),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Plain))
    }

    fn put(&mut self, way: &[Spot], news: News<'_>) -> bool {
        match (way.split_first(), news) {
            (Some((Spot::Item(index), [])), News::Whole(value)) if *index == self.len() => {
                let fits = T::fits(&value);
                if fits {
                    self.push(T::take(value));
                }
                fits
            }
            (Some((Spot::Item(index), rest)), news) => self
                .get_mut(*index)
                .is_some_and(|item| item.put(rest, news)),
            (_, news) => replace(self, way, news),
        }
    }

    fn tell<'a, H: Hearer<'a>>(&'a self, hearer: &mut H) {
        for entry in self {
            hearer.entry(|hearer| entry.tell(hearer));
        }
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn fits(value: &Value) -> bool {
        value
            .as_object()
            .is_some_and(|members| members.values().all(T::fits))
    }

    fn take(value: Value) -> Self {
        match value {
            Value::Object(members) => members
                .into_iter()
                .map(|(name, value)| (name, T::take(value)))
                .collect(),
            _ => Self::new(),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self {
            map.serialize_entry(name, &Plain(value))?;
        }
        map.end()
    }
}
