/**
 * Checks of single values. Each looks at a value that stands under `key` in what stands at `at`, and adds
 * what is wrong with it to `found`. Pointers are made of these only when there is something to say.
 */

import {
  unfitCount,
  unfitNumber,
  unfitText,
  type CountLimits,
  type NumberLimits,
  type TextLimits,
} from "./limits.js";
import { ROOT, describe, pointerTo, type Place, type Problem } from "./problems.js";
import { get, isObject, read, type Members } from "./values.js";

export type Key = string | number;
export type Check = (value: unknown, at: Place | null, key: Key, found: Problem[]) => void;

/** Adds a problem. */
export function misfit(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  expected: string,
): void {
  found.push({ pointer: pointerTo(at, key), expected, found: describe(value) });
}

/** The place of a value that has members or items. */
export function below(at: Place | null, key: Key): Place {
  return at === null ? ROOT : { up: at, key };
}

/** The value as an object, or undefined if it is none. */
export function members(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
): Members | undefined {
  if (isObject(value)) return value;
  misfit(value, at, key, found, "an object");
  return undefined;
}

export function text(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  limits?: TextLimits,
): void {
  if (typeof value !== "string") misfit(value, at, key, found, "a string");
  else if (limits !== undefined) {
    const wanted = unfitText(value, limits);
    if (wanted !== undefined) misfit(value, at, key, found, wanted);
  }
}

export function whole(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  limits?: NumberLimits,
): void {
  if (!Number.isInteger(value)) misfit(value, at, key, found, "an integer");
  else if (limits !== undefined) {
    const wanted = unfitNumber(value as number, limits);
    if (wanted !== undefined) misfit(value, at, key, found, wanted);
  }
}

export function number(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  limits?: NumberLimits,
): void {
  if (!Number.isFinite(value)) misfit(value, at, key, found, "a number");
  else if (limits !== undefined) {
    const wanted = unfitNumber(value as number, limits);
    if (wanted !== undefined) misfit(value, at, key, found, wanted);
  }
}

export function flag(value: unknown, at: Place | null, key: Key, found: Problem[]): void {
  if (typeof value !== "boolean") misfit(value, at, key, found, "true or false");
}

/** Any value, but there must be one. */
export function anything(value: unknown, at: Place | null, key: Key, found: Problem[]): void {
  if (value === undefined) misfit(value, at, key, found, "a value");
}

export function constant(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  wanted: string | number | boolean,
): void {
  if (value !== wanted) misfit(value, at, key, found, JSON.stringify(wanted));
}

export function oneOf(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  values: readonly string[],
): void {
  if (!values.includes(value as string)) {
    misfit(
      value,
      at,
      key,
      found,
      `one of ${values.map((each) => JSON.stringify(each)).join(", ")}`,
    );
  }
}

export function list(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  item: Check,
  limits?: CountLimits,
): void {
  if (!Array.isArray(value)) return misfit(value, at, key, found, "a list");
  const wanted = limits === undefined ? undefined : unfitCount(value.length, limits, "item");
  if (wanted !== undefined) return misfit(value, at, key, found, wanted);
  const here = below(at, key);
  for (let index = 0; index < value.length; index++) item(value[index], here, index, found);
}

export function map(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  item: Check,
  limits?: CountLimits,
): void {
  if (!isObject(value)) return misfit(value, at, key, found, "an object");
  const names = Object.keys(value);
  if (limits !== undefined) {
    const count = unfitCount(countMembers(value, names), limits, "member");
    if (count !== undefined) return misfit(value, at, key, found, count);
  }
  const here = below(at, key);
  for (const name of names) {
    if (value[name] === undefined) continue;
    const wanted = limits?.names === undefined ? undefined : unfitText(name, limits.names);
    if (wanted !== undefined) {
      found.push({
        pointer: pointerTo(here, name),
        expected: `a name of ${wanted}`,
        found: JSON.stringify(name),
      });
    } else item(value[name], here, name, found);
  }
}

function countMembers(holder: Members, names: readonly string[]): number {
  let count = 0;
  for (const name of names) if (holder[name] !== undefined) count++;
  return count;
}

/** A check that lets null pass. */
export function nullable(check: Check): Check {
  return (value, at, key, found) => {
    if (value !== null) check(value, at, key, found);
  };
}

/** The tag of a variant, or undefined (and a problem) if there is none. */
export function tag(
  value: unknown,
  name: string,
  at: Place | null,
  key: Key,
  found: Problem[],
): string | undefined {
  if (!isObject(value)) {
    misfit(value, at, key, found, "an object");
    return undefined;
  }
  const tag = get(value, name);
  if (typeof tag === "string") return tag;
  misfit(tag, below(at, key), name, found, "a string");
  return undefined;
}

/** A tag that is none of a closed union's. */
export function foreign(
  value: unknown,
  at: Place | null,
  key: Key,
  found: Problem[],
  name: string,
  tags: readonly string[],
): void {
  if (isObject(value)) oneOf(read(value, name), below(at, key), name, found, tags);
}

/** A member that a rule asks for is not there. */
export function missing(at: Place, key: Key, found: Problem[]): void {
  misfit(undefined, at, key, found, "a value");
}

/** Members that a closed record does not list. */
export function closed(
  holder: Members,
  at: Place,
  found: Problem[],
  known: ReadonlySet<string>,
): void {
  for (const name of Object.keys(holder)) {
    if (!known.has(name) && holder[name] !== undefined) {
      misfit(holder[name], at, name, found, "no such member");
    }
  }
}

/** Of these members exactly one must be there. */
export function exactlyOne(
  holder: Members,
  at: Place | null,
  key: Key,
  found: Problem[],
  names: readonly string[],
): void {
  const there = names.filter((name) => read(holder, name) !== undefined);
  if (there.length !== 1) {
    found.push({
      pointer: pointerTo(at, key),
      expected: `exactly one of ${names.join(", ")}`,
      found: there.length === 0 ? "none" : there.join(", "),
    });
  }
}
