/** The objects of a target, each with its life: it grows, and one day it is final. */

import type { Accumulator } from "./accumulator.js";

/** One object of a target: growing in an accumulator, or whole. */
export interface Life {
  accumulator?: Accumulator<object, object>;
  whole?: object;
  isClosed: boolean;
}

/** The objects of a target by id, as they are now. */
export class Gathered<T extends object> implements ReadonlyMap<string, T> {
  readonly #lives: ReadonlyMap<string, Life>;

  constructor(lives: ReadonlyMap<string, Life>) {
    this.#lives = lives;
  }

  get size(): number {
    return this.#lives.size;
  }

  has(id: string): boolean {
    return this.#lives.has(id);
  }

  get(id: string): T | undefined {
    const life = this.#lives.get(id);
    return life === undefined ? undefined : (currentOf(life) as T);
  }

  keys(): MapIterator<string> {
    return this.#lives.keys() as MapIterator<string>;
  }

  *values(): MapIterator<T> {
    for (const life of this.#lives.values()) yield currentOf(life) as T;
  }

  *entries(): MapIterator<[string, T]> {
    for (const [id, life] of this.#lives) yield [id, currentOf(life) as T];
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(callback: (object: T, id: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [id, object] of this) callback(object, id, this);
  }
}

/** The object as it is now, for reading only. */
export function currentOf(life: Life): object {
  return life.accumulator?.current ?? (life.whole as object);
}

/** The object as it is now, for good. */
export function snapshotOf(life: Life): object {
  return life.accumulator?.snapshot() ?? (life.whole as object);
}
