//! Every conformance vector.

use super::machine::{Flow, Root, Way};
use super::outcome::Outcome;
use super::{folder, list, name_of, report};
use crate::accumulators::ROOTS;
use crate::codecs::codec;
use crate::runtime::algebra::chunk;
use crate::runtime::events::events;
use crate::runtime::model::Mode;
use crate::runtime::numbers::equal;
use crate::runtime::stream::{steps_into, Action, Gathering, StreamChange, StreamRules};
use crate::streams::STREAMS;
use serde_json::Value;
use std::panic::{catch_unwind, AssertUnwindSafe};

#[test]
fn vectors() {
    let Some(folder) = folder("SPECLOOM_VECTORS", "tests/vectors") else {
        return;
    };
    let (mut passed, mut skipped, mut failed) = (0, Vec::new(), Vec::new());
    for path in list(&folder) {
        if path.extension() != Some("json".as_ref()) || name_of(&path) == "schema.json" {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let Ok(Value::Array(vectors)) = serde_json::from_str::<Value>(&text) else {
            // Rust's texts cannot hold half a surrogate pair, and serde_json does not read one.
            assert_eq!(name_of(&path), "surrogates.json", "no vectors");
            skipped.extend(ids(&text));
            continue;
        };
        for vector in vectors {
            let id = vector["id"].as_str().expect("an id").to_owned();
            let before = vector.clone();
            if needs_more(&vector) {
                skipped.push(id);
            } else if catch_unwind(AssertUnwindSafe(|| run(&vector))).is_err() {
                failed.push(id);
            } else {
                assert_eq!(vector, before, "{id}: an input was changed");
                passed += 1;
            }
        }
    }
    assert!(
        failed.is_empty(),
        "{} vectors fail: {failed:?}",
        failed.len()
    );
    assert!(passed > 0, "there are no vectors in {}", folder.display());
    println!("{passed} vectors passed, skipped: {skipped:?}");
    report::tell("vectors", passed.into());
    report::tell("skipped", skipped.into());
}

/// The ids in a file that cannot be read as JSON.
fn ids(text: &str) -> Vec<String> {
    let found = text
        .split("\"id\": \"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'));
    found
        .map(|(id, _)| id.to_owned())
        .filter(|id| id.starts_with("surrogates/"))
        .collect()
}

/// Whether a vector needs integers that serde_json does not hold: those that became floating point here.
fn needs_more(vector: &Value) -> bool {
    let names_bigint = vector["needs"]
        .as_array()
        .is_some_and(|needs| needs.contains(&"bigint".into()));
    names_bigint && holds_huge(vector)
}

fn holds_huge(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            number.is_f64() && number.as_f64().is_some_and(|value| value.abs() >= 1e18)
        }
        Value::Array(items) => items.iter().any(holds_huge),
        Value::Object(members) => members.values().any(holds_huge),
        _ => false,
    }
}

fn run(vector: &Value) {
    match vector["op"].as_str().unwrap_or_default() {
        "merge" => run_merge(vector),
        "stream" => run_stream(vector),
        "compose" => settle(vector, (root(vector).compose)(&items(vector, "deltas"))),
        "chunk" => {
            let size = vector["size"].as_u64().expect("a size") as usize;
            settle(
                vector,
                (root(vector).chunk)(&vector["input"], size).map(Value::from),
            );
        }
        "diff" => run_diff(vector),
        "events" => run_events(vector),
        "decode" | "encode" => run_codec(vector),
        other => panic!("{other:?} is no operation"),
    }
}

fn settle(vector: &Value, done: Result<Value, crate::runtime::delta_error::DeltaError>) {
    Outcome::settled(done).must_be("as it stands", &Outcome::wanted(vector));
}

fn root(vector: &Value) -> &'static Root {
    let name = vector["type"].as_str().unwrap_or_default();
    &ROOTS
        .iter()
        .find(|(root, _)| *root == name)
        .expect("a root delta")
        .1
}

fn items(vector: &Value, name: &str) -> Vec<Value> {
    vector[name].as_array().cloned().unwrap_or_default()
}

fn mode(vector: &Value) -> Mode {
    if vector["mode"] == "strict" {
        Mode::Strict
    } else {
        Mode::Lenient
    }
}

// --- merge -----------------------------------------------------------------------------------------------------------

fn merge(vector: &Value, mode: Mode, deltas: &[Value], typed: bool) -> Outcome {
    let mut outcome = Outcome::default();
    let mut machine = (root(vector).begin)(vector.get("initial"), mode);
    for delta in deltas {
        let done = if typed {
            machine.push_typed(delta)
        } else {
            machine.push_value(delta)
        };
        if let Err(fault) = done {
            outcome.fail(&fault);
            break;
        }
        if typed {
            machine.check();
        }
    }
    if vector["finish"] == true && outcome.error.is_none() {
        if let Err(fault) = machine.finish() {
            outcome.fail(&fault);
        }
    }
    outcome.note(machine.diagnostics());
    outcome.value = Some(machine.value());
    machine.check();
    outcome
}

fn run_merge(vector: &Value) {
    let (wanted, deltas, mode) = (
        Outcome::wanted(vector),
        items(vector, "deltas"),
        mode(vector),
    );
    merge(vector, mode, &deltas, false).must_be("as it stands", &wanted);
    merge(vector, mode, &deltas, true).must_be("typed, snapshots between", &wanted);
    if mode == Mode::Strict {
        let lenient = merge(vector, Mode::Lenient, &deltas, false);
        match wanted.error {
            None => lenient.must_be("lenient", &wanted),
            Some(_) => lenient.must_note_first(&wanted),
        }
    }
    if wanted.error.is_some() || !wanted.notes.is_empty() {
        return;
    }
    let root = root(vector);
    for cut in 0..=deltas.len() {
        let (head, tail) = deltas.split_at(cut);
        let parts = [head, tail].map(|part| (root.compose)(part).expect("a composed delta"));
        merge(vector, mode, &parts, false).must_be("composed in two", &wanted);
    }
    let pieces: Vec<Value> = deltas
        .iter()
        .flat_map(|delta| (root.chunk)(delta, 1).expect("pieces"))
        .collect();
    merge(vector, mode, &pieces, false).must_be("in pieces", &wanted);
    merge(vector, mode, &pieces, true).must_be("in typed pieces", &wanted);
    let mut machine = (root.begin)(None, mode);
    let pushed = pieces.iter().all(|piece| machine.push_typed(piece).is_ok());
    if pushed {
        let (one, other) = (
            machine.compact().expect("one delta"),
            (root.compose)(&pieces),
        );
        assert!(
            equal(&one, &other.expect("one delta")),
            "compacted to {one}"
        );
    }
}

// --- streams ---------------------------------------------------------------------------------------------------------

fn flow(vector: &Value) -> &'static Flow {
    let name = vector["type"].as_str().unwrap_or_default();
    STREAMS
        .iter()
        .find(|flow| flow.rules.name == name)
        .expect("a stream")
}

/// What a stream comes to, and what each of its events did.
fn stream(
    vector: &Value,
    mode: Mode,
    events: &[Value],
    way: Way,
    watch: bool,
) -> (Outcome, Vec<StreamChange>) {
    let flow = flow(vector);
    let mut outcome = Outcome::default();
    let mut changes = Vec::new();
    let mut gathering = Gathering::new(flow.rules, mode == Mode::Strict);
    for event in events {
        match flow.push(&mut gathering, event, way) {
            Ok(change) => changes.push(change),
            Err(fault) => {
                outcome.fail(&fault);
                break;
            }
        }
        if watch {
            gathering.value();
        }
    }
    if vector["finish"] == true && outcome.error.is_none() {
        if let Err(fault) = gathering.finish() {
            outcome.fail(&fault);
        }
    }
    outcome.note(gathering.diagnostics());
    outcome.value = Some(gathering.value());
    (outcome, changes)
}

fn run_stream(vector: &Value) {
    let (wanted, mode, events) = (
        Outcome::wanted(vector),
        mode(vector),
        items(vector, "events"),
    );
    let (outcome, changes) = stream(vector, mode, &events, Way::Value, false);
    outcome.must_be("as it stands", &wanted);
    for way in [Way::Value, Way::Typed, Way::Sent] {
        let (outcome, others) = stream(vector, mode, &events, way, true);
        outcome.must_be(&format!("{way:?}, snapshots between"), &wanted);
        assert_eq!(changes, others, "what events did, {way:?}");
    }
    if mode == Mode::Strict {
        let (lenient, _) = stream(vector, Mode::Lenient, &events, Way::Value, false);
        match wanted.error {
            None => lenient.must_be("lenient", &wanted),
            Some(_) => lenient.must_note_first(&wanted),
        }
    }
    if wanted.error.is_some() || !wanted.notes.is_empty() {
        return;
    }
    let rules = flow(vector).rules;
    let pieces: Vec<Value> = events
        .iter()
        .flat_map(|event| cut(rules, event).unwrap_or_else(|| vec![event.clone()]))
        .collect();
    let (_, changes) = stream(vector, mode, &pieces, Way::Value, false);
    for way in [Way::Value, Way::Typed, Way::Sent] {
        let (outcome, others) = stream(vector, mode, &pieces, way, false);
        outcome.must_be(&format!("{way:?}, in pieces"), &wanted);
        assert_eq!(changes, others, "what pieces did, {way:?}");
    }
}

/// The events that do in a row what one with a delta does, a letter at a time.
fn cut(rules: &StreamRules, event: &Value) -> Option<Vec<Value>> {
    let (place, _, Action::Patch(grows)) = rules.action(event.get(rules.tag)?.as_str()?)? else {
        return None;
    };
    let steps = rules.targets[place].delta;
    let delta = steps_into(event, steps).filter(|_| !steps.is_empty())?;
    let pieces = chunk(grows, delta, 1).expect("pieces");
    let with = |piece: Value| {
        let mut event = event.clone();
        *steps.iter().fold(&mut event, |here, name| &mut here[*name]) = piece;
        event
    };
    Some(pieces.into_iter().map(with).collect())
}

// --- diff, events, documents -----------------------------------------------------------------------------------------

fn run_diff(vector: &Value) {
    let (root, before, after) = (root(vector), &vector["before"], &vector["after"]);
    let done = (root.diff)(before, after);
    settle(vector, done.clone());
    let Ok(said) = done else { return };
    let mut machine = (root.begin)(Some(before), Mode::Strict);
    machine
        .push_value(&said)
        .expect("a delta that can be merged");
    assert!(
        equal(&machine.value(), after),
        "the diff leads to {}",
        machine.value()
    );
    let none = (root.diff)(after, after).expect("no difference");
    let required = (root.rules)().members.iter().any(|rule| rule.required);
    assert!(
        required || none == serde_json::json!({}),
        "the diff of equals is {none}"
    );
}

fn run_events(vector: &Value) {
    let rules = (root(vector).rules)();
    for stream in STREAMS {
        for target in stream.rules.targets {
            if target.rules().is_some_and(|of| std::ptr::eq(of, rules)) {
                let sent = events(stream.rules, target, &vector["before"], &vector["after"]);
                return settle(vector, sent.map(Value::from));
            }
        }
    }
    panic!("no stream has such events");
}

fn run_codec(vector: &Value) {
    let codec = codec(vector["type"].as_str().unwrap_or_default()).expect("a type");
    let input = &vector["input"];
    let fails = vector.get("error").is_some();
    let mut found: Vec<String> = codec
        .problems(input)
        .into_iter()
        .map(|one| one.pointer)
        .collect();
    let mut wanted: Vec<&str> = vector["pointers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    found.sort();
    wanted.sort_unstable();
    assert_eq!(found, wanted, "the places of the problems");
    let expected = vector.get("expected").unwrap_or(input);
    let written = match vector["op"] == "encode" {
        true => match codec.encode(input.clone()) {
            Ok(written) => written,
            Err(error) => return assert!(fails, "not written: {error}"),
        },
        false => codec
            .decode(input.clone(), Mode::Lenient)
            .expect("lenient reading"),
    };
    if vector["op"] == "encode" {
        assert!(!fails, "written: {written}");
    }
    assert!(equal(&written, expected), "written again as {written}");
    if mode(vector) == Mode::Strict {
        assert_eq!(
            codec.decode(input.clone(), Mode::Strict).is_err(),
            fails,
            "strict reading"
        );
    }
}
