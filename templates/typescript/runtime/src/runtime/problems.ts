/** What is wrong with a value: problems, the errors that carry them, and JSON pointers. */

import { kindOf } from "./values.js";

/** One thing that is wrong with a value. */
export interface Problem {
  /** Where: a JSON pointer (RFC 6901). A missing or forbidden member is pointed at itself. */
  readonly pointer: string;
  /** What ought to be there. */
  readonly expected: string;
  /** What is there. */
  readonly found: string;
}

/** A place in a value, as a chain from the inside out: to extend it copies nothing. */
export interface Place {
  readonly up: Place | null;
  readonly key: string | number;
}

/** The whole value. */
export const ROOT: Place = { up: null, key: "" };

/** The JSON pointer of a member or an item of what stands at a place. */
export function pointerTo(at: Place | null, key: string | number): string {
  let pointer = "";
  for (let place: Place | null = { up: at, key }; place !== null && place.up !== null;) {
    pointer = `/${escapeStep(place.key)}${pointer}`;
    place = place.up;
  }
  return pointer;
}

/** One step of a JSON pointer. */
export function escapeStep(step: string | number): string {
  return typeof step === "number" ? String(step) : step.replace(/~/g, "~0").replace(/\//g, "~1");
}

const SHOWN = 20;

function summary(problems: readonly Problem[]): string {
  const lines = problems
    .slice(0, SHOWN)
    .map((p) => `${p.pointer || "the value"}: expected ${p.expected}, found ${p.found}`);
  if (problems.length > SHOWN) lines.push(`and ${problems.length - SHOWN} more`);
  return lines.join("; ");
}

/** A value that is not what it was read as. `problems` lists all that is wrong with it. */
export class DecodeError extends Error {
  override readonly name: string = "DecodeError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], where = "") {
    super(where === "" ? summary(problems) : `${where}: ${summary(problems)}`);
    this.problems = problems;
  }
}

/** A value that must not be sent as it is. `problems` lists all that is wrong with it. */
export class EncodeError extends Error {
  override readonly name: string = "EncodeError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(summary(problems));
    this.problems = problems;
  }
}

/** A value in a few words. */
export function describe(value: unknown): string {
  switch (kindOf(value)) {
    case "null":
      return "null";
    case "boolean":
      return String(value);
    case "number":
      return `the number ${String(value)}`;
    case "string":
      return `the string ${shorten(value as string)}`;
    case "array":
      return `a list of ${count((value as unknown[]).length, "item")}`;
    case "object":
      return `an object of ${count(Object.keys(value as object).length, "member")}`;
    default:
      return value === undefined
        ? "nothing"
        : `${typeof value === "number" ? value : typeof value}`;
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function shorten(text: string): string {
  return text.length <= 60 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 60))}...`;
}
