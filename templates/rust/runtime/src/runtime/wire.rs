//! How values are read and written. Reading never fails on what fits, and what fits is told without looking deeper than
//! the next object; so whoever reads a member either takes its value or keeps it as it came.

use super::numbers::whole;
use super::said::Texts;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::any::Any;
use std::collections::BTreeMap;

/// A step into a typed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Member(&'static str),
    Item(usize),
}

/// A type that is read from JSON and written as JSON.
pub trait Wire: Any + Send + Sync + Clone + Default + PartialEq {
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

    /// Makes the part at the end of a way this value; false if that cannot be done here.
    fn put(&mut self, way: &[Spot], value: Value) -> bool {
        replace(self, way, value)
    }

    /// The text at the end of a way, to be grown. Where there is none, nothing here is of use any more.
    fn text(&mut self, _: &[Spot]) -> Option<&mut String> {
        None
    }

    /// Whether a delta is like another one but for the text that is to be found.
    fn is_like<'a>(&'a self, like: &Self, _: &mut Texts<'a>) -> bool {
        self == like
    }
}

/// Puts a whole value where the old one was.
pub(crate) fn replace<T: Wire>(slot: &mut T, way: &[Spot], value: Value) -> bool {
    let fits = way.is_empty() && T::fits(&value);
    if fits {
        *slot = T::take(value);
    }
    fits
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

    #[inline]
    fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
        way.is_empty().then_some(self)
    }

    #[inline]
    fn is_like<'a>(&'a self, like: &Self, texts: &mut Texts<'a>) -> bool {
        texts.take(self, like)
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

    fn put(&mut self, way: &[Spot], value: Value) -> bool {
        let place = place_in(self, way);
        place.map(|place| *place = value).is_some()
    }

    fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
        match place_in(self, way) {
            Some(Self::String(text)) => Some(text),
            _ => None,
        }
    }
}

fn place_in<'v>(value: &'v mut Value, way: &[Spot]) -> Option<&'v mut Value> {
    way.iter().try_fold(value, |here, spot| match spot {
        Spot::Member(name) => here.get_mut(*name),
        Spot::Item(index) => here.get_mut(*index),
    })
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

    fn put(&mut self, way: &[Spot], value: Value) -> bool {
        match self {
            Some(held) if !way.is_empty() => held.put(way, value),
            _ => replace(self, way, value),
        }
    }

    fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
        if self.is_none() && way.is_empty() {
            *self = Some(T::default());
        }
        self.as_mut()?.text(way)
    }

    fn is_like<'a>(&'a self, like: &Self, texts: &mut Texts<'a>) -> bool {
        match (self, like) {
            (Some(value), Some(like)) => value.is_like(like, texts),
            (value, like) => value.is_none() && like.is_none(),
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

    fn put(&mut self, way: &[Spot], value: Value) -> bool {
        T::put(self, way, value)
    }

    fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
        T::text(self, way)
    }

    fn is_like<'a>(&'a self, like: &Self, texts: &mut Texts<'a>) -> bool {
        T::is_like(self, like, texts)
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

    fn put(&mut self, way: &[Spot], value: Value) -> bool {
        match way.split_first() {
            Some((Spot::Item(index), [])) if *index == self.len() => {
                let fits = T::fits(&value);
                if fits {
                    self.push(T::take(value));
                }
                fits
            }
            Some((Spot::Item(index), rest)) => self
                .get_mut(*index)
                .is_some_and(|item| item.put(rest, value)),
            _ => replace(self, way, value),
        }
    }

    fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
        match way.split_first() {
            Some((Spot::Item(index), rest)) => self.get_mut(*index)?.text(rest),
            _ => None,
        }
    }

    fn is_like<'a>(&'a self, like: &Self, texts: &mut Texts<'a>) -> bool {
        let mut pairs = self.iter().zip(like);
        self.len() == like.len() && pairs.all(|(item, like)| item.is_like(like, texts))
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
