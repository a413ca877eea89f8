//! An object that grows: what was gathered, and the same as its type has it, kept up to date.

use super::delta_error::DeltaError;
use super::fold::{Crumb, Fold};
use super::journal::{pointer_of, Step};
use super::rules::RecordRules;
use super::said::Saying;
use super::slots::{Grown, Slot};
use super::wire::{Spot, Wire};
use serde_json::Value;
use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

/// A typed object that follows what is gathered.
trait Live: Any + Send + Sync {
    fn follow(&mut self, way: &[Spot], value: Value) -> bool;
    fn text_at(&mut self, way: &[Spot]) -> Option<&mut String>;
    fn as_any(&self) -> &dyn Any;
}

impl<T: Wire> Live for T {
    fn follow(&mut self, way: &[Spot], value: Value) -> bool {
        self.put(way, value)
    }

    fn text_at(&mut self, way: &[Spot]) -> Option<&mut String> {
        self.text(way)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Text that deltas append again and again. It is held back from what was gathered until something else comes.
#[derive(Debug)]
struct Hot {
    rules: &'static RecordRules,
    /// A delta that did nothing but append text, and where in it the text stands.
    delta: Value,
    from: Vec<Crumb>,
    /// What the typed delta said, or the event that it came in.
    saying: Option<Saying>,
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

    /// Takes what says no more than a piece of the text that grew last; gives the piece.
    #[inline]
    pub(crate) fn take_typed<'d, D: Wire>(&mut self, said: &'d D) -> Option<&'d str> {
        let saying = self.hot.as_ref()?.saying.as_ref()?;
        let piece = saying.piece(said)?;
        self.grow(piece);
        Some(piece)
    }

    /// Takes a delta that is the last one but for its piece of text; gives the piece.
    pub(crate) fn take_value<'d>(
        &mut self,
        rules: &'static RecordRules,
        delta: &'d Value,
    ) -> Option<&'d str> {
        let hot = self.hot.as_ref()?;
        let piece = piece_in(delta, &hot.delta, &hot.from)
            .filter(|piece| std::ptr::eq(hot.rules, rules) && !piece.is_empty())?;
        self.grow(piece);
        Some(piece)
    }

    /// Appends a piece to the text that grew last; false if there is none.
    #[inline]
    pub(crate) fn grow(&mut self, piece: &str) -> bool {
        let Some(hot) = &mut self.hot else {
            return false;
        };
        hot.text.push_str(piece);
        if let Some(live) = self.shown.get_mut() {
            match live.text_at(&hot.spots) {
                Some(text) => text.push_str(piece),
                None => self.shown = OnceLock::new(),
            }
        }
        true
    }

    /// Remembers what is said beside the piece of text in a delta that was taken.
    pub(crate) fn learn<T: Wire>(&mut self, delta: &Value, said: &T) {
        if let Some(hot) = self.hot.as_mut().filter(|hot| hot.saying.is_none()) {
            hot.saying = text_at(delta, &hot.from).and_then(|piece| Saying::beside(piece, said));
        }
    }

    /// Where the text that grew last lies, entries by their keys.
    pub(crate) fn pointer(&self) -> String {
        self.hot
            .as_ref()
            .map(|hot| pointer_of(&hot.way))
            .unwrap_or_default()
    }

    /// The place in a delta from which the text grew that did so last.
    pub(crate) fn piece_in<'v>(&self, delta: &'v mut Value) -> Option<&'v mut Value> {
        place_in(delta, &self.hot.as_ref()?.from)
    }

    /// Puts text that was held back where it belongs; gives it as a delta.
    pub(crate) fn settle(&mut self) -> Option<Value> {
        let mut hot = self.hot.take().filter(|hot| !hot.text.is_empty())?;
        if let Some(Slot::Value(Value::String(text))) = find(&mut self.root, &hot.way) {
            text.push_str(&hot.text);
        }
        *place_in(&mut hot.delta, &hot.from)? = hot.text.into();
        Some(hot.delta)
    }

    /// Applies a delta.
    pub(crate) fn push(
        &mut self,
        rules: &'static RecordRules,
        delta: &Value,
    ) -> Result<(), DeltaError> {
        self.settle();
        self.fold.push(&mut self.root, rules, delta)?;
        if !self.follow() {
            self.shown = OnceLock::new();
        }
        self.hot = self.warm_up(rules, delta);
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
            if entry.is_new && !is_last || !live.follow(&spots, slot.view()) {
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
            match live.text_at(&spots) {
                Some(grown) => grown.push_str(&text.piece),
                None => return false,
            }
        }
        true
    }

    /// What further pieces of the same text need, once one of them went the long way.
    fn warm_up(&self, rules: &'static RecordRules, delta: &Value) -> Option<Hot> {
        let text = self.fold.only_growth()?;
        let (spots, ..) = locate(&self.root, &text.way)?;
        Some(Hot {
            rules,
            delta: delta.clone(),
            from: text.from.clone(),
            saying: None,
            way: text.way.clone(),
            spots,
            text: String::new(),
        })
    }

    /// The object as a snapshot shows it.
    pub(crate) fn view(&self) -> Value {
        let mut shown = self.root.view();
        if let Some(hot) = &self.hot {
            if let Some(text) = shown.text(&hot.spots) {
                text.push_str(&hot.text);
            }
        }
        shown
    }

    /// The object in its type, the same until it changes.
    pub(crate) fn shown<S: Wire>(&self) -> &S {
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

/// The piece of text at a place in a delta that is otherwise like another.
fn piece_in<'v>(delta: &'v Value, like: &Value, from: &[Crumb]) -> Option<&'v str> {
    match (from.split_first(), delta, like) {
        (None, Value::String(piece), Value::String(_)) => Some(piece),
        (Some((Crumb::Member(name), rest)), Value::Object(said), Value::Object(like)) => {
            let mut piece = None;
            for ((one, part), (other, like)) in said.iter().zip(like) {
                if one != other {
                    return None;
                }
                if one == name {
                    piece = Some(piece_in(part, like, rest)?);
                } else if part != like {
                    return None;
                }
            }
            piece.filter(|_| said.len() == like.len())
        }
        (Some((Crumb::Item(index), rest)), Value::Array(said), Value::Array(like)) => {
            let is_same = |at: usize| at == *index || said[at] == like[at];
            let is_alike = said.len() == like.len() && (0..said.len()).all(is_same);
            piece_in(
                said.get(*index).filter(|_| is_alike)?,
                like.get(*index)?,
                rest,
            )
        }
        _ => None,
    }
}

fn text_at<'v>(delta: &'v Value, from: &[Crumb]) -> Option<&'v str> {
    let inside = |here: &'v Value, crumb: &Crumb| match crumb {
        Crumb::Member(name) => here.get(*name),
        Crumb::Item(index) => here.get(*index),
    };
    from.iter().try_fold(delta, inside)?.as_str()
}

fn place_in<'v>(delta: &'v mut Value, from: &[Crumb]) -> Option<&'v mut Value> {
    from.iter().try_fold(delta, |here, crumb| match crumb {
        Crumb::Member(name) => here.get_mut(*name),
        Crumb::Item(index) => here.get_mut(*index),
    })
}
