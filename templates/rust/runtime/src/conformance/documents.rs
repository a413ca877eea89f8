//! Every example and every recorded stream of the spec.

use super::{folder, list, name_of, read, report};
use crate::codecs::codec;
use crate::runtime::model::Mode;
use crate::runtime::numbers::equal;
use crate::runtime::sse::EventReader;
use crate::runtime::stream::{Gathering, StreamRules};
use crate::streams::STREAMS;
use std::path::Path;

#[test]
fn examples() {
    let Some(spec) = folder("SPECLOOM_SPEC", "spec") else {
        return;
    };
    let (mut accepted, mut refused) = (0, 0);
    for folder in list(&spec.join("examples")) {
        let name = name_of(&folder);
        for path in list(&folder.join("accept")) {
            accept(&name, &path);
            accepted += 1;
        }
        for path in list(&folder.join("reject")) {
            reject(&name, &path);
            refused += 1;
        }
    }
    println!("{accepted} examples accepted, {refused} refused");
    report::tell("accepted", accepted.into());
    report::tell("refused", refused.into());
}

fn accept(name: &str, path: &Path) {
    let (codec, whole) = (codec(name).expect("a type"), read(path));
    let again = codec.decode(whole.clone(), Mode::Strict);
    let again = again.unwrap_or_else(|error| panic!("{path:?}: {error}"));
    assert!(
        equal(&again, &whole),
        "{path:?} is written again as {again}"
    );
    let sent = codec
        .encode(whole.clone())
        .unwrap_or_else(|error| panic!("{path:?}: {error}"));
    assert!(equal(&sent, &whole), "{path:?} is sent as {sent}");
}

fn reject(name: &str, path: &Path) {
    let (codec, whole) = (codec(name).expect("a type"), read(path));
    let payload = &whole["payload"];
    let Err(error) = codec.decode(payload.clone(), Mode::Strict) else {
        panic!("{path:?} is not refused");
    };
    let is_there = error
        .problems
        .iter()
        .any(|problem| whole["pointer"] == problem.pointer.as_str());
    assert!(is_there, "{path:?} is refused elsewhere: {error}");
    let again = codec
        .decode(payload.clone(), Mode::Lenient)
        .expect("lenient reading");
    assert!(
        equal(&again, payload),
        "{path:?} is written again as {again}"
    );
}

/// The shortest recording is cut at each byte, or at so many of a longer one.
const CUTS: usize = 9_000;

#[test]
fn streams() {
    let Some(spec) = folder("SPECLOOM_SPEC", "spec") else {
        return;
    };
    assert!(!STREAMS.is_empty(), "this spec has no stream");
    let (mut folded, mut shortest) = (0, None);
    for folder in list(&spec.join("streams"))
        .into_iter()
        .filter(|path| path.is_dir())
    {
        let body = std::fs::read(folder.join("events.sse")).expect("a recording");
        for flow in STREAMS {
            for size in [1, 7, body.len().max(1)] {
                replay(flow.rules, &folder, body.chunks(size));
            }
        }
        folded += 1;
        let is_shorter = |than: &Vec<u8>| body.len() < than.len();
        if shortest.as_ref().map_or(true, is_shorter) {
            shortest = Some(body);
        }
    }
    cut_anywhere(&shortest.expect("a recording"));
    println!("{folded} streams folded");
    report::tell("streams", folded.into());
}

/// Makes sure that a recording gives the same events wherever it is cut.
fn cut_anywhere(body: &[u8]) {
    let whole = EventReader::new().feed(body);
    for cut in (1..body.len()).step_by(body.len() / CUTS + 1) {
        let (head, tail) = body.split_at(cut);
        let mut reader = EventReader::new();
        let parts = [reader.feed(head), reader.feed(tail)].concat();
        assert_eq!(parts, whole, "cut after {cut} bytes");
    }
}

fn replay<'b>(rules: &'static StreamRules, folder: &Path, chunks: impl Iterator<Item = &'b [u8]>) {
    let (mut gathering, mut reader) = (Gathering::new(rules, false), EventReader::new());
    for event in chunks.flat_map(|chunk| reader.feed(chunk)) {
        gathering.push_sent(&event).expect("lenient folding");
    }
    let (got, wanted) = (gathering.value(), read(&folder.join("final.json")));
    for (name, value) in wanted.as_object().expect("an object") {
        assert!(
            equal(&got[name.as_str()], value),
            "{folder:?}: {name} is {}",
            got[name.as_str()]
        );
    }
}
