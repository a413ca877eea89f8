/** Reading and writing by a check: what `decode...`, `encode...` and `problems...` do. */

import type { Check } from "./checks.js";
import { DecodeError, EncodeError, pointerTo, ROOT, type Place, type Problem } from "./problems.js";
import { describe } from "./problems.js";
import { isObject, isPlain, put, type Json, type Mode } from "./values.js";

/** A type that is known by name only: see `CODECS`. */
export interface Codec {
  /** The name that the spec gives the type. */
  readonly name: string;
  decode(value: unknown, mode?: Mode): unknown;
  encode(value: unknown): Json;
  problems(value: unknown): Problem[];
}

/** Everything that is wrong with a value. */
export function problems(check: Check, value: unknown): Problem[] {
  const found: Problem[] = [];
  try {
    check(value, null, "", found);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    found.push(TOO_DEEP);
  }
  return found;
}

const TOO_DEEP: Problem = {
  pointer: "",
  expected: "nesting that can be followed",
  found: "nesting deeper than the stack",
};

/** The value itself; in strict mode, if there is nothing wrong with it. */
export function decode<T>(check: Check, value: unknown, mode: Mode = "lenient"): T {
  if (mode === "strict") {
    const found = problems(check, value);
    if (found.length > 0) throw new DecodeError(found);
  }
  return value as T;
}

/** A copy of the value that is plain JSON, if there is nothing wrong with it. */
export function encode(check: Check, value: unknown): Json {
  const found = problems(check, value);
  let copy: Json = null;
  if (found.length === 0) {
    try {
      copy = toJson(value, null, "", found);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      found.push(TOO_DEEP);
    }
  }
  if (found.length > 0) throw new EncodeError(found);
  return copy;
}

function toJson(value: unknown, at: Place | null, key: string | number, found: Problem[]): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const here = at === null ? ROOT : { up: at, key };
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => toJson(item, here, index, found));
  }
  if (isObject(value) && isPlain(value)) {
    const copy: { [key: string]: Json } = {};
    for (const name of Object.keys(value)) {
      const member = value[name];
      if (member !== undefined) put(copy, name, toJson(member, here, name, found));
    }
    return copy;
  }
  found.push({ pointer: pointerTo(at, key), expected: "a JSON value", found: describe(value) });
  return null;
}

/** Codecs by name, out of checks by name. */
export function codecs(checks: { readonly [name: string]: Check }): ReadonlyMap<string, Codec> {
  return new Map(Object.entries(checks).map(([name, check]) => [name, codec(name, check)]));
}

function codec(name: string, check: Check): Codec {
  return {
    name,
    decode: (value, mode) => decode(check, value, mode),
    encode: (value) => encode(check, value),
    problems: (value) => problems(check, value),
  };
}
