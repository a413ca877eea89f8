/** Deltas as values: many in one, and one cut into many. */

import { freshCopy } from "./copying.js";
import { Fold } from "./fold.js";
import { keysOf } from "./keyed.js";
import { rulesOf, type Live, type Rules } from "./rules.js";
import { assign, get, isObject, put } from "./values.js";

/**
 * The one delta that does what all of these do, in order, in normal form. A delta at fault is refused as pushing
 * it would; `event` of the error is its number.
 */
export function compose(rules: Rules, deltas: readonly unknown[]): Live {
  const fold = new Fold(true, true);
  const state: Live = {};
  deltas.forEach((delta, number) => {
    fold.event = number;
    fold.push(rules, state, delta);
  });
  fold.settle();
  return spell(state) as Live;
}

/** What was gathered as a delta: entries by key, each with its address. */
function spell(part: unknown): unknown {
  if (Array.isArray(part)) {
    const keyed = keysOf(part);
    if (keyed === undefined) return freshCopy(part);
    return part.map((entry, position) => {
      const spelled: Live = {};
      put(spelled, keyed.name, keyed.keys[position]);
      return assign(spelled, spell(entry) as Live);
    });
  }
  if (!isObject(part) || Object.isFrozen(part)) return freshCopy(part);
  const spelled: Live = {};
  for (const name of Object.keys(part)) put(spelled, name, spell(part[name]));
  return spelled;
}

// --- chunk ----------------------------------------------------------------------------------------------

interface Step {
  readonly name: string;
  /** The position in the list; undefined where there is none. */
  readonly position: number | undefined;
  /** The members that address what stands there. */
  readonly kept: readonly string[];
}

/**
 * Deltas that together do what one does, each with at most so many code points of appended text. The first
 * carries everything but the rest of the texts.
 */
export function chunk(rules: Rules, delta: unknown, size: number): Live[] {
  if (!(size >= 1)) throw new RangeError("the size of a piece is at least 1");
  const first = compose(rules, [delta]);
  const rest: Live[] = [];
  for (const [path, text] of textsOf(rules, first, [])) {
    const [head = "", ...tail] = pieces(text, size);
    cut(first, path, head);
    for (const piece of tail) rest.push(address(first, path, piece));
  }
  return [first, ...rest];
}

/** A text in pieces of so many code points. */
function pieces(text: string, size: number): string[] {
  const found: string[] = [];
  let start = 0;
  let count = 0;
  let index = 0;
  for (const point of text) {
    if (count === size) {
      found.push(text.slice(start, index));
      start = index;
      count = 0;
    }
    index += point.length;
    count++;
  }
  found.push(text.slice(start));
  return found;
}

/** Every appended text of a delta in normal form with the way to it, in the order of the schema. */
function textsOf(rules: Rules, delta: Live, path: readonly Step[]): [readonly Step[], string][] {
  const found: [readonly Step[], string][] = [];
  for (const member of rules.members) {
    const name = member.member;
    const value = get(delta, name);
    if (member.rule === "append" && typeof value === "string") {
      found.push([[...path, { name, position: undefined, kept: [] }], value]);
    }
    if (member.rule !== "merge" || member.items !== undefined || !value) continue;
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    parts.forEach((part, index) => {
      if (!isObject(part)) return;
      const inside = rulesOf(member.inner, part);
      if (inside === undefined) return;
      const { keys, tag } = member.inner;
      const kept = [...keys.map((key) => key.name), ...(tag === undefined ? [] : [tag])];
      const position = Array.isArray(value) ? index : undefined;
      found.push(...textsOf(inside, part, [...path, { name, position, kept }]));
    });
  }
  return found;
}

function follow(delta: Live, { name, position }: Step): Live {
  const part = get(delta, name);
  return (position === undefined ? part : (part as unknown[])[position]) as Live;
}

function cut(delta: Live, path: readonly Step[], text: string): void {
  let here = delta;
  for (const step of path.slice(0, -1)) here = follow(here, step);
  put(here, path[path.length - 1]?.name ?? "", text);
}

/** A delta that says a text where a path leads, and nothing else. */
function address(delta: Live, path: readonly Step[], text: string): Live {
  const [step, ...more] = path;
  const said: Live = {};
  if (step === undefined) return said;
  if (more.length === 0) {
    put(said, step.name, text);
    return said;
  }
  const part = follow(delta, step);
  const inside: Live = {};
  for (const name of step.kept) {
    const value = get(part, name);
    if (value !== undefined) put(inside, name, value);
  }
  assign(inside, address(part, more, text));
  put(said, step.name, step.position === undefined ? inside : [inside]);
  return said;
}
