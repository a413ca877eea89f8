/**
 * The act of merging: what each rule does to one member of a live object.
 *
 * Generated functions walk a delta and call a method of `Fold` for each member. Live objects are plain parsed
 * JSON. What a snapshot has given away is frozen; it is copied, one object at a time, when a delta changes it
 * again.
 */

import { byCodePoint, equal, frozenCopy } from "./copying.js";
import { WHOLE, type At } from "./delta-error.js";
import {
  keysFor,
  keysOf,
  keysOrPositions,
  tellByKeys,
  type EntryKey,
  type Keyed,
} from "./keyed.js";
import { Ledger } from "./ledger.js";
import type { Inner, Live, Member, Rules } from "./rules.js";
import { keyOf, rulesFor } from "./telling.js";
import { get, hasMore, isObject } from "./values.js";

function isEmpty(holder: Live): boolean {
  return !hasMore(holder, 0);
}

/** One accumulator's working state while deltas come in. */
export class Fold extends Ledger {
  /** Whether deltas are gathered into a delta rather than into a snapshot. */
  readonly isComposing: boolean;
  /** Lists with entries that came out of order. */
  readonly #unsettled: { readonly list: unknown[]; readonly keyed: Keyed }[] = [];
  /** Texts that will be parsed, by pointer into the snapshot. */
  readonly raw = new Map<string, unknown>();

  constructor(isStrict: boolean, isComposing = false) {
    super(isStrict);
    this.isComposing = isComposing;
  }

  /** Applies a delta wholly, or (lenient) as far as it can be applied. */
  push(rules: Rules, live: Live, delta: unknown): void {
    this.begin();
    const text = this.refrain.hear(rules, delta);
    if (text !== undefined) return this.repeat(text);
    if (!isObject(delta)) return this.refuse("invalid_type", WHOLE, "a delta is an object");
    try {
      rules.fold(this, live, delta, WHOLE);
    } catch (error) {
      this.takeBack();
      throw error;
    }
    this.learn(rules, delta);
  }

  // --- single members -----------------------------------------------------------------------------------

  /** What a live object has where a member goes. */
  old(s: Live, m: Member): unknown {
    return get(s, this.#into(m));
  }

  #into(m: Member): string {
    return this.isComposing ? m.member : m.into;
  }

  #below(at: At, m: Member): At {
    return at.below(m.member, m.into);
  }

  /** Null, and values of another kind than declared. */
  #unfit(s: Live, value: unknown, at: At, m: Member): void {
    const into = this.#into(m);
    if (value !== null || m.null === undefined) {
      this.refuse("invalid_type", this.#below(at, m), "this is not what the delta declares");
    } else if (m.null === "keep") {
      if (get(s, into) === undefined) this.set(s, into, null);
    } else if (m.null === "set" || this.isComposing) this.set(s, into, null);
    else this.remove(s, into);
  }

  #cannotGrow(at: At, m: Member): void {
    this.refuse("invalid_type", this.#below(at, m), "what is there cannot grow");
  }

  /** What does nothing is left out, but where every delta must have the member. */
  #sayNothing(s: Live, nothing: unknown, m: Member): void {
    if (this.isComposing && m.isRequired && get(s, m.member) === undefined) {
      this.set(s, m.member, nothing);
    }
  }

  /** Text grows. Engines join texts without copying them until they are read. */
  appendText(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (typeof value !== "string") return this.#unfit(s, value, at, m);
    if (value === "") return this.#sayNothing(s, "", m);
    const into = this.#into(m);
    if (typeof old === "string") this.grow(s, into, old, value, this.#below(at, m));
    else if (old === undefined || old === null) this.set(s, into, value, old);
    else return this.#cannotGrow(at, m);
    if (this.isWatched) this.noteText(this.#below(at, m), value);
  }

  /** A list grows. */
  appendItems(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (!Array.isArray(value)) return this.#unfit(s, value, at, m);
    if (value.length === 0) return this.#sayNothing(s, [], m);
    const into = this.#into(m);
    if (Array.isArray(old)) {
      const list = this.owned(s, into, old as unknown[]);
      this.extend(list, value.map(frozenCopy));
    } else if (old === undefined || old === null) this.set(s, into, value.map(frozenCopy));
    else this.#cannotGrow(at, m);
  }

  /** The last value stands. */
  replace(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (value === null || !m.fits(value)) return this.#unfit(s, value, at, m);
    if (value !== old) this.set(s, this.#into(m), frozenCopy(value), old);
  }

  /** The first value that is not empty stands. */
  once(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (value === null || !m.fits(value)) return this.#unfit(s, value, at, m);
    if (old === undefined || old === null) this.set(s, this.#into(m), frozenCopy(value), old);
    else if (!m.holds(old)) this.#cannotGrow(at, m);
    else if (old === "") {
      if (value !== "") this.set(s, this.#into(m), value, old);
    } else if (value !== "" && !equal(old, value)) {
      this.clash("conflict", this.#below(at, m), "something else was said before");
    }
  }

  /** Numbers add up. */
  sum(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (value === null || !m.fits(value)) return this.#unfit(s, value, at, m);
    const into = this.#into(m);
    if (old === undefined || old === null) this.set(s, into, value, old);
    else if (!m.holds(old)) this.#cannotGrow(at, m);
    else this.set(s, into, (old as number) + (value as number), old);
  }

  /** Members that the delta does not declare: kept and replaced, never glued or summed. */
  others(s: Live, d: Live, rules: Rules): void {
    this.keep(s, d, this.isComposing ? rules.names : rules.taken);
  }

  /** Takes over all members of a delta but some. Null never takes the place of a value. */
  keep(s: Live, d: Live, but: ReadonlySet<string>): void {
    for (const name of Object.keys(d)) {
      const value = d[name];
      if (value === undefined || but.has(name)) continue;
      const old = get(s, name);
      if (value === old || (value === null && old !== undefined)) continue;
      this.set(s, name, frozenCopy(value), old);
    }
  }

  // --- objects ------------------------------------------------------------------------------------------

  /** An object is merged member by member. */
  mergeObject(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (!isObject(value)) return this.#unfit(s, value, at, m);
    if (isEmpty(value)) return this.#sayNothing(s, {}, m);
    const into = this.#into(m);
    const here = this.#below(at, m);
    const rules = rulesFor(this, m.inner, old ?? undefined, value, here);
    if (rules === undefined) return;
    if (isObject(old)) return rules.fold(this, this.owned(s, into, old), value, here);
    const made = this.isComposing ? {} : rules.make();
    rules.fold(this, made, value, here);
    const empty = this.isComposing ? rules.blank : rules.make();
    if (m.inner.tag !== undefined || saysSomething(made, empty)) this.set(s, into, made);
    else this.#sayNothing(s, {}, m);
  }

  /** A map: each member of the delta takes its place. */
  mergeMap(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (!isObject(value)) return this.#unfit(s, value, at, m);
    if (isEmpty(value)) return this.#sayNothing(s, {}, m);
    const into = this.#into(m);
    if (old !== undefined && old !== null && !isObject(old)) return this.#cannotGrow(at, m);
    const begin = (): Live => (this.isComposing ? {} : (m.make?.() ?? {}));
    const map = isObject(old) ? this.owned(s, into, old) : begin();
    for (const name of Object.keys(value).sort(byCodePoint)) {
      const part = value[name];
      if (part === undefined) continue;
      const fits = part === null ? (m.items?.null ?? true) : (m.items?.fits(part) ?? true);
      if (!fits) {
        const here = this.#below(at, m).below(name);
        this.refuse("invalid_type", here, "this is not what the delta declares");
      } else if (part !== null || get(map, name) === undefined) {
        this.set(map, name, frozenCopy(part));
      }
    }
    if (isObject(old)) return;
    if (saysSomething(map, begin())) this.set(s, into, map);
    else this.#sayNothing(s, {}, m);
  }

  // --- lists by key -------------------------------------------------------------------------------------

  /** A list is merged entry by entry, told by key. */
  mergeList(s: Live, old: unknown, value: unknown, at: At, m: Member): void {
    if (!Array.isArray(value)) return this.#unfit(s, value, at, m);
    if (value.length === 0) return this.#sayNothing(s, [], m);
    const into = this.#into(m);
    if (old !== undefined && old !== null && !Array.isArray(old)) return this.#cannotGrow(at, m);
    const list = Array.isArray(old) ? this.owned(s, into, old as unknown[]) : [];
    const keyed = keysOf(list) ?? tellByKeys(list, keysFor(list, m.inner));
    const here = this.#below(at, m);
    const { inner } = m;
    for (let index = 0; index < value.length; index++) {
      const entry: unknown = value[index];
      if (this.isStrict) this.#mergeEntry(list, keyed, entry, here, index, inner);
      else this.entry(() => this.#mergeEntry(list, keyed, entry, here, index, inner));
    }
    if (list !== old && !Array.isArray(old) && list.length > 0) this.set(s, into, list);
  }

  #mergeEntry(
    list: unknown[],
    keyed: Keyed,
    entry: unknown,
    at: At,
    index: number,
    inner: Inner,
  ): void {
    if (!isObject(entry)) {
      return this.refuse("invalid_type", at.below(index), "an entry is an object");
    }
    const key = keyOf(this, inner.keys, entry, at, index);
    if (key === undefined) return;
    const here = at.below(index, key);
    const position = keyed.find(key);
    const old = position < 0 ? undefined : list[position];
    this.depth++;
    const rules = rulesFor(this, inner, old, entry, here);
    if (rules !== undefined) {
      if (position < 0) {
        const made = this.isComposing ? {} : rules.make();
        rules.fold(this, made, entry, here);
        this.#addEntry(list, keyed, key, made);
        this.noteEntry(here);
      } else rules.fold(this, this.owned(list, position, old as Live), entry, here);
    }
    this.depth--;
  }

  /** Puts a new entry into a list. */
  #addEntry(list: unknown[], keyed: Keyed, key: EntryKey, entry: unknown): void {
    this.extend(list, [entry]);
    this.name(keyed, key);
    if (keyed.isUnsettled) this.#unsettled.push({ list, keyed });
  }

  /** Puts a whole entry under a key, in the place of what is there. */
  putEntry(list: unknown[], key: number, entry: unknown, at: At): void {
    const keyed = keysOrPositions(list);
    const position = keyed.find(key);
    if (position >= 0) this.set(list as unknown as Live, String(position), entry);
    else {
      this.#addEntry(list, keyed, key, entry);
      this.noteEntry(at);
    }
  }

  /** Puts the entries that came out of order in their places. */
  settle(): void {
    if (this.#unsettled.length === 0) return;
    for (const { list, keyed } of this.#unsettled) keyed.settle(list);
    this.#unsettled.length = 0;
  }
}

function saysSomething(made: Live, empty: Live): boolean {
  for (const name of Object.keys(made)) {
    const before = get(empty, name);
    if (before === undefined || !equal(made[name], before)) return true;
  }
  return false;
}
