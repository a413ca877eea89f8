//! Types by name, for tools that do not know them.

use super::model::{JsonModel, Mode};
use super::problems::{problems, DecodeError, EncodeError, Problem};
use super::shapes::Shape;
use super::wire::{to_value, Wire};
use serde_json::Value;
use std::fmt;

/// Reads and writes one type of the spec.
pub struct Codec {
    /// The name that the spec gives the type.
    pub name: &'static str,
    is_sent: bool,
    shape: &'static Shape,
    read_and_write: fn(Value) -> Value,
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codec")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

fn read_and_write<T: Wire>(value: Value) -> Value {
    match T::holds(&value) {
        true => to_value(&T::take(value)),
        false => value,
    }
}

impl Codec {
    /// The codec of a type with a name of its own.
    pub(crate) const fn of<T: JsonModel>(name: &'static str, shape: &'static Shape) -> Self {
        Self {
            name,
            is_sent: T::IS_SENT,
            shape,
            read_and_write: read_and_write::<T>,
        }
    }

    /// The codec of a second name for something else.
    pub(crate) const fn of_alias<T: Wire>(
        name: &'static str,
        shape: &'static Shape,
        is_sent: bool,
    ) -> Self {
        Self {
            name,
            is_sent,
            shape,
            read_and_write: read_and_write::<T>,
        }
    }

    /// Lists what is wrong with a document, read as this type.
    pub fn problems(&self, value: &Value) -> Vec<Problem> {
        problems(self.shape, value)
    }

    /// Reads a document as this type and writes it again, which changes nothing but the order of members.
    pub fn decode(&self, value: Value, mode: Mode) -> Result<Value, DecodeError> {
        let problems = match mode {
            Mode::Strict => self.problems(&value),
            Mode::Lenient => Vec::new(),
        };
        match problems.is_empty() {
            true => Ok((self.read_and_write)(value)),
            false => Err(DecodeError { problems }),
        }
    }

    /// Writes a document of this type. What is sent to a server has to be what the spec allows.
    pub fn encode(&self, value: Value) -> Result<Value, EncodeError> {
        let value = (self.read_and_write)(value);
        let problems = match self.is_sent {
            true => self.problems(&value),
            false => Vec::new(),
        };
        match problems.is_empty() {
            true => Ok(value),
            false => Err(EncodeError { problems }),
        }
    }
}
