//! Strange input: every vector spoiled at random, always alike. Nothing panics, and lenient reading loses nothing.

use super::machine::{Root, Way};
use super::{folder, list, name_of};
use crate::accumulators::ROOTS;
use crate::codecs::CODECS;
use crate::runtime::model::Mode;
use crate::runtime::numbers::equal;
use crate::runtime::stream::Gathering;
use crate::streams::STREAMS;
use serde_json::{json, Value};

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

fn odd(dice: &mut Dice) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(""),
        json!("text"),
        json!("\u{1f600}é"),
        json!([]),
        json!([null]),
        json!({}),
        json!({"type": "text", "index": 0}),
        json!([{"index": 9007199254740991_u64, "type": "text"}]),
        json!(0),
    ];
    odd[dice.roll(odd.len())].clone()
}

/// Changes one place of a document.
fn spoil(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(items) if !items.is_empty() && dice.roll(6) > 0 => {
            let at = dice.roll(items.len());
            match dice.roll(8) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                _ => spoil(&mut items[at], dice),
            }
        }
        Value::Object(members) if !members.is_empty() && dice.roll(6) > 0 => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = &names[dice.roll(names.len())];
            match dice.roll(8) {
                0 => drop(members.remove(name)),
                1 => drop(members.insert(names[0].clone() + "x", odd(dice))),
                _ => spoil(&mut members[name], dice),
            }
        }
        other => *other = odd(dice),
    }
}

fn push_all(root: &Root, initial: Option<&Value>, deltas: &[Value]) {
    for mode in [Mode::Strict, Mode::Lenient] {
        let (mut one, mut other) = ((root.begin)(initial, mode), (root.begin)(initial, mode));
        for delta in deltas {
            let before = one.value();
            let (plain, typed) = (one.push_value(delta), other.push_typed(delta));
            assert_eq!(plain, typed, "{delta}");
            assert!(
                mode == Mode::Strict || plain.is_ok(),
                "lenient fails on {delta}"
            );
            assert!(
                plain.is_ok() || equal(&before, &one.value()),
                "{delta} is refused and changes something"
            );
            one.check();
            other.check();
            assert!(equal(&one.value(), &other.value()), "{delta}");
        }
        let _ = (one.finish(), one.compact());
        one.check();
    }
    let _ = (root.compose)(deltas);
    for delta in deltas {
        let _ = (root.chunk)(delta, 2);
    }
}

fn fold_all(events: &[Value]) {
    for flow in STREAMS {
        for strict in [true, false] {
            let [mut one, mut other, mut third] =
                [(); 3].map(|()| Gathering::new(flow.rules, strict));
            for event in events {
                let done = flow.push(&mut one, event, Way::Value);
                assert!(done.is_ok() || strict, "lenient fails on {event}");
                assert_eq!(done, flow.push(&mut other, event, Way::Typed), "{event}");
                assert_eq!(done, flow.push(&mut third, event, Way::Sent), "{event}");
            }
            let done = one.finish();
            assert_eq!(
                (&done, &done),
                (&other.finish(), &third.finish()),
                "the end"
            );
            assert!(equal(&one.value(), &other.value()));
            assert!(equal(&one.value(), &third.value()));
        }
    }
}

fn read_all(document: &Value) {
    for codec in CODECS {
        let again = codec
            .decode(document.clone(), Mode::Lenient)
            .expect("lenient reading");
        assert!(
            equal(&again, document),
            "{document} becomes {again} as a {}",
            codec.name
        );
        let strict = codec.decode(document.clone(), Mode::Strict);
        assert_eq!(strict.is_ok(), codec.problems(document).is_empty());
    }
}

#[test]
fn nothing_panics_on_spoiled_vectors() {
    let Some(folder) = folder("SPECLOOM_VECTORS", "tests/vectors") else {
        return;
    };
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for path in list(&folder) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let Ok(Value::Array(vectors)) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        for vector in vectors {
            for _ in 0..4 {
                let mut vector = vector.clone();
                for name in ["initial", "deltas", "events", "input", "before", "after"] {
                    if let Some(part) = vector.get_mut(name) {
                        spoil(part, &mut dice);
                    }
                }
                try_out(&vector, &mut dice);
            }
        }
        println!("{}", name_of(&path));
    }
}

fn try_out(vector: &Value, dice: &mut Dice) {
    let name = vector["type"].as_str().unwrap_or_default();
    if let Some((_, root)) = ROOTS.iter().find(|(of, _)| *of == name) {
        push_all(
            root,
            vector.get("initial"),
            vector["deltas"].as_array().map_or(&[], Vec::as_slice),
        );
        let _ = (root.diff)(&vector["before"], &vector["after"]);
        let _ = (root.chunk)(&vector["input"], 1);
    }
    fold_all(vector["events"].as_array().map_or(&[], Vec::as_slice));
    if dice.roll(8) == 0 {
        for part in ["initial", "input", "after"] {
            read_all(&vector[part]);
        }
    }
}
