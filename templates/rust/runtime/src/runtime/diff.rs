//! The smallest delta that leads from one snapshot to another.

use super::delta_error::{DeltaCode, DeltaError};
use super::numbers::{equal, minus};
use super::problems::{is_same, step_into};
use super::rules::{MemberRule, NullRule, Parts, RecordRules, Rule};
use super::shapes::{Kind, Shape};
use super::slots::{Key, Keyed, Slot};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

type Members = Map<String, Value>;

/// What a member says; none if nothing.
type Said = Result<Option<Value>, DeltaError>;

fn inexpressible(at: &str) -> DeltaError {
    DeltaError::new(DeltaCode::Inexpressible, at)
}

fn inside(at: &str, name: &str) -> String {
    let mut pointer = at.to_owned();
    step_into(&mut pointer, name);
    pointer
}

/// The smallest delta of a record.
pub(crate) fn diff(
    rules: &'static RecordRules,
    before: &Members,
    after: &Members,
    at: &str,
) -> Result<Members, DeltaError> {
    let mut said = Members::new();
    let mut grows = BTreeSet::new();
    for rule in rules.members {
        if rule.rule == Rule::Skip || !rule.path.is_empty() {
            continue;
        }
        grows.insert(rule.into);
        let (was, now) = (before.get(rule.into), after.get(rule.into));
        match diff_member(rule, was, now, &inside(at, rule.into))? {
            Some(value) => drop(said.insert(rule.member.into(), value)),
            None if rule.required && matches!(rule.rule, Rule::Append | Rule::Merge) => {
                said.insert(rule.member.into(), nothing(rule));
            }
            None => {}
        }
    }
    for name in names(before, after) {
        if grows.contains(name) {
            continue;
        }
        let here = inside(at, name);
        if let Some(value) = diff_other(before.get(name), after.get(name), &here)? {
            if rules.members.iter().any(|rule| rule.member == name) {
                return Err(inexpressible(&here));
            }
            said.insert(name.into(), value);
        }
    }
    Ok(said)
}

fn names<'a>(before: &'a Members, after: &'a Members) -> BTreeSet<&'a str> {
    before
        .keys()
        .chain(after.keys())
        .map(String::as_str)
        .collect()
}

fn nothing(rule: &'static MemberRule) -> Value {
    match rule.mine.kind {
        Kind::List(_) => Value::Array(Vec::new()),
        _ if rule.rule == Rule::Merge => Value::Object(Members::new()),
        _ => "".into(),
    }
}

/// What a member says that deltas do not declare.
fn diff_other(before: Option<&Value>, after: Option<&Value>, at: &str) -> Said {
    if is_same(before, after) {
        return Ok(None);
    }
    match after {
        None => Err(inexpressible(at)),
        Some(Value::Null) if before.is_some() => Err(inexpressible(at)),
        Some(value) => Ok(Some(value.clone())),
    }
}

fn diff_member(
    rule: &'static MemberRule,
    before: Option<&Value>,
    after: Option<&Value>,
    at: &str,
) -> Said {
    if is_same(before, after) {
        return Ok(None);
    }
    let Some(now) = after else {
        return match rule.null {
            NullRule::Remove => Ok(Some(Value::Null)),
            _ => Err(inexpressible(at)),
        };
    };
    if now.is_null() {
        let can_be_said = match rule.null {
            NullRule::Keep => before.is_none(),
            NullRule::Set => true,
            NullRule::Remove => false,
        };
        return match can_be_said && rule.mine.takes_null() {
            true => Ok(Some(Value::Null)),
            false => Err(inexpressible(at)),
        };
    }
    if !rule.mine.fits(now) {
        return Err(inexpressible(at));
    }
    let was = before.filter(|value| !value.is_null());
    match (rule.rule, was, now) {
        (Rule::Merge, was, now) => diff_parts(rule, was, now, at).map(Some),
        (Rule::Append, was, now) => diff_appended(was, now)
            .map(Some)
            .ok_or_else(|| inexpressible(at)),
        (Rule::Sum, Some(Value::Number(was)), Value::Number(now)) => Ok(Some(minus(now, was))),
        (Rule::Once, Some(was), _) if was.as_str() != Some("") => Err(inexpressible(at)),
        (_, _, now) => Ok(Some(now.clone())),
    }
}

fn diff_appended(was: Option<&Value>, now: &Value) -> Option<Value> {
    match (was, now) {
        (None, Value::String(text)) => (!text.is_empty()).then(|| text.as_str().into()),
        (Some(Value::String(start)), Value::String(text)) => {
            let rest = text.strip_prefix(start.as_str())?;
            (!rest.is_empty()).then(|| rest.into())
        }
        (None, Value::Array(items)) => (!items.is_empty()).then(|| items.clone().into()),
        (Some(Value::Array(start)), Value::Array(items)) => {
            let (same, rest) = (items.get(..start.len())?, items.get(start.len()..)?);
            let continues = same.iter().zip(start).all(|(one, other)| equal(one, other));
            (continues && !rest.is_empty()).then(|| rest.to_vec().into())
        }
        _ => None,
    }
}

fn diff_parts(
    rule: &'static MemberRule,
    was: Option<&Value>,
    now: &Value,
    at: &str,
) -> Result<Value, DeltaError> {
    let said: Value = match (was, now) {
        (None, Value::Array(after)) => diff_entries(rule, &[], after, at)?.into(),
        (Some(Value::Array(before)), Value::Array(after)) => {
            diff_entries(rule, before, after, at)?.into()
        }
        (None, Value::Object(after)) => diff_object(rule, None, after, at)?.into(),
        (Some(Value::Object(before)), Value::Object(after)) => {
            diff_object(rule, Some(before), after, at)?.into()
        }
        _ => return Err(inexpressible(at)),
    };
    match super::fold::is_empty(&said) {
        true => Err(inexpressible(at)),
        false => Ok(said),
    }
}

/// What a merging would complete a new object to.
fn completed(shape: &'static Shape) -> Members {
    let mut members = Members::new();
    shape.complete(&mut members);
    members
}

/// What an object or a variant says; a new one is said against what it would be completed to.
fn diff_object(
    rule: &'static MemberRule,
    before: Option<&Members>,
    after: &Members,
    at: &str,
) -> Result<Members, DeltaError> {
    let against = |shape| before.cloned().unwrap_or_else(|| completed(shape));
    match rule.parts {
        Parts::Record(rules) => diff(rules, &against(rules.snapshot), after, at),
        Parts::Open => {
            let before = against(rule.theirs);
            let mut said = Members::new();
            for name in names(&before, after) {
                let other = diff_other(before.get(name), after.get(name), &inside(at, name))?;
                said.extend(other.map(|value| (name.to_owned(), value)));
            }
            Ok(said)
        }
        Parts::Union(union) => {
            let tag = after.get(union.tag);
            let was = before.and_then(|members| members.get(union.tag));
            let rules = tag
                .and_then(Value::as_str)
                .and_then(|tag| union.variant(tag));
            match (tag, rules) {
                (Some(tag), Some(rules)) if was.map_or(true, |was| was == tag) => {
                    let mut said = diff(rules, &against(rules.snapshot), after, at)?;
                    said.entry(union.tag).or_insert_with(|| tag.clone());
                    Ok(said)
                }
                _ => Err(inexpressible(&inside(at, union.tag))),
            }
        }
    }
}

/// What a list says: its entries that changed, each with its key.
fn diff_entries(
    rule: &'static MemberRule,
    before: &[Value],
    after: &[Value],
    at: &str,
) -> Result<Vec<Value>, DeltaError> {
    let was = Keyed::of(before.to_vec(), rule.keys_of(before), rule);
    let keys: Vec<Key> = rule.keys_of(after);
    let mut said = Vec::new();
    for (position, (key, now)) in keys.iter().zip(after).enumerate() {
        let here = format!("{at}/{position}");
        let last = was
            .find(key)
            .ok()
            .and_then(|at| match &was.entries[at].slot {
                Slot::Value(value) => Some(value),
                _ => None,
            });
        if last.is_some_and(|last| equal(last, now)) {
            continue;
        }
        let (Value::Object(now), None | Some(Value::Object(_))) = (now, last) else {
            return Err(inexpressible(&here));
        };
        let mut members = diff_object(rule, last.and_then(Value::as_object), now, &here)?;
        if let Some(name) = rule
            .key
            .first()
            .filter(|name| !members.contains_key(**name))
        {
            members.insert((*name).into(), key.value());
        }
        said.push(Value::Object(members));
    }
    let is_kept = |key: &Key| keys.contains(key);
    match was.entries.iter().position(|entry| !is_kept(&entry.key)) {
        Some(position) => Err(inexpressible(&format!("{at}/{position}"))),
        None => Ok(said),
    }
}
