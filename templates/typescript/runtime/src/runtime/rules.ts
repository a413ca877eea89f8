/** What generated code says of deltas: the rule of each member, and the pairs of delta and snapshot. */

import type { At } from "./delta-error.js";
import type { Fold } from "./fold.js";
import { get, isObject, type Members } from "./values.js";

/** A parsed object that is being changed. */
export type Live = Members;

export type Fits = (value: unknown) => boolean;

/** A member that names an entry of a list, and whether its values are texts. */
export interface KeyName {
  readonly name: string;
  readonly isText: boolean;
}

/** What merged members hold: records, variants by tag, or lists of them by key. */
export interface Inner {
  /** The tag that tells variants apart; without it there is one pair, under "". */
  readonly tag?: string;
  readonly variants: ReadonlyMap<string, Rules>;
  readonly keys: readonly KeyName[];
  /** The keys that the snapshot's entries declare themselves. */
  readonly ownKeys: readonly KeyName[];
  readonly isDense: boolean;
  /** What is done to variants that are not known. */
  readonly carried: Rules;
}

export interface InnerWords {
  readonly tag?: string;
  readonly variants: readonly (readonly [tag: string, rules: Rules])[];
  readonly keys?: readonly KeyName[];
  readonly ownKeys?: readonly KeyName[];
  readonly isDense?: boolean;
}

export interface MemberWords {
  readonly member: string;
  readonly into?: string;
  readonly rule: "append" | "replace" | "once" | "merge" | "sum" | "skip";
  /** Whether a value that is not null is what the delta declares. */
  readonly fits?: Fits;
  /** Whether a value that is not null is what the snapshot declares. */
  readonly holds?: Fits;
  readonly null?: "keep" | "set" | "remove";
  readonly isRequired?: boolean;
  readonly inner?: () => InnerWords;
  /** What the items of a merged map must be, and whether null may be among them. */
  readonly items?: { readonly fits: Fits; readonly null: boolean };
  /** What a new map begins as. */
  readonly make?: () => Live;
  readonly path?: readonly PathStep[];
  readonly isRaw?: boolean;
}

/**
 * A step of an address: a member of the snapshot, or of the delta (`key`) where the key of an entry stands. `on`
 * lists the variants that have the member, where only some have.
 */
export type PathStep =
  | { readonly name: string; readonly tag?: string; readonly on?: readonly string[] }
  | { readonly key: string };

/** One member of a delta. All are of one shape, so that engines see one. */
export class Member {
  readonly member: string;
  readonly into: string;
  readonly rule: MemberWords["rule"];
  readonly fits: Fits;
  readonly holds: Fits;
  readonly null: MemberWords["null"];
  readonly isRequired: boolean;
  readonly items: MemberWords["items"];
  readonly make: (() => Live) | undefined;
  readonly path: readonly PathStep[] | undefined;
  readonly isRaw: boolean;
  readonly #inner: (() => InnerWords) | undefined;
  #found: Inner | undefined;

  constructor(words: MemberWords) {
    this.member = words.member;
    this.into = words.into ?? words.member;
    this.rule = words.rule;
    this.fits = words.fits ?? isAnything;
    this.holds = words.holds ?? this.fits;
    this.null = words.null;
    this.isRequired = words.isRequired ?? false;
    this.items = words.items;
    this.make = words.make;
    this.path = words.path;
    this.isRaw = words.isRaw ?? false;
    this.#inner = words.inner;
    this.#found = undefined;
  }

  /** What the member holds; pairs may hold each other, so it is asked for when it is needed. */
  get inner(): Inner {
    if (this.#found === undefined) {
      if (this.#inner === undefined) throw new TypeError(`${this.member} is not merged by parts`);
      this.#found = innerOf(this.#inner());
    }
    return this.#found;
  }

  /** Whether a snapshot's member is grown by this one. */
  get isGrown(): boolean {
    return this.rule !== "skip" && this.path === undefined;
  }
}

/** What a delta record does to the snapshot record that it grows. */
export class Rules {
  readonly fold: (f: Fold, s: Live, d: Live, at: At) => void;
  readonly members: readonly Member[];
  /** A new snapshot, before a delta says anything of it. */
  readonly make: () => Live;
  /** The same for the delta as its own snapshot. */
  readonly blank: Live;
  /** Names that are no undeclared members of a delta. */
  readonly taken: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** What every delta of the kind must say, though it does nothing. */
  readonly constants: Live;
  /** Whether such deltas can be composed and derived: not if they carry addresses. */
  readonly isComposable: boolean;

  constructor(words: {
    readonly fold: Rules["fold"];
    readonly members: readonly Member[];
    readonly make: () => Live;
    readonly blank?: Live;
    readonly constants?: Live;
    readonly isComposable?: boolean;
  }) {
    this.fold = words.fold;
    this.members = words.members;
    this.make = words.make;
    this.blank = words.blank ?? {};
    this.constants = words.constants ?? {};
    this.isComposable = words.isComposable ?? true;
    this.names = new Set(words.members.map((member) => member.member));
    const grown = words.members.filter((member) => member.path === undefined && member.into !== "");
    this.taken = new Set([...this.names, ...grown.map((member) => member.into)]);
  }

  /** The names of the snapshot's members that deltas grow. */
  get grown(): Set<string> {
    return new Set(this.members.filter((member) => member.isGrown).map((member) => member.into));
  }
}

export function member(words: MemberWords): Member {
  return new Member(words);
}

function innerOf(words: InnerWords): Inner {
  const keys = words.keys ?? [];
  return {
    ...(words.tag === undefined ? {} : { tag: words.tag }),
    variants: new Map(words.variants),
    keys,
    ownKeys: words.ownKeys ?? [],
    isDense: words.isDense ?? false,
    carried: carried(new Set(keys.map((key) => key.name))),
  };
}

/** The rules of what a merged member holds; undefined for a variant that is not known. */
export function rulesOf(inner: Inner, part: Live): Rules | undefined {
  if (inner.tag === undefined) return inner.variants.get("");
  const tag = get(part, inner.tag);
  return typeof tag === "string" ? inner.variants.get(tag) : undefined;
}

/** Members of a variant that is not known are replaced; its address is left out. */
function carried(keys: ReadonlySet<string>): Rules {
  return new Rules({
    fold: (f, s, d) => f.keep(s, d, keys),
    members: [],
    make: () => ({}),
  });
}

// --- kinds of values ------------------------------------------------------------------------------------

export const isAnything: Fits = (value) => value !== undefined;
export const isText: Fits = (value) => typeof value === "string";
export const isWhole: Fits = (value) => Number.isInteger(value);
export const isNumber: Fits = (value) => typeof value === "number";
export const isFlag: Fits = (value) => typeof value === "boolean";
export const isList: Fits = (value) => Array.isArray(value);
export const isRecord: Fits = (value) => isObject(value);

/** One constant. */
export function is(wanted: string | number | boolean): Fits {
  return (value) => value === wanted;
}

/** One of the values of a closed choice. */
export function among(values: readonly string[]): Fits {
  return (value) => values.includes(value as string);
}

/** One of several kinds. */
export function either(...kinds: readonly Fits[]): Fits {
  return (value) => kinds.some((fits) => fits(value));
}
