//! An object that grows: what was gathered, and the same as its type has it, kept up to date.

use super::delta_error::DeltaError;
use super::fold::Fold;
use super::journal::Step;
use super::rules::{MemberRule, Parts, RecordRules, Rule};
use super::said::{Saying, Turn};
use super::slots::{Grown, Key, Slot};
use super::wire::{News, Spot, Wire};
use serde_json::{Map, Value};
use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

/// A typed object that follows what is gathered.
trait Live: Any + Send + Sync {
    fn follow(&mut self, way: &[Spot], news: News<'_>) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<T: Wire + Any + Send + Sync> Live for T {
    fn follow(&mut self, way: &[Spot], news: News<'_>) -> bool {
        self.put(way, news)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Text that deltas append again and again. It is held back from what was gathered until something else comes.
#[derive(Debug)]
struct Hot {
    saying: Saying,
    way: Vec<Step>,
    spots: Vec<Spot>,
    text: String,
}

/// An object that grows.
pub(crate) struct Subject {
    root: Grown,
    pub(crate) fold: Fold,
    hot: Option<Hot>,
    shown: OnceLock<Box<dyn Live>>,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject")
            .field("value", &self.view())
            .finish_non_exhaustive()
    }
}

impl Subject {
    pub(crate) fn new(root: Grown, strict: bool) -> Self {
        Self {
            root,
            fold: Fold::new(strict),
            hot: None,
            shown: OnceLock::new(),
        }
    }

    /// Takes a piece of text that is appended where the last one was; false if it is not.
    pub(crate) fn take_piece(&mut self, saying: &Saying, piece: &str) -> bool {
        let Some(hot) = self.hot.as_mut().filter(|hot| hot.saying == *saying) else {
            return false;
        };
        hot.text.push_str(piece);
        if let Some(live) = self.shown.get_mut() {
            if !live.follow(&hot.spots, News::Piece(piece)) {
                self.shown = OnceLock::new();
            }
        }
        true
    }

    /// Puts text that was held back where it belongs; gives it as a delta.
    pub(crate) fn settle(&mut self) -> Option<Value> {
        let hot = self.hot.take().filter(|hot| !hot.text.is_empty())?;
        if let Some(Slot::Value(Value::String(text))) = find(&mut self.root, &hot.way) {
            text.push_str(&hot.text);
        }
        Some(delta_of(&hot.saying.way, &hot.text))
    }

    /// Applies a delta; `saying` is the way to its text if it is no more than a piece of text.
    pub(crate) fn push(
        &mut self,
        rules: &'static RecordRules,
        delta: &Value,
        saying: Option<&Saying>,
    ) -> Result<(), DeltaError> {
        self.settle();
        self.fold.push(&mut self.root, rules, delta)?;
        if !self.follow() {
            self.shown = OnceLock::new();
        }
        if self.fold.notes.is_empty() {
            self.hot = saying.and_then(|saying| self.warm_up(rules, saying));
        }
        Ok(())
    }

    /// Brings the typed object up to date, if only texts and entries of lists have changed.
    fn follow(&mut self) -> bool {
        let Some(live) = self.shown.get_mut() else {
            return true;
        };
        if self.fold.others > 0 {
            return false;
        }
        for entry in &self.fold.dirty {
            let Some((spots, slot, is_last)) = locate(&self.root, &entry.way) else {
                return false;
            };
            if entry.is_new && !is_last || !live.follow(&spots, News::Whole(slot.view())) {
                return false;
            }
        }
        // Entries that were made anew have their text already.
        let is_told = |way: &[Step]| {
            self.fold
                .dirty
                .iter()
                .any(|entry| way.starts_with(&entry.way))
        };
        for text in self.fold.texts.iter().filter(|text| !is_told(&text.way)) {
            let Some((spots, ..)) = locate(&self.root, &text.way) else {
                return false;
            };
            if !live.follow(&spots, News::Piece(&text.piece)) {
                return false;
            }
        }
        true
    }

    /// What further pieces of the same text need, once one of them went the long way.
    fn warm_up(&mut self, rules: &'static RecordRules, saying: &Saying) -> Option<Hot> {
        let way = way_of(rules, saying)?;
        let (spots, slot, _) = locate(&self.root, &way)?;
        match slot {
            Slot::Value(Value::String(_)) => Some(Hot {
                saying: saying.clone(),
                way,
                spots,
                text: String::new(),
            }),
            _ => None,
        }
    }

    /// The object as a snapshot shows it.
    pub(crate) fn view(&self) -> Value {
        let mut shown = self.root.view();
        if let Some(hot) = &self.hot {
            shown.put(&hot.spots, News::Piece(&hot.text));
        }
        shown
    }

    /// The object in its type, the same until it changes.
    pub(crate) fn shown<S: Wire + Any + Send + Sync>(&self) -> &S {
        let live = self.shown.get_or_init(|| Box::new(S::take(self.view())));
        match (**live).as_any().downcast_ref() {
            Some(typed) => typed,
            None => unreachable!("an object is shown in one type only"),
        }
    }

    /// What was gathered, nothing held back.
    pub(crate) fn root_mut(&mut self) -> &mut Grown {
        self.settle();
        self.shown = OnceLock::new();
        &mut self.root
    }

    /// What was gathered, text that was held back aside.
    pub(crate) fn root(&self) -> &Grown {
        &self.root
    }
}

fn find<'s>(root: &'s mut Grown, way: &[Step]) -> Option<&'s mut Slot> {
    let (first, rest) = way.split_first()?;
    let Step::Member(name) = first else {
        return None;
    };
    let mut slot = root.members.get_mut(name)?;
    for step in rest {
        slot = match (step, slot) {
            (Step::Member(name), Slot::Object(grown)) => grown.members.get_mut(name)?,
            (Step::Entry(key), Slot::List(list)) => list.slot_mut(key)?,
            _ => return None,
        };
    }
    Some(slot)
}

/// The way into the typed object, what lies there, and whether the last entry on the way is the last of its list.
fn locate<'s>(root: &'s Grown, way: &[Step]) -> Option<(Vec<Spot>, &'s Slot, bool)> {
    let mut spots = Vec::with_capacity(way.len());
    let mut is_last = true;
    let mut members = Some(root);
    let mut slot: Option<&Slot> = None;
    for step in way {
        slot = match (step, members, slot) {
            (Step::Member(name), Some(grown), _) => {
                let std::borrow::Cow::Borrowed(name) = name else {
                    return None;
                };
                spots.push(Spot::Member(name));
                grown.members.get(*name)
            }
            (Step::Entry(key), None, Some(Slot::List(list))) => {
                let at = list.find(key).ok()?;
                is_last = at + 1 == list.entries.len();
                spots.push(Spot::Item(at));
                list.entries.get(at).map(|entry| &entry.slot)
            }
            _ => return None,
        };
        members = match slot {
            Some(Slot::Object(grown)) => Some(grown),
            _ => None,
        };
    }
    Some((spots, slot?, is_last))
}

/// The way in what was gathered that a way in a delta leads to, if all that lies there is appended text.
fn way_of(rules: &'static RecordRules, saying: &Saying) -> Option<Vec<Step>> {
    let mut way = Vec::with_capacity(saying.way.len());
    let mut parts = Parts::Record(rules);
    let mut last: Option<&'static MemberRule> = None;
    for (turns, turn) in saying.way.iter().enumerate() {
        let idle = saying.idle.iter().filter(|(after, _)| *after == turns);
        if !idle.into_iter().all(|(_, name)| is_idle(parts, name)) {
            return None;
        }
        match (turn, parts) {
            (Turn::Member(name), Parts::Record(rules)) => {
                let rule = rules.members.iter().find(|rule| rule.member == *name)?;
                if !rule.path.is_empty() || rule.raw {
                    return None;
                }
                way.push(Step::Member(rule.into.into()));
                parts = rule.parts;
                last = Some(rule);
            }
            (Turn::Entry(name, key), _) if last?.key.first() == Some(name) && !last?.text_key => {
                way.push(Step::Entry(Key::Number(*key)));
            }
            (Turn::Tag(name, tag), Parts::Union(union)) if union.tag == *name => {
                parts = Parts::Record(union.variant(tag)?);
            }
            _ => return None,
        }
    }
    (last?.rule == Rule::Append).then_some(way)
}

/// Whether a member that holds nothing does nothing.
fn is_idle(parts: Parts, name: &str) -> bool {
    let Parts::Record(rules) = parts else {
        return false;
    };
    let rule = rules.members.iter().find(|rule| rule.member == name);
    rule.is_some_and(|rule| {
        matches!(rule.rule, Rule::Append | Rule::Merge) && rule.path.is_empty() && !rule.raw
    })
}

/// A delta that says one piece of text.
fn delta_of(turns: &[Turn], text: &str) -> Value {
    turns.iter().rev().fold(text.into(), |inner, turn| {
        let mut members = match inner {
            Value::Object(members) => members,
            inner => match turn {
                Turn::Member(name) => {
                    return Value::Object([(name.to_string(), inner)].into_iter().collect());
                }
                _ => return inner,
            },
        };
        match turn {
            Turn::Member(name) => {
                Value::Object(Map::from_iter([(name.to_string(), members.into())]))
            }
            Turn::Entry(name, key) => {
                members.insert(name.to_string(), (*key).into());
                Value::Array(vec![members.into()])
            }
            Turn::Tag(name, tag) => {
                members.insert(name.to_string(), (*tag).into());
                members.into()
            }
        }
    })
}
