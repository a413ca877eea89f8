//! Times reading, merging and whole streams; prints seconds a call, by work, contender and round, as JSON.

#[allow(dead_code)] // what is read counts
mod peer;

use serde_json::{json, Value};
use std::hint::black_box;
use std::time::{Duration, Instant};
use threads_api::*;

const ROUNDS: usize = 15;
const BATCH: Duration = Duration::from_millis(20);

type Call<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// Seconds that this thread has had a processor, where the system tells; else seconds since the beginning.
fn clock(begun: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    spent.map_or_else(
        || begun.elapsed().as_secs_f64(),
        |nanoseconds| nanoseconds / 1e9,
    )
}

/// Times contenders in turns, so that noise hits them all alike.
fn compare(contenders: &mut [Call<'_>], each: usize) -> Value {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
    for _ in 0..ROUNDS {
        for (at, (_, call)) in contenders.iter_mut().enumerate() {
            let (begun, mut calls) = (Instant::now(), 0);
            let before = clock(begun);
            while begun.elapsed() < BATCH {
                call();
                calls += 1;
            }
            times[at].push((clock(begun) - before) / f64::from(calls) / each as f64);
        }
    }
    contenders
        .iter()
        .zip(times)
        .map(|((name, _), times)| (name.to_string(), json!(times)))
        .collect()
}

fn read<T: JsonModel>(text: &str, mode: Mode) {
    black_box(T::from_json(text, mode).expect("a sound payload"));
}

fn main() {
    let path = std::env::args().nth(1).expect("the path of what is given");
    let given: Value =
        serde_json::from_slice(&std::fs::read(path).expect("what is given")).expect("JSON");
    let payload = |name: &str| given["payloads"][name].to_string();
    let mut times = json!({});

    let text = payload("Message");
    times["Message"] = compare(
        &mut [
            ("ours", Box::new(|| read::<Message>(&text, Mode::Lenient))),
            ("strict", Box::new(|| read::<Message>(&text, Mode::Strict))),
            (
                "serde derive",
                Box::new(|| {
                    drop(black_box(
                        serde_json::from_str::<peer::Message>(&text).expect("a message"),
                    ))
                }),
            ),
            (
                "serde_json::Value",
                Box::new(|| {
                    drop(black_box(
                        serde_json::from_str::<Value>(&text).expect("JSON"),
                    ))
                }),
            ),
        ],
        1,
    );
    let text = payload("Run");
    times["Run"] = compare(
        &mut [
            ("ours", Box::new(|| read::<Run>(&text, Mode::Lenient))),
            ("strict", Box::new(|| read::<Run>(&text, Mode::Strict))),
            (
                "serde_json::Value",
                Box::new(|| {
                    drop(black_box(
                        serde_json::from_str::<Value>(&text).expect("JSON"),
                    ))
                }),
            ),
        ],
        1,
    );

    let merges = &given["merges"];
    let start = Message::decode(merges["text"]["start"].clone(), Mode::Lenient).expect("a message");
    let deltas = typed::<MessageDelta>(&merges["text"]["deltas"]);
    times["text"] = compare(
        &mut [(
            "ours",
            Box::new(|| merge::<MessageDelta>(&start, &deltas, |message| message.content.len())),
        )],
        deltas.len(),
    );
    let start =
        RunStep::decode(merges["arguments"]["start"].clone(), Mode::Lenient).expect("a step");
    let deltas = typed::<RunStepDelta>(&merges["arguments"]["deltas"]);
    times["arguments"] = compare(
        &mut [(
            "ours",
            Box::new(|| merge::<RunStepDelta>(&start, &deltas, |step| step.id.len())),
        )],
        deltas.len(),
    );

    let (body, events) = (
        given["stream"].as_str().expect("a stream"),
        &given["events"],
    );
    times["stream"] = compare(
        &mut [(
            "ours",
            Box::new(|| {
                let mut stream = StreamAccumulator::new(Mode::Strict);
                for event in ServerSentEvents::new(body.as_bytes()) {
                    stream
                        .push_event(&event.expect("bytes"))
                        .expect("a sound event");
                }
                black_box(stream.messages().iter().count());
            }),
        )],
        events.as_u64().expect("a number") as usize,
    );
    println!("{times}");
}

fn typed<D: JsonDelta>(values: &Value) -> Vec<D> {
    let values = values.as_array().expect("deltas");
    values
        .iter()
        .map(|value| D::decode(value.clone(), Mode::Strict).expect("a delta"))
        .collect()
}

/// Merges deltas one by one and looks at the object after each.
fn merge<D: JsonDelta>(start: &D::Snapshot, deltas: &[D], look: fn(&D::Snapshot) -> usize) {
    let mut accumulator = Accumulator::<D>::new(start, Mode::Strict);
    for delta in deltas {
        accumulator.push(delta).expect("a sound delta");
        black_box(look(accumulator.current()));
    }
}
