/** Accumulators: a live object that grows by deltas, and snapshots of it that share what did not change. */

import { parseRaw, type RawText } from "./addresses.js";
import { chunk, compose } from "./composing.js";
import { freeze, frozenCopy } from "./copying.js";
import { DeltaError, pointerInSnapshot, type Diagnostic } from "./delta-error.js";
import { diff } from "./difference.js";
import { Fold } from "./fold.js";
import { gapsOf } from "./gaps.js";
import { keysOf, thawed } from "./keyed.js";
import type { Live, Rules } from "./rules.js";
import { assign, put, type Mode } from "./values.js";

/** The rules of the deltas of an object, by the name that the spec gives the delta. The first is the usual one. */
export type Roots = ReadonlyMap<string, Rules>;

/**
 * Gathers one object from its deltas.
 *
 * In strict mode an illegal delta throws a `DeltaError` and changes nothing; in lenient mode the smallest part
 * that offends is left out and noted in `diagnostics`.
 */
export class Accumulator<S extends object, D extends object> {
  /** How deltas are applied: a matter of this package. */
  readonly fold: Fold;
  readonly #roots: Roots;
  readonly #usual: Rules;
  #live: Live;
  #start: Live;
  /** Whether a snapshot has the live object: then a copy of it grows. */
  #isGiven = true;

  constructor(roots: Roots, initial: S | undefined, mode: Mode = "lenient") {
    this.#roots = roots;
    this.#usual = usual(roots);
    this.fold = new Fold(mode === "strict");
    this.#live = initial === undefined ? this.#usual.make() : (frozenCopy(initial) as Live);
    freeze(this.#live);
    this.#start = this.#live;
  }

  /** Merges a delta: O(size of the delta), atomic. Keeps nothing of its argument. */
  push(delta: D, kind?: string): void {
    const rules = kind === undefined ? this.#usual : this.#roots.get(kind);
    if (rules === undefined) throw new TypeError(`there is no delta ${JSON.stringify(kind)}`);
    try {
      this.fold.push(rules, this.#isGiven ? this.#owned() : this.#live, delta);
    } catch (error) {
      // Perhaps somebody froze what `current` gave for reading. To ask each part is too dear before it has failed.
      if (!(error instanceof TypeError)) throw error;
      this.fold.push(rules, this.#owned(), delta);
    }
  }

  /** The live object, to be changed: nothing is taken for granted of what may be frozen. */
  #owned(): Live {
    if (!Object.isExtensible(this.#live)) this.#live = thawed(this.#live);
    this.fold.disown();
    this.#isGiven = false;
    return this.#live;
  }

  /** Takes over whole members of another object, but some. */
  refresh(whole: Live, but: ReadonlySet<string>): void {
    const live = this.#owned();
    for (const name of Object.keys(whole)) {
      const value = whole[name];
      if (value !== undefined && !but.has(name)) put(live, name, frozenCopy(value));
    }
  }

  /** The object as it is now, for reading only: it changes with the next push. O(1). */
  get current(): S {
    this.fold.settle();
    return this.#live as S;
  }

  /**
   * The object as it is now, for good. It is frozen, and shares with earlier snapshots what did not change since;
   * `structuredClone` makes a copy to be changed.
   */
  snapshot(): S {
    this.fold.settle();
    freeze(this.#live);
    this.#isGiven = true;
    return this.#live as S;
  }

  /** Looks for gaps, then gives a snapshot. A gap is an `index_gap`: thrown in strict mode, else noted. */
  finish(): S {
    for (const pointer of this.gaps()) {
      this.fold.refuseAt("index_gap", this.fold.prefix + pointer, "entries are missing");
    }
    if (this.fold.raw.size > 0) parseRaw(this.fold, this.#owned());
    return this.snapshot();
  }

  /** Pointers (into the snapshot) of the lists whose keys are not 0 to n - 1. */
  gaps(): string[] {
    const live = this.current as Live;
    const found = [...this.#roots.values()].flatMap((rules) => gapsOf(rules, live));
    return [...new Set(found)];
  }

  /** The texts gathered for members that hold a parsed value once the object is finished, by pointer. */
  rawTexts(): ReadonlyMap<string, string> {
    const raw = [...this.fold.raw.values()] as RawText[];
    return new Map(raw.map(({ place, text }) => [pointerInSnapshot(place), text]));
  }

  /** Makes `compact` count from here. */
  mark(): void {
    this.#start = this.snapshot() as Live;
  }

  /** One delta equal to all that were pushed since the start, or since the last `mark`. */
  compact(): D {
    const rules = single(this.#roots);
    const now = this.snapshot() as Live;
    return complete<D>(
      rules,
      diff(rules, this.#start, now, (list) => keysOf(list)?.keys),
    );
  }

  /** What lenient reading has left out so far. */
  get diagnostics(): readonly Diagnostic[] {
    return this.fold.diagnostics;
  }
}

function usual(roots: Roots): Rules {
  for (const rules of roots.values()) return rules;
  throw new TypeError("there are no deltas");
}

/** The rules of deltas that can be composed and derived: of one kind, and without addresses. */
export function single(roots: Roots): Rules {
  const rules = usual(roots);
  if (roots.size > 1 || !rules.isComposable) {
    throw new DeltaError("inexpressible", "", "these deltas can only be pushed");
  }
  return rules;
}

/** Deltas merged into a snapshot, strictly. */
export function merged<S extends object, D extends object>(
  roots: Roots,
  snapshot: S,
  deltas: readonly D[],
): S {
  const accumulator = new Accumulator<S, D>(roots, snapshot, "strict");
  for (const delta of deltas) accumulator.push(delta);
  return accumulator.snapshot();
}

/** One delta for many. */
export function composed<D>(roots: Roots, deltas: readonly D[]): D {
  const rules = single(roots);
  return complete<D>(rules, compose(rules, deltas));
}

/** The delta between two snapshots. */
export function difference<D>(roots: Roots, before: object, after: object): D {
  const rules = single(roots);
  return complete<D>(rules, diff(rules, before as Live, after as Live));
}

/** A delta in pieces. */
export function pieces<D>(roots: Roots, delta: D, size: number): D[] {
  const rules = single(roots);
  return chunk(rules, delta, size).map((piece) => complete<D>(rules, piece));
}

/** A delta with the constants that each of its kind has. */
function complete<D>(rules: Rules, delta: Live): D {
  return assign({ ...rules.constants }, delta) as D;
}

/** An accumulator that is known by the name of its delta only: see `ACCUMULATORS`. */
export interface AccumulatorClass {
  new (initial?: any, mode?: Mode): Accumulator<any, any>;
  empty(mode?: Mode): Accumulator<any, any>;
  merge?(initial: any, ...deltas: any[]): any;
  compose?(...deltas: any[]): any;
  diff?(before: any, after: any): any;
  chunk?(delta: any, size: number): any[];
  events?(before: any, after: any, close?: string): any[];
}

/** Accumulators by the name of their delta. */
export function accumulators(
  listed: readonly (readonly [delta: string, accumulator: AccumulatorClass])[],
): ReadonlyMap<string, AccumulatorClass> {
  return new Map(listed);
}
