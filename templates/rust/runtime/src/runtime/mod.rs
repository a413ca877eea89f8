//! What depends on nothing in the spec.
#![allow(dead_code, unused_imports, unused_macros)] // which parts are needed depends on the spec
#![allow(missing_docs)] // what the tables are made of is seen in this crate alone

pub(crate) mod accumulator;
mod addresses;
mod again;
pub(crate) mod algebra;
pub(crate) mod codec;
pub(crate) mod delta_error;
pub(crate) mod diff;
pub(crate) mod events;
mod fold;
mod journal;
mod lists;
pub(crate) mod members;
pub(crate) mod model;
pub(crate) mod numbers;
pub(crate) mod operation;
mod pattern;
pub(crate) mod prelude;
pub(crate) mod problems;
pub(crate) mod rules;
pub(crate) mod said;
pub(crate) mod shapes;
pub(crate) mod slots;
pub(crate) mod sse;
pub(crate) mod stream;
mod subject;
pub(crate) mod unions;
pub(crate) mod wire;

pub use accumulator::{Accumulator, JsonDelta};
pub use codec::Codec;
pub use delta_error::{DeltaCode, DeltaError};
pub use members::{Extra, Patch};
pub use model::{JsonModel, Mode};
pub use operation::Operation;
pub use problems::{DecodeError, EncodeError, Problem};
pub use sse::{EventReader, ServerSentEvent, ServerSentEvents};
pub use stream::{Appended, Gathered, StreamChange};
