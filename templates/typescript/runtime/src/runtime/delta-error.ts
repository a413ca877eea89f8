/** What can be wrong with a delta, and where. */

import { escapeStep } from "./problems.js";

/** The kinds of refusal. */
export type DeltaCode =
  | "invalid_type"
  | "missing_key"
  | "bad_key"
  | "missing_discriminator"
  | "variant_conflict"
  | "unknown_variant"
  | "conflict"
  | "index_gap"
  | "unknown_target"
  | "duplicate_target"
  | "closed"
  | "after_done"
  | "truncated"
  | "inexpressible";

/**
 * A delta or an event that cannot be applied.
 *
 * `pointer` leads into the delta, for streams into the event (`/data/delta/content/1/index`), for what is found
 * at the end into the snapshot. `target` is the id of the object concerned; `event` is the number of the
 * event, or of the delta among those composed, counted from 0.
 */
export class DeltaError extends Error {
  override readonly name: string = "DeltaError";
  readonly code: DeltaCode;
  readonly pointer: string;
  readonly target: string | undefined;
  readonly event: number | undefined;

  constructor(code: DeltaCode, pointer: string, message: string, target?: string, event?: number) {
    super(`${pointer || "the whole"}: ${message} [${code}]`);
    this.code = code;
    this.pointer = pointer;
    this.target = target;
    this.event = event;
  }
}

/**
 * What lenient reading left out: the code and pointer that strict reading would have thrown. `unknown_event` is
 * noted in strict reading too, since newer servers may send more.
 */
export interface Diagnostic {
  readonly code: DeltaCode | "unknown_event";
  readonly pointer: string;
  readonly message: string;
  readonly target: string | undefined;
  readonly event: number | undefined;
}

/**
 * A place in a delta, as a chain from the inside out: `step` says how the delta gets there, `place` where that
 * is in the snapshot, entries by their keys; `instead`, if the delta gets there by an address.
 */
export class At {
  readonly up: At | null;
  readonly step: string | number;
  readonly place: string | number;
  readonly instead: At | undefined;
  /** The place below that was asked for last: most deltas go where the one before went. */
  #last: At | undefined = undefined;

  constructor(up: At | null, step: string | number, place: string | number, instead?: At) {
    this.up = up;
    this.step = step;
    this.place = place;
    this.instead = instead;
  }

  /** The place a step further. */
  below(step: string | number, place: string | number = step): At {
    const last = this.#last;
    if (last !== undefined && last.step === step && last.place === place) return last;
    return (this.#last = new At(this, step, place));
  }
}

/** The whole delta. */
export const WHOLE = new At(null, "", "");

/** The JSON pointer of a place in the delta. */
export function pointerInDelta(at: At): string {
  let pointer = "";
  for (let here = at; here.up !== null; here = here.up) {
    pointer = `/${escapeStep(here.step)}${pointer}`;
  }
  return pointer;
}

/** The JSON pointer of a place in the snapshot, with keys for the positions of entries. */
export function pointerInSnapshot(at: At): string {
  let pointer = "";
  for (let here = at.instead ?? at; here.up !== null; here = here.up.instead ?? here.up) {
    pointer = `/${escapeStep(here.place)}${pointer}`;
  }
  return pointer;
}
