/** What came of one event. */

import { pointerInSnapshot, type At } from "./delta-error.js";
import type { Growth } from "./ledger.js";

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

  constructor(
    words: Partial<ChangeWords>,
    created: readonly At[] = [],
    appended: readonly Growth[] = [],
    closed = false,
  ) {
    this.event = words.event;
    this.target = words.target;
    this.id = words.id;
    this.closed = closed;
    this.#created = created;
    this.#appended = appended;
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

/** What is known of an event before it has acted. */
export interface ChangeWords {
  event: string;
  target: string;
  id?: string;
}
