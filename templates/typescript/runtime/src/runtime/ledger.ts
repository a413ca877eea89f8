/** The books of a merge: what it refused, what it changed and how that is taken back, what came into being. */

import {
  DeltaError,
  pointerInDelta,
  type At,
  type DeltaCode,
  type Diagnostic,
} from "./delta-error.js";
import { thawed, type EntryKey, Keyed } from "./keyed.js";
import type { Live } from "./rules.js";
import { get, put } from "./values.js";

/** A conflict in a list entry, on its way to the entry that it spoils. */
class Clash {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    this.diagnostic = diagnostic;
  }
}

/** A text that grew, and where. */
export interface Growth {
  readonly at: At;
  readonly text: string;
}

/**
 * Every change of a live object goes through here and leaves an entry in a journal, so that a delta can be taken
 * back wholly or in part.
 */
export class Ledger {
  readonly isStrict: boolean;
  /** Whether to note what came into being and what grew. */
  isWatched = false;
  readonly diagnostics: Diagnostic[] = [];
  readonly created: At[] = [];
  readonly appended: Growth[] = [];
  /** What stands before the pointers of refusals. */
  prefix = "";
  target: string | undefined = undefined;
  event: number | undefined = undefined;
  /** How many list entries lie around what is being looked at. */
  protected depth = 0;
  /** Triples: an object, the name of its member, and what was there. */
  readonly #journal: unknown[] = [];

  constructor(isStrict: boolean) {
    this.isStrict = isStrict;
  }

  // --- refusing -----------------------------------------------------------------------------------------

  /** Strict throws; lenient writes it down, and the caller leaves the unit out. */
  refuse(code: DeltaCode, at: At, message: string): void {
    this.refuseAt(code, this.prefix + pointerInDelta(at), message);
  }

  /** The same for what is found elsewhere than in a delta. */
  refuseAt(code: DeltaCode, pointer: string, message: string): void {
    const { target, event } = this;
    if (this.isStrict) throw new DeltaError(code, pointer, message, target, event);
    this.diagnostics.push({ code, pointer, message, target, event });
  }

  /** A refusal that spoils the list entry around it, if there is one. */
  protected clash(code: DeltaCode, at: At, message: string): void {
    if (this.isStrict || this.depth === 0) return this.refuse(code, at, message);
    const pointer = this.prefix + pointerInDelta(at);
    throw new Clash({ code, pointer, message, target: this.target, event: this.event });
  }

  // --- units of work ------------------------------------------------------------------------------------

  /** Does all of it, or nothing. */
  protected wholly(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#takeBack(0, 0, 0, 0);
      throw error;
    } finally {
      this.#journal.length = 0;
    }
  }

  /** Does what concerns one list entry; a clash takes it back, and is written down. */
  protected entry(act: () => void): void {
    const { length } = this.#journal;
    const { depth, created, appended } = this;
    const [seen, grown] = [created.length, appended.length];
    try {
      act();
    } catch (clash) {
      if (!(clash instanceof Clash)) throw clash;
      this.#takeBack(length, depth, seen, grown);
      this.diagnostics.push(clash.diagnostic);
    }
  }

  #takeBack(length: number, depth: number, created: number, appended: number): void {
    this.#rollback(length);
    this.depth = depth;
    this.created.length = created;
    this.appended.length = appended;
  }

  #rollback(length: number): void {
    const journal = this.#journal;
    while (journal.length > length) {
      const before = journal.pop();
      const name = journal.pop() as string;
      const holder = journal.pop() as Live | Keyed | Map<string, unknown>;
      if (holder instanceof Keyed) holder.drop();
      else if (holder instanceof Map) {
        if (before === undefined) holder.delete(name);
        else holder.set(name, before);
      } else if (before === undefined) delete holder[name];
      else put(holder, name, before);
    }
  }

  // --- changes ------------------------------------------------------------------------------------------

  /** Sets a member. */
  set(holder: Live, name: string, value: unknown): void {
    this.#journal.push(holder, name, get(holder, name));
    put(holder, name, value);
  }

  /** Takes a member away. */
  protected remove(holder: Live, name: string): void {
    this.#journal.push(holder, name, get(holder, name));
    delete holder[name];
  }

  /** Sets an entry of a map of our own; undefined takes it away. */
  setIn(map: Map<string, unknown>, name: string, value: unknown): void {
    this.#journal.push(map, name, map.get(name));
    if (value === undefined) map.delete(name);
    else map.set(name, value);
  }

  /** Puts items at the end of a list. */
  protected extend(list: unknown[], items: readonly unknown[]): void {
    this.#journal.push(list, "length", list.length);
    for (const item of items) list.push(item);
  }

  /** Says the key of the entry that was put at the end of a list. */
  protected name(keyed: Keyed, key: EntryKey): void {
    this.#journal.push(keyed, "", undefined);
    keyed.add(key);
  }

  /** A member that may be changed: what a snapshot has given away is copied first. */
  owned<T extends Live | unknown[]>(holder: Live | unknown[], name: string | number, part: T): T {
    if (Object.isExtensible(part)) return part;
    const mine = thawed(part);
    if (Array.isArray(holder)) holder[name as number] = mine;
    else put(holder, name as string, mine);
    return mine;
  }
}
