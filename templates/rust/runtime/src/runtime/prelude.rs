//! What generated modules are written in.

pub(crate) use super::delta_error::DeltaError;
pub(crate) use super::members::{record, Extra, Out, Patch};
pub(crate) use super::model::{models, JsonModel, Mode};
pub(crate) use super::shapes::Shape;
pub(crate) use super::unions::{choice, either, tagged, union_of};
pub(crate) use super::wire::{replace, Spot, Wire};
pub(crate) use serde::de::{Deserialize, Deserializer};
pub(crate) use serde::ser::{Serialize, Serializer};
pub(crate) use serde_json::Value;
pub(crate) use std::collections::BTreeMap;
