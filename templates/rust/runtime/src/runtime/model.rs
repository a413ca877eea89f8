//! What every type of the spec can do.

use super::problems::{problems, DecodeError, EncodeError, Problem};
use super::shapes::Shape;
use super::wire::{to_value, Wire};
use serde::de::DeserializeOwned;
use serde::ser::Serialize;
use serde_json::Value;

/// What happens to what is not as the spec says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Documents: it is kept as it came. Deltas and events: the smallest unit at fault is left out and recorded.
    #[default]
    Lenient,
    /// It is an error, and nothing is changed.
    Strict,
}

/// A type of the spec.
pub trait JsonModel: Wire + Serialize + DeserializeOwned {
    /// What the type is on the wire.
    #[doc(hidden)]
    fn shape() -> &'static Shape;

    /// Whether values are sent to the server, and checked before.
    #[doc(hidden)]
    const IS_SENT: bool;

    /// Reads a JSON value. Lenient reading fails only where another kind of value stands than the type can hold.
    fn decode(value: Value, mode: Mode) -> Result<Self, DecodeError> {
        if mode == Mode::Strict {
            let problems = problems(Self::shape(), &value);
            if !problems.is_empty() {
                return Err(DecodeError { problems });
            }
        }
        if !Self::holds(&value) {
            return Err(DecodeError {
                problems: problems(Self::shape(), &value),
            });
        }
        Ok(Self::take(value))
    }

    /// Reads JSON text.
    fn from_json(json: impl AsRef<[u8]>, mode: Mode) -> Result<Self, DecodeError> {
        let value = serde_json::from_slice(json.as_ref());
        Self::decode(
            value.map_err(|error| DecodeError::whole(format!("no JSON: {error}")))?,
            mode,
        )
    }

    /// Lists what is not as the spec says.
    fn problems(&self) -> Vec<Problem> {
        problems(Self::shape(), &to_value(self))
    }

    /// Writes a JSON value. What is sent to a server has to be what the spec allows; what came from one is written as it
    /// is.
    fn encode(&self) -> Result<Value, EncodeError> {
        let value = to_value(self);
        if Self::IS_SENT {
            let problems = problems(Self::shape(), &value);
            if !problems.is_empty() {
                return Err(EncodeError { problems });
            }
        }
        Ok(value)
    }

    /// Writes JSON text, as `encode` does.
    fn to_json(&self) -> Result<String, EncodeError> {
        Ok(self.encode()?.to_string())
    }
}

/// Makes types of the spec what `serde` and people expect of them.
macro_rules! models {
    ($($name:ident = $shape:ident $(, $sent:ident)?;)*) => {$(
        impl JsonModel for $name {
            fn shape() -> &'static Shape {
                &shapes::$shape
            }

            const IS_SENT: bool = models!(@ $($sent)?);
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = Value::deserialize(deserializer)?;
                Self::decode(value, Mode::Lenient).map_err(serde::de::Error::custom)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if Self::IS_SENT {
                    let value = self.encode().map_err(serde::ser::Error::custom)?;
                    return value.serialize(serializer);
                }
                self.write(serializer)
            }
        }
    )*};
    (@) => { false };
    (@ sent) => { true };
}
pub(crate) use models;
