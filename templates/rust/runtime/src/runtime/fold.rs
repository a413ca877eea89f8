//! Deltas act on what was gathered: checked and applied in one walk, in the order of the schema.

use super::delta_error::{DeltaCode, DeltaError};
use super::journal::{Back, Change, Dirty, GrownText, RawText, Step};
use super::numbers::{equal, plus};
use super::problems::{sorted, step_into};
use super::rules::{MemberRule, NullRule, Parts, RecordRules, Rule, UnionRules};
use super::shapes::{Kind, Shape, ANY};
use super::slots::{Grown, Name, Slot};
use serde_json::{Map, Value};

/// What is known when a part of a delta was looked at.
pub(crate) type Outcome = Result<(), DeltaError>;

/// A step into a delta.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Crumb {
    Member(&'static str),
    Item(usize),
}

/// Applies deltas to an object, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Fold {
    pub(crate) strict: bool,
    /// Deltas act on deltas: what does nothing leaves nothing.
    pub(crate) mirror: bool,
    /// What lenient mode has left out of the last delta.
    pub(crate) notes: Vec<DeltaError>,
    /// Pointers of new entries.
    pub(crate) created: Vec<String>,
    pub(crate) texts: Vec<GrownText>,
    pub(crate) dirty: Vec<Dirty>,
    /// Changes that neither `texts` nor `dirty` accounts for.
    pub(crate) others: usize,
    pub(crate) raws: Vec<RawText>,
    pub(crate) journal: Vec<Change>,
    /// The place in what was gathered.
    pub(crate) way: Vec<Step>,
    /// The place in the delta.
    pub(crate) crumbs: Vec<Crumb>,
}

impl Fold {
    pub(crate) fn new(strict: bool) -> Self {
        Self {
            strict,
            ..Self::default()
        }
    }

    /// Applies one delta: wholly or, in strict mode, not at all.
    pub(crate) fn push(
        &mut self,
        root: &mut Grown,
        rules: &'static RecordRules,
        delta: &Value,
    ) -> Outcome {
        self.journal.clear();
        self.notes.clear();
        self.created.clear();
        self.texts.clear();
        self.dirty.clear();
        self.others = 0;
        self.way.clear();
        self.crumbs.clear();
        let mark = self.mark();
        let done = match delta {
            Value::Object(members) => self.record(rules, root, members),
            _ => Err(self.refuse(DeltaCode::InvalidType, &[])),
        };
        let Err(fault) = done else { return Ok(()) };
        self.way.clear();
        self.undo_in(root, mark);
        if self.strict {
            return Err(fault);
        }
        self.notes.push(fault);
        Ok(())
    }

    pub(crate) fn refuse(&self, code: DeltaCode, inside: &[&str]) -> DeltaError {
        let mut pointer = String::new();
        for crumb in &self.crumbs {
            match crumb {
                Crumb::Member(name) => step_into(&mut pointer, name),
                Crumb::Item(index) => step_into(&mut pointer, &index.to_string()),
            }
        }
        for name in inside {
            step_into(&mut pointer, name);
        }
        DeltaError::new(code, pointer)
    }

    /// Whether a list entry lies around the place.
    fn in_entry(&self) -> bool {
        self.crumbs
            .iter()
            .any(|crumb| matches!(crumb, Crumb::Item(_)))
    }

    pub(crate) fn set(&mut self, grown: &mut Grown, name: Name, slot: Slot) {
        let before = grown.members.insert(name.clone(), slot);
        self.note_change(Back::Member(name, before));
        self.others += 1;
    }

    // What a rule means when deltas act on deltas.

    fn slot_of(&self, rule: &'static MemberRule) -> &'static str {
        if self.mirror {
            rule.member
        } else {
            rule.into
        }
    }

    fn theirs(&self, rule: &'static MemberRule) -> &'static Shape {
        if self.mirror {
            rule.mine
        } else {
            rule.theirs
        }
    }

    fn null(&self, rule: &'static MemberRule) -> NullRule {
        match rule.null {
            NullRule::Remove if self.mirror => NullRule::Set,
            null => null,
        }
    }

    pub(crate) fn record(
        &mut self,
        rules: &'static RecordRules,
        grown: &mut Grown,
        delta: &Map<String, Value>,
    ) -> Outcome {
        let mut seen = 0;
        for rule in rules.members {
            let Some(value) = delta.get(rule.member) else {
                continue;
            };
            seen += 1;
            if rule.rule == Rule::Skip {
                continue;
            }
            let (mark, depth) = (self.mark(), self.way.len());
            self.crumbs.push(Crumb::Member(rule.member));
            let done = match rule.path {
                [] => self.member(rule, self.slot_of(rule), grown, value),
                path => self.reach(rule, path, grown, delta, value),
            };
            self.way.truncate(depth);
            if let Err(fault) = done {
                let whole = self.strict || self.in_entry() && fault.code.is_conflict();
                self.crumbs.pop();
                if whole {
                    return Err(fault);
                }
                self.undo_in(grown, mark);
                self.notes.push(fault);
            } else {
                self.crumbs.pop();
            }
            if self.mirror && rule.required && matches!(rule.rule, Rule::Append | Rule::Merge) {
                let says_nothing = !value.is_null() && rule.mine.fits(value);
                if says_nothing && !grown.members.contains_key(rule.member) {
                    self.set(grown, rule.member.into(), Slot::Value(nothing(value)));
                }
            }
        }
        if seen < delta.len() {
            for name in sorted(delta) {
                if !self.is_taken(rules, name) {
                    self.overwrite(grown, name, &delta[name]);
                }
            }
        }
        Ok(())
    }

    /// Whether a name has a place, in the delta or in what was gathered.
    fn is_taken(&self, rules: &'static RecordRules, name: &str) -> bool {
        let bears = |rule: &'static MemberRule| rule.member == name || self.slot_of(rule) == name;
        rules.members.iter().any(bears)
    }

    /// Replaces a member that nothing declares; null only where there was nothing.
    pub(crate) fn overwrite(&mut self, grown: &mut Grown, name: &str, value: &Value) {
        if !value.is_null() || !grown.members.contains_key(name) {
            self.set(grown, Name::Owned(name.into()), Slot::Value(value.clone()));
        }
    }

    /// Applies one member: null first, then the value's type, then what does nothing, the state, the rule.
    pub(crate) fn member(
        &mut self,
        rule: &'static MemberRule,
        into: &'static str,
        grown: &mut Grown,
        value: &Value,
    ) -> Outcome {
        if value.is_null() {
            return self.member_null(rule, into, grown);
        }
        if !rule.mine.fits(value) {
            return Err(self.refuse(DeltaCode::InvalidType, &[]));
        }
        if let (true, false, Value::String(piece)) = (rule.raw, self.mirror, value) {
            self.gather_raw(into, piece);
            return Ok(());
        }
        if rule.rule == Rule::Append && is_empty(value) {
            return Ok(());
        }
        let slot = grown.members.get(into).filter(|slot| !slot.is_null());
        if matches!(rule.rule, Rule::Append | Rule::Once | Rule::Sum)
            && slot.is_some_and(|slot| !self.theirs(rule).fits_slot(slot))
        {
            return Err(self.refuse(DeltaCode::InvalidType, &[]));
        }
        match rule.rule {
            Rule::Append => self.append(into, grown, value),
            Rule::Once => return self.once(into, grown, value),
            Rule::Merge => return self.parts(rule, into, grown, value),
            Rule::Sum => {
                let sum = match (grown.value(into), value) {
                    (Some(Value::Number(before)), Value::Number(more)) => plus(before, more),
                    _ => value.clone(),
                };
                self.set(grown, into.into(), Slot::Value(sum));
            }
            Rule::Replace | Rule::Skip => self.set(grown, into.into(), Slot::Value(value.clone())),
        }
        Ok(())
    }

    fn member_null(
        &mut self,
        rule: &'static MemberRule,
        into: &'static str,
        grown: &mut Grown,
    ) -> Outcome {
        if !rule.mine.takes_null() {
            return Err(self.refuse(DeltaCode::InvalidType, &[]));
        }
        match self.null(rule) {
            NullRule::Remove => {
                if let Some(before) = grown.members.remove(into) {
                    self.note_change(Back::Member(into.into(), Some(before)));
                    self.others += 1;
                }
            }
            NullRule::Keep if grown.members.contains_key(into) => {}
            NullRule::Keep | NullRule::Set => {
                self.set(grown, into.into(), Slot::Value(Value::Null))
            }
        }
        Ok(())
    }

    fn append(&mut self, into: &'static str, grown: &mut Grown, value: &Value) {
        match (grown.members.get_mut(into), value) {
            (Some(Slot::Value(Value::String(text))), Value::String(piece)) => {
                let length = text.len();
                text.push_str(piece);
                self.way.push(Step::Member(into.into()));
                self.note_change(Back::Cut(length));
                self.way.pop();
            }
            (Some(Slot::Value(Value::Array(items))), Value::Array(more)) => {
                let whole = items.iter().chain(more).cloned().collect();
                self.set(grown, into.into(), Slot::Value(whole));
            }
            _ => self.set(grown, into.into(), Slot::Value(value.clone())),
        }
        if let Value::String(piece) = value {
            self.way.push(Step::Member(into.into()));
            self.texts.push(GrownText {
                way: self.way.clone(),
                piece: piece.clone(),
                from: self.crumbs.clone(),
            });
            self.way.pop();
        }
    }

    fn once(&mut self, into: &'static str, grown: &mut Grown, value: &Value) -> Outcome {
        let gives_way = match grown.members.get(into) {
            None | Some(Slot::Value(Value::Null)) => true,
            Some(Slot::Value(Value::String(text))) => text.is_empty(),
            _ => false,
        };
        if gives_way {
            self.set(grown, into.into(), Slot::Value(value.clone()));
        } else if value.as_str() != Some("")
            && grown
                .members
                .get(into)
                .is_some_and(|slot| !equal(&slot.plain(), value))
        {
            return Err(self.refuse(DeltaCode::Conflict, &[]));
        }
        Ok(())
    }

    /// Applies a value that is merged. What says nothing makes nothing.
    fn parts(
        &mut self,
        rule: &'static MemberRule,
        into: &'static str,
        grown: &mut Grown,
        value: &Value,
    ) -> Outcome {
        if is_empty(value) {
            return Ok(());
        }
        self.way.push(Step::Member(into.into()));
        let delta = match value {
            Value::Array(items) => return self.entries(rule, into, grown, items),
            Value::Object(delta) => delta,
            _ => return Err(self.refuse(DeltaCode::InvalidType, &[])),
        };
        match grown.members.get_mut(into).filter(|slot| !slot.is_null()) {
            Some(slot) => match slot.lift() {
                Some(given) => self.object(rule, given, false, delta, &[]),
                None => Err(self.refuse(DeltaCode::InvalidType, &[])),
            },
            None => self.new_object(rule, into, grown, delta),
        }
    }

    fn new_object(
        &mut self,
        rule: &'static MemberRule,
        into: &'static str,
        grown: &mut Grown,
        delta: &Map<String, Value>,
    ) -> Outcome {
        let mark = self.mark();
        let mut made = Grown::default();
        self.object(rule, &mut made, true, delta, &[])?;
        self.forget(mark);
        let empty = Grown {
            made: made.made,
            ..Grown::default()
        };
        if matches!(rule.parts, Parts::Union(_)) || !equal(&made.view(), &empty.view()) {
            self.way.pop();
            self.set(grown, into.into(), Slot::Object(made));
        }
        Ok(())
    }

    /// Applies a delta of a record, of a tagged variant or of an open object; `keys` are its address in a list.
    pub(crate) fn object(
        &mut self,
        rule: &'static MemberRule,
        grown: &mut Grown,
        is_new: bool,
        delta: &Map<String, Value>,
        keys: &[&str],
    ) -> Outcome {
        match rule.parts {
            Parts::Record(rules) => {
                self.make(grown, rules, is_new);
                self.record(rules, grown, delta)
            }
            Parts::Union(rules) => self.variant(rules, grown, is_new, delta, keys),
            Parts::Open => {
                if is_new && matches!(self.theirs(rule).kind(), Kind::Record(_)) {
                    grown.made = Some(self.theirs(rule));
                }
                self.open(rule, grown, delta)
            }
        }
    }

    fn make(&self, grown: &mut Grown, rules: &'static RecordRules, is_new: bool) {
        if is_new {
            grown.made = Some(if self.mirror {
                rules.delta
            } else {
                rules.snapshot
            });
        }
    }

    fn variant(
        &mut self,
        rules: &'static UnionRules,
        grown: &mut Grown,
        is_new: bool,
        delta: &Map<String, Value>,
        keys: &[&str],
    ) -> Outcome {
        let tag = self.tag_of(rules, delta)?;
        if let Some(before) = grown.members.get(rules.tag) {
            if !matches!(before, Slot::Value(Value::String(text)) if text == tag) {
                return Err(self.refuse(DeltaCode::VariantConflict, &[rules.tag]));
            }
        }
        if let Some(known) = rules.variant(tag) {
            self.make(grown, known, is_new);
            return self.record(known, grown, delta);
        }
        let fault = self.refuse(DeltaCode::UnknownVariant, &[rules.tag]);
        if self.strict {
            return Err(fault);
        }
        self.notes.push(fault);
        for name in sorted(delta) {
            if !keys.contains(&name.as_str()) {
                self.overwrite(grown, name, &delta[name]);
            }
        }
        Ok(())
    }

    /// The tag of a delta, which is looked at before the state.
    pub(crate) fn tag_of<'d>(
        &self,
        rules: &'static UnionRules,
        delta: &'d Map<String, Value>,
    ) -> Result<&'d str, DeltaError> {
        match delta.get(rules.tag) {
            Some(Value::String(tag)) => Ok(tag),
            Some(_) => Err(self.refuse(DeltaCode::InvalidType, &[rules.tag])),
            None => Err(self.refuse(DeltaCode::MissingDiscriminator, &[rules.tag])),
        }
    }

    /// Applies a delta of an open object: each member is replaced.
    fn open(
        &mut self,
        rule: &'static MemberRule,
        grown: &mut Grown,
        delta: &Map<String, Value>,
    ) -> Outcome {
        let inner = match rule.mine.kind() {
            Kind::Map(inner) => inner,
            _ => &ANY,
        };
        for name in sorted(delta) {
            let value = &delta[name];
            let is_fit = match value {
                Value::Null => inner.takes_null(),
                value => inner.fits(value),
            };
            if is_fit {
                self.overwrite(grown, name, value);
                continue;
            }
            let fault = self.refuse(DeltaCode::InvalidType, &[name]);
            if self.strict {
                return Err(fault);
            }
            self.notes.push(fault);
        }
        Ok(())
    }
}

pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// What says nothing, of the kind of a value.
fn nothing(value: &Value) -> Value {
    match value {
        Value::String(_) => "".into(),
        Value::Array(_) => Value::Array(Vec::new()),
        _ => Value::Object(Map::new()),
    }
}
