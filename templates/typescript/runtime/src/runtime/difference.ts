/** The delta that leads from one snapshot to another. */

import { byCodePoint, equal, freshCopy } from "./copying.js";
import { DeltaError, type DeltaCode } from "./delta-error.js";
import { keysFor, type EntryKey } from "./keyed.js";
import { escapeStep } from "./problems.js";
import { rulesOf, type Inner, type Live, type Member, type Rules } from "./rules.js";
import { assign, get, isObject, put } from "./values.js";

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
