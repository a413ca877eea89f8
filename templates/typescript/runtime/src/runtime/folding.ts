/** One target of a stream: what events do to its objects. */

import { Accumulator, type Roots } from "./accumulator.js";
import { Change, type ChangeWords } from "./change.js";
import { frozenCopy } from "./copying.js";
import type { At, DeltaCode, Diagnostic } from "./delta-error.js";
import type { Growth } from "./ledger.js";
import type { Life } from "./lives.js";
import { at, pointerOf, type Step, type Target } from "./plan.js";
import type { Live } from "./rules.js";
import type { Mode } from "./values.js";

/** The id of the only object of a target. */
export const ONLY = "";

/** A delta that came before its object. */
interface Held {
  readonly delta: unknown;
  readonly event: number;
  readonly kind: string | undefined;
}

/** An event on its way to an object. */
export interface Arrival {
  readonly id: string;
  readonly event: Live;
  /** The object that the event carries. */
  readonly whole: Live;
  readonly number: number;
  readonly words: ChangeWords;
  /** Throws, or notes the refusal. */
  readonly refuse: (code: DeltaCode, message: string) => Change;
}

/** The objects of one target while events come in. */
export class Folding {
  readonly target: Target;
  readonly lives = new Map<string, Life>();
  readonly #early = new Map<string, Held[]>();
  readonly #mode: Mode;
  /** Where what lenient merging leaves out is noted. */
  readonly #diagnostics: Diagnostic[];
  /** The members that only deltas change. */
  readonly #grown: ReadonlySet<string>;
  readonly #hasCreation: boolean;
  /** Where in an event its delta stands. */
  readonly #prefix: string;

  constructor(target: Target, steps: readonly Step[], mode: Mode, diagnostics: Diagnostic[]) {
    this.target = target;
    this.#mode = mode;
    this.#diagnostics = diagnostics;
    this.#grown = grownBy(target.roots);
    this.#hasCreation = steps.some((step) => step.target === target && step.action === "create");
    this.#prefix = pointerOf(target.delta ?? []);
  }

  /** Does to an object what the event says. */
  act({ action, kind }: Step, arrival: Arrival): Change {
    const { id, whole, words, refuse } = arrival;
    const life = this.lives.get(id);
    switch (action) {
      case "create":
        if (life !== undefined) return refuse("duplicate_target", "it was created before");
        return this.#begin(id, whole, words);
      case "refresh":
        if (life === undefined) {
          refuse("unknown_target", "it was not created");
          return this.#begin(id, whole, words);
        }
        if (life.isClosed) return refuse("closed", "it is final");
        if (life.accumulator === undefined) life.whole = frozenCopy(whole) as object;
        else life.accumulator.refresh(whole, this.#grown);
        return new Change(words);
      case "patch":
        return this.#patch(life, kind, arrival);
      case "close":
        if (life?.isClosed === true) return refuse("closed", "it is final");
        this.#early.delete(id);
        this.lives.set(id, { whole: frozenCopy(whole) as object, isClosed: true });
        return new Change(words, [], [], true);
      case "set":
        return this.#begin(id, whole, words);
    }
  }

  /** An object begins; deltas that came before it are applied. */
  #begin(id: string, whole: Live, words: ChangeWords): Change {
    const life = this.#lifeOf(whole);
    this.lives.set(id, life);
    const held = this.#early.get(id) ?? [];
    this.#early.delete(id);
    const created: At[] = [];
    const appended: Growth[] = [];
    for (const { delta, event, kind } of held) {
      this.#grow(life, delta, words.id, event, kind);
      created.push(...(life.accumulator?.fold.created ?? []));
      appended.push(...(life.accumulator?.fold.appended ?? []));
    }
    return new Change(words, created, appended);
  }

  #lifeOf(whole: Live | undefined): Life {
    const { roots } = this.target;
    if (roots === undefined) return { whole: frozenCopy(whole) as object, isClosed: false };
    const accumulator = new Accumulator<object, object>(roots, whole, this.#mode);
    accumulator.fold.isWatched = true;
    return { accumulator, isClosed: false };
  }

  #patch(known: Life | undefined, kind: string | undefined, arrival: Arrival): Change {
    const { id, event, number, words, refuse } = arrival;
    const delta = at(event, this.target.delta ?? []);
    let life = known;
    if (life === undefined && !this.#hasCreation && this.target.roots !== undefined) {
      life = this.#lifeOf(undefined);
      this.#grow(life, delta, words.id, number, kind);
      this.lives.set(id, life);
    } else if (life === undefined) {
      const change = refuse("unknown_target", "it was not created");
      const held = this.#early.get(id) ?? [];
      held.push({ delta: frozenCopy(delta), event: number, kind });
      this.#early.set(id, held);
      return change;
    } else if (life.isClosed) return refuse("closed", "it is final");
    else this.#grow(life, delta, words.id, number, kind);
    const fold = life.accumulator?.fold;
    if (fold === undefined) return new Change(words);
    return new Change(words, fold.created, fold.appended);
  }

  /** Pushes a delta; pointers go into the event. */
  #grow(
    life: Life,
    delta: unknown,
    id: string | undefined,
    event: number,
    kind: string | undefined,
  ): void {
    const { accumulator } = life;
    if (accumulator === undefined) return;
    const { fold } = accumulator;
    fold.prefix = this.#prefix;
    fold.target = id;
    fold.event = event;
    accumulator.push(delta as object, kind);
    this.#collect(accumulator);
  }

  #collect({ fold }: Accumulator<object, object>): void {
    if (fold.diagnostics.length === 0) return;
    this.#diagnostics.push(...fold.diagnostics);
    fold.diagnostics.length = 0;
  }

  /** Looks for gaps in every object that still grows. */
  finish(): void {
    for (const [id, { accumulator }] of this.lives) {
      if (accumulator === undefined) continue;
      const { fold } = accumulator;
      fold.prefix = this.#place(id);
      fold.target = this.target.id === undefined ? undefined : id;
      fold.event = undefined;
      accumulator.finish();
      this.#collect(accumulator);
    }
  }

  /** The texts gathered for members that hold a parsed value in the end, by pointer. */
  *rawTexts(): Generator<[pointer: string, text: string]> {
    for (const [id, { accumulator }] of this.lives) {
      for (const [pointer, text] of accumulator?.rawTexts() ?? []) {
        yield [this.#place(id) + pointer, text];
      }
    }
  }

  /** The pointer of an object into all that the stream gathers. */
  #place(id: string): string {
    const { name, id: path } = this.target;
    return pointerOf(path === undefined ? [name] : [name, id]);
  }
}

function grownBy(roots: Roots | undefined): ReadonlySet<string> {
  return new Set([...(roots?.values() ?? [])].flatMap((rules) => [...rules.grown]));
}
