// Every example of the spec: accepted payloads go round unchanged, others are refused at the same place.
import assert from "node:assert/strict";
import test from "node:test";
import { CODECS, DecodeError, EncodeError } from "../dist/index.js";
import { EXAMPLES, assertJson, entries, readJson } from "./support.js";

const types = entries(EXAMPLES);

if (types.length === 0) test("examples", { skip: "there is no folder of examples" });

for (const type of types) {
  for (const file of entries(`${EXAMPLES}/${type}/accept`)) {
    test(`${type} accepts ${file}`, () => {
      const codec = CODECS.get(type);
      const payload = readJson(EXAMPLES, type, "accept", file);
      const before = structuredClone(payload);
      assert.deepEqual(codec.problems(payload), []);
      const value = codec.decode(payload, "strict");
      assertJson(codec.encode(value), before);
      assertJson(JSON.parse(JSON.stringify(codec.decode(payload))), before);
      assertJson(payload, before, "the input was changed");
    });
  }
  for (const file of entries(`${EXAMPLES}/${type}/reject`)) {
    test(`${type} refuses ${file}`, () => {
      const codec = CODECS.get(type);
      const { payload, pointer } = readJson(EXAMPLES, type, "reject", file);
      const before = structuredClone(payload);
      const pointers = codec.problems(payload).map((problem) => problem.pointer);
      assert.ok(pointers.includes(pointer), `${pointer} is not among ${pointers.join(" ")}`);
      const listed = (error) =>
        assert.deepEqual(
          error.problems.map((problem) => problem.pointer),
          pointers,
        );
      assert.throws(
        () => codec.decode(payload, "strict"),
        (error) => error instanceof DecodeError && (listed(error), true),
      );
      assert.throws(
        () => codec.encode(payload),
        (error) => error instanceof EncodeError && (listed(error), true),
      );
      assertJson(codec.decode(payload), before, "lenient reading keeps what does not fit");
    });
  }
}
