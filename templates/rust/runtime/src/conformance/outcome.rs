//! What comes of a vector, and what it says should.

use crate::runtime::delta_error::DeltaError;
use crate::runtime::numbers::equal;
use serde_json::Value;

#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) value: Option<Value>,
    pub(super) error: Option<(String, String, Option<usize>)>,
    pub(super) notes: Vec<(String, String)>,
}

impl Outcome {
    pub(super) fn settled(done: Result<Value, DeltaError>) -> Self {
        let mut outcome = Self::default();
        match done {
            Ok(value) => outcome.value = Some(value),
            Err(fault) => outcome.fail(&fault),
        }
        outcome
    }

    pub(super) fn fail(&mut self, fault: &DeltaError) {
        self.error = Some((fault.code.to_string(), fault.pointer.clone(), fault.index));
    }

    pub(super) fn note(&mut self, faults: &[DeltaError]) {
        let pair = |fault: &DeltaError| (fault.code.to_string(), fault.pointer.clone());
        self.notes = faults.iter().map(pair).collect();
    }

    /// What a vector says.
    pub(super) fn wanted(vector: &Value) -> Self {
        let texts = |name: &str| -> Vec<String> {
            let items = vector[name].as_array().into_iter().flatten();
            items
                .map(|item| item.as_str().unwrap_or_default().to_owned())
                .collect()
        };
        let error = vector.get("error").map(|error| {
            let index = error
                .get("delta")
                .or(error.get("event"))
                .and_then(Value::as_u64);
            let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
            (
                text("code"),
                text("pointer"),
                index.map(|index| index as usize),
            )
        });
        Self {
            value: vector.get("expected").cloned(),
            error,
            notes: texts("diagnostics")
                .into_iter()
                .zip(texts("pointers"))
                .collect(),
        }
    }

    /// Makes sure that this is what is wanted.
    pub(super) fn must_be(&self, what: &str, wanted: &Self) {
        let same = match (&self.value, &wanted.value) {
            (Some(one), Some(other)) => equal(one, other),
            (_, other) => other.is_none(),
        };
        assert!(
            same && self.error == wanted.error && self.notes == wanted.notes,
            "{what}\n got {self:?}\nwant {wanted:?}"
        );
    }

    /// Makes sure that lenient mode records first what strict mode refuses.
    pub(super) fn must_note_first(&self, wanted: &Self) {
        assert!(self.error.is_none(), "lenient fails: {self:?}");
        let Some((code, pointer, _)) = wanted
            .error
            .as_ref()
            .filter(|(code, ..)| code != "truncated")
        else {
            return;
        };
        let first = self.notes.iter().find(|(code, _)| code != "unknown_event");
        assert_eq!(
            first,
            Some(&(code.clone(), pointer.clone())),
            "lenient records something else first"
        );
    }
}
