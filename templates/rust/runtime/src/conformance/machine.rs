//! Accumulators whose types do not matter.

use crate::runtime::accumulator::{Accumulator, JsonDelta};
use crate::runtime::delta_error::DeltaError;
use crate::runtime::model::Mode;
use crate::runtime::numbers::equal;
use crate::runtime::rules::RecordRules;
use crate::runtime::sse::ServerSentEvent;
use crate::runtime::stream::{Gathering, StreamChange, StreamRules};
use crate::runtime::wire::{to_value, Wire};
use serde_json::Value;

/// A root delta whose type does not matter.
pub(crate) struct Root {
    pub(crate) rules: fn() -> &'static RecordRules,
    pub(super) begin: fn(Option<&Value>, Mode) -> Box<dyn Machine>,
    pub(super) compose: fn(&[Value]) -> Result<Value, DeltaError>,
    pub(super) chunk: fn(&Value, usize) -> Result<Vec<Value>, DeltaError>,
    pub(super) diff: fn(&Value, &Value) -> Result<Value, DeltaError>,
}

impl Root {
    pub(crate) const fn of<D: JsonDelta + 'static>() -> Self {
        Self {
            rules: D::rules,
            begin: begin::<D>,
            compose: compose::<D>,
            chunk: chunk::<D>,
            diff: diff::<D>,
        }
    }
}

/// The ways in which an event comes to what gathers it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Way {
    Value,
    Typed,
    Sent,
}

/// A stream whose type does not matter.
pub(crate) struct Flow {
    pub(super) rules: &'static StreamRules,
    push_typed: fn(&mut Gathering, &Value) -> Result<StreamChange, DeltaError>,
}

impl Flow {
    pub(crate) const fn of<E: Wire>(rules: &'static StreamRules) -> Self {
        Self {
            rules,
            push_typed: |gathering, event| gathering.push_typed(&E::take(event.clone())),
        }
    }

    pub(super) fn push(
        &self,
        gathering: &mut Gathering,
        event: &Value,
        way: Way,
    ) -> Result<StreamChange, DeltaError> {
        match (way, self.sent(event)) {
            (Way::Typed, _) => (self.push_typed)(gathering, event),
            (Way::Sent, Some(sent)) => gathering.push_sent(&sent),
            _ => gathering.push(event),
        }
    }

    /// An event as it is sent, if that can be done.
    fn sent(&self, event: &Value) -> Option<ServerSentEvent> {
        let data = event.get(self.rules.data).unwrap_or(event);
        let sent = ServerSentEvent {
            name: event.get(self.rules.tag)?.as_str()?.into(),
            data: data.to_string(),
            line: 1,
        };
        (Gathering::event_of(self.rules, &sent) == *event).then_some(sent)
    }
}

/// An accumulator whose type does not matter.
pub(super) trait Machine {
    fn push_value(&mut self, delta: &Value) -> Result<(), DeltaError>;
    fn push_typed(&mut self, delta: &Value) -> Result<(), DeltaError>;
    fn finish(&mut self) -> Result<(), DeltaError>;
    fn value(&self) -> Value;
    fn diagnostics(&self) -> &[DeltaError];
    fn compact(&mut self) -> Result<Value, DeltaError>;
    /// Makes sure that the typed snapshot says what the snapshot says.
    fn check(&self);
}

impl<D: JsonDelta> Machine for Accumulator<D> {
    fn push_value(&mut self, delta: &Value) -> Result<(), DeltaError> {
        Accumulator::push_value(self, delta)
    }

    fn push_typed(&mut self, delta: &Value) -> Result<(), DeltaError> {
        self.push(&D::take(delta.clone()))
    }

    fn finish(&mut self) -> Result<(), DeltaError> {
        Accumulator::finish(self).map(drop)
    }

    fn value(&self) -> Value {
        Accumulator::value(self)
    }

    fn diagnostics(&self) -> &[DeltaError] {
        Accumulator::diagnostics(self)
    }

    fn compact(&mut self) -> Result<Value, DeltaError> {
        Accumulator::compact(self).map(|delta| to_value(&delta))
    }

    fn check(&self) {
        let (typed, value) = (to_value(self.current()), Accumulator::value(self));
        assert!(
            equal(&typed, &value),
            "the typed snapshot {typed} of {value}"
        );
    }
}

fn begin<D: JsonDelta + 'static>(initial: Option<&Value>, mode: Mode) -> Box<dyn Machine> {
    match initial {
        Some(initial) => {
            let typed = <D::Snapshot as Wire>::take(initial.clone());
            Box::new(Accumulator::<D>::new(&typed, mode))
        }
        None => Box::new(Accumulator::<D>::empty(mode)),
    }
}

fn typed<D: JsonDelta>(values: &[Value]) -> Vec<D> {
    values.iter().cloned().map(D::take).collect()
}

fn compose<D: JsonDelta>(deltas: &[Value]) -> Result<Value, DeltaError> {
    D::compose(&typed::<D>(deltas)).map(|delta| to_value(&delta))
}

fn chunk<D: JsonDelta>(delta: &Value, size: usize) -> Result<Vec<Value>, DeltaError> {
    Ok(D::take(delta.clone())
        .chunk(size)?
        .iter()
        .map(to_value)
        .collect())
}

fn diff<D: JsonDelta>(before: &Value, after: &Value) -> Result<Value, DeltaError> {
    let (before, after) = (Wire::take(before.clone()), Wire::take(after.clone()));
    D::diff(&before, &after).map(|delta| to_value(&delta))
}
