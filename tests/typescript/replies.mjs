// Events with addresses: what they may lack, and text that is parsed in the end.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { DeltaError, ReplyAccumulator, StreamAccumulator } = await import(
  pathToFileURL(join(process.argv[2], "dist", "index.js"))
);

const event = (type, members) => ({ type, reply_id: "r", ...members });
const BEGUN = event("reply.created", { reply: { id: "r", parts: [] } });
const TOOL = event("part.added", { index: 0, part: { kind: "tool", name: "look", input: null } });
const TEXT = event("part.added", { index: 0, part: { kind: "text", text: "a" } });

const lacking = [
  [[event("text.grown", { index: 0, text: "x" })], "unknown_target", "/text"],
  [[TEXT, event("text.grown", { index: 1, text: "x" })], "unknown_target", "/text"],
  [[TEXT, event("input.grown", { index: 0, json: "{" })], "unknown_target", "/json"],
  [[TEXT, { type: "text.grown", reply_id: "r", text: "x" }], "missing_key", "/index"],
  [[TEXT, event("text.grown", { index: -1, text: "x" })], "bad_key", "/index"],
  [[TEXT, event("text.grown", { index: true, text: "x" })], "bad_key", "/index"],
  [[TEXT, event("text.grown", { index: 0, text: 1 })], "invalid_type", "/text"],
  [[event("part.added", { index: 0, part: "text" })], "invalid_type", "/part"],
  [[{ type: "text.grown", index: 0, text: "x" }], "missing_key", "/reply_id"],
  [[{ type: "text.grown", reply_id: 1 }], "bad_key", "/reply_id"],
  [[{ type: "counted", reply_id: "other" }], "unknown_target", "/reply_id"],
  [[BEGUN], "duplicate_target", "/reply_id"],
];
for (const [events, code, pointer] of lacking) {
  const strict = new StreamAccumulator("strict");
  const lenient = new StreamAccumulator("lenient");
  for (const each of [BEGUN, ...events.slice(0, -1)]) {
    strict.push(each);
    lenient.push(each);
  }
  const before = JSON.stringify([...strict.snapshot().replies]);
  assert.throws(
    () => strict.push(events.at(-1)),
    (error) => {
      assert.ok(error instanceof DeltaError);
      assert.deepEqual([error.code, error.pointer], [code, pointer]);
      return true;
    },
  );
  assert.equal(JSON.stringify([...strict.snapshot().replies]), before);
  lenient.push(events.at(-1));
  const [noted] = lenient.diagnostics;
  assert.deepEqual([noted.code, noted.pointer], [code, pointer]);
  assert.equal(JSON.stringify([...lenient.snapshot().replies]), before);
}

const stream = new StreamAccumulator("strict");
stream.push(BEGUN);
stream.push(TOOL);
const change = stream.push(event("input.grown", { index: 0, json: '{"a"' }));
assert.deepEqual(change.appended, [{ pointer: "/parts/0/input", text: '{"a"' }]);
assert.deepEqual([...stream.rawTexts()], [["/replies/r/parts/0/input", '{"a"']]);
assert.equal(stream.replies.get("r").parts[0].input, null);
stream.push(event("input.grown", { index: 0, json: ": 1}" }));
stream.push("[END]");
assert.deepEqual(stream.finish().replies.get("r").parts[0].input, { a: 1 });

for (const json of ['{"a"', "NaN", "[1]", "1", "{} {}", "[".repeat(10_000)]) {
  const strict = new StreamAccumulator("strict");
  for (const each of [BEGUN, TOOL, event("input.grown", { index: 0, json }), "[END]"]) {
    strict.push(each);
  }
  assert.throws(
    () => strict.finish(),
    (error) => error.code === "invalid_type" && error.pointer === "/replies/r/parts/0/input",
  );
}

// What takes the place of a part takes its raw text along.
const replaced = new StreamAccumulator("strict");
for (const each of [BEGUN, TOOL, event("input.grown", { index: 0, json: "{" }), TOOL]) {
  replaced.push(each);
}
assert.equal(replaced.rawTexts().size, 0);

const accumulator = new ReplyAccumulator({ id: "r", parts: [] }, "strict");
accumulator.push(TEXT);
accumulator.push(event("text.grown", { index: 0, text: "b" }), "TextGrown");
assert.equal(accumulator.snapshot().parts[0].text, "ab");
assert.throws(() => accumulator.push(TEXT, "Nothing"), TypeError);
assert.throws(
  () => accumulator.compact(),
  (error) => error.code === "inexpressible",
);
