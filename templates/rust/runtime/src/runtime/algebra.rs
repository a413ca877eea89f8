//! Deltas among themselves: composed into one, cut into pieces; and the gaps that they leave.

use super::delta_error::DeltaError;
use super::fold::Fold;
use super::problems::step_into;
use super::rules::{MemberRule, Parts, RecordRules, Rule};
use super::slots::{Grown, Slot};
use serde_json::{Map, Value};

/// One delta, in normal form, that does what deltas do in a row.
pub(crate) fn compose(
    rules: &'static RecordRules,
    deltas: &[Value],
    strict: bool,
) -> Result<Value, DeltaError> {
    let mut root = Grown::default();
    let mut fold = Fold {
        mirror: true,
        ..Fold::new(strict)
    };
    for (index, delta) in deltas.iter().enumerate() {
        let done = fold.push(&mut root, rules, delta);
        done.map_err(|fault| DeltaError {
            index: Some(index),
            ..fault
        })?;
    }
    Ok(root.spell())
}

/// The rest of an appended text, and a delta with nothing but its address: the way to the text.
struct Growing {
    rest: String,
    address: Vec<Wrap>,
}

#[derive(Clone)]
enum Wrap {
    Member(&'static str),
    /// In a list.
    Item,
    /// Beside members that are kept.
    With(Map<String, Value>),
}

/// Deltas that do in a row what one does, each text in them no longer than `size` code points.
pub(crate) fn chunk(
    rules: &'static RecordRules,
    delta: &Value,
    size: usize,
) -> Result<Vec<Value>, DeltaError> {
    let mut whole = compose(rules, std::slice::from_ref(delta), true)?;
    let size = size.max(1);
    let mut found = Vec::new();
    if let Value::Object(members) = &mut whole {
        cut_texts(rules, members, size, &mut Vec::new(), &mut found);
    }
    let mut pieces = vec![whole];
    for growing in found {
        let mut rest = growing.rest;
        while !rest.is_empty() {
            let tail = cut(&mut rest, size);
            pieces.push(wrapped(rest.into(), &growing.address));
            rest = tail;
        }
    }
    Ok(pieces)
}

/// Cuts a text down to its first code points; gives the rest.
fn cut(text: &mut String, points: usize) -> String {
    match text.char_indices().nth(points) {
        Some((at, _)) => text.split_off(at),
        None => String::new(),
    }
}

fn wrapped(piece: Value, address: &[Wrap]) -> Value {
    address
        .iter()
        .rev()
        .fold(piece, |inner, wrap| match (wrap, inner) {
            (Wrap::Member(name), inner) => {
                Value::Object([(name.to_string(), inner)].into_iter().collect())
            }
            (Wrap::Item, inner) => Value::Array(vec![inner]),
            (Wrap::With(kept), Value::Object(mut members)) => {
                members.extend(kept.clone());
                Value::Object(members)
            }
            (Wrap::With(_), inner) => inner,
        })
}

fn cut_texts(
    rules: &'static RecordRules,
    delta: &mut Map<String, Value>,
    size: usize,
    address: &mut Vec<Wrap>,
    found: &mut Vec<Growing>,
) {
    for rule in rules.members {
        let Some(value) = delta.get_mut(rule.member) else {
            continue;
        };
        address.push(Wrap::Member(rule.member));
        match (rule.rule, value) {
            (Rule::Append, Value::String(text)) => {
                let rest = cut(text, size);
                found.push(Growing {
                    rest,
                    address: address.clone(),
                });
            }
            (Rule::Merge, Value::Object(part)) => cut_part(rule, part, size, address, found),
            (Rule::Merge, Value::Array(items)) => {
                address.push(Wrap::Item);
                for part in items.iter_mut().filter_map(Value::as_object_mut) {
                    cut_part(rule, part, size, address, found);
                }
                address.pop();
            }
            _ => {}
        }
        address.pop();
    }
}

fn cut_part(
    rule: &'static MemberRule,
    part: &mut Map<String, Value>,
    size: usize,
    address: &mut Vec<Wrap>,
    found: &mut Vec<Growing>,
) {
    let mut kept = rule.key.to_vec();
    let rules = match rule.parts {
        Parts::Record(rules) => Some(rules),
        Parts::Union(union) => {
            kept.push(union.tag);
            part.get(union.tag)
                .and_then(Value::as_str)
                .and_then(|tag| union.variant(tag))
        }
        Parts::Open => None,
    };
    let Some(rules) = rules else { return };
    let there = kept
        .iter()
        .filter_map(|name| Some((name.to_string(), part.get(*name)?.clone())));
    address.push(Wrap::With(there.collect()));
    cut_texts(rules, part, size, address, found);
    address.pop();
}

/// Lists the dense lists whose keys are not 0 to n - 1, as pointers into the snapshot.
pub(crate) fn gaps(rules: &'static RecordRules, grown: &Grown, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    find_gaps(rules, grown, at, &mut found);
    found
}

fn find_gaps(rules: &'static RecordRules, grown: &Grown, at: &str, found: &mut Vec<String>) {
    for rule in rules.members {
        if rule.rule != Rule::Merge || !rule.path.is_empty() {
            continue;
        }
        let mut here = at.to_owned();
        step_into(&mut here, rule.into);
        match grown.members.get(rule.into) {
            Some(Slot::Object(part)) => find_gaps_inside(rule, part, &here, found),
            Some(Slot::List(list)) => {
                if rule.dense && list.has_gap() {
                    found.push(here.clone());
                }
                for (position, entry) in list.entries.iter().enumerate() {
                    if let Slot::Object(part) = &entry.slot {
                        find_gaps_inside(rule, part, &format!("{here}/{position}"), found);
                    }
                }
            }
            _ => {}
        }
    }
}

fn find_gaps_inside(rule: &'static MemberRule, part: &Grown, at: &str, found: &mut Vec<String>) {
    let rules = match rule.parts {
        Parts::Record(rules) => Some(rules),
        Parts::Union(union) => part
            .value(union.tag)
            .and_then(Value::as_str)
            .and_then(|tag| union.variant(tag)),
        Parts::Open => None,
    };
    if let Some(rules) = rules {
        find_gaps(rules, part, at, found);
    }
}
