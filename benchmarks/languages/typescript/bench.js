// Measures the generated package beside zod and openai-node; prints nanoseconds by work and contender as JSON.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AssistantStream } from "openai/lib/AssistantStream";
import { Message, Run } from "./schemas.js";

const [, , folder, file] = process.argv;
const api = await import(pathToFileURL(join(folder, "dist", "index.js")));
const given = JSON.parse(readFileSync(file, "utf8"));

const ROUNDS = 31;
const BATCH = 8e6; // nanoseconds of work between two looks at the clock

/** The processor time of a call, by contender and round. All take turns, so that noise hits them alike. */
function compare(contenders) {
  const names = Object.keys(contenders);
  const counts = Object.fromEntries(names.map((name) => [name, countOf(contenders[name])]));
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      times[name].push(measure(contenders[name], counts[name]));
    }
  }
  return times;
}

/** How many calls fill a batch, once the compiler has done its work. */
function countOf(call) {
  let count = 1;
  let taken = 0;
  for (let warm = 0; warm < 40;) {
    taken = measure(call, count) * count;
    if (taken < BATCH / 2) count *= 2;
    else warm++;
  }
  return Math.max(1, Math.round((count * BATCH) / taken));
}

function measure(call, count) {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / count;
}

const found = {};

// --- reading --------------------------------------------------------------------------------------------

for (const [name, schema, decode] of [
  ["Message", Message, api.decodeMessage],
  ["Run", Run, api.decodeRun],
]) {
  const text = given.payloads[name];
  const plain = JSON.parse(text);
  const contenders = {
    ours: () => decode(JSON.parse(text), "strict"),
    lenient: () => decode(JSON.parse(text)),
    zod: () => schema.parse(JSON.parse(text)),
    "JSON.parse": () => JSON.parse(text),
  };
  for (const [who, call] of Object.entries(contenders)) assert.deepEqual(call(), plain, who);
  found[`decode ${name}`] = compare(contenders);
}

// --- merging --------------------------------------------------------------------------------------------

/** Folds all deltas into a new object; the object and its text are read after each. */
function ours(Accumulator, start, deltas, read) {
  return () => {
    const accumulator = new Accumulator(start, "strict");
    let length = 0;
    for (const delta of deltas) {
      accumulator.push(delta);
      length += read(accumulator.current).length;
    }
    return [accumulator.current, length];
  };
}

function theirs(start, deltas, add, read) {
  return () => {
    const snapshot = structuredClone(start);
    let length = 0;
    for (const delta of deltas) {
      add(snapshot, delta);
      length += read(snapshot).length;
    }
    return [snapshot, length];
  };
}

/** What AssistantStream does to a message: part by part. */
function addToMessage(message, delta) {
  for (const part of delta.content) {
    const known = message.content[part.index];
    if (known === undefined) message.content[part.index] = structuredClone(part);
    else message.content[part.index] = AssistantStream.accumulateDelta(known, part);
  }
}

/** What it does to a step. */
function addToStep(step, delta) {
  AssistantStream.accumulateDelta(step, delta);
}

const textOf = (message) => message.content[0].text.value;
const argumentsOf = (step) => step.step_details.tool_calls[0].function.arguments;
for (const [name, Accumulator, add, read] of [
  ["text", api.MessageAccumulator, addToMessage, textOf],
  ["arguments", api.RunStepAccumulator, addToStep, argumentsOf],
]) {
  const { start, deltas } = given.merges[name];
  const contenders = {
    ours: ours(Accumulator, start, deltas, read),
    "openai-node": theirs(start, deltas, add, read),
  };
  const [one, other] = Object.values(contenders).map((call) => call());
  assert.equal(read(one[0]), read(other[0]));
  assert.equal(one[1], other[1]);
  const times = compare(contenders);
  for (const who of Object.keys(times)) times[who] = times[who].map((each) => each / deltas.length);
  found[`merge ${name}`] = times;
}

// --- streams --------------------------------------------------------------------------------------------

const bytes = new TextEncoder().encode(given.stream);
const lines = new TextEncoder().encode(given.lines);

/** A body that comes in pieces, as over a network. */
function body(whole) {
  const size = 4096;
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= whole.length) return controller.close();
      controller.enqueue(whole.subarray(at, (at += size)));
    },
  });
}

const streams = {
  async ours() {
    const stream = new api.StreamAccumulator();
    for await (const event of api.readEvents(body(bytes))) stream.push(event);
    return [...stream.finish().messages.values()][0].content[0].text.value;
  },
  async "openai-node"() {
    const stream = AssistantStream.fromReadableStream(body(lines));
    const [message] = await stream.finalMessages();
    return message.content[0].text.value;
  },
};
const texts = [await streams.ours(), await streams["openai-node"]()];
assert.equal(texts[0], texts[1]);
const times = { ours: [], "openai-node": [] };
for (let round = -5; round < ROUNDS; round++) {
  for (const [who, call] of Object.entries(streams)) {
    const before = process.cpuUsage();
    await call();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) times[who].push(((user + system) * 1000) / given.events);
  }
}
found.stream = times;

console.log(JSON.stringify({ node: process.version, times: found }));
