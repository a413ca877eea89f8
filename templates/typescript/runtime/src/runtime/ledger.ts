/** The books of a merge: what it refused, what it changed and how that is taken back, what came into being. */

import {
  DeltaError,
  pointerInDelta,
  type At,
  type DeltaCode,
  type Diagnostic,
} from "./delta-error.js";
import { thawed, type EntryKey, Keyed } from "./keyed.js";
import { Refrain } from "./refrain.js";
import type { Live, Rules } from "./rules.js";
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

/** What deltas of which nothing is to be said share. */
const NONE: readonly never[] = Object.freeze([]);

/**
 * Every change of a live object goes through here and leaves an entry in a journal, so that a delta can be taken
 * back wholly or in part.
 */
export class Ledger {
  readonly isStrict: boolean;
  /** Whether to note what came into being and what grew. */
  isWatched = false;
  readonly diagnostics: Diagnostic[] = [];
  /** The entries that the last delta made. The list is the taker's: each delta begins another. */
  created: readonly At[] = NONE;
  /** The texts that it added, likewise. */
  appended: readonly Growth[] = NONE;
  /** What stands before the pointers of refusals. */
  prefix = "";
  target: string | undefined = undefined;
  event: number | undefined = undefined;
  /** How many list entries lie around what is being looked at. */
  protected depth = 0;
  /** Triples: an object, the name of its member, and what was there. It is written over, not emptied. */
  readonly #journal: unknown[] = [];
  /** How much of it is of the last delta. */
  #written = 0;
  /** How many diagnostics there were before that. */
  #noted = 0;
  /** Where it made a text grow. */
  #grown: At | undefined = undefined;
  /** What the next delta may do likewise. */
  protected readonly refrain = new Refrain();
  /** Objects that are known to be frozen by nobody: it takes a while to ask the engine. */
  readonly #mine = new Set<object>();

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
  clash(code: DeltaCode, at: At, message: string): void {
    if (this.isStrict || this.depth === 0) return this.refuse(code, at, message);
    const pointer = this.prefix + pointerInDelta(at);
    throw new Clash({ code, pointer, message, target: this.target, event: this.event });
  }

  // --- units of work ------------------------------------------------------------------------------------

  /** Forgets the last delta. */
  protected begin(): void {
    this.#written = 0;
    this.#noted = this.diagnostics.length;
    this.#grown = undefined;
    this.created = NONE;
    this.appended = NONE;
  }

  /** Takes back what was done of a delta. */
  protected takeBack(): void {
    this.depth = 0;
    this.#rollback(0);
    this.diagnostics.length = this.#noted;
    this.created = NONE;
    this.appended = NONE;
  }

  /** Does what concerns one list entry; a clash takes it back, and is written down. */
  protected entry(act: () => void): void {
    const { depth } = this;
    const changes = this.#written;
    const created = this.created.length;
    const appended = this.appended.length;
    try {
      act();
    } catch (clash) {
      if (!(clash instanceof Clash)) throw clash;
      this.depth = depth;
      this.#rollback(changes);
      this.created = this.created.slice(0, created);
      this.appended = this.appended.slice(0, appended);
      this.diagnostics.push(clash.diagnostic);
    }
  }

  /** Notes an entry that came into being. */
  protected noteEntry(at: At): void {
    if (!this.isWatched) return;
    if (this.created === NONE) this.created = [at];
    else (this.created as At[]).push(at);
  }

  /** Notes a text that grew. */
  noteText(at: At, text: string): void {
    if (!this.isWatched) return;
    if (this.appended === NONE) this.appended = [{ at, text }];
    else (this.appended as Growth[]).push({ at, text });
  }

  #rollback(length: number): void {
    const journal = this.#journal;
    this.disown(); // of what is taken back nothing is to be kept
    while (this.#written > length) {
      const before = journal[--this.#written];
      const name = journal[--this.#written] as string;
      const holder = journal[--this.#written] as Live | Keyed | Map<string, unknown>;
      if (holder instanceof Keyed) holder.drop();
      else if (holder instanceof Map) {
        if (before === undefined) holder.delete(name);
        else holder.set(name, before);
      } else if (before === undefined) delete holder[name];
      else put(holder, name, before);
    }
  }

  // --- changes ------------------------------------------------------------------------------------------

  /** Notes what has been done: what cannot be done, since the holder is frozen, need not be taken back. */
  #note(holder: object, name: string, before: unknown): void {
    this.#journal[this.#written++] = holder;
    this.#journal[this.#written++] = name;
    this.#journal[this.#written++] = before;
  }

  /** Sets a member. */
  set(holder: Live, name: string, value: unknown, before = get(holder, name)): void {
    put(holder, name, value);
    this.#note(holder, name, before);
  }

  /** Takes a member away. */
  protected remove(holder: Live, name: string): void {
    const before = get(holder, name);
    delete holder[name];
    this.#note(holder, name, before);
  }

  /** Sets an entry of a map of our own; undefined takes it away. */
  setIn(map: Map<string, unknown>, name: string, value: unknown): void {
    this.#note(map, name, map.get(name));
    if (value === undefined) map.delete(name);
    else map.set(name, value);
  }

  /** Puts items at the end of a list. */
  protected extend(list: unknown[], items: readonly unknown[]): void {
    const before = list.length;
    for (const item of items) list.push(item);
    this.#note(list, "length", before);
  }

  /** Says the key of the entry that was put at the end of a list. */
  protected name(keyed: Keyed, key: EntryKey): void {
    this.#note(keyed, "", undefined);
    keyed.add(key);
  }

  /** Makes a text grow. */
  protected grow(holder: Live, name: string, old: string, text: string, at: At): void {
    this.set(holder, name, old + text, old);
    this.#grown = at;
  }

  /** Does what the last delta did, with another text. */
  protected repeat(text: string): void {
    const { holder, name, place } = this.refrain;
    if (text === "") return;
    (holder as Live)[name] = ((holder as Live)[name] as string) + text;
    this.noteText(place, text);
  }

  /** Learns what the last delta was like, if it did nothing but make a text grow. */
  protected learn(rules: Rules, delta: Live): void {
    const place = this.#grown;
    const isAll = this.#written === 3 && this.diagnostics.length === this.#noted;
    if (place === undefined || !isAll) return this.refrain.forget();
    const journal = this.#journal;
    this.refrain.learn(rules, delta, journal[0] as Live, journal[1] as string, journal[2], place);
  }

  /** Begins anew to tell what nobody has frozen. */
  disown(): void {
    this.#mine.clear();
    this.refrain.forget();
  }

  /** A member that may be changed: what a snapshot has given away is copied first. */
  owned<T extends Live | unknown[]>(holder: Live | unknown[], name: string | number, part: T): T {
    if (this.#mine.has(part)) return part;
    const mine = Object.isExtensible(part) ? part : thawed(part);
    this.#mine.add(mine);
    if (mine === part) return part;
    if (Array.isArray(holder)) holder[name as number] = mine;
    else put(holder, name as string, mine);
    return mine;
  }
}
