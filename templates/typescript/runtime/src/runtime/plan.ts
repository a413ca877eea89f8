/** What generated code says of a stream: which event does what to which object. */

import type { Roots } from "./accumulator.js";
import { escapeStep } from "./problems.js";
import type { Live } from "./rules.js";
import { isObject, read } from "./values.js";

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

/** What stands at a path. */
export function at(event: Live, path: readonly string[]): unknown {
  let here: unknown = event;
  for (const name of path) here = isObject(here) ? read(here, name) : undefined;
  return here;
}

/** The JSON pointer of a path. */
export function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${escapeStep(name)}`).join("");
}
