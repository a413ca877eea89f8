/** Gaps: lists whose entries have not all come. */

import { keysOf } from "./keyed.js";
import { escapeStep } from "./problems.js";
import { rulesOf, type Inner, type Live, type Rules } from "./rules.js";
import { get, isObject } from "./values.js";

/** Pointers of the dense lists whose keys are not 0 to n - 1: a list before the lists inside it. */
export function gapsOf(rules: Rules, part: Live, pointer = ""): string[] {
  const found: string[] = [];
  for (const member of rules.members) {
    if (!member.isGrown || member.rule !== "merge" || member.items !== undefined) continue;
    const value = get(part, member.into);
    const place = `${pointer}/${escapeStep(member.into)}`;
    if (Array.isArray(value)) {
      if (keysOf(value)?.hasGap === true) found.push(place);
      value.forEach((item, position) => {
        found.push(...inside(member.inner, item, `${place}/${position}`));
      });
    } else found.push(...inside(member.inner, value, place));
  }
  return found;
}

function inside(inner: Inner, part: unknown, pointer: string): string[] {
  if (!isObject(part)) return [];
  const rules = rulesOf(inner, part);
  return rules === undefined ? [] : gapsOf(rules, part, pointer);
}
