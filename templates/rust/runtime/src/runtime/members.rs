//! Members of records: what holds those that may be absent or null, and what keeps those that have no field.

use super::said::Texts;
use super::shapes::Literal;
use super::wire::{Plain, Spot, Wire};
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value};

/// A member that can be absent, null or a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is there and null.
    Null,
    /// It is there and has a value.
    Value(T),
}

impl<T> Patch<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the member is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member is there and null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Wire> Patch<T> {
    pub(crate) fn put(&mut self, way: &[Spot], value: Value) -> bool {
        let mut held = match std::mem::take(self) {
            Self::Value(value) => Some(value),
            _ => None,
        };
        let done = held.put(way, value);
        *self = held.map_or(Self::Null, Self::Value);
        done
    }

    pub(crate) fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
        if way.is_empty() && !matches!(self, Self::Value(_)) {
            *self = Self::Value(T::default());
        }
        match self {
            Self::Value(value) => value.text(way),
            _ => None,
        }
    }

    pub(crate) fn is_like<'a>(&'a self, like: &Self, texts: &mut Texts<'a>) -> bool {
        match (self, like) {
            (Self::Value(value), Self::Value(like)) => value.is_like(like, texts),
            (value, like) => value == like,
        }
    }
}

/// Members without a field: those that the spec does not know, and after lenient reading also those whose value is not
/// what the spec says. One word when there is nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(Option<Box<Residue>>);

#[derive(Clone, Debug, Default, PartialEq)]
struct Residue {
    members: Map<String, Value>,
    missing: Vec<&'static str>,
    instead: Option<Value>,
}

impl Residue {
    #[cold]
    fn answers_for(&self, name: &str) -> bool {
        self.missing.contains(&name) || self.members.contains_key(name)
    }
}

impl Extra {
    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.members.get(name)
    }

    /// Sets a member; a field with a value of its own is written rather than a member of its name here.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.residue().members.insert(name.into(), value.into());
    }

    /// Takes a member away.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.as_mut()?.members.remove(name)
    }

    /// The members and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().flat_map(|residue| &residue.members)
    }

    /// Whether there is nothing here: every member that was read has a field and is what the spec says.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn residue(&mut self) -> &mut Residue {
        self.0.get_or_insert_with(Box::default)
    }

    pub(crate) fn keep(&mut self, name: String, value: Value) {
        self.residue().members.insert(name, value);
    }

    /// Keeps a value that is no object in place of one.
    pub(crate) fn keep_whole(&mut self, value: Value) {
        self.residue().instead = Some(value);
    }

    /// Whether a member was missing, or has a value that did not fit.
    #[inline]
    pub(crate) fn answers_for(&self, name: &str) -> bool {
        match &self.0 {
            Some(residue) => residue.answers_for(name),
            None => false,
        }
    }

    fn taken<T: Wire>(&mut self, name: &'static str, value: Value) -> Option<T> {
        if T::fits(&value) {
            return Some(T::take(value));
        }
        self.keep(name.into(), value);
        None
    }

    pub(crate) fn required<T: Wire>(&mut self, name: &'static str, value: Option<Value>) -> T {
        match value {
            Some(value) => self.taken(name, value).unwrap_or_default(),
            None => {
                self.residue().missing.push(name);
                T::default()
            }
        }
    }

    pub(crate) fn optional<T: Wire>(
        &mut self,
        name: &'static str,
        value: Option<Value>,
    ) -> Option<T> {
        value.and_then(|value| self.taken(name, value))
    }

    pub(crate) fn patch<T: Wire>(&mut self, name: &'static str, value: Option<Value>) -> Patch<T> {
        match value {
            None => Patch::Absent,
            Some(Value::Null) => Patch::Null,
            Some(value) => self.taken(name, value).map_or(Patch::Absent, Patch::Value),
        }
    }

    pub(crate) fn constant(
        &mut self,
        name: &'static str,
        value: Option<Value>,
        is: impl Into<Literal>,
    ) {
        match value {
            Some(value) if is.into().is(&value) => {}
            Some(value) => self.keep(name.into(), value),
            None => self.residue().missing.push(name),
        }
    }
}

/// Writes the members of an object: fields first, then what has none. A field that was set since wins over what was read
/// in its place.
pub(crate) struct Out<'a, S: Serializer> {
    map: S::SerializeMap,
    extra: &'a Extra,
    written: Vec<&'static str>,
}

impl<'a, S: Serializer> Out<'a, S> {
    pub(crate) fn new(serializer: S, extra: &'a Extra) -> Result<Self, S::Error> {
        Ok(Self {
            map: serializer.serialize_map(None)?,
            extra,
            written: Vec::new(),
        })
    }

    fn write<T: Wire>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        if !self.extra.is_empty() {
            self.written.push(name);
        }
        self.map.serialize_entry(name, &Plain(value))
    }

    pub(crate) fn required<T: Wire>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        if self.extra.answers_for(name) && *value == T::default() {
            return Ok(());
        }
        self.write(name, value)
    }

    pub(crate) fn optional<T: Wire>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        value
            .as_ref()
            .map_or(Ok(()), |value| self.write(name, value))
    }

    pub(crate) fn patch<T: Wire>(
        &mut self,
        name: &'static str,
        value: &Patch<T>,
    ) -> Result<(), S::Error> {
        match value {
            Patch::Absent => Ok(()),
            Patch::Null => self.write(name, &Value::Null),
            Patch::Value(value) => self.write(name, value),
        }
    }

    pub(crate) fn constant(
        &mut self,
        name: &'static str,
        value: impl Into<Literal>,
    ) -> Result<(), S::Error> {
        if self.extra.answers_for(name) {
            return Ok(());
        }
        match value.into() {
            Literal::Text(text) => self.map.serialize_entry(name, text),
            Literal::Whole(number) => self.map.serialize_entry(name, &number),
            Literal::Truth(truth) => self.map.serialize_entry(name, &truth),
        }
    }

    pub(crate) fn end(mut self) -> Result<S::Ok, S::Error> {
        for (name, value) in self.extra.iter() {
            if !self.written.iter().any(|written| written == name) {
                self.map.serialize_entry(name, value)?;
            }
        }
        self.map.end()
    }
}

impl Extra {
    /// What was read in place of an object.
    pub(crate) fn instead(&self) -> Option<&Value> {
        self.0.as_ref()?.instead.as_ref()
    }
}

/// Makes a struct a record: how each member is held, the field, the member's name; constants have no field. `grows` lists
/// the members on the way to what deltas grow.
macro_rules! record {
    ($name:ident $([$($role:tt)*])* { $($members:tt)* }) => {
        record! { @all $name [$([$($role)*])*] { $($members)* } }
    };
    (@all $name:ident [$([$role:ident $($grown:tt)*])*] $members:tt) => {
        impl Wire for $name {
            record!(@reads [] $members);
            $(record!(@$role [$($grown)*] $members);)*
        }
    };
    (@reads [] { $($how:ident $field:ident = $member:literal $(is $value:literal)?;)* }) => {
            fn fits(value: &Value) -> bool {
                value.is_object()
            }

            fn holds(_: &Value) -> bool {
                true
            }

            #[allow(unused_variables, unused_mut, clippy::match_single_binding)] // records without members
            fn take(value: Value) -> Self {
                let mut this = Self::default();
                $(let mut $field = None;)*
                match value {
                    Value::Object(members) => {
                        for (name, value) in members {
                            match name.as_str() {
                                $($member => $field = Some(value),)*
                                _ => this.extra.keep(name, value),
                            }
                        }
                        $(record!(@take this $how $field $member $($value)?);)*
                    }
                    other => this.extra.keep_whole(other),
                }
                this
            }

            #[allow(unused_mut)] // records without members
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if let Some(instead) = self.extra.instead() {
                    return instead.serialize(serializer);
                }
                let mut out = Out::new(serializer, &self.extra)?;
                $(record!(@write out self $how $field $member $($value)?);)*
                out.end()
            }
    };
    (@take $this:ident constant $field:ident $member:literal $value:literal) => {
        $this.extra.constant($member, $field, $value)
    };
    (@take $this:ident $how:ident $field:ident $member:literal) => {
        $this.$field = $this.extra.$how($member, $field)
    };
    (@write $out:ident $this:ident constant $field:ident $member:literal $value:literal) => {
        $out.constant($member, $value)?
    };
    (@write $out:ident $this:ident $how:ident $field:ident $member:literal) => {
        $out.$how($member, &$this.$field)?
    };
    (@grows [$($field:ident = $member:literal),*] $members:tt) => {
        fn put(&mut self, way: &[Spot], value: Value) -> bool {
            match way.split_first() {
                $(Some((Spot::Member($member), rest)) => {
                    !self.extra.answers_for($member) && self.$field.put(rest, value)
                })*
                _ => replace(self, way, value),
            }
        }

        #[inline]
        fn text(&mut self, way: &[Spot]) -> Option<&mut String> {
            match way.split_first() {
                $(Some((Spot::Member($member), rest)) if !self.extra.answers_for($member) => {
                    self.$field.text(rest)
                })*
                _ => None,
            }
        }
    };
    (@says [] { $($how:ident $field:ident = $member:literal $(is $value:literal)?;)* }) => {
        #[allow(unused_variables)] // records without members
        fn is_like<'a>(&'a self, like: &Self, texts: &mut $crate::runtime::said::Texts<'a>) -> bool {
            self.extra.is_empty() $(&& record!(@says self like texts $how $field))*
        }
    };
    (@says $this:ident $like:ident $texts:ident constant $field:ident) => {
        true
    };
    (@says $this:ident $like:ident $texts:ident $how:ident $field:ident) => {
        $this.$field.is_like(&$like.$field, $texts)
    };
}
pub(crate) use record;
