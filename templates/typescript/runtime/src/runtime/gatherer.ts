/** Gathering a whole stream: which event does what to which object. */

import { Accumulator, type Roots } from "./accumulator.js";
import { frozenCopy } from "./copying.js";
import {
  DeltaError,
  pointerInSnapshot,
  type At,
  type DeltaCode,
  type Diagnostic,
} from "./delta-error.js";
import type { EventReader } from "./events.js";
import type { Growth } from "./fold.js";
import { escapeStep } from "./problems.js";
import type { Live } from "./rules.js";
import { isObject, read, type Mode } from "./values.js";

export type Action = "create" | "refresh" | "patch" | "close" | "set";

/** Objects that a stream builds. Paths lead into an event. */
export interface Target {
  readonly name: string;
  readonly object: readonly string[];
  readonly id?: readonly string[];
  readonly delta?: readonly string[];
  readonly roots?: Roots;
}

/** What an event does; `kind` is the delta that a patch carries. */
export interface Step {
  readonly target: Target;
  readonly action: Action;
  readonly kind?: string;
}

export interface Plan {
  /** The member of an event that names it. */
  readonly tag: string;
  /** The member that holds its data; "" if the event is the data. */
  readonly data: string;
  readonly targets: readonly Target[];
  readonly steps: ReadonlyMap<string, Step>;
  readonly end: ReadonlySet<string>;
  readonly error: ReadonlySet<string>;
  readonly ignore: ReadonlySet<string>;
}

/** What one event did: the stuff callbacks are made of. */
export class Change {
  /** The name of the event, if it has one. */
  readonly event: string | undefined;
  /** The target it acted on. */
  readonly target: string | undefined;
  /** The id of the object it acted on, where there are many. */
  readonly id: string | undefined;
  /** Whether the object is final now. */
  readonly closed: boolean;
  readonly #created: readonly At[];
  readonly #appended: readonly Growth[];

  constructor(words: {
    readonly event?: string | undefined;
    readonly target?: string | undefined;
    readonly id?: string | undefined;
    readonly closed?: boolean;
    readonly created?: readonly At[];
    readonly appended?: readonly Growth[];
  }) {
    this.event = words.event;
    this.target = words.target;
    this.id = words.id;
    this.closed = words.closed ?? false;
    this.#created = words.created ?? [];
    this.#appended = words.appended ?? [];
  }

  /** Pointers of the list entries that came into being, into the object, with keys for positions. */
  get created(): string[] {
    return this.#created.map(pointerInSnapshot);
  }

  /** The texts that grew: pointers into the object, with keys for positions, and what was added. */
  get appended(): { readonly pointer: string; readonly text: string }[] {
    return this.#appended.map(({ at, text }) => ({ pointer: pointerInSnapshot(at), text }));
  }
}

/** One object of a target: growing in an accumulator, or whole. */
interface Life {
  accumulator?: Accumulator<object, object>;
  whole?: object;
  isClosed: boolean;
}

interface Held {
  readonly delta: unknown;
  readonly event: number;
  readonly kind: string | undefined;
}

interface Folding {
  readonly target: Target;
  readonly lives: Map<string, Life>;
  readonly early: Map<string, Held[]>;
  readonly grown: ReadonlySet<string>;
  readonly hasCreation: boolean;
}

/** The id of the only object of a target. */
const ONLY = "";

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

function currentOf(life: Life): object {
  return life.accumulator?.current ?? (life.whole as object);
}

function snapshotOf(life: Life): object {
  return life.accumulator?.snapshot() ?? (life.whole as object);
}

/** Folds events into objects; the generated stream accumulators say which. */
export class Gatherer {
  readonly #plan: Plan;
  readonly #mode: Mode;
  readonly #foldings: ReadonlyMap<string, Folding>;
  readonly #diagnostics: Diagnostic[] = [];
  #error: unknown = null;
  #isDone = false;
  #count = 0;

  constructor(plan: Plan, mode: Mode = "lenient") {
    this.#plan = plan;
    this.#mode = mode;
    const steps = [...plan.steps.values()];
    this.#foldings = new Map(
      plan.targets.map((target) => [
        target.name,
        {
          target,
          lives: new Map<string, Life>(),
          early: new Map<string, Held[]>(),
          grown: grownBy(target.roots),
          hasCreation: steps.some((step) => step.target === target && step.action === "create"),
        },
      ]),
    );
  }

  /** Takes the next event: typed, or parsed JSON. What is refused in strict mode changes nothing. */
  push(event: unknown): Change {
    const number = this.#count++;
    if (this.#isDone) return this.#refuse("after_done", "", "the stream has ended", {}, number);
    const { tag, data, steps, end, error, ignore } = this.#plan;
    if (typeof event === "string" && data === "" && end.has(event)) {
      this.#isDone = true;
      return new Change({ event });
    }
    if (!isObject(event)) {
      return this.#refuse("invalid_type", "", "an event is an object", {}, number);
    }
    const name = read(event, tag);
    const place = `/${escapeStep(tag)}`;
    if (typeof name !== "string") {
      const code = name === undefined ? "missing_discriminator" : "invalid_type";
      return this.#refuse(code, place, "an event has a name", {}, number);
    }
    const step = steps.get(name);
    if (step !== undefined) return this.#act(step, name, event, number);
    if (end.has(name)) this.#isDone = true;
    else if (error.has(name)) return this.#fail(name, event, number);
    else if (!ignore.has(name)) {
      this.#note("unknown_event", place, "this event is not known", undefined, number);
    }
    return new Change({ event: name });
  }

  #note(
    code: Diagnostic["code"],
    pointer: string,
    message: string,
    target: string | undefined,
    event: number | undefined,
  ): void {
    this.#diagnostics.push({ code, pointer, message, target, event });
  }

  #refuse(
    code: DeltaCode,
    pointer: string,
    message: string,
    words: { event?: string; target?: string; id?: string },
    number: number,
  ): Change {
    if (this.#mode === "strict") throw new DeltaError(code, pointer, message, words.id, number);
    this.#note(code, pointer, message, words.id, number);
    return new Change(words);
  }

  #fail(name: string, event: Live, number: number): Change {
    const words = { event: name };
    const data = this.#plan.data === "" ? event : read(event, this.#plan.data);
    if (!isObject(data)) {
      const pointer = `/${escapeStep(this.#plan.data)}`;
      return this.#refuse("invalid_type", pointer, "an error is an object", words, number);
    }
    const inner = read(data, "error");
    this.#error = frozenCopy(isObject(inner) ? inner : data);
    return new Change(words);
  }

  // --- what events do to an object ------------------------------------------------------------------------

  #act(step: Step, name: string, event: Live, number: number): Change {
    const { target, action } = step;
    const words: { event: string; target: string; id?: string } = {
      event: name,
      target: target.name,
    };
    const patches = action === "patch";
    const dataPath = this.#plan.data === "" ? [] : [this.#plan.data];
    const path = patches ? dataPath : target.object;
    const whole = at(event, path);
    if (!isObject(whole)) {
      return this.#refuse("invalid_type", pointerOf(path), "an object is needed", words, number);
    }
    let id = ONLY;
    let place = pointerOf(target.object);
    if (target.id !== undefined) {
      place = pointerOf(target.id);
      const found = at(event, target.id);
      if (typeof found !== "string") {
        const code = found === undefined ? "missing_key" : "bad_key";
        return this.#refuse(code, place, "an id is a string", words, number);
      }
      words.id = id = found;
    }
    const folding = this.#foldings.get(target.name) as Folding;
    const life = folding.lives.get(id);
    const refuse = (code: DeltaCode, message: string) =>
      this.#refuse(code, place, message, words, number);
    switch (action) {
      case "create":
        if (life !== undefined) return refuse("duplicate_target", "it was created before");
        return this.#begin(folding, id, whole, words);
      case "refresh":
        if (life === undefined) {
          refuse("unknown_target", "it was not created");
          return this.#begin(folding, id, whole, words);
        }
        if (life.isClosed) return refuse("closed", "it is final");
        if (life.accumulator === undefined) life.whole = frozenCopy(whole) as object;
        else life.accumulator.refresh(whole, folding.grown);
        return new Change(words);
      case "patch":
        return this.#patch(folding, life, id, event, words, number, step.kind, refuse);
      case "close":
        if (life?.isClosed === true) return refuse("closed", "it is final");
        folding.early.delete(id);
        folding.lives.set(id, { whole: frozenCopy(whole) as object, isClosed: true });
        return new Change({ ...words, closed: true });
      case "set":
        return this.#begin(folding, id, whole, words);
    }
  }

  /** An object begins; deltas that came before it are applied. */
  #begin(folding: Folding, id: string, whole: Live, words: ChangeWords): Change {
    const life = this.#lifeOf(folding, whole);
    folding.lives.set(id, life);
    const held = folding.early.get(id) ?? [];
    folding.early.delete(id);
    const created: At[] = [];
    const appended: Growth[] = [];
    for (const { delta, event, kind } of held) {
      this.#grow(folding.target, life, delta, words.id, event, kind);
      created.push(...(life.accumulator?.fold.created ?? []));
      appended.push(...(life.accumulator?.fold.appended ?? []));
    }
    return new Change({ ...words, created, appended });
  }

  #lifeOf({ target }: Folding, whole: Live | undefined): Life {
    if (target.roots === undefined) return { whole: frozenCopy(whole) as object, isClosed: false };
    const accumulator = new Accumulator<object, object>(target.roots, whole, this.#mode);
    accumulator.fold.isWatched = true;
    return { accumulator, isClosed: false };
  }

  #patch(
    folding: Folding,
    known: Life | undefined,
    id: string,
    event: Live,
    words: ChangeWords,
    number: number,
    kind: string | undefined,
    refuse: (code: DeltaCode, message: string) => Change,
  ): Change {
    const { target, lives, early } = folding;
    const delta = at(event, target.delta ?? []);
    let life = known;
    if (life === undefined && !folding.hasCreation && target.roots !== undefined) {
      life = this.#lifeOf(folding, undefined);
      this.#grow(target, life, delta, words.id, number, kind);
      lives.set(id, life);
    } else if (life === undefined) {
      const change = refuse("unknown_target", "it was not created");
      const held = early.get(id) ?? [];
      held.push({ delta: frozenCopy(delta), event: number, kind });
      early.set(id, held);
      return change;
    } else if (life.isClosed) return refuse("closed", "it is final");
    else this.#grow(target, life, delta, words.id, number, kind);
    const fold = life.accumulator?.fold;
    if (fold === undefined) return new Change(words);
    return new Change({ ...words, created: [...fold.created], appended: [...fold.appended] });
  }

  /** Pushes a delta; pointers go into the event. */
  #grow(
    target: Target,
    life: Life,
    delta: unknown,
    id: string | undefined,
    event: number,
    kind: string | undefined,
  ): void {
    const { accumulator } = life;
    if (accumulator === undefined) return;
    const { fold } = accumulator;
    fold.prefix = pointerOf(target.delta ?? []);
    fold.target = id;
    fold.event = event;
    accumulator.push(delta as object, kind);
    this.#collect(accumulator);
  }

  #collect({ fold }: Accumulator<object, object>): void {
    this.#diagnostics.push(...fold.diagnostics);
    fold.diagnostics.length = 0;
  }

  // --- reading --------------------------------------------------------------------------------------------

  /**
   * Looks whether the stream came to its end and whether lists have gaps. Strict throws what it finds; lenient
   * notes gaps, and does not mind a missing end: `done` tells.
   */
  protected check(): void {
    if (this.#mode === "strict" && this.#plan.end.size > 0 && !this.#isDone) {
      throw new DeltaError("truncated", "", "the stream stopped before its end");
    }
    for (const { target, lives } of this.#foldings.values()) {
      for (const [id, life] of lives) {
        if (life.accumulator === undefined) continue;
        const { fold } = life.accumulator;
        fold.prefix = pointerOf(target.id === undefined ? [target.name] : [target.name, id]);
        fold.target = target.id === undefined ? undefined : id;
        fold.event = undefined;
        life.accumulator.finish();
        this.#collect(life.accumulator);
      }
    }
  }

  /** The only object of a target, live; null until it has come. */
  protected one<T extends object>(name: string): T | null {
    const life = this.#foldings.get(name)?.lives.get(ONLY);
    return life === undefined ? null : (currentOf(life) as T);
  }

  /** The objects of a target by id, live. */
  protected many<T extends object>(name: string): ReadonlyMap<string, T> {
    return new Gathered<T>((this.#foldings.get(name) as Folding).lives);
  }

  /** A snapshot of the only object of a target. */
  protected oneSnapshot<T extends object>(name: string): T | null {
    const life = this.#foldings.get(name)?.lives.get(ONLY);
    return life === undefined ? null : (snapshotOf(life) as T);
  }

  /** Snapshots of the objects of a target by id. */
  protected manySnapshots<T extends object>(name: string): ReadonlyMap<string, T> {
    const lives = (this.#foldings.get(name) as Folding).lives;
    return new Map(Array.from(lives, ([id, life]) => [id, snapshotOf(life) as T]));
  }

  /** The texts gathered for members that hold a parsed value once all is there, by pointer. */
  rawTexts(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { target, lives } of this.#foldings.values()) {
      for (const [id, life] of lives) {
        const place = pointerOf(target.id === undefined ? [target.name] : [target.name, id]);
        const texts = life.accumulator?.rawTexts() ?? [];
        for (const [pointer, text] of texts) found.set(place + pointer, text);
      }
    }
    return found;
  }

  /** What the server reported, if it did. */
  protected get failure(): unknown {
    return this.#error;
  }

  /** Whether the event that ends the stream has come. */
  get done(): boolean {
    return this.#isDone;
  }

  /** Ids of the objects that are final. */
  get closed(): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const { target, lives } of this.#foldings.values()) {
      if (target.id === undefined) continue;
      for (const [id, life] of lives) if (life.isClosed) ids.add(id);
    }
    return ids;
  }

  /** What lenient reading has left out so far, and unknown events in either mode. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }
}

/** The classes of a stream that is known by the name of its events only: see `STREAMS`. */
export interface StreamClasses {
  readonly gatherer: new (mode?: Mode) => Gatherer & { snapshot(): object; finish(): object };
  readonly reader: new (mode?: Mode) => EventReader<unknown>;
}

type ChangeWords = { event: string; target: string; id?: string };

function grownBy(roots: Roots | undefined): ReadonlySet<string> {
  return new Set([...(roots?.values() ?? [])].flatMap((rules) => [...rules.grown]));
}

function at(event: Live, path: readonly string[]): unknown {
  let here: unknown = event;
  for (const name of path) here = isObject(here) ? read(here, name) : undefined;
  return here;
}

function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${escapeStep(name)}`).join("");
}
