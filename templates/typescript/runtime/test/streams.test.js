// Every recorded stream folds into its final objects, wherever its bytes are cut.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { SseReader } from "../dist/index.js";
import { RECORDINGS, STREAMS, assertJson, entries, readJson } from "./support.js";

const names = entries(RECORDINGS).filter((name) =>
  existsSync(join(RECORDINGS, name, "events.sse")),
);
const streams = [...STREAMS.values()];

if (names.length === 0 || streams.length === 0) {
  test("streams", { skip: "there is no folder of streams" });
}

for (const name of streams.length > 0 ? names : []) {
  test(name, async (context) => {
    const [{ gatherer: Stream, reader: Reader }] = streams;
    const whole = readFileSync(join(RECORDINGS, name, "events.sse"));
    const final = readJson(RECORDINGS, name, "final.json");

    for (const mode of ["strict", "lenient"]) {
      const fold = (chunks) => {
        const stream = new Stream(mode);
        const reader = new Reader(mode);
        for (const chunk of chunks) for (const event of reader.feed(chunk)) stream.push(event);
        return final.done || mode === "lenient" ? stream.finish() : stream.snapshot();
      };

      for (const size of [1, 2, 3, 7, 64, 4096, whole.length]) {
        await context.test(`${mode}, ${size} bytes at a time`, () => {
          const chunks = [];
          for (let at = 0; at < whole.length; at += size) {
            chunks.push(whole.subarray(at, at + size));
          }
          assertJson(fold(chunks), final);
        });
      }
    }

    await context.test("cut in two anywhere", () => {
      const read = (chunks) => {
        const reader = new SseReader();
        return chunks.flatMap((chunk) => reader.feed(chunk));
      };
      const wanted = read([whole]);
      const isSame = (event, number) =>
        event.name === wanted[number].name &&
        event.data === wanted[number].data &&
        event.line === wanted[number].line;
      for (let at = 0; at <= whole.length; at++) {
        const events = read([whole.subarray(0, at), whole.subarray(at)]);
        assert.ok(events.length === wanted.length && events.every(isSame), `cut at ${at}`);
      }
    });
  });
}
