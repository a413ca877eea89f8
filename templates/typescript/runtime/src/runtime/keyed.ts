/** Lists whose entries are told by keys. */

import type { Inner, KeyName } from "./rules.js";
import { get, isObject, type Members } from "./values.js";

export type EntryKey = number | string;

/**
 * The keys of a live list, in parallel to its items. Integer keys ascend, but for those at the end that came
 * out of order and wait until the list is read; text keys stand as they came.
 */
export class Keyed {
  keys: EntryKey[];
  readonly name: string;
  readonly isDense: boolean;
  /** How many keys are in order. */
  #sorted: number;
  /** Where the others are. */
  #late: Map<EntryKey, number> | undefined;
  /** Where all are, if some are texts. */
  #named: Map<EntryKey, number> | undefined;

  constructor(keys: EntryKey[], name: string, isDense: boolean) {
    this.keys = keys;
    this.name = name;
    this.isDense = isDense;
    this.#sorted = keys.length;
    if (keys.some((key) => typeof key === "string")) this.#nameAll();
  }

  #nameAll(): void {
    this.#named = new Map(this.keys.map((key, position) => [key, position]));
    this.#sorted = this.keys.length;
    this.#late = undefined;
  }

  /** The same for a copy of the list. */
  clone(): Keyed {
    return new Keyed(this.keys.slice(), this.name, this.isDense);
  }

  /** Where the entry of a key stands; -1 if there is none. */
  find(key: EntryKey): number {
    if (this.#named !== undefined) return this.#named.get(key) ?? -1;
    if (typeof key === "string") return -1;
    if (key < this.#sorted && this.keys[key] === key) return key;
    const late = this.#late?.get(key);
    if (late !== undefined) return late;
    const place = this.#place(key);
    return place < this.#sorted && this.keys[place] === key ? place : -1;
  }

  /** Where a key is, or would be, among those in order. */
  #place(key: number): number {
    let low = 0;
    let high = this.#sorted;
    if (high > 0 && (this.keys[high - 1] as number) < key) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.keys[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Takes in the key of an entry that was put at the end of the list. */
  add(key: EntryKey): void {
    const position = this.keys.length;
    this.keys.push(key);
    if (typeof key === "string" && this.#named === undefined) return this.#nameAll();
    if (this.#named !== undefined) this.#named.set(key, position);
    else if (this.#sorted === position && this.#place(key as number) === position) this.#sorted++;
    else (this.#late ??= new Map()).set(key, position);
  }

  /** Forgets the key that was added last. */
  drop(): void {
    const key = this.keys.pop();
    if (key === undefined) return;
    this.#named?.delete(key);
    this.#late?.delete(key);
    this.#sorted = Math.min(this.#sorted, this.keys.length);
  }

  /** Whether entries at the end wait to be put in their places. */
  get isUnsettled(): boolean {
    return this.#late !== undefined && this.#late.size > 0;
  }

  /** Puts keys and items in order. */
  settle(items: unknown[]): void {
    if (!this.isUnsettled) return;
    if (this.#late?.size === 1) {
      const key = this.keys.pop() as number;
      const item = items.pop();
      const place = this.#place(key);
      this.keys.splice(place, 0, key);
      items.splice(place, 0, item);
    } else {
      const entries = this.keys.map((key, position) => [key as number, items[position]] as const);
      entries.sort((one, other) => one[0] - other[0]);
      entries.forEach(([key, item], position) => {
        this.keys[position] = key;
        items[position] = item;
      });
    }
    this.#late = undefined;
    this.#sorted = this.keys.length;
  }

  /** Whether keys are missing between 0 and the last. */
  get hasGap(): boolean {
    const count = this.keys.length;
    return this.isDense && count > 0 && this.keys[count - 1] !== count - 1;
  }
}

const known = new WeakMap<object, Keyed>();

/** The keys of a list that is told by keys. */
export function keysOf(list: object): Keyed | undefined {
  return known.get(list);
}

/** Says that a list is told by keys. */
export function tellByKeys(list: object, keyed: Keyed): Keyed {
  known.set(list, keyed);
  return keyed;
}

/** The keys of a list; its positions if nothing else was said. */
export function keysOrPositions(list: readonly unknown[]): Keyed {
  return keysOf(list) ?? tellByKeys(list, new Keyed([...list.keys()], "", true));
}

/** A value as a key, if it is one. */
export function legalKey(key: unknown, isText: boolean): EntryKey | undefined {
  if (isText) return typeof key === "string" ? key : undefined;
  return Number.isSafeInteger(key) && (key as number) >= 0 ? (key as number) + 0 : undefined;
}

/**
 * The keys of a list that was given: its items' own where the snapshot declares keys, all are sound and in
 * order; otherwise their positions.
 */
export function keysFor(list: readonly unknown[], inner: Inner): Keyed {
  const name = inner.keys[0]?.name ?? "";
  return new Keyed(ownKeys(list, inner.ownKeys) ?? [...list.keys()], name, inner.isDense);
}

function ownKeys(list: readonly unknown[], names: readonly KeyName[]): EntryKey[] | undefined {
  if (names.length === 0) return undefined;
  const keys: EntryKey[] = [];
  let last = -1;
  for (const item of list) {
    if (!isObject(item)) return undefined;
    const named = names.find(({ name }) => get(item, name) !== undefined);
    const key = named && legalKey(get(item, named.name), named.isText);
    if (key === undefined) return undefined;
    if (typeof key === "number") {
      if (key <= last) return undefined;
      last = key;
    }
    keys.push(key);
  }
  return new Set(keys).size === keys.length ? keys : undefined;
}

/** A copy of an object or a list that may be changed; what it holds stays as it is. */
export function thawed<T extends Members | unknown[]>(part: T): T {
  if (!Array.isArray(part)) return { ...part };
  const copy = part.slice();
  const keyed = keysOf(part);
  if (keyed !== undefined) tellByKeys(copy, keyed.clone());
  return copy as T;
}
