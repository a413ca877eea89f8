//! Unions and choices: what this version does not know is kept.

/// Makes an enum a union that a tag tells.
macro_rules! tagged {
    ($name:ident by $tag:literal { $($value:literal => $variant:ident($type:ty),)* }) => {
        impl $name {
            /// The tag on the wire; empty if there is none.
            pub fn tag(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $value,)*
                    Self::Unknown(value) => value.get($tag).and_then(Value::as_str).unwrap_or_default(),
                }
            }
        }

        impl Wire for $name {
            fn fits(_: &Value) -> bool {
                true
            }

            fn take(value: Value) -> Self {
                match value.get($tag).and_then(Value::as_str) {
                    $(Some($value) => Self::$variant(Wire::take(value)),)*
                    _ => Self::Unknown(value),
                }
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.write(serializer),)*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }

            fn put(&mut self, way: &[Spot], value: Value) -> bool {
                match self {
                    _ if way.is_empty() => replace(self, way, value),
                    $(Self::$variant(held) => held.put(way, value),)*
                    Self::Unknown(_) => false,
                }
            }

            #[inline]
            fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
                match self {
                    $(Self::$variant(value) => value.text(way),)*
                    Self::Unknown(_) => None,
                }
            }

            fn is_like<'a>(&'a self, like: &Self, texts: &mut $crate::runtime::said::Texts<'a>) -> bool {
                match (self, like) {
                    $((Self::$variant(value), Self::$variant(like)) => value.is_like(like, texts),)*
                    (value, like) => value == like,
                }
            }
        }

        union_of!($name { $($variant($type),)* });
    };
}
pub(crate) use tagged;

/// Makes an enum a union that the kind of JSON value tells.
macro_rules! either {
    ($name:ident { $($kind:ident => $variant:ident($type:ty),)* }) => {
        impl Wire for $name {
            fn fits(_: &Value) -> bool {
                true
            }

            fn take(value: Value) -> Self {
                $(if value.$kind() && <$type as Wire>::fits(&value) {
                    return Self::$variant(Wire::take(value));
                })*
                Self::Unknown(value)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.write(serializer),)*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        union_of!($name { $($variant($type),)* });
    };
}
pub(crate) use either;

/// What all unions have.
macro_rules! union_of {
    ($name:ident { $($variant:ident($type:ty),)* }) => {
        impl Default for $name {
            fn default() -> Self {
                Self::Unknown(Value::Null)
            }
        }

        $(impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*
    };
}
pub(crate) use union_of;

/// Makes an enum a choice among texts.
macro_rules! choice {
    ($name:ident { $($option:ident = $text:literal,)* }) => {
        impl $name {
            /// Every value that this version knows.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$option => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$option,)*
                    other => Self::Other(other.into()),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Wire for $name {
            fn fits(value: &Value) -> bool {
                value.is_string()
            }

            fn take(value: Value) -> Self {
                Self::from(value.as_str().unwrap_or_default())
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use choice;
