// What depends on nothing in the spec: server-sent events, bodies of many kinds.
import assert from "node:assert/strict";
import test from "node:test";
import { SseReader } from "../dist/index.js";
import { STREAMS } from "./support.js";

const encoder = new TextEncoder();

function read(...chunks) {
  const reader = new SseReader();
  return chunks.flatMap((chunk) => reader.feed(chunk)).map(({ name, data }) => [name, data]);
}

test("line ends, comments, fields and blanks as the standard has them", () => {
  const cases = [
    ["data: a\n\n", [["message", "a"]]],
    ["event: e\ndata: a\ndata: b\n\n", [["e", "a\nb"]]],
    ["event: e\r\ndata:a\r\n\r\n", [["e", "a"]]],
    [
      "data: a\r\rdata:  b\n\n",
      [
        ["message", "a"],
        ["message", " b"],
      ],
    ],
    [": comment\n\ndata\n\n", [["message", ""]]],
    ["event: e\n\ndata: a\n\n", [["message", "a"]]],
    ["id: 1\nretry: 2\nother: 3\ndata: a:b\n\n", [["message", "a:b"]]],
    ["\ufeffdata: a\n\n", [["message", "a"]]],
    ["data: a\n", []],
    ["data: \ud83d\ude00\u2028\u0085\n\n", [["message", "\ud83d\ude00\u2028\u0085"]]],
  ];
  for (const [text, wanted] of cases) {
    const bytes = encoder.encode(text);
    assert.deepEqual(read(bytes), wanted, JSON.stringify(text));
    assert.deepEqual(read(...Array.from(bytes, (byte) => Uint8Array.of(byte))), wanted);
    for (let at = 0; at <= bytes.length; at++) {
      assert.deepEqual(read(bytes.subarray(0, at), bytes.subarray(at)), wanted);
    }
  }
});

test("a line of many chunks is read in linear time", () => {
  const reader = new SseReader();
  const chunk = encoder.encode("x".repeat(64));
  reader.feed(encoder.encode("data: "));
  for (let count = 0; count < 100_000; count++) assert.equal(reader.feed(chunk).length, 0);
  const [event] = reader.feed(encoder.encode("\n\n"));
  assert.equal(event.data.length, 6_400_000);
});

test("bodies: streams of a response, iterables, arrays", async (context) => {
  const [stream] = STREAMS.values();
  if (stream === undefined) return context.skip("this spec has no streams");
  const module = await import("../dist/index.js");
  const name = Object.keys(module).find((each) => /^read.*Events$/.test(each));
  const text = "event: something_new\ndata: {}\n\n".repeat(3);
  const count = async (body) => {
    let events = 0;
    for await (const _ of module[name](body)) events++;
    return events;
  };
  assert.equal(await count(new Response(text).body), 3);
  assert.equal(await count([encoder.encode(text)]), 3);
  const { body } = new Response(text);
  let isCancelled = false;
  const reader = body.getReader();
  const old = {
    getReader: () => ({
      read: () => reader.read(),
      cancel: async () => {
        isCancelled = true;
      },
    }),
  };
  assert.equal(await count(old), 3);
  assert.equal(isCancelled, false);
  const broken = new Response(text).body.getReader();
  for await (const _ of module[name]({
    getReader: () => ({
      read: () => broken.read(),
      cancel: async () => {
        isCancelled = true;
      },
    }),
  })) {
    break;
  }
  assert.equal(isCancelled, true);
});
