// The conformance vectors, with every duty that their README gives a runner. What needs a capability that
// JavaScript lacks is skipped by name.
import assert from "node:assert/strict";
import test from "node:test";
import { CODECS, DecodeError, DeltaError, EncodeError } from "../dist/index.js";
import { ACCUMULATORS, STREAMS, VECTORS, assertJson, entries, readJson } from "./support.js";

/** Integers beyond 2^53 are no numbers of JavaScript; halves of surrogate pairs are fine. */
const LACKS = new Set(["bigint"]);

const vectors = entries(VECTORS)
  .filter((file) => file.endsWith(".json") && file !== "schema.json")
  .flatMap((file) => readJson(VECTORS, file));

if (vectors.length === 0) test("vectors", { skip: "there is no folder of vectors" });

for (const vector of vectors) {
  const lacking = (vector.needs ?? []).filter((need) => LACKS.has(need));
  const skip = lacking.length > 0 && `needs ${lacking.join(", ")}`;
  test(`${vector.id}: ${vector.title}`, { skip }, () => {
    const given = structuredClone(vector);
    RUNNERS[vector.op](given);
    assertJson(given, vector, "the inputs were changed");
  });
}

const RUNNERS = {
  merge(vector) {
    for (const watch of [false, true]) {
      for (const empty of [false, true])
        agree(runMerge(vector, vector.deltas, watch, empty), vector);
    }
    if (vector.error === undefined && vector.diagnostics === undefined) {
      const kind = ACCUMULATORS.get(vector.type);
      for (let cut = 0; cut <= vector.deltas.length; cut++) {
        const parts = [
          kind.compose(...vector.deltas.slice(0, cut)),
          kind.compose(...vector.deltas.slice(cut)),
        ];
        agree(runMerge(vector, parts), vector);
      }
      agree(runMerge(vector, [kind.compose(...vector.deltas)]), vector);
      const pieces = vector.deltas.flatMap((delta) => kind.chunk(delta, 1));
      if (!(vector.needs ?? []).includes("surrogates")) agree(runMerge(vector, pieces), vector);
      agree(runMerge(vector, [compacted(vector)]), vector);
    }
    lenientToo(vector, (mode) => runMerge({ ...vector, mode }, vector.deltas));
  },

  stream(vector) {
    for (const watch of [false, true]) {
      for (const empty of [false, true]) agree(runStream(vector, watch, empty), vector);
    }
    lenientToo(vector, (mode) => runStream({ ...vector, mode }));
  },

  compose(vector) {
    const kind = ACCUMULATORS.get(vector.type);
    agreeOnValue(vector, () => kind.compose(...vector.deltas), "delta");
  },

  chunk(vector) {
    const kind = ACCUMULATORS.get(vector.type);
    agreeOnValue(vector, () => kind.chunk(vector.input, vector.size), "delta");
  },

  diff(vector) {
    const kind = ACCUMULATORS.get(vector.type);
    const { before, after } = vector;
    agreeOnValue(vector, () => kind.diff(before, after));
    assertJson(kind.diff(after, after), {});
    if (vector.error === undefined) {
      assertJson(kind.merge(before, kind.diff(before, after)), after);
    }
  },

  events(vector) {
    const kind = ACCUMULATORS.get(vector.type);
    agreeOnValue(vector, () => kind.events(vector.before, vector.after));
    if (vector.error !== undefined) return;
    const [{ gatherer: Stream }] = STREAMS.values();
    const stream = new Stream("strict");
    for (const event of kind.events(vector.before, vector.after)) stream.push(event);
    const whole = Object.values(stream.snapshot()).find(
      (objects) => objects instanceof Map && objects.has(vector.after.id),
    );
    assertJson(whole.get(vector.after.id), vector.after);
  },

  decode(vector) {
    const codec = CODECS.get(vector.type);
    const found = codec.problems(vector.input).map((problem) => problem.pointer);
    assert.deepEqual([...found].sort(), [...(vector.pointers ?? [])].sort());
    if (vector.error !== undefined) {
      assert.throws(() => codec.decode(vector.input, "strict"), DecodeError);
      assert.ok(found.includes(vector.error.pointer));
    } else {
      const written = JSON.parse(JSON.stringify(codec.decode(vector.input, vector.mode)));
      assertJson(written, "expected" in vector ? vector.expected : vector.input);
    }
  },

  encode(vector) {
    const codec = CODECS.get(vector.type);
    const value = codec.decode(vector.input);
    if (vector.error !== undefined) {
      assert.throws(
        () => codec.encode(value),
        (error) => {
          assert.ok(error instanceof EncodeError);
          const found = error.problems.map((problem) => problem.pointer);
          assert.deepEqual([...found].sort(), [...(vector.pointers ?? [])].sort());
          return found.includes(vector.error.pointer);
        },
      );
    } else assertJson(codec.encode(value), "expected" in vector ? vector.expected : vector.input);
  },
};

// --- what comes of a vector -----------------------------------------------------------------------------

function runMerge(vector, deltas, watch = false, empty = false) {
  const initial = structuredClone(vector.initial);
  const accumulator = new (ACCUMULATORS.get(vector.type))(initial, vector.mode);
  if (empty) clear(initial);
  let error = steps(deltas, "delta", watch, empty, (delta) => {
    accumulator.push(delta);
    return () => accumulator.snapshot();
  });
  if (vector.finish && error === undefined) error = attempt(() => accumulator.finish());
  assertJson(accumulator.current, accumulator.snapshot());
  return { value: accumulator.current, error, diagnostics: accumulator.diagnostics };
}

function runStream(vector, watch = false, empty = false) {
  const { gatherer: Stream } = STREAMS.get(vector.type);
  const stream = new Stream(vector.mode);
  let error = steps(vector.events, "event", watch, empty, (event) => {
    stream.push(event);
    return () => stream.snapshot();
  });
  if (vector.finish && error === undefined) error = attempt(() => stream.finish());
  return { value: stream.snapshot(), error, diagnostics: stream.diagnostics };
}

/** Carries out steps up to the first that fails. What of a snapshot can be emptied is emptied. */
function steps(inputs, position, watch, empty, act) {
  for (const [number, input] of inputs.entries()) {
    const taken = structuredClone(input);
    let look;
    const error = attempt(() => {
      look = act(taken);
    });
    if (error !== undefined) return { ...error, [position]: number };
    assertJson(taken, input, "the input was changed");
    if (empty) clear(taken);
    if (watch) clear(look());
  }
  return undefined;
}

function attempt(act) {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof DeltaError)) throw error;
    return { code: error.code, pointer: error.pointer };
  }
}

function compacted(vector) {
  const accumulator = new (ACCUMULATORS.get(vector.type))(vector.initial, "strict");
  for (const delta of vector.deltas) accumulator.push(delta);
  return accumulator.compact();
}

function agree(outcome, vector) {
  assertJson(outcome.error ?? null, vector.error ?? null);
  const noted = outcome.diagnostics.map(({ code, pointer }) => ({ code, pointer }));
  const pointers = vector.pointers ?? [];
  const wanted = (vector.diagnostics ?? []).map((code, at) => ({ code, pointer: pointers[at] }));
  assertJson(noted, wanted);
  assertJson(outcome.value, vector.expected);
}

function agreeOnValue(vector, act, position) {
  let value;
  let error;
  try {
    value = act();
  } catch (caught) {
    if (!(caught instanceof DeltaError)) throw caught;
    error = { code: caught.code, pointer: caught.pointer };
    if (position !== undefined) error[position] = caught.event;
  }
  assertJson(error ?? null, vector.error ?? null);
  if (error === undefined) assertJson(value, vector.expected);
}

/** Lenient does what strict does, and where strict fails begins by noting that. */
function lenientToo(vector, run) {
  if (vector.mode !== "strict") return;
  const outcome = run("lenient");
  if (vector.error === undefined) return agree(outcome, vector);
  assert.equal(outcome.error, undefined);
  if (vector.error.code === "truncated") return;
  const first = outcome.diagnostics.find(({ code }) => code !== "unknown_event");
  const { code, pointer } = vector.error;
  assertJson({ code: first?.code, pointer: first?.pointer }, { code, pointer });
}

/** Empties a value in place, all the way down, as far as it lets one. */
function clear(value) {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof Map) {
    value.forEach(clear);
    return value.clear();
  }
  for (const key of Reflect.ownKeys(value)) {
    if (key === "length") continue;
    clear(value[key]);
    Reflect.deleteProperty(value, key);
  }
  if (Array.isArray(value) && !Object.isFrozen(value)) value.length = 0;
}
