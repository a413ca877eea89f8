/** Gathering a whole stream: events find the objects that they are about. */

import { Change, type ChangeWords } from "./change.js";
import { frozenCopy } from "./copying.js";
import { DeltaError, type DeltaCode, type Diagnostic } from "./delta-error.js";
import type { EventReader } from "./events.js";
import { Folding, ONLY } from "./folding.js";
import { Gathered, currentOf, snapshotOf } from "./lives.js";
import { at, pointerOf, type Plan, type Step } from "./plan.js";
import { escapeStep } from "./problems.js";
import type { Live } from "./rules.js";
import { isObject, read, type Mode } from "./values.js";

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
        new Folding(target, steps, mode, this.#diagnostics),
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
    if (typeof name !== "string") {
      const code = name === undefined ? "missing_discriminator" : "invalid_type";
      return this.#refuse(code, pointerOf([tag]), "an event has a name", {}, number);
    }
    const step = steps.get(name);
    if (step !== undefined) return this.#act(step, name, event, number);
    if (end.has(name)) this.#isDone = true;
    else if (error.has(name)) return this.#fail(name, event, number);
    else if (!ignore.has(name)) {
      this.#note("unknown_event", pointerOf([tag]), "this event is not known", undefined, number);
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
    words: Partial<ChangeWords>,
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

  #act(step: Step, name: string, event: Live, number: number): Change {
    const { target, action } = step;
    const words: ChangeWords = { event: name, target: target.name };
    const dataPath = this.#plan.data === "" ? [] : [this.#plan.data];
    const path = action === "patch" ? dataPath : target.object;
    const whole = at(event, path);
    if (!isObject(whole)) {
      return this.#refuse("invalid_type", pointerOf(path), "an object is needed", words, number);
    }
    let id = ONLY;
    let place = target.object;
    if (target.id !== undefined) {
      place = target.id;
      const found = at(event, place);
      if (typeof found !== "string") {
        const code = found === undefined ? "missing_key" : "bad_key";
        return this.#refuse(code, pointerOf(place), "an id is a string", words, number);
      }
      words.id = id = found;
    }
    const refuse = (code: DeltaCode, message: string) =>
      this.#refuse(code, pointerOf(place), message, words, number);
    const folding = this.#foldings.get(target.name) as Folding;
    return folding.act(step, { id, event, whole, number, words, refuse });
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
    for (const folding of this.#foldings.values()) folding.finish();
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
    return new Map([...this.#foldings.values()].flatMap((folding) => [...folding.rawTexts()]));
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
