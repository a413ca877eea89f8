/** What deltas in a row have in common: most bring a piece of one text, and are else like the one before. */

import { WHOLE, type At } from "./delta-error.js";
import type { Live, Rules } from "./rules.js";
import { isPlain } from "./values.js";

/** What an object or a list holds, in parallel: plain values, and the forms of others. */
class Form {
  readonly isList: boolean;
  readonly names: readonly string[];
  readonly values: unknown[] = [];
  readonly forms: (Form | undefined)[] = [];

  constructor(isList: boolean, names: readonly string[]) {
    this.isList = isList;
    this.names = names;
  }

  /** Whether a value is said somewhere. */
  says(wanted: unknown): boolean {
    return this.values.includes(wanted) || this.forms.some((form) => form?.says(wanted));
  }
}

/** The form of the text, which alone may differ. */
const PIECE = new Form(false, []);

type Step = string | number;

const NONE: readonly string[] = [];

/** Deeper deltas are not learnt, nor those of classes: they may say more than can be seen. */
const DEEPEST = 32;

/**
 * The form of the deltas that make one text grow and do nothing else.
 *
 * What a delta does follows from what it says and from what is there. So one that differs from the last in nothing
 * but the text does the same with that: there is no need to find out again where it goes and whether it may.
 */
export class Refrain {
  #rules: Rules | undefined = undefined;
  #form: Form | undefined = undefined;
  /** Whether nothing but the text has changed since. */
  #isFresh = false;
  #piece: string | undefined = undefined;
  /** What has the text, under which name, and the place of that. */
  holder: Live | undefined = undefined;
  name = "";
  place = WHOLE;

  /** The text of a delta of this form; undefined for another delta. */
  hear(rules: Rules, delta: unknown): string | undefined {
    if (!this.#isFresh || this.#form === undefined || rules !== this.#rules) return undefined;
    this.#piece = undefined;
    return this.#isLike(this.#form, delta) ? this.#piece : undefined;
  }

  #isLike(form: Form, part: unknown): boolean {
    if (form === PIECE) {
      if (typeof part !== "string") return false;
      this.#piece = part;
      return true;
    }
    if (typeof part !== "object" || part === null) return false;
    if (Array.isArray(part)) return form.isList && this.#isLikeList(form, part);
    const { isList, names, forms, values } = form;
    if (isList) return false;
    let place = 0;
    for (const name in part) {
      if (name !== names[place]) return false;
      const found = (part as Live)[name];
      const inside = forms[place];
      if (inside === undefined ? found !== values[place] : !this.#isLike(inside, found))
        return false;
      place++;
    }
    return place === names.length;
  }

  #isLikeList({ forms, values }: Form, items: readonly unknown[]): boolean {
    if (items.length !== forms.length) return false;
    for (let place = 0; place < items.length; place++) {
      const inside = forms[place];
      const found = items[place];
      if (inside === undefined ? found !== values[place] : !this.#isLike(inside, found))
        return false;
    }
    return true;
  }

  /** Learns from a delta that did nothing but make a text grow, if the one before did so with the same text. */
  learn(rules: Rules, delta: Live, holder: Live, name: string, before: unknown, place: At): void {
    if (holder !== this.holder || name !== this.name || !isSame(place, this.place)) {
      this.holder = holder;
      this.name = name;
      this.place = place;
      this.#form = undefined;
      return this.forget();
    }
    if (rules !== this.#rules || this.#form === undefined || !this.#isLike(this.#form, delta)) {
      this.#rules = rules;
      this.#form = formOf(delta, wayTo(place), 0);
    }
    // What does nothing because it says the very text that is there would do something next time.
    const isMirror = this.#form?.says(before) === true || this.#form?.says(holder[name]) === true;
    this.#isFresh = !isMirror && name !== "__proto__";
  }

  /** From here on more may have changed than the text. */
  forget(): void {
    this.#isFresh = false;
  }
}

/** Whether two places are the same in a delta. */
function isSame(one: At | null, other: At | null): boolean {
  let [here, there] = [one, other];
  while (here !== there && here !== null && there !== null && here.step === there.step) {
    here = here.up;
    there = there.up;
  }
  return here === there;
}

/** The steps to a place in a delta. */
function wayTo(place: At): Step[] {
  const steps: Step[] = [];
  for (let here = place; here.up !== null; here = here.up) steps.push(here.step);
  return steps.reverse();
}

/** The form of what a way leads through, from a step on; without a way, of what must be the same. */
function formOf(part: object, way: readonly Step[] | undefined, depth: number): Form | undefined {
  if (depth === DEEPEST) return undefined;
  const isList = Array.isArray(part);
  if (!isList && !isPlain(part)) return undefined;
  const names = isList ? NONE : Object.keys(part);
  const form = new Form(isList, names);
  const count = isList ? part.length : names.length;
  for (let place = 0; place < count; place++) {
    const step = isList ? place : (names[place] as string);
    const value = (part as Live)[step];
    const isOnWay = way !== undefined && way[depth] === step;
    let inside: Form | undefined;
    if (isOnWay && way.length === depth + 1) inside = PIECE;
    else if (typeof value === "object" && value !== null) {
      inside = formOf(value, isOnWay ? way : undefined, depth + 1);
      if (inside === undefined) return undefined;
    }
    form.forms.push(inside);
    form.values.push(inside === undefined ? value : undefined);
  }
  return form;
}
