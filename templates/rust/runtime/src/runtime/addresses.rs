//! Deltas that carry an address: they act at a place in the snapshot that their own members name.

use super::delta_error::{DeltaCode, DeltaError};
use super::fold::{Fold, Outcome};
use super::journal::{Back, RawText, Step};
use super::numbers::as_key;
use super::problems::step_into;
use super::rules::{MemberRule, PathStep};
use super::slots::{Entry, Grown, Key, Keyed, Slot};
use serde_json::{Map, Value};

/// The rules of lists that are only ever addressed.
static POSITIONS: MemberRule = MemberRule::PLAIN;

/// What an address leads to.
enum Here<'s> {
    Object(&'s mut Grown),
    List(&'s mut Keyed),
    Other,
}

impl Fold {
    /// Carries out a rule at the place that an address names.
    pub(crate) fn reach(
        &mut self,
        rule: &'static MemberRule,
        path: &'static [PathStep],
        grown: &mut Grown,
        delta: &Map<String, Value>,
        value: &Value,
    ) -> Outcome {
        let mut here = Here::Object(grown);
        let Some((last, steps)) = path.split_last() else {
            return Ok(());
        };
        for step in steps {
            here = self.step(here, step, delta)?;
        }
        match (last, here) {
            (PathStep::Member(name), Here::Object(grown)) => self.member(rule, name, grown, value),
            (PathStep::Member(_), _) => Err(self.refuse(DeltaCode::UnknownTarget, &[])),
            (PathStep::Entry(name), here) => {
                let key = self.address(delta, name)?;
                match here {
                    Here::List(list) => self.place(rule, list, key, value),
                    _ => Err(self.refuse(DeltaCode::UnknownTarget, &[])),
                }
            }
        }
    }

    /// Goes one step into the snapshot, making what is there ready to be acted on.
    fn step<'s>(
        &mut self,
        here: Here<'s>,
        step: &PathStep,
        delta: &Map<String, Value>,
    ) -> Result<Here<'s>, DeltaError> {
        match step {
            PathStep::Entry(name) => {
                let key = self.address(delta, name)?;
                let Here::List(list) = here else {
                    return Err(self.refuse(DeltaCode::UnknownTarget, &[]));
                };
                let Some(slot) = list.slot_mut(&key) else {
                    return Err(self.refuse(DeltaCode::UnknownTarget, &[]));
                };
                self.way.push(Step::Entry(key));
                Ok(slot.lift().map_or(Here::Other, Here::Object))
            }
            PathStep::Member(name) => {
                let Here::Object(grown) = here else {
                    return Err(self.refuse(DeltaCode::UnknownTarget, &[]));
                };
                self.way.push(Step::Member((*name).into()));
                let Some(slot) = grown.members.get_mut(*name) else {
                    return Err(self.refuse(DeltaCode::UnknownTarget, &[]));
                };
                match slot {
                    Slot::List(_) | Slot::Value(Value::Array(_)) => {
                        Ok(slot.lift_list(&POSITIONS).map_or(Here::Other, Here::List))
                    }
                    _ => match slot.lift() {
                        Some(grown) => Ok(Here::Object(grown)),
                        None => Err(self.refuse(DeltaCode::UnknownTarget, &[])),
                    },
                }
            }
        }
    }

    /// Puts a whole entry under a key.
    fn place(
        &mut self,
        rule: &'static MemberRule,
        list: &mut Keyed,
        key: Key,
        value: &Value,
    ) -> Outcome {
        if value.is_null() || !rule.mine.fits(value) {
            return Err(self.refuse(DeltaCode::InvalidType, &[]));
        }
        let slot = Slot::Value(value.clone());
        let before = match list.find(&key) {
            Ok(at) => Some(std::mem::replace(&mut list.entries[at].slot, slot)),
            Err(at) => {
                list.insert(
                    at,
                    Entry {
                        key: key.clone(),
                        slot,
                    },
                );
                None
            }
        };
        self.note_change(Back::Entry(key, before));
        self.others += 1;
        Ok(())
    }

    /// The key that a member of the delta holds.
    fn address(&mut self, delta: &Map<String, Value>, name: &str) -> Result<Key, DeltaError> {
        let key = match delta.get(name) {
            Some(Value::Number(number)) => as_key(number).ok_or(DeltaCode::BadKey),
            Some(_) => Err(DeltaCode::BadKey),
            None => Err(DeltaCode::MissingKey),
        };
        key.map(Key::Number).map_err(|code| {
            let own = self.crumbs.pop();
            let fault = self.refuse(code, &[name]);
            self.crumbs.extend(own);
            fault
        })
    }

    /// Appends to the raw text of a member.
    pub(crate) fn gather_raw(&mut self, name: &'static str, piece: &str) {
        let is_here = |raw: &RawText| raw.name == name && raw.way == self.way;
        let number = self
            .raws
            .iter()
            .position(is_here)
            .unwrap_or(self.raws.len());
        if number == self.raws.len() {
            self.raws.push(RawText {
                way: self.way.clone(),
                name: name.into(),
                text: String::new(),
            });
        }
        let raw = &mut self.raws[number];
        let length = raw.text.len();
        raw.text.push_str(piece);
        self.note_change(Back::Raw(number, length));
    }

    /// Puts the values that raw texts spell where they belong.
    pub(crate) fn parse_raw(&self, root: &mut Grown) -> Vec<DeltaError> {
        let mut faults = Vec::new();
        for raw in self.raws.iter().filter(|raw| !raw.text.is_empty()) {
            match serde_json::from_str(&raw.text) {
                Ok(value) => {
                    if let Some(grown) = find(root, &raw.way) {
                        grown.members.insert(raw.name.clone(), Slot::Value(value));
                    }
                }
                Err(_) => {
                    let mut pointer = super::journal::pointer_of(&raw.way);
                    step_into(&mut pointer, &raw.name);
                    faults.push(DeltaError::new(DeltaCode::InvalidType, pointer));
                }
            }
        }
        faults
    }
}

fn find<'s>(grown: &'s mut Grown, way: &[Step]) -> Option<&'s mut Grown> {
    let mut here = grown;
    let mut rest = way.iter();
    while let Some(step) = rest.next() {
        let Step::Member(name) = step else {
            return None;
        };
        here = match here.members.get_mut(name)? {
            Slot::List(list) => match rest.next()? {
                Step::Entry(key) => list.slot_mut(key)?.lift()?,
                Step::Member(_) => return None,
            },
            slot => slot.lift()?,
        };
    }
    Some(here)
}
