/** Deltas that carry an address, and text that is parsed once all of it is there. */

import { frozenCopy } from "./copying.js";
import { At, pointerInSnapshot } from "./delta-error.js";
import type { Fold } from "./fold.js";
import { keysOrPositions, legalKey } from "./keyed.js";
import type { Fits, Live, Member, PathStep } from "./rules.js";
import { get, isObject, put } from "./values.js";

/** Text gathered for a member that the snapshot holds as its parsed value. */
export interface RawText {
  readonly place: At;
  readonly text: string;
  readonly holds: Fits;
}

/** Carries out a member's rule at the end of its path. */
export function actAt(f: Fold, s: Live, d: Live, value: unknown, at: At, m: Member): void {
  const leaf = at.below(m.member, m.into);
  const path: readonly PathStep[] = m.path ?? [{ name: m.into }];
  const found = reach(f, s, d, path.slice(0, -1), at, leaf);
  const last = path[path.length - 1];
  if (found === undefined || last === undefined) return;
  const { here, place } = found;
  if ("key" in last) {
    const key = keyIn(f, d, last.key, at);
    if (key === undefined) return;
    if (!Array.isArray(here)) return f.refuse("unknown_target", leaf, "there is no list");
    if (!isObject(value) || !m.fits(value)) return unfit(f, value, leaf, m);
    const entry = place.below(key);
    forget(f, entry);
    return f.putEntry(here as unknown[], key, frozenCopy(value), entry);
  }
  if (!isObject(here) || !has(here, last)) {
    return f.refuse("unknown_target", leaf, "there is no such member");
  }
  const target = place.below(last.name);
  if (m.isRaw) return gather(f, value, leaf, m, target);
  forget(f, target);
  const from = new At(at.up, at.step, at.place, place);
  const old = f.old(here, m);
  switch (m.rule) {
    case "append":
      if (m.fits("")) return f.appendText(here, old, value, from, m);
      return f.appendItems(here, old, value, from, m);
    case "once":
      return f.once(here, old, value, from, m);
    case "sum":
      return f.sum(here, old, value, from, m);
    case "merge":
      if (m.items !== undefined) return f.mergeMap(here, old, value, from, m);
      if (m.fits([])) return f.mergeList(here, old, value, from, m);
      return f.mergeObject(here, old, value, from, m);
    default:
      return f.replace(here, old, value, from, m);
  }
}

/** What stands at a path, to be changed; undefined after a refusal. */
function reach(
  f: Fold,
  s: Live,
  d: Live,
  path: readonly PathStep[],
  at: At,
  leaf: At,
): { readonly here: Live | unknown[]; readonly place: At } | undefined {
  let here: Live | unknown[] = s;
  let place = at;
  for (const step of path) {
    let next: unknown;
    if ("key" in step) {
      const key = keyIn(f, d, step.key, at);
      if (key === undefined) return undefined;
      place = place.below(key);
      const position = Array.isArray(here) ? keysOrPositions(here).find(key) : -1;
      next = position < 0 ? undefined : (here as unknown[])[position];
      if (isObject(next)) next = f.owned(here, position, next);
      else next = undefined;
    } else {
      place = place.below(step.name);
      next = isObject(here) && has(here, step) ? get(here, step.name) : undefined;
      if (isObject(next) || Array.isArray(next)) next = f.owned(here, step.name, next as Live);
      else next = undefined;
    }
    if (next === undefined) {
      f.refuse("unknown_target", leaf, `nothing stands at ${pointerInSnapshot(place)}`);
      return undefined;
    }
    here = next as Live | unknown[];
  }
  return { here, place };
}

/** Whether what stands there is of a variant that has the member. */
function has(
  here: Live,
  step: { readonly tag?: string; readonly on?: readonly string[] },
): boolean {
  return step.tag === undefined || (step.on ?? []).includes(get(here, step.tag) as string);
}

function keyIn(f: Fold, d: Live, name: string, at: At): number | undefined {
  const place = at.below(name);
  const value = get(d, name);
  const key = legalKey(value, false);
  if (value === undefined) f.refuse("missing_key", place, "the address is missing");
  else if (key === undefined) f.refuse("bad_key", place, "this cannot name an entry");
  return key as number | undefined;
}

function unfit(f: Fold, value: unknown, leaf: At, m: Member): void {
  if (value === null && m.null !== undefined) return;
  f.refuse("invalid_type", leaf, "this is not what the delta declares");
}

// --- raw text -------------------------------------------------------------------------------------------

function gather(f: Fold, value: unknown, leaf: At, m: Member, place: At): void {
  if (typeof value !== "string") return unfit(f, value, leaf, m);
  const pointer = pointerInSnapshot(place);
  const before = f.raw.get(pointer) as RawText | undefined;
  if (value === "" && before !== undefined) return;
  const raw: RawText = { place, text: (before?.text ?? "") + value, holds: m.holds };
  f.setIn(f.raw, pointer, raw);
  if (value !== "") f.noteText(place, value);
}

/** Lets go of raw text gathered in what is about to be replaced. */
function forget(f: Fold, place: At): void {
  if (f.raw.size === 0) return;
  const pointer = pointerInSnapshot(place);
  for (const known of [...f.raw.keys()]) {
    if (known === pointer || known.startsWith(`${pointer}/`)) f.setIn(f.raw, known, undefined);
  }
}

/** Puts the parsed values in their members; text that is not the JSON it should be is `invalid_type` there. */
export function parseRaw(f: Fold, live: Live): void {
  for (const [pointer, raw] of f.raw as ReadonlyMap<string, RawText>) {
    if (raw.text === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(raw.text);
    } catch {
      value = undefined;
    }
    if (value === undefined || (value !== null && !raw.holds(value))) {
      f.refuseAt(
        "invalid_type",
        f.prefix + pointer,
        "the text gathered is not the JSON it should be",
      );
    } else putAt(f, live, raw.place, frozenCopy(value));
  }
}

function putAt(f: Fold, live: Live, place: At, value: unknown): void {
  const steps: (string | number)[] = [];
  for (let here: At | null = place.up; here !== null && here.up !== null; here = here.up) {
    steps.unshift(here.place);
  }
  let here: Live | unknown[] = live;
  for (const step of steps) {
    if (Array.isArray(here)) {
      const position: number = keysOrPositions(here).find(step);
      here = f.owned(here, position, here[position] as Live);
    } else here = f.owned(here, step as string, get(here, step as string) as Live);
  }
  put(here as Live, place.place as string, value);
}
