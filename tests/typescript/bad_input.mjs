// Input that breaks hand-written accumulators: each gives the documented error or result, in linear time.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const api = await import(pathToFileURL(join(process.argv[2], "dist", "index.js")));
const rt = await import(pathToFileURL(join(process.argv[2], "dist", "runtime", "index.js")));
const { DeltaError, EncodeError, MessageAccumulator, RunStepAccumulator, StreamAccumulator } = api;

const part = (index, value, more = {}) => ({
  content: [{ index, type: "text", text: { value }, ...more }],
});
const begun = () => new MessageAccumulator(undefined, "strict");
const refused = (code, pointer, act) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof DeltaError, String(error));
    assert.deepEqual([error.code, error.pointer], [code, pointer]);
    return true;
  });
const milliseconds = (act) => {
  const start = performance.now();
  act();
  return performance.now() - start;
};

// --- deltas that are none -------------------------------------------------------------------------------

for (const delta of [null, undefined, [], "", 1, true, Symbol("x"), () => 1, 1n]) {
  refused("invalid_type", "", () => begun().push(delta));
  const lenient = new MessageAccumulator();
  lenient.push(delta);
  assert.equal(lenient.diagnostics[0].code, "invalid_type");
}

// --- depth ----------------------------------------------------------------------------------------------

let deep = 1;
for (let depth = 0; depth < 100_000; depth++) deep = [deep];
{
  const accumulator = begun();
  accumulator.push({ undeclared: deep });
  accumulator.push({ undeclared: deep });
  let found = accumulator.snapshot().undeclared;
  assert.notEqual(found, deep);
  let depth = 0;
  for (; Array.isArray(found); found = found[0]) depth++;
  assert.equal(depth, 100_000);
  assert.equal(MessageAccumulator.compose({ undeclared: deep }).undeclared.length, 1);
  assert.deepEqual(Object.keys(MessageAccumulator.diff(begun().current, accumulator.current)), [
    "undeclared",
  ]);
  assert.throws(() => api.encodeMessage({ ...accumulator.current }), EncodeError);
}

// --- size -----------------------------------------------------------------------------------------------

{
  const huge = "x".repeat(50_000_000);
  const accumulator = begun();
  accumulator.push(part(0, huge));
  accumulator.push(part(0, huge));
  assert.equal(accumulator.current.content[0].text.value.length, 100_000_000);
}
{
  // Longer than any text can be: the delta is refused by the engine, and nothing has changed.
  const accumulator = begun();
  accumulator.push(part(0, "a"));
  const most = "x".repeat(2 ** 28);
  assert.throws(() => {
    for (let count = 0; count < 8; count++) accumulator.push({ ...part(0, most), left: count });
  }, RangeError);
  assert.ok(accumulator.current.content[0].text.value.length >= 1);
  assert.equal(
    accumulator.current.content[0].text.value.length,
    1 + 2 ** 28 * ((accumulator.current.left ?? -1) + 1),
  );
}
{
  // The index of an entry is no place in memory.
  const accumulator = begun();
  accumulator.push(part(1e12, "far"));
  accumulator.push(part(Number.MAX_SAFE_INTEGER, "farther"));
  assert.deepEqual(
    accumulator.current.content.map((each) => each.text.value),
    ["far", "farther"],
  );
  refused("index_gap", "/content", () => accumulator.finish());
  refused("bad_key", "/content/0/index", () => accumulator.push(part(2 ** 53, "too far")));
}
{
  // 100,000 parallel entries, forwards, backwards and shuffled, in many deltas or in one.
  const count = 100_000;
  const orders = [
    (index) => index,
    (index) => count - 1 - index,
    (index) => (index * 7919) % count,
  ];
  for (const order of orders) {
    const indices = Array.from({ length: count }, (_, index) => order(index));
    const one = begun();
    one.push({ content: indices.flatMap((index) => part(index, String(index)).content) });
    const many = begun();
    const taken = milliseconds(() => {
      for (const index of indices) many.push(part(index, String(index)));
      for (const index of indices) many.push(part(index, "!"));
    });
    assert.ok(taken < 20_000, `${taken} ms`);
    many.finish();
    assert.equal(one.finish().content.length, count);
    for (const index of [0, 1, count - 1]) {
      assert.equal(one.current.content[index].text.value, String(index));
      assert.equal(many.current.content[index].text.value, `${index}!`);
    }
  }
}

// --- growth ---------------------------------------------------------------------------------------------

{
  const cost = (count) => {
    const accumulator = begun();
    let length = 0;
    return milliseconds(() => {
      for (let index = 0; index < count; index++) {
        accumulator.push(part(0, "word "));
        length += accumulator.current.content[0].text.value.length;
      }
    });
  };
  cost(20_000);
  const few = Math.min(cost(10_000), cost(10_000), cost(10_000));
  const many = Math.min(cost(160_000), cost(160_000), cost(160_000));
  assert.ok(many / few < 16 * 5, `16 times the deltas took ${many / few} times as long`);
}

// --- names ----------------------------------------------------------------------------------------------

{
  const delta = JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": 2, "toString": 3, "hasOwnProperty": 4,' +
      ' "content": [{"index": 0, "type": "text", "__proto__": {"polluted": 5}}]}',
  );
  const accumulator = begun();
  accumulator.push(delta);
  accumulator.push(delta);
  const snapshot = accumulator.snapshot();
  assert.equal({}.polluted, undefined);
  assert.equal(Object.getPrototypeOf(snapshot), Object.prototype);
  const again = JSON.parse(JSON.stringify(snapshot));
  assert.deepEqual(Object.getOwnPropertyDescriptor(again, "__proto__").value, { polluted: 1 });
  assert.equal(snapshot.constructor, 2);
  assert.equal(snapshot.toString, 3);
  const composed = MessageAccumulator.compose(delta, delta);
  assert.equal(JSON.stringify(composed).match(/__proto__/g).length, 2);
  const copy = api.encodeMessageDelta(delta);
  assert.equal(JSON.stringify(copy).match(/__proto__/g).length, 2);
  assert.equal({}.polluted, undefined);
}
for (const tag of ["__proto__", "constructor", "toString"]) {
  refused("unknown_variant", "/content/0/type", () =>
    begun().push({ content: [{ index: 0, type: tag }] }),
  );
  const event = { event: tag, data: {} };
  const stream = new StreamAccumulator("strict");
  assert.deepEqual(stream.push(event).event, tag);
  assert.equal(stream.diagnostics[0].code, "unknown_event");
  assert.deepEqual(api.problemsAssistantStreamEvent(event), []);
}
{
  const stream = new StreamAccumulator("strict");
  for (const id of ["__proto__", "constructor", ""]) {
    const data = { id, object: "thread.message", content: [] };
    stream.push({ event: "thread.message.created", data });
    assert.equal(stream.messages.get(id).id, id);
  }
  assert.deepEqual([...stream.messages.keys()], ["__proto__", "constructor", ""]);
  assert.equal(stream.messages.get("toString"), undefined);
}

// --- characters -----------------------------------------------------------------------------------------

{
  const accumulator = begun();
  accumulator.push(part(0, "a\ud83d"));
  accumulator.push(part(0, "\ude00b"));
  assert.equal(accumulator.current.content[0].text.value, "a\u{1f600}b");
  const pieces = MessageAccumulator.chunk(part(0, "\u{1f600}\u{1f601}"), 1);
  assert.deepEqual(
    pieces.map((piece) => piece.content[0].text.value),
    ["\u{1f600}", "\u{1f601}"],
  );
}

// --- what is given away ---------------------------------------------------------------------------------

{
  const accumulator = begun();
  accumulator.push(part(0, "a"));
  accumulator.push(part(1, "b"));
  const first = accumulator.snapshot();
  assert.ok(Object.isFrozen(first) && Object.isFrozen(first.content[0].text));
  assert.throws(() => first.content.push(1), TypeError);
  accumulator.push(part(1, "c"));
  const second = accumulator.snapshot();
  assert.equal(first.content[1].text.value, "b");
  assert.equal(second.content[1].text.value, "bc");
  assert.equal(first.content[0], second.content[0], "what did not change is shared");
  assert.equal(accumulator.snapshot(), second);
  const whole = { id: "m", object: "thread.message", content: [], metadata: { a: "b" } };
  const from = new MessageAccumulator(whole);
  whole.metadata.a = "c";
  assert.equal(from.current.metadata.a, "b");
  assert.ok(!Object.isFrozen(whole));
}
{
  // What somebody freezes who should only read is left as it is.
  const accumulator = begun();
  accumulator.push(part(0, "a"));
  accumulator.push(part(0, "b"));
  const { current } = accumulator;
  for (const held of [current.content[0].text, current.content[0], current.content, current]) {
    Object.freeze(held);
  }
  accumulator.push(part(0, "c"));
  accumulator.push(part(1, "d"));
  assert.equal(current.content[0].text.value, "ab");
  assert.deepEqual(
    accumulator.current.content.map((each) => each.text.value),
    ["abc", "d"],
  );
}
{
  // A snapshot is frozen all through, even where somebody froze the outside of a part before.
  const accumulator = begun();
  accumulator.push(part(0, "a"));
  Object.freeze(accumulator.current.content);
  const first = accumulator.snapshot();
  accumulator.push(part(0, "b"));
  assert.ok(Object.isFrozen(first.content[0].text));
  assert.equal(first.content[0].text.value, "a");
  assert.equal(accumulator.current.content[0].text.value, "ab");
}
for (const mode of ["strict", "lenient"]) {
  // Each part by itself, while the accumulator holds it for its own.
  const parts = {
    whole: (message) => message,
    list: (message) => message.content,
    entry: (message) => message.content[0],
    text: (message) => message.content[0].text,
    annotations: (message) => message.content[0].text.annotations,
  };
  const annotation = (index) => ({ index, type: "file_path", text: "x" });
  const everything = {
    role: "assistant",
    left: 1,
    content: [
      { ...part(0, "c").content[0], left: 2 },
      { index: 0, type: "text", text: { annotations: [annotation(1), annotation(0)] } },
      ...part(2, "e").content,
      ...part(1, "d").content,
    ],
  };
  for (const find of Object.values(parts)) {
    for (const next of [part(0, "c"), everything]) {
      const [accumulator, other] = [0, 1].map(() => new MessageAccumulator(undefined, mode));
      for (const each of [accumulator, other]) {
        for (const text of ["a", "b", "b"]) each.push(part(0, text));
      }
      const held = find(accumulator.current);
      const before = Object.entries(Object.freeze(held));
      accumulator.push(next);
      other.push(next);
      assert.deepEqual(accumulator.finish(), other.finish());
      assert.deepEqual(Object.keys(held).length, before.length);
      for (const [name, value] of before) assert.ok(held[name] === value);
      assert.deepEqual(accumulator.diagnostics, []);
    }
  }
}
{
  // What deltas in a row have in common is not looked at again. It makes no difference.
  const text = (...words) => part(0, ...words);
  const some = [
    ...["a", "b", "", "text", "\ud83d", 5, null].map((value) => text(value)),
    ...[0, 1].map((index) => part(index, "c", { id: index })),
    ...[1, -0, "1", undefined].map((index) => part(index, "d")),
    text("e", { type: "refusal", refusal: "f" }),
    { content: [...text("g").content, ...text("h").content] },
    { content: [{ index: 0, type: "text", text: { value: "i", annotations: [] } }] },
    { content: [{ text: { value: "j" }, type: "text", index: 0 }] },
    { content: [{ index: 0, type: "text", text: { annotations: [{ index: 0 }] } }] },
    { role: "assistant", content: text("k").content },
    { ...text("l"), left: "m" },
    { ...text("l"), left: null },
    { left: "o" },
    new (class {
      get content() {
        return text("o").content;
      }
    })(),
    { content: { 0: text("n").content[0] } },
    { content: [] },
    {},
  ];
  let seed = 1;
  const draw = (count) => (seed = (seed * 48271) % 2147483647) % count;
  const told = (accumulator, delta) => {
    try {
      accumulator.push(delta);
      return "";
    } catch (error) {
      return `${error.code} ${error.pointer}`;
    }
  };
  for (let round = 0; round < 1_000; round++) {
    const mode = round % 2 ? "strict" : "lenient";
    const usual = new MessageAccumulator(undefined, mode);
    const slow = new MessageAccumulator(undefined, mode);
    const few = Array.from({ length: 4 }, () => some[draw(some.length)]);
    let delta = few[0];
    for (let count = 0; count < 30; count++) {
      if (draw(3) === 0) delta = few[draw(4)];
      slow.snapshot(); // now nothing is taken for granted
      assert.equal(told(usual, delta), told(slow, delta));
      if (draw(20) === 0) usual.snapshot();
      if (draw(20) === 0) Object.freeze(usual.current.content[0]?.text);
      assert.deepEqual(usual.current, slow.current);
    }
    assert.deepEqual(usual.diagnostics, slow.diagnostics);
  }
}
{
  // Two members that go into one text: what one says is compared with what the other made of it.
  const path = [{ name: "text" }];
  const words = { into: "text", fits: rt.isText, path };
  const once = rt.member({ ...words, member: "once", rule: "once" });
  const more = rt.member({ ...words, member: "more", rule: "append" });
  const rules = new rt.Rules({
    fold: (f, s, d, at) => {
      rt.actAt(f, s, d, d.once, at, once);
      rt.actAt(f, s, d, d.more, at, more);
    },
    members: [once, more],
    make: () => ({ text: "" }),
    isComposable: false,
  });
  const accumulator = new rt.Accumulator(new Map([["", rules]]), { text: "a" }, "strict");
  accumulator.push({ once: "a", more: "b" });
  accumulator.push({ once: "ab", more: "c" });
  refused("conflict", "/once", () => accumulator.push({ once: "ab", more: "d" }));
  assert.equal(accumulator.current.text, "abc");
}
{
  // An error in the middle leaves nothing behind.
  const accumulator = new RunStepAccumulator(undefined, "strict");
  const call = (index, id, text) => ({
    index,
    id,
    type: "function",
    function: { arguments: text },
  });
  const delta = (...calls) => ({ step_details: { type: "tool_calls", tool_calls: calls } });
  accumulator.push(delta(call(0, "a", "1"), call(2, "c", "3")));
  const before = JSON.stringify(accumulator.snapshot());
  refused("conflict", "/step_details/tool_calls/2/id", () =>
    accumulator.push(delta(call(1, "b", "2"), call(0, "a", "!"), call(2, "other", "?"))),
  );
  assert.equal(JSON.stringify(accumulator.snapshot()), before);
  assert.deepEqual(accumulator.gaps(), ["/step_details/tool_calls"]);
  accumulator.push(delta(call(1, "b", "2")));
  assert.deepEqual(accumulator.gaps(), []);
}

// --- what is no JSON ------------------------------------------------------------------------------------

{
  const request = { role: "user", content: "Hello" };
  const bad = [
    [{ ...request, metadata: { a: undefined } }, undefined],
    [{ ...request, attachments: undefined }, undefined],
    [{ ...request, content: new String("x") }, "/content"],
    [{ ...request, content: [undefined] }, "/content/0"],
    [{ ...request, extra: 1 }, "/extra"],
  ];
  for (const [value, pointer] of bad) {
    if (pointer === undefined) {
      assert.deepEqual(Object.keys(api.encodeCreateMessageRequest(value)).sort(), [
        ...(value.metadata ? ["content", "metadata", "role"] : ["content", "role"]),
      ]);
    } else {
      assert.throws(
        () => api.encodeCreateMessageRequest(value),
        (error) => error instanceof EncodeError && error.problems[0].pointer === pointer,
      );
    }
  }
  const tool = (parameters) => ({ type: "function", function: { name: "f", parameters } });
  const cyclic = {};
  cyclic.again = cyclic;
  for (const value of [NaN, Infinity, 1n, new Date(), new Map(), () => 1, Symbol("x"), cyclic]) {
    assert.throws(() => api.encodeFunctionTool(tool({ a: value })), EncodeError);
  }
}

console.log("bears it all");
