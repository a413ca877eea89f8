/** Telling what a part of a delta is about: by its tag, which variant; by its key, which entry. */

import type { At } from "./delta-error.js";
import { legalKey, type EntryKey } from "./keyed.js";
import type { Ledger } from "./ledger.js";
import type { Inner, KeyName, Live, Rules } from "./rules.js";
import { get, isObject } from "./values.js";

/** The rules for an object that comes upon another, or upon nothing; undefined after a refusal. */
export function rulesFor(
  f: Ledger,
  inner: Inner,
  old: unknown,
  value: Live,
  at: At,
): Rules | undefined {
  const { tag } = inner;
  if (tag === undefined) {
    if (old === undefined || isObject(old)) return inner.variants.get("");
    f.refuse("invalid_type", at, "what is there cannot grow");
    return undefined;
  }
  const told = get(value, tag);
  if (typeof told !== "string") {
    if (told === undefined) f.refuse("missing_discriminator", at.below(tag), "the tag is missing");
    else f.refuse("invalid_type", at.below(tag), "a tag is a string");
    return undefined;
  }
  if (old !== undefined) {
    if (!isObject(old)) {
      f.refuse("invalid_type", at, "what is there cannot grow");
      return undefined;
    }
    const before = get(old, tag);
    if (before !== undefined && before !== told) {
      f.clash("variant_conflict", at.below(tag), "what is there has another tag");
      return undefined;
    }
  }
  const rules = inner.variants.get(told);
  if (rules === undefined) f.refuse("unknown_variant", at.below(tag), "the tag is not known");
  return rules ?? inner.carried;
}

/** The key of an entry: the first key member that is there. Undefined after a refusal. */
export function keyOf(
  f: Ledger,
  names: readonly KeyName[],
  entry: Live,
  at: At,
  index: number,
): EntryKey | undefined {
  for (const { name, isText } of names) {
    const key = get(entry, name);
    if (key === undefined) continue;
    const legal = legalKey(key, isText);
    if (legal === undefined) {
      f.refuse("bad_key", at.below(index).below(name), "this cannot name an entry");
    }
    return legal;
  }
  const name = names[0]?.name ?? "";
  f.refuse("missing_key", at.below(index).below(name), "the key is missing");
  return undefined;
}
