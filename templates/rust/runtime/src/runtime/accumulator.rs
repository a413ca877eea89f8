//! Gathering one object from its deltas.

use super::algebra::{chunk, compose, gaps};
use super::delta_error::{DeltaCode, DeltaError};
use super::diff::diff;
use super::model::{JsonModel, Mode};
use super::rules::RecordRules;
use super::slots::Grown;
use super::subject::Subject;
use super::wire::{to_value, Wire};
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// How many deltas are kept before they become one.
const COMPACT_AFTER: usize = 1000;

/// A root delta: one that grows an object of its own.
pub trait JsonDelta: JsonModel {
    /// What it grows.
    type Snapshot: JsonModel;

    /// How it grows it.
    #[doc(hidden)]
    fn rules() -> &'static RecordRules;

    /// Applies deltas to a snapshot, which stays as it is.
    fn merge(snapshot: &Self::Snapshot, deltas: &[Self]) -> Result<Self::Snapshot, DeltaError> {
        let mut accumulator = Accumulator::<Self>::new(snapshot, Mode::Strict);
        for delta in deltas {
            accumulator.push(delta)?;
        }
        Ok(accumulator.snapshot())
    }

    /// One delta that does what deltas do in a row.
    fn compose(deltas: &[Self]) -> Result<Self, DeltaError> {
        let values: Vec<Value> = deltas.iter().map(to_value).collect();
        compose(Self::rules(), &values, true).map(Self::take)
    }

    /// The smallest delta that leads from one snapshot to another.
    fn diff(before: &Self::Snapshot, after: &Self::Snapshot) -> Result<Self, DeltaError> {
        let (was, now) = (to_value(before), to_value(after));
        let nothing = Map::new();
        let was = was.as_object().unwrap_or(&nothing);
        match now.as_object() {
            Some(now) => diff(Self::rules(), was, now, "").map(|said| Self::take(said.into())),
            None => Err(DeltaError::new(DeltaCode::Inexpressible, "")),
        }
    }

    /// Deltas that do in a row what this one does, no text in them longer than `size` code points.
    fn chunk(&self, size: usize) -> Result<Vec<Self>, DeltaError> {
        let pieces = chunk(Self::rules(), &to_value(self), size)?;
        Ok(pieces.into_iter().map(Self::take).collect())
    }
}

/// Gathers one object from its deltas.
#[derive(Debug)]
pub struct Accumulator<D: JsonDelta> {
    subject: Subject,
    mode: Mode,
    diagnostics: Vec<DeltaError>,
    pushed: usize,
    /// Deltas since the last mark.
    since: Vec<Value>,
    delta: PhantomData<fn(&D)>,
}

impl<D: JsonDelta> Accumulator<D> {
    /// Begins with an object.
    pub fn new(initial: &D::Snapshot, mode: Mode) -> Self {
        match to_value(initial) {
            Value::Object(members) => Self::with(Grown::new(members, None), mode),
            _ => Self::empty(mode),
        }
    }

    /// Begins with nothing.
    pub fn empty(mode: Mode) -> Self {
        Self::with(Grown::new(Map::new(), Some(D::rules().snapshot)), mode)
    }

    fn with(root: Grown, mode: Mode) -> Self {
        Self {
            subject: Subject::new(root, mode == Mode::Strict),
            mode,
            diagnostics: Vec::new(),
            pushed: 0,
            since: Vec::new(),
            delta: PhantomData,
        }
    }

    /// Applies a delta and keeps nothing of it. In strict mode an illegal delta is an error and changes nothing; in
    /// lenient mode what is illegal in it is left out and listed by `diagnostics`.
    pub fn push(&mut self, delta: &D) -> Result<(), DeltaError> {
        if self.subject.take_typed(delta).is_some() {
            self.pushed += 1;
            return Ok(());
        }
        self.push_other(delta)
    }

    /// Applies a delta that says more than a piece of the text that grew last.
    #[inline(never)] // or the few steps for all other deltas would make room for it on the stack
    fn push_other(&mut self, delta: &D) -> Result<(), DeltaError> {
        let value = to_value(delta);
        let is_new = self.apply(&value)?;
        self.subject.learn(&value, delta);
        if is_new {
            self.keep(value);
        }
        Ok(())
    }

    /// Applies a delta that is given as JSON.
    pub fn push_value(&mut self, delta: &Value) -> Result<(), DeltaError> {
        if self.apply(delta)? {
            self.keep(delta.clone());
        }
        Ok(())
    }

    /// Applies a delta; tells whether it says more than a piece of the text that grew last.
    fn apply(&mut self, delta: &Value) -> Result<bool, DeltaError> {
        let index = Some(self.pushed);
        self.pushed += 1;
        if self.subject.take_value(D::rules(), delta).is_some() {
            return Ok(false);
        }
        self.since.extend(self.subject.settle());
        let done = self.subject.push(D::rules(), delta);
        let notes = self.subject.fold.notes.drain(..);
        self.diagnostics
            .extend(notes.map(|note| DeltaError { index, ..note }));
        done.map_err(|fault| DeltaError { index, ..fault })?;
        Ok(true)
    }

    /// Keeps a delta for `compact`.
    fn keep(&mut self, delta: Value) {
        self.since.push(delta);
        if self.since.len() > COMPACT_AFTER {
            if let Ok(whole) = compose(D::rules(), &self.since, self.mode == Mode::Strict) {
                self.since = vec![whole];
            }
        }
    }

    /// The object so far. After deltas that append text it costs next to nothing, however long the text is.
    pub fn current(&self) -> &D::Snapshot {
        self.subject.shown()
    }

    /// The object so far; later deltas do not change it.
    pub fn snapshot(&self) -> D::Snapshot {
        self.current().clone()
    }

    /// The object so far as JSON.
    pub fn value(&self) -> Value {
        self.subject.view()
    }

    /// The lists in which entries are missing, as pointers into the snapshot.
    pub fn gaps(&self) -> Vec<String> {
        gaps(D::rules(), self.subject.root(), "")
    }

    /// Looks for gaps, then gives a snapshot. In strict mode a gap is an error.
    pub fn finish(&mut self) -> Result<D::Snapshot, DeltaError> {
        let mut faults = Vec::new();
        if !self.subject.fold.raws.is_empty() {
            self.since.extend(self.subject.settle());
            let fold = std::mem::take(&mut self.subject.fold);
            faults = fold.parse_raw(self.subject.root_mut());
            self.subject.fold = fold;
        }
        let gaps = self.gaps().into_iter();
        faults.extend(gaps.map(|pointer| DeltaError::new(DeltaCode::IndexGap, pointer)));
        if self.mode == Mode::Strict && !faults.is_empty() {
            return Err(faults.swap_remove(0));
        }
        self.diagnostics.extend(faults);
        Ok(self.snapshot())
    }

    /// One delta equal to all that were pushed since the start or the last `mark`.
    pub fn compact(&mut self) -> Result<D, DeltaError> {
        self.since.extend(self.subject.settle());
        compose(D::rules(), &self.since, self.mode == Mode::Strict).map(D::take)
    }

    /// Makes the next `compact` begin here.
    pub fn mark(&mut self) {
        self.subject.settle();
        self.since.clear();
    }

    /// What lenient mode has left out.
    pub fn diagnostics(&self) -> &[DeltaError] {
        &self.diagnostics
    }
}

/// Ties root deltas to what they grow.
macro_rules! deltas {
    ($($delta:ident => $snapshot:ident by $rules:ident;)*) => {$(
        impl JsonDelta for $delta {
            type Snapshot = $snapshot;

            fn rules() -> &'static RecordRules {
                &rules::$rules
            }
        }
    )*};
}
pub(crate) use deltas;
