/** Deltas as values: compose them, cut them, derive them from two snapshots. */

import { byCodePoint, equal, freshCopy } from "./copying.js";
import { DeltaError, type DeltaCode } from "./delta-error.js";
import { Fold, get, keysFor } from "./fold.js";
import { keysOf, type EntryKey } from "./keyed.js";
import { escapeStep } from "./problems.js";
import type { Inner, Live, Member, Rules } from "./rules.js";
import { assign, isObject, put } from "./values.js";

// --- compose --------------------------------------------------------------------------------------------

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

/** The rules of what a merged member holds; undefined for a variant that is not known. */
function rulesOf(inner: Inner, part: Live): Rules | undefined {
  if (inner.tag === undefined) return inner.variants.get("");
  const tag = get(part, inner.tag);
  return typeof tag === "string" ? inner.variants.get(tag) : undefined;
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

// --- diff -----------------------------------------------------------------------------------------------

/** The keys of a list, if they are known. */
export type Keys = (list: object) => readonly EntryKey[] | undefined;

/** The smallest delta that leads from one snapshot to another. */
export function diff(rules: Rules, before: Live, after: Live, keys: Keys = () => undefined): Live {
  return new Difference(keys).record(rules, before, after, "");
}

function inexpressible(pointer: string): never {
  const code: DeltaCode = "inexpressible";
  throw new DeltaError(code, pointer, "no delta says this");
}

function below(pointer: string, step: string | number): string {
  return `${pointer}/${escapeStep(step)}`;
}

class Difference {
  readonly #keys: Keys;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** The delta between two objects: declared members in the order of the schema, then the others by name. */
  record(rules: Rules, before: Live, after: Live, pointer: string): Live {
    const said: Live = {};
    for (const member of rules.members) {
      if (!member.isGrown) continue;
      const { into } = member;
      const part = this.#member(member, get(before, into), get(after, into), below(pointer, into));
      if (part !== undefined) put(said, member.member, part);
      else if (member.isRequired && (member.rule === "append" || member.rule === "merge")) {
        put(said, member.member, nothing(member));
      }
    }
    const { grown } = rules;
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const name of [...names].filter((each) => !grown.has(each)).sort(byCodePoint)) {
      const part = other(get(before, name), get(after, name), below(pointer, name));
      if (part === undefined) continue;
      if (rules.names.has(name)) inexpressible(below(pointer, name));
      put(said, name, part);
    }
    return said;
  }

  /** What a declared member says; undefined if nothing. */
  #member(member: Member, before: unknown, after: unknown, pointer: string): unknown {
    if (equal(before, after)) return undefined;
    if (after === undefined) return member.null === "remove" ? null : inexpressible(pointer);
    if (after === null) {
      const isKept = member.null === "keep" && before !== undefined;
      if (member.null === undefined || isKept || member.null === "remove") inexpressible(pointer);
      return null;
    }
    if (!member.fits(after)) inexpressible(pointer);
    switch (member.rule) {
      case "append":
        return appended(before ?? undefined, after, pointer);
      case "sum":
        return typeof before === "number" ? (after as number) - before : after;
      case "once":
        if (before !== undefined && before !== null && before !== "") inexpressible(pointer);
        return freshCopy(after);
      case "merge":
        return this.#parts(member, before ?? undefined, after, pointer);
      default:
        return freshCopy(after);
    }
  }

  #parts(member: Member, before: unknown, after: unknown, pointer: string): unknown {
    let said: Live | unknown[];
    if (Array.isArray(after)) {
      if (before !== undefined && !Array.isArray(before)) inexpressible(pointer);
      said = this.#entries(member.inner, (before as unknown[]) ?? [], after, pointer);
    } else {
      if (before !== undefined && !isObject(before)) inexpressible(pointer);
      said =
        member.items === undefined
          ? this.#object(member.inner, before, after as Live, pointer)
          : this.#map(before ?? member.make?.() ?? {}, after as Live, pointer);
    }
    const count = Array.isArray(said) ? said.length : Object.keys(said).length;
    return count > 0 ? said : inexpressible(pointer);
  }

  #map(before: Live, after: Live, pointer: string): Live {
    const said: Live = {};
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const name of [...names].sort(byCodePoint)) {
      const part = other(get(before, name), get(after, name), below(pointer, name));
      if (part !== undefined) put(said, name, part);
    }
    return said;
  }

  #object(inner: Inner, before: Live | undefined, after: Live, pointer: string): Live {
    const rules = rulesOf(inner, after);
    const { tag } = inner;
    if (tag === undefined) {
      if (rules === undefined) return inexpressible(pointer);
      return this.record(rules, before ?? rules.make(), after, pointer);
    }
    const told = get(after, tag);
    const was = before === undefined ? told : (get(before, tag) ?? told);
    if (rules === undefined || was !== told) return inexpressible(below(pointer, tag));
    const said: Live = {};
    put(said, tag, told);
    return assign(said, this.record(rules, before ?? rules.make(), after, pointer));
  }

  #entries(inner: Inner, before: unknown[], after: unknown[], pointer: string): Live[] {
    const was = this.#told(inner, before);
    const now = this.#told(inner, after);
    const said: Live[] = [];
    let position = 0;
    for (const [key, entry] of now) {
      const place = below(pointer, position++);
      const old = was.get(key);
      if (old !== undefined && equal(old, entry)) continue;
      if (!isObject(entry) || (old !== undefined && !isObject(old))) return inexpressible(place);
      const part: Live = {};
      put(part, inner.keys[0]?.name ?? "", key);
      said.push(assign(part, this.#object(inner, old, entry, place)));
    }
    position = 0;
    for (const key of was.keys()) {
      const place = below(pointer, position++);
      if (!now.has(key)) inexpressible(place);
    }
    return said;
  }

  #told(inner: Inner, list: unknown[]): Map<EntryKey, unknown> {
    const keys = this.#keys(list) ?? keysFor(list, inner).keys;
    return new Map(list.map((item, position) => [keys[position] ?? position, item]));
  }
}

/** What does nothing to a member. */
function nothing(member: Member): unknown {
  if (member.fits([])) return [];
  return member.rule === "merge" ? {} : "";
}

/** The value of a member that deltas do not declare. */
function other(before: unknown, after: unknown, pointer: string): unknown {
  if (equal(before, after)) return undefined;
  if (after === undefined || (after === null && before !== undefined)) inexpressible(pointer);
  return freshCopy(after);
}

function appended(before: unknown, after: unknown, pointer: string): unknown {
  if (typeof after === "string") {
    const start = before ?? "";
    if (typeof start === "string" && after.length > start.length && after.startsWith(start)) {
      return after.slice(start.length);
    }
  } else if (Array.isArray(after)) {
    const start = before ?? [];
    if (
      Array.isArray(start) &&
      after.length > start.length &&
      equal(after.slice(0, start.length), start)
    ) {
      return freshCopy(after.slice(start.length));
    }
  }
  return inexpressible(pointer);
}

// --- gaps -----------------------------------------------------------------------------------------------

/** Pointers of the dense lists whose keys are not 0 to n - 1: a list before the lists inside it. */
export function gapsOf(rules: Rules, part: Live, pointer = ""): string[] {
  const found: string[] = [];
  for (const member of rules.members) {
    if (!member.isGrown || member.rule !== "merge" || member.items !== undefined) continue;
    const value = get(part, member.into);
    const place = below(pointer, member.into);
    if (Array.isArray(value)) {
      if (keysOf(value)?.hasGap === true) found.push(place);
      value.forEach((item, position) => {
        found.push(...inside(member.inner, item, below(place, position)));
      });
    } else found.push(...inside(member.inner, value, place));
  }
  return found;
}

function inside(inner: Inner, part: unknown, pointer: string): string[] {
  if (!isObject(part)) return [];
  const rules = rulesOf(inner, part);
  return rules === undefined ? [] : gapsOf(rules, part, pointer);
}
