//! What a server would send: the events of a whole life.

use super::delta_error::{DeltaCode, DeltaError};
use super::diff::diff;
use super::rules::RecordRules;
use super::stream::{steps_into, Action, StreamRules, TargetRules};
use super::wire::{to_value, Wire};
use serde_json::{Map, Value};

type Members = Map<String, Value>;

/// The events of an object that is created, grown and ended.
pub(crate) fn events(
    rules: &'static StreamRules,
    target: &'static TargetRules,
    before: &Value,
    after: &Value,
) -> Result<Vec<Value>, DeltaError> {
    let inexpressible = || DeltaError::new(DeltaCode::Inexpressible, "");
    let first = |wanted: fn(&Action) -> bool| {
        target
            .actions
            .iter()
            .find(|(_, action)| wanted(action))
            .map(|(tag, _)| *tag)
    };
    let create = first(|action| matches!(action, Action::Create)).ok_or_else(inexpressible)?;
    let close = first(|action| matches!(action, Action::Close)).ok_or_else(inexpressible)?;
    let grow: Option<(&str, &'static RecordRules)> =
        target
            .actions
            .iter()
            .find_map(|(tag, action)| match action {
                Action::Patch(rules) => Some((*tag, *rules)),
                _ => None,
            });
    let (patch, grows) = grow.ok_or_else(inexpressible)?;
    let (Value::Object(was), Value::Object(now)) = (before, after) else {
        return Err(inexpressible());
    };
    let streamed = |name: &str| target.streams(name);
    let outside = now.iter().filter(|(name, _)| !streamed(name));
    let base: Members = outside
        .chain(was.iter().filter(|(name, _)| streamed(name)))
        .map(|(name, part)| (name.clone(), part.clone()))
        .collect();
    let delta = diff(grows, &base, now, "")?;
    let mut sent = vec![event(rules, create, target.object, before)];
    if !delta.is_empty() {
        let mut grown = event(rules, patch, target.delta, &delta.into());
        if let Some(id) = target.id {
            let known = sent[0].clone();
            if let Some(known) = steps_into(&known, id) {
                put(&mut grown, id, known.clone());
            }
        }
        sent.push(grown);
    }
    sent.push(event(rules, close, target.object, after));
    Ok(sent)
}

/// The same in their type.
pub(crate) fn typed_events<S: Wire, E: Wire>(
    rules: &'static StreamRules,
    place: usize,
    before: &S,
    after: &S,
) -> Result<Vec<E>, DeltaError> {
    let sent = events(
        rules,
        &rules.targets[place],
        &to_value(before),
        &to_value(after),
    )?;
    Ok(sent.into_iter().map(E::take).collect())
}

fn event(rules: &StreamRules, tag: &str, steps: &[&str], value: &Value) -> Value {
    let mut event = Value::Object(Members::new());
    let constants = rules.constants.iter().find(|(of, _)| *of == tag);
    for (steps, constant) in constants.map_or(&[][..], |(_, constants)| constants) {
        put(&mut event, steps, constant.value());
    }
    put(&mut event, &[rules.tag], tag.into());
    put(&mut event, steps, value.clone());
    event
}

/// Puts a value at steps into a document, making the objects on the way.
fn put(document: &mut Value, steps: &[&str], value: Value) {
    let Value::Object(members) = document else {
        return;
    };
    match steps {
        [] => {
            if let Value::Object(parts) = value {
                members.extend(parts);
            }
        }
        [name] => drop(members.insert((*name).to_owned(), value)),
        [name, rest @ ..] => {
            let inner = members.entry(*name).or_insert(Value::Null);
            if !inner.is_object() {
                *inner = Value::Object(Members::new());
            }
            put(inner, rest, value);
        }
    }
}
