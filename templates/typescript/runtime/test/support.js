// What the tests share: where the corpus lies, and equality of JSON values.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as api from "../dist/index.js";

/** What the spec has no use for is not there. */
export const ACCUMULATORS = api.ACCUMULATORS ?? new Map();
export const STREAMS = api.STREAMS ?? new Map();

const here = fileURLToPath(new URL(".", import.meta.url));

/** A folder of the corpus: named by a variable, or where the repository of the spec has it. */
function corpus(variable, usual, part = "") {
  const folder = join(process.env[variable] ?? join(here, "../../..", usual), part);
  return existsSync(folder) ? folder : undefined;
}

export const VECTORS = corpus("SPECLOOM_VECTORS", "tests/vectors");
export const EXAMPLES = corpus("SPECLOOM_SPEC", "spec", "examples");
export const RECORDINGS = corpus("SPECLOOM_SPEC", "spec", "streams");

/** The entries of a folder, in order; none if there is no folder. */
export function entries(folder) {
  return folder !== undefined && existsSync(folder) ? readdirSync(folder).sort() : [];
}

export function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), "utf8"));
}

/** Equality of JSON values: members in any order, -0 is 0; maps count as objects. */
export function assertJson(actual, expected, message) {
  assert.deepStrictEqual(plain(actual), plain(expected), message);
}

/** A value as entries, so that members called `__proto__` and prototypes do not matter. */
export function plain(value) {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    return new Map(names.sort().map((name) => [name, plain(value[name])]));
  }
  return value === 0 ? 0 : value;
}
