/** What a server would send for the whole life of an object: the other direction of gathering. */

import { single, type Roots } from "./accumulator.js";
import { freshCopy } from "./copying.js";
import { DeltaError } from "./delta-error.js";
import { diff } from "./difference.js";
import type { Live } from "./rules.js";
import { assign, isObject, put, read } from "./values.js";

/** The events of a target. Paths lead into an event; `constants` are what its patch event must say. */
export interface LifeEvents {
  readonly tag: string;
  readonly create: string;
  readonly patch: string;
  readonly close: readonly string[];
  readonly object: readonly string[];
  readonly id?: readonly string[];
  readonly delta: readonly string[];
  readonly constants: readonly (readonly [
    path: readonly string[],
    value: string | number | boolean,
  ])[];
}

/** The event that creates an object, one with the delta if it grew, and the one that closes it. */
export function eventsOf<E>(
  roots: Roots,
  life: LifeEvents,
  before: object,
  after: object,
  close?: string,
): E[] {
  const rules = single(roots);
  const end = close ?? life.close[0];
  if (end === undefined || !life.close.includes(end)) {
    throw new DeltaError("inexpressible", "", "no event closes such an object so");
  }
  const { grown } = rules;
  const base: Live = {};
  for (const name of Object.keys(after)) {
    if (!grown.has(name)) put(base, name, (after as Live)[name]);
  }
  for (const name of Object.keys(before)) {
    if (grown.has(name)) put(base, name, (before as Live)[name]);
  }
  const delta = diff(rules, base, after as Live);
  const sent = [event(life, life.create, life.object, before)];
  if (Object.keys(delta).length > 0) {
    const patch: Live = {};
    put(patch, life.tag, life.patch);
    for (const [path, value] of life.constants) place(patch, path, value);
    if (life.id !== undefined) {
      const inside = life.id.slice(life.object.length);
      let id: unknown = before;
      for (const name of inside) id = isObject(id) ? read(id, name) : undefined;
      if (id !== undefined) place(patch, life.id, id);
    }
    place(patch, life.delta, assign({ ...rules.constants }, delta));
    sent.push(patch);
  }
  return [...sent, event(life, end, life.object, after)] as E[];
}

function event(life: LifeEvents, name: string, path: readonly string[], value: object): Live {
  const made: Live = {};
  put(made, life.tag, name);
  place(made, path, freshCopy(value));
  return made;
}

/** Puts a value at a path, making the objects on the way; without a path the value's members. */
function place(document: Live, path: readonly string[], value: unknown): void {
  let here = document;
  for (const name of path.slice(0, -1)) {
    const next = read(here, name);
    const inside: Live = isObject(next) ? next : {};
    put(here, name, inside);
    here = inside;
  }
  const last = path[path.length - 1];
  if (last !== undefined) put(here, last, value);
  else if (isObject(value)) for (const name of Object.keys(value)) put(here, name, value[name]);
}
