// Chunks without names: what the words `to`, `dense` and a bare end come to.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { ChatCompletionAccumulator, DeltaError, EventReader, StreamAccumulator } = await import(
  pathToFileURL(join(process.argv[2], "dist", "index.js"))
);

const chunk = (...choices) => ({ id: "c", object: "chat.completion.chunk", choices });
const grown = (content, index = 0) => chunk({ index, delta: { content } });

const stream = new StreamAccumulator("strict");
assert.equal(stream.completion, null);
for (const content of [null, "a", null, "b"]) stream.push(grown(content));
assert.equal(stream.completion.choices[0].message.content, "ab");
assert.deepEqual(stream.push(grown("c", 4)).created, ["/choices/4"]);
assert.deepEqual(stream.push(grown("d", 1)).appended, [
  { pointer: "/choices/1/message/content", text: "d" },
]);
assert.deepEqual(
  stream.completion.choices.map((choice) => choice.index),
  [0, 1, 4],
);
const before = JSON.stringify(stream.snapshot());
assert.throws(
  () => stream.push({ ...grown("x"), id: "other" }),
  (error) => error instanceof DeltaError && error.code === "conflict" && error.pointer === "/id",
);
assert.equal(JSON.stringify(stream.snapshot()), before);
assert.throws(
  () => stream.finish(),
  (error) => error.code === "truncated",
);
stream.push("[DONE]");
assert.ok(stream.done);
assert.throws(
  () => stream.push(grown("late")),
  (error) => error.code === "after_done",
);
assert.equal(stream.finish().completion.choices.length, 3);

assert.deepEqual(ChatCompletionAccumulator.compose(grown("a", 1), grown("b", 1)), grown("ab", 1));
const one = ChatCompletionAccumulator.empty();
one.push(grown("a", 1));
const two = ChatCompletionAccumulator.empty();
for (const text of "abc") two.push(grown(text, 1));
const derived = ChatCompletionAccumulator.diff(one.snapshot(), two.snapshot());
assert.deepEqual(derived.choices, [{ index: 1, delta: { content: "bc" } }]);
one.push(derived);
assert.deepEqual(one.snapshot(), two.snapshot());

const reader = new EventReader("strict");
const bytes = new TextEncoder().encode(`data: ${JSON.stringify(grown("a"))}\n\ndata: [DONE]\n\n`);
assert.deepEqual(reader.feed(bytes), [grown("a"), "[DONE]"]);
