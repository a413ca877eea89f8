/** Copies and equality of plain JSON, however deep it is nested. */

import { isObject, put, type Members } from "./values.js";

/** What is known to be frozen all through. Readers may have frozen more, but perhaps the outside alone. */
const FROZEN = new WeakSet<object>();

/** Makes a value and all it holds unchangeable; what was made so before is passed over. */
export function freeze(whole: unknown): void {
  const waiting = [whole];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part !== "object" || part === null || FROZEN.has(part)) continue;
    FROZEN.add(Object.freeze(part));
    for (const inside of Object.values(part)) waiting.push(inside);
  }
}

type Step = [source: unknown, target: Members | unknown[], name: string | number];

/**
 * A deep copy that nobody can change. Live objects hold such copies of what came whole, and share them with
 * snapshots.
 */
export function frozenCopy(value: unknown): unknown {
  return copy(value, true);
}

/** A deep copy to be changed at will. */
export function freshCopy(value: unknown): unknown {
  return copy(value, false);
}

function copy(value: unknown, isFrozen: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  const box: unknown[] = [];
  const made: object[] = [];
  const waiting: Step[] = [[value, box, 0]];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const [source, target, name] = step;
    const filled: Members | unknown[] = Array.isArray(source) ? [] : {};
    if (Array.isArray(target)) target[name as number] = filled;
    else put(target, name as string, filled);
    made.push(filled);
    if (Array.isArray(source)) {
      for (let index = 0; index < source.length; index++) {
        const item: unknown = source[index];
        (filled as unknown[])[index] = item;
        if (typeof item === "object" && item !== null) waiting.push([item, filled, index]);
      }
    } else {
      for (const key of Object.keys(source as Members)) {
        const member = (source as Members)[key];
        if (member === undefined) continue;
        put(filled as Members, key, member);
        if (typeof member === "object" && member !== null) waiting.push([member, filled, key]);
      }
    }
  }
  if (isFrozen) made.forEach(Object.freeze);
  return box[0];
}

/** JSON equality: members in any order, items in theirs. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const waiting: [unknown, unknown][] = [[left, right]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [one, other] = pair;
    if (one === other) continue;
    if (Array.isArray(one) && Array.isArray(other)) {
      if (one.length !== other.length) return false;
      for (let index = 0; index < one.length; index++) waiting.push([one[index], other[index]]);
    } else if (isObject(one) && isObject(other)) {
      const names = Object.keys(one);
      if (names.length !== Object.keys(other).length) return false;
      for (const name of names) {
        if (!Object.hasOwn(other, name)) return false;
        waiting.push([one[name], other[name]]);
      }
    } else return false;
  }
  return true;
}

/** Texts in the order of their code points, which is not that of their code units. */
export function byCodePoint(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    if (left[index] !== right[index]) {
      // Before the first difference both are the same: step back if it lies inside a surrogate pair.
      const start = index > 0 && /[\ud800-\udbff]/.test(left.charAt(index - 1)) ? index - 1 : index;
      return (left.codePointAt(start) ?? 0) - (right.codePointAt(start) ?? 0);
    }
  }
  return left.length - right.length;
}
