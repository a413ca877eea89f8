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
  legalKey,
  tellByKeys,
  type EntryKey,
  type Keyed,
} from "./keyed.js";
import { Ledger } from "./ledger.js";
import type { Inner, KeyName, Live, Member, Rules } from "./rules.js";
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
    if (!isObject(delta)) return this.refuse("invalid_type", WHOLE, "a delta is an object");
    this.wholly(() => rules.fold(this, live, delta, WHOLE));
  }

  // --- single members -----------------------------------------------------------------------------------

  #into(m: Member): string {
    return this.isComposing ? m.member : m.into;
  }

  #below(at: At, m: Member): At {
    return { up: at, step: m.member, place: m.into };
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
  appendText(s: Live, value: unknown, at: At, m: Member): void {
    if (typeof value !== "string") return this.#unfit(s, value, at, m);
    if (value === "") return this.#sayNothing(s, "", m);
    const into = this.#into(m);
    const old = get(s, into);
    if (typeof old === "string") this.set(s, into, old + value);
    else if (old === undefined || old === null) this.set(s, into, value);
    else return this.#cannotGrow(at, m);
    if (this.isWatched) this.noteText(this.#below(at, m), value);
  }

  /** A list grows. */
  appendItems(s: Live, value: unknown, at: At, m: Member): void {
    if (!Array.isArray(value)) return this.#unfit(s, value, at, m);
    if (value.length === 0) return this.#sayNothing(s, [], m);
    const into = this.#into(m);
    const old = get(s, into);
    if (Array.isArray(old)) {
      const list = this.owned(s, into, old as unknown[]);
      this.extend(list, value.map(frozenCopy));
    } else if (old === undefined || old === null) this.set(s, into, value.map(frozenCopy));
    else this.#cannotGrow(at, m);
  }

  /** The last value stands. */
  replace(s: Live, value: unknown, at: At, m: Member): void {
    if (value === null || !m.fits(value)) return this.#unfit(s, value, at, m);
    this.set(s, this.#into(m), frozenCopy(value));
  }

  /** The first value that is not empty stands. */
  once(s: Live, value: unknown, at: At, m: Member): void {
    if (value === null || !m.fits(value)) return this.#unfit(s, value, at, m);
    const into = this.#into(m);
    const old = get(s, into);
    if (old === undefined || old === null) this.set(s, into, frozenCopy(value));
    else if (!m.holds(old)) this.#cannotGrow(at, m);
    else if (old === "") {
      if (value !== "") this.set(s, into, value);
    } else if (value !== "" && !equal(old, value)) {
      this.clash("conflict", this.#below(at, m), "something else was said before");
    }
  }

  /** Numbers add up. */
  sum(s: Live, value: unknown, at: At, m: Member): void {
    if (value === null || !m.fits(value)) return this.#unfit(s, value, at, m);
    const into = this.#into(m);
    const old = get(s, into);
    if (old === undefined || old === null) this.set(s, into, value);
    else if (!m.holds(old)) this.#cannotGrow(at, m);
    else this.set(s, into, (old as number) + (value as number));
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
      if (value !== null || get(s, name) === undefined) this.set(s, name, frozenCopy(value));
    }
  }

  // --- objects ------------------------------------------------------------------------------------------

  /** An object is merged member by member. */
  mergeObject(s: Live, value: unknown, at: At, m: Member): void {
    if (!isObject(value)) return this.#unfit(s, value, at, m);
    if (isEmpty(value)) return this.#sayNothing(s, {}, m);
    const into = this.#into(m);
    const old = get(s, into);
    const here = this.#below(at, m);
    const rules = this.#choose(m.inner, old ?? undefined, value, here);
    if (rules === undefined) return;
    if (isObject(old)) return rules.fold(this, this.owned(s, into, old), value, here);
    const made = this.isComposing ? {} : rules.make();
    rules.fold(this, made, value, here);
    const empty = this.isComposing ? rules.blank : rules.make();
    if (m.inner.tag !== undefined || saysSomething(made, empty)) this.set(s, into, made);
    else this.#sayNothing(s, {}, m);
  }

  /** A map: each member of the delta takes its place. */
  mergeMap(s: Live, value: unknown, at: At, m: Member): void {
    if (!isObject(value)) return this.#unfit(s, value, at, m);
    if (isEmpty(value)) return this.#sayNothing(s, {}, m);
    const into = this.#into(m);
    const old = get(s, into);
    if (old !== undefined && old !== null && !isObject(old)) return this.#cannotGrow(at, m);
    const begin = (): Live => (this.isComposing ? {} : (m.make?.() ?? {}));
    const map = isObject(old) ? this.owned(s, into, old) : begin();
    for (const name of Object.keys(value).sort(byCodePoint)) {
      const part = value[name];
      if (part === undefined) continue;
      const fits = part === null ? (m.items?.null ?? true) : (m.items?.fits(part) ?? true);
      if (!fits) {
        const here = { up: this.#below(at, m), step: name, place: name };
        this.refuse("invalid_type", here, "this is not what the delta declares");
      } else if (part !== null || get(map, name) === undefined) {
        this.set(map, name, frozenCopy(part));
      }
    }
    if (isObject(old)) return;
    if (saysSomething(map, begin())) this.set(s, into, map);
    else this.#sayNothing(s, {}, m);
  }

  /** The rules for an object that comes upon another, or upon nothing; undefined after a refusal. */
  #choose(inner: Inner, old: unknown, value: Live, at: At): Rules | undefined {
    const { tag } = inner;
    if (tag === undefined) {
      if (old === undefined || isObject(old)) return inner.variants.get("");
      this.refuse("invalid_type", at, "what is there cannot grow");
      return undefined;
    }
    const place = (): At => ({ up: at, step: tag, place: tag });
    const told = get(value, tag);
    if (typeof told !== "string") {
      if (told === undefined) this.refuse("missing_discriminator", place(), "the tag is missing");
      else this.refuse("invalid_type", place(), "a tag is a string");
      return undefined;
    }
    if (old !== undefined) {
      if (!isObject(old)) {
        this.refuse("invalid_type", at, "what is there cannot grow");
        return undefined;
      }
      const before = get(old, tag);
      if (before !== undefined && before !== told) {
        this.clash("variant_conflict", place(), "what is there has another tag");
        return undefined;
      }
    }
    const rules = inner.variants.get(told);
    if (rules === undefined) this.refuse("unknown_variant", place(), "the tag is not known");
    return rules ?? inner.carried;
  }

  // --- lists by key -------------------------------------------------------------------------------------

  /** A list is merged entry by entry, told by key. */
  mergeList(s: Live, value: unknown, at: At, m: Member): void {
    if (!Array.isArray(value)) return this.#unfit(s, value, at, m);
    if (value.length === 0) return this.#sayNothing(s, [], m);
    const into = this.#into(m);
    const old = get(s, into);
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
      const here = { up: at, step: index, place: index };
      return this.refuse("invalid_type", here, "an entry is an object");
    }
    const key = this.#keyOf(inner.keys, entry, at, index);
    if (key === undefined) return;
    const here = { up: at, step: index, place: key };
    const position = keyed.find(key);
    const old = position < 0 ? undefined : list[position];
    this.depth++;
    const rules = this.#choose(inner, old, entry, here);
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

  /** The key of an entry: the first key member that is there. Undefined after a refusal. */
  #keyOf(names: readonly KeyName[], entry: Live, at: At, index: number): EntryKey | undefined {
    for (const { name, isText } of names) {
      const key = get(entry, name);
      if (key === undefined) continue;
      const legal = legalKey(key, isText);
      if (legal === undefined) {
        const here = { up: { up: at, step: index, place: index }, step: name, place: name };
        this.refuse("bad_key", here, "this cannot name an entry");
      }
      return legal;
    }
    const name = names[0]?.name ?? "";
    const here = { up: { up: at, step: index, place: index }, step: name, place: name };
    this.refuse("missing_key", here, "the key is missing");
    return undefined;
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
