//! Folding a stream of events into the objects that it builds.

use super::again::Again;
use super::algebra::gaps;
use super::delta_error::{DeltaCode, DeltaError};
use super::journal::pointer_of;
use super::problems::step_into;
use super::rules::{RecordRules, Rule};
use super::slots::{Grown, Slot};
use super::sse::ServerSentEvent;
use super::subject::Subject;
use super::wire::Wire;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

type Members = Map<String, Value>;

/// What an event does to an object.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    Create,
    Refresh,
    Patch(&'static RecordRules),
    Close,
    Set,
}

/// How a union of events folds into objects.
#[derive(Debug)]
pub struct StreamRules {
    pub name: &'static str,
    pub tag: &'static str,
    /// The member with the payload; empty where the event is its own.
    pub data: &'static str,
    pub end: &'static [&'static str],
    pub error: &'static [&'static str],
    pub ignore: &'static [&'static str],
    pub targets: &'static [TargetRules],
    /// What the record of an event declares as constant, by tag: pointers and values.
    pub constants: &'static [(&'static str, &'static [Constant])],
}

/// A constant of an event, with the steps to it.
pub type Constant = (&'static [&'static str], super::shapes::Literal);

/// What a stream builds.
#[derive(Debug)]
pub struct TargetRules {
    pub name: &'static str,
    pub id: Option<&'static [&'static str]>,
    pub object: &'static [&'static str],
    pub delta: &'static [&'static str],
    /// Whether events create it; otherwise its first delta does.
    pub creates: bool,
    pub actions: &'static [(&'static str, Action)],
}

impl TargetRules {
    pub(crate) fn rules(&self) -> Option<&'static RecordRules> {
        self.actions.iter().find_map(|(_, action)| match action {
            Action::Patch(rules) => Some(*rules),
            _ => None,
        })
    }

    /// Whether root deltas grow a member.
    pub(crate) fn streams(&self, name: &str) -> bool {
        self.actions.iter().any(|(_, action)| match action {
            Action::Patch(rules) => rules
                .members
                .iter()
                .any(|rule| rule.rule != Rule::Skip && rule.into == name),
            _ => false,
        })
    }
}

impl StreamRules {
    /// What an event does, and to which target.
    pub(crate) fn action(&self, tag: &str) -> Option<(usize, &'static str, Action)> {
        let mut all = self.targets.iter().enumerate();
        all.find_map(|(place, target)| {
            let found = target.actions.iter().find(|(name, _)| *name == tag);
            found.map(|(name, action)| (place, *name, *action))
        })
    }

    /// The steps to the payload of an event.
    fn path(&self) -> &[&'static str] {
        match self.data {
            "" => &[],
            _ => std::slice::from_ref(&self.data),
        }
    }
}

/// What an event has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamChange {
    /// The name of the event.
    pub event: Cow<'static, str>,
    /// The target that it acted on.
    pub target: Option<&'static str>,
    /// The id of the object.
    pub id: Option<String>,
    /// Pointers of new entries of lists, entries by their keys.
    pub created: Vec<String>,
    /// Text that was appended.
    pub appended: Vec<Appended>,
    /// Whether the object is final now.
    pub closed: bool,
}

/// A piece of text and the place in the snapshot that it was appended to, entries of lists by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Appended {
    /// The place, as a JSON pointer.
    pub pointer: String,
    /// The piece.
    pub text: String,
}

/// One object of a target.
#[derive(Debug)]
pub(crate) struct Life {
    id: String,
    pub(super) subject: Subject,
    closed: bool,
    /// What a further piece of the text that grew last does.
    pub(super) again: Option<Again>,
}

/// A delta with the number of its event.
type Numbered<'v> = (usize, &'static RecordRules, &'v Value);

/// A delta that came before its object.
#[derive(Debug)]
struct Early {
    index: usize,
    delta: Value,
    rules: &'static RecordRules,
}

/// What a target has gathered.
#[derive(Debug)]
pub(crate) struct Course {
    pub(super) rules: &'static TargetRules,
    pub(super) lives: Vec<Life>,
    by_id: HashMap<String, usize>,
    early: HashMap<String, Vec<Early>>,
}

/// Folds a stream of events into objects.
#[derive(Debug)]
pub(crate) struct Gathering {
    pub(super) rules: &'static StreamRules,
    strict: bool,
    pub(crate) courses: Vec<Course>,
    diagnostics: Vec<DeltaError>,
    failure: Option<Value>,
    done: bool,
    pub(super) count: usize,
    /// Whose text the last event grew, the same as another before it: the target and the object.
    pub(super) latest: Option<(usize, usize)>,
}

pub(crate) fn steps_into<'v>(document: &'v Value, steps: &[&str]) -> Option<&'v Value> {
    steps
        .iter()
        .try_fold(document, |here, name| here.as_object()?.get(*name))
}

fn fault(code: DeltaCode, index: usize, steps: &[&str]) -> DeltaError {
    let mut pointer = String::new();
    for name in steps {
        step_into(&mut pointer, name);
    }
    DeltaError {
        index: Some(index),
        ..DeltaError::new(code, pointer)
    }
}

impl Gathering {
    pub(crate) fn new(rules: &'static StreamRules, strict: bool) -> Self {
        let course = |rules| Course {
            rules,
            lives: Vec::new(),
            by_id: HashMap::new(),
            early: HashMap::new(),
        };
        Self {
            rules,
            strict,
            courses: rules.targets.iter().map(course).collect(),
            diagnostics: Vec::new(),
            failure: None,
            done: false,
            count: 0,
            latest: None,
        }
    }

    /// Takes an event: nothing that is refused changes anything.
    pub(crate) fn push(&mut self, event: &Value) -> Result<StreamChange, DeltaError> {
        let index = self.count;
        self.count += 1;
        self.latest = None;
        let mut change = StreamChange::default();
        match self.take(event, index, &mut change) {
            Err(fault) if self.strict => Err(fault),
            Err(fault) => {
                self.diagnostics.push(fault);
                Ok(change)
            }
            Ok(()) => Ok(change),
        }
    }

    fn take(
        &mut self,
        event: &Value,
        index: usize,
        change: &mut StreamChange,
    ) -> Result<(), DeltaError> {
        let rules = self.rules;
        if self.done {
            return Err(fault(DeltaCode::AfterDone, index, &[]));
        }
        if let (Value::String(bare), "") = (event, rules.data) {
            if rules.end.contains(&bare.as_str()) {
                self.done = true;
                change.event = bare.clone().into();
                return Ok(());
            }
        }
        let Value::Object(members) = event else {
            return Err(fault(DeltaCode::InvalidType, index, &[]));
        };
        let tag = match members.get(rules.tag) {
            Some(Value::String(tag)) => tag.as_str(),
            Some(_) => return Err(fault(DeltaCode::InvalidType, index, &[rules.tag])),
            None => return Err(fault(DeltaCode::MissingDiscriminator, index, &[rules.tag])),
        };
        let known = rules.action(tag);
        change.event = known.map_or_else(|| tag.to_owned().into(), |(_, name, _)| name.into());
        if rules.end.contains(&tag) {
            self.done = true;
            return Ok(());
        }
        if rules.error.contains(&tag) {
            return self.fail(event, index);
        }
        if rules.ignore.contains(&tag) {
            return Ok(());
        }
        if let Some((place, _, action)) = known {
            change.target = Some(rules.targets[place].name);
            return self.act(place, action, event, index, change);
        }
        self.diagnostics
            .push(fault(DeltaCode::UnknownEvent, index, &[rules.tag]));
        Ok(())
    }

    fn fail(&mut self, event: &Value, index: usize) -> Result<(), DeltaError> {
        let path = self.rules.path();
        match steps_into(event, path) {
            Some(data @ Value::Object(members)) => {
                let inner = members.get("error").filter(|inner| inner.is_object());
                self.failure = Some(inner.unwrap_or(data).clone());
                Ok(())
            }
            _ => Err(fault(DeltaCode::InvalidType, index, path)),
        }
    }

    fn act(
        &mut self,
        place: usize,
        action: Action,
        event: &Value,
        index: usize,
        change: &mut StreamChange,
    ) -> Result<(), DeltaError> {
        let target = &self.rules.targets[place];
        let place_of_object = match action {
            Action::Patch(_) => self.rules.path(),
            _ => target.object,
        };
        let Some(Value::Object(whole)) = steps_into(event, place_of_object) else {
            return Err(fault(DeltaCode::InvalidType, index, place_of_object));
        };
        let at = target.id.unwrap_or(target.object);
        let id = match target.id.map(|steps| steps_into(event, steps)) {
            None => "",
            Some(Some(Value::String(id))) => id,
            Some(Some(_)) => return Err(fault(DeltaCode::BadKey, index, at)),
            Some(None) => return Err(fault(DeltaCode::MissingKey, index, at)),
        };
        change.id = target.id.map(|_| id.to_owned());
        let refused = |code| {
            Err(DeltaError {
                target: change.id.clone(),
                ..fault(code, index, at)
            })
        };
        let (strict, course) = (self.strict, &mut self.courses[place]);
        let known = course.by_id.get(id).copied();
        match (action, known.map(|known| course.lives[known].closed)) {
            (Action::Set, _) => {
                course.replace(known, id, whole, false, strict);
                return Ok(());
            }
            (Action::Create, Some(_)) => return refused(DeltaCode::DuplicateTarget),
            (_, Some(true)) => return refused(DeltaCode::Closed),
            (Action::Close, _) => {
                course.early.remove(id);
                course.replace(known, id, whole, true, strict);
                change.closed = true;
                return Ok(());
            }
            (Action::Refresh, Some(false)) => {
                if let Some(known) = known {
                    course.refresh(known, whole);
                }
                return Ok(());
            }
            (Action::Refresh, None) => match refused(DeltaCode::UnknownTarget) {
                Err(fault) if !strict => self.diagnostics.push(fault),
                refused => return refused,
            },
            (Action::Patch(rules), _) => {
                let delta = steps_into(event, target.delta).unwrap_or(&Value::Null);
                return match known {
                    Some(known) => self.grow(place, known, (index, rules, delta), change),
                    None if !target.creates => {
                        self.begin_growing(place, id, (index, rules, delta), change)
                    }
                    None => match refused(DeltaCode::UnknownTarget) {
                        Err(fault) if !strict => {
                            self.diagnostics.push(fault);
                            let early = Early {
                                index,
                                delta: delta.clone(),
                                rules,
                            };
                            let held = &mut self.courses[place].early;
                            held.entry(id.into()).or_default().push(early);
                            Ok(())
                        }
                        refused => refused,
                    },
                };
            }
            (Action::Create, None) => {}
        }
        self.begin(place, id, whole, change)
    }

    /// Starts the life of an object; deltas that were held back are applied in order.
    fn begin(
        &mut self,
        place: usize,
        id: &str,
        whole: &Members,
        change: &mut StreamChange,
    ) -> Result<(), DeltaError> {
        let course = &mut self.courses[place];
        let known = course.replace(None, id, whole, false, self.strict);
        for early in course.early.remove(id).unwrap_or_default() {
            let delta = (early.index, early.rules, &early.delta);
            self.grow(place, known, delta, change)?;
        }
        Ok(())
    }

    /// Starts the life of an object that no event creates.
    fn begin_growing(
        &mut self,
        place: usize,
        id: &str,
        delta: Numbered<'_>,
        change: &mut StreamChange,
    ) -> Result<(), DeltaError> {
        let course = &mut self.courses[place];
        let root = Grown::new(Map::new(), Some(delta.1.snapshot));
        let known = course.begin(id, root, self.strict);
        let done = self.grow(place, known, delta, change);
        if done.is_err() {
            let course = &mut self.courses[place];
            course.lives.truncate(known);
            course.by_id.remove(id);
        }
        done
    }

    /// Applies a delta; pointers lead into the event.
    fn grow(
        &mut self,
        place: usize,
        known: usize,
        (index, rules, delta): Numbered<'_>,
        change: &mut StreamChange,
    ) -> Result<(), DeltaError> {
        let course = &mut self.courses[place];
        let Life {
            id, subject, again, ..
        } = &mut course.lives[known];
        if let Some(piece) = subject.take_value(rules, delta) {
            change.appended.push(Appended {
                pointer: subject.pointer(),
                text: piece.into(),
            });
            self.latest = Some((place, known));
            return Ok(());
        }
        *again = None;
        let mut prefix = String::new();
        for name in course.rules.delta {
            step_into(&mut prefix, name);
        }
        let in_event = |fault: DeltaError| DeltaError {
            pointer: format!("{prefix}{}", fault.pointer),
            index: Some(index),
            target: course.rules.id.map(|_| id.clone()),
            code: fault.code,
        };
        let done = subject.push(rules, delta);
        self.diagnostics
            .extend(subject.fold.notes.drain(..).map(in_event));
        done.map_err(in_event)?;
        change.created.append(&mut subject.fold.created);
        change
            .appended
            .extend(subject.fold.texts.drain(..).map(|text| Appended {
                pointer: pointer_of(&text.way),
                text: text.piece,
            }));
        Ok(())
    }

    /// Makes sure that the stream came to its end and that no list has a gap.
    pub(crate) fn finish(&mut self) -> Result<(), DeltaError> {
        if !self.done && self.strict && !self.rules.end.is_empty() {
            return Err(DeltaError::new(DeltaCode::Truncated, ""));
        }
        for course in &self.courses {
            let Some(rules) = course.rules.rules() else {
                continue;
            };
            for life in course.lives.iter().filter(|life| !life.closed) {
                let mut at = String::new();
                step_into(&mut at, course.rules.name);
                if course.rules.id.is_some() {
                    step_into(&mut at, &life.id);
                }
                for pointer in gaps(rules, life.subject.root(), &at) {
                    let target = course.rules.id.map(|_| life.id.clone());
                    let fault = DeltaError {
                        target,
                        ..DeltaError::new(DeltaCode::IndexGap, pointer)
                    };
                    if self.strict {
                        return Err(fault);
                    }
                    self.diagnostics.push(fault);
                }
            }
        }
        Ok(())
    }

    /// Everything gathered, as JSON.
    pub(crate) fn value(&self) -> Value {
        let mut shown = Members::new();
        shown.insert("error".into(), self.failure.clone().unwrap_or_default());
        shown.insert("done".into(), self.done.into());
        for course in &self.courses {
            let views = course
                .lives
                .iter()
                .map(|life| (life.id.clone(), life.subject.view()));
            let whole = match course.rules.id {
                Some(_) => Value::Object(views.collect()),
                None => views.last().map(|(_, view)| view).unwrap_or_default(),
            };
            shown.insert(course.rules.name.into(), whole);
        }
        Value::Object(shown)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    pub(crate) fn failure(&self) -> Option<&Value> {
        self.failure.as_ref()
    }

    pub(crate) fn diagnostics(&self) -> &[DeltaError] {
        &self.diagnostics
    }

    /// Puts the name and the data of a server-sent event together; data that is not JSON stays text.
    pub(crate) fn event_of(rules: &StreamRules, event: &ServerSentEvent) -> Value {
        let trimmed = event.data.trim();
        let ends = |text: &str| rules.end.contains(&text);
        let data = if ends(&event.name) || rules.data.is_empty() && ends(trimmed) {
            trimmed.into()
        } else {
            serde_json::from_str(&event.data).unwrap_or_else(|_| event.data.as_str().into())
        };
        if rules.data.is_empty() {
            return data;
        }
        let members = [
            (rules.tag.to_owned(), event.name.as_str().into()),
            (rules.data.to_owned(), data),
        ];
        Value::Object(members.into_iter().collect())
    }
}

impl Course {
    fn begin(&mut self, id: &str, root: Grown, strict: bool) -> usize {
        let known = self.lives.len();
        self.lives.push(Life {
            id: id.into(),
            subject: Subject::new(root, strict),
            closed: false,
            again: None,
        });
        self.by_id.insert(id.into(), known);
        known
    }

    /// Puts a whole object where the one before was.
    fn replace(
        &mut self,
        known: Option<usize>,
        id: &str,
        whole: &Members,
        closed: bool,
        strict: bool,
    ) -> usize {
        let root = Grown::new(whole.clone(), None);
        let Some(known) = known else {
            let known = self.begin(id, root, strict);
            self.lives[known].closed = closed;
            return known;
        };
        let life = &mut self.lives[known];
        life.subject = Subject::new(root, strict);
        life.closed = closed;
        known
    }

    fn refresh(&mut self, known: usize, whole: &Members) {
        let root = self.lives[known].subject.root_mut();
        for (name, part) in whole.iter().filter(|(name, _)| !self.rules.streams(name)) {
            root.members
                .insert(name.clone().into(), Slot::Value(part.clone()));
        }
        root.made = None;
    }

    /// The only object, if the target has no ids.
    pub(crate) fn only<S: Wire>(&self) -> Option<&S> {
        self.lives.first().map(|life| life.subject.shown())
    }
}

/// The objects of one target of a stream, in the order in which they began.
pub struct Gathered<'a, S> {
    course: &'a Course,
    shown: PhantomData<S>,
}

impl<S> fmt::Debug for Gathered<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.course.lives.iter().map(|life| &life.id))
            .finish()
    }
}

impl<'a, S: Wire> Gathered<'a, S> {
    pub(crate) fn of(course: &'a Course) -> Self {
        Self {
            course,
            shown: PhantomData,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.course.lives.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.course.lives.is_empty()
    }

    /// The object with an id.
    pub fn get(&self, id: &str) -> Option<&'a S> {
        self.life(id).map(|life| life.subject.shown())
    }

    /// Whether the object with an id is final.
    pub fn is_closed(&self, id: &str) -> bool {
        self.life(id).is_some_and(|life| life.closed)
    }

    /// Every object with its id.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a S)> {
        self.course
            .lives
            .iter()
            .map(|life| (life.id.as_str(), life.subject.shown()))
    }

    fn life(&self, id: &str) -> Option<&'a Life> {
        self.course.lives.get(*self.course.by_id.get(id)?)
    }
}

/// Makes the accumulator of a stream.
macro_rules! stream {
    ($(#[$docs:meta])* $name:ident of $event:ident by $rules:ident { $($how:ident $target:ident: $type:ident = $place:literal;)* }) => {
        $(#[$docs])*
        #[derive(Debug)]
        pub struct $name(Gathering);

        impl $name {
            /// Begins with nothing.
            pub fn new(mode: Mode) -> Self {
                Self(Gathering::new(&$rules, mode == Mode::Strict))
            }

            /// Takes the next event. In strict mode an event that is out of order, or whose delta is illegal, is an error
            /// and changes nothing; in lenient mode it is listed by `diagnostics`.
            pub fn push(&mut self, event: &$event) -> Result<StreamChange, DeltaError> {
                self.0.push_typed(event)
            }

            /// Takes the next event as JSON, its name and its data in one object.
            pub fn push_value(&mut self, event: &Value) -> Result<StreamChange, DeltaError> {
                self.0.push(event)
            }

            /// Takes the next event as it came.
            pub fn push_event(&mut self, event: &ServerSentEvent) -> Result<StreamChange, DeltaError> {
                self.0.push_sent(event)
            }

            /// The event as it came in its type; data that is not JSON is kept as text.
            pub fn event_of(event: &ServerSentEvent) -> $event {
                Wire::take(Gathering::event_of(&$rules, event))
            }

            /// The events of a body, one by one. A failure to read ends them, as an error.
            pub fn events(body: impl std::io::Read) -> impl Iterator<Item = std::io::Result<$event>> {
                ServerSentEvents::new(body).map(|event| event.map(|event| Self::event_of(&event)))
            }

            /// Makes sure that the stream came to its end and that no list has a gap.
            pub fn finish(&mut self) -> Result<(), DeltaError> {
                self.0.finish()
            }

            /// Whether the event that ends the stream has come.
            pub fn is_done(&self) -> bool {
                self.0.is_done()
            }

            /// The error that the server reported.
            pub fn error(&self) -> Option<&Value> {
                self.0.failure()
            }

            /// What lenient mode has left out, and unknown events in either mode.
            pub fn diagnostics(&self) -> &[DeltaError] {
                self.0.diagnostics()
            }

            /// Everything gathered, as JSON.
            pub fn value(&self) -> Value {
                self.0.value()
            }

            $(stream!(@$how $event $rules $target $type $place);)*
        }
    };
    (@one $event:ident $rules:ident $target:ident $type:ident $place:literal) => {
        /// The object so far, once it has begun.
        pub fn $target(&self) -> Option<&$type> {
            self.0.courses[$place].only()
        }
    };
    (@many $event:ident $rules:ident $target:ident $type:ident $place:literal) => {
        /// The objects so far, by id.
        pub fn $target(&self) -> Gathered<'_, $type> {
            Gathered::of(&self.0.courses[$place])
        }
    };
    (@life $event:ident $rules:ident $target:ident $type:ident $place:literal) => {
        /// What a server would send for the whole life of an object: created, grown, ended.
        pub fn $target(before: &$type, after: &$type) -> Result<Vec<$event>, DeltaError> {
            typed_events(&$rules, $place, before, after)
        }
    };
}
pub(crate) use stream;
