//! Events that say what the last one said but for a piece of text, as most of a stream do: they go a short way.

use super::delta_error::DeltaError;
use super::sse::ServerSentEvent;
use super::stream::{steps_into, Appended, Gathering, StreamChange, TargetRules};
use super::subject::Subject;
use super::wire::{to_value, Wire};
use serde_json::Value;

/// In how many places a piece is looked for in the text of its event.
const PLACES: usize = 4;

/// What a further piece of the same text does, and how its event is spelled if that is known.
#[derive(Debug)]
pub(crate) struct Again {
    change: StreamChange,
    pointer: String,
    spelling: Option<Spelling>,
}

/// The text of an event on either side of its piece.
#[derive(Debug)]
struct Spelling {
    name: String,
    before: String,
    after: String,
}

impl Again {
    /// What an event has done, if that was to append text.
    fn after(change: &StreamChange) -> Option<Self> {
        let pointer = change.appended.first()?.pointer.clone();
        let change = StreamChange {
            appended: Vec::new(),
            ..change.clone()
        };
        Some(Self {
            change,
            pointer,
            spelling: None,
        })
    }

    /// What a further piece does.
    fn change(&self, text: String) -> StreamChange {
        let pointer = self.pointer.clone();
        StreamChange {
            appended: vec![Appended { pointer, text }],
            ..self.change.clone()
        }
    }
}

impl Spelling {
    /// How an event is spelled around its piece. That it is so around every piece is proved by reading it with another
    /// one: `wanted` says what that has to give.
    fn around(
        piece: &str,
        event: &ServerSentEvent,
        read: impl Fn(&ServerSentEvent) -> Value,
        wanted: impl FnOnce(&str) -> Option<Value>,
    ) -> Option<Self> {
        let other = format!("{piece}.");
        let quoted = [piece, &other].map(|text| Value::from(text).to_string());
        let wanted = wanted(&other)?;
        let is_proved = |spelling: &Self| {
            let data = [&spelling.before, &quoted[1], &spelling.after].map(String::as_str);
            wanted
                == read(&ServerSentEvent {
                    data: data.concat(),
                    ..event.clone()
                })
        };
        let places = event.data.match_indices(&quoted[0]).take(PLACES);
        places
            .map(|(at, found)| Self {
                name: event.name.clone(),
                before: event.data[..at].into(),
                after: event.data[at + found.len()..].into(),
            })
            .find(is_proved)
    }

    /// The piece of an event that is spelled the same way.
    fn piece_of(&self, event: &ServerSentEvent) -> Option<String> {
        let rest = event.data.strip_prefix(&self.before)?;
        let quoted = rest.strip_suffix(&self.after)?;
        let piece: String = serde_json::from_str(quoted).ok()?;
        Some(piece).filter(|piece| !piece.is_empty() && event.name == self.name)
    }
}

impl Gathering {
    /// Takes a typed event.
    pub(crate) fn push_typed<E: Wire>(&mut self, event: &E) -> Result<StreamChange, DeltaError> {
        let piece = |_: &Again, subject: &mut Subject| subject.take_typed(event).map(str::to_owned);
        if let Some(change) = self.take_again(piece) {
            return Ok(change);
        }
        let value = to_value(event);
        let change = self.push(&value)?;
        self.learn(&change, |target, subject, _| {
            let delta = steps_into(&value, target.delta)?;
            subject.learn(delta, event);
            None
        });
        Ok(change)
    }

    /// Takes an event as it came.
    pub(crate) fn push_sent(
        &mut self,
        event: &ServerSentEvent,
    ) -> Result<StreamChange, DeltaError> {
        let piece = |again: &Again, subject: &mut Subject| {
            let piece = again.spelling.as_ref()?.piece_of(event);
            piece.filter(|piece| subject.grow(piece))
        };
        if let Some(change) = self.take_again(piece) {
            return Ok(change);
        }
        let rules = self.rules;
        let value = Self::event_of(rules, event);
        let change = self.push(&value)?;
        self.learn(&change, |target, subject, piece| {
            let read = |event: &ServerSentEvent| Self::event_of(rules, event);
            Spelling::around(piece, event, read, |other| {
                let mut wanted = value.clone();
                let delta = target
                    .delta
                    .iter()
                    .try_fold(&mut wanted, |here, name| here.get_mut(*name))?;
                *subject.piece_in(delta)? = other.into();
                Some(wanted)
            })
        });
        Ok(change)
    }

    fn take_again(
        &mut self,
        piece: impl FnOnce(&Again, &mut Subject) -> Option<String>,
    ) -> Option<StreamChange> {
        let (place, known) = self.latest?;
        let life = self.courses[place].lives.get_mut(known)?;
        let again = life.again.as_ref()?;
        let piece = piece(again, &mut life.subject)?;
        self.count += 1;
        Some(again.change(piece))
    }

    /// Remembers what the event did that has grown the same text as the one before.
    fn learn(
        &mut self,
        change: &StreamChange,
        spelling: impl FnOnce(&TargetRules, &mut Subject, &str) -> Option<Spelling>,
    ) {
        let Some((place, known)) = self.latest else {
            return;
        };
        let course = &mut self.courses[place];
        let life = &mut course.lives[known];
        if let (None, [only]) = (&life.again, change.appended.as_slice()) {
            life.again = Again::after(change).map(|again| Again {
                spelling: spelling(course.rules, &mut life.subject, &only.text),
                ..again
            });
        }
    }
}
