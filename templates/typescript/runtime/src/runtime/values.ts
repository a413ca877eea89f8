/** JSON values and what the types of models are made of. */

declare const unknownTag: unique symbol;

/**
 * The tag of a variant that this package does not know. It is opaque so that the tags that are known narrow a
 * union; `tagOf` gives its text.
 */
export interface UnknownTag {
  readonly [unknownTag]: "unknown";
}

/** Any other string. It leaves the literals beside it visible to editors. */
export type Open = string & {};

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * How much to mind: `"lenient"` keeps what does not fit and goes on, `"strict"` throws an error that says all
 * that is wrong.
 */
export type Mode = "strict" | "lenient";

/** A parsed object whose members are not known yet. */
export type Members = { [key: string]: unknown };

/** The text of a tag that this package does not know. */
export function tagOf(tag: UnknownTag): string {
  return String(tag);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an object is nothing but its members: dates, maps and the like are more. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A member of an object, if it is its own: never one that every object inherits. */
export function read(holder: Members, name: string): unknown {
  return Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/** A member of a live object or a delta, if it is its own: JSON holds no functions, prototypes nothing else. */
export function get(holder: Members, name: string): unknown {
  const value = holder[name];
  if (name === "__proto__") return Object.hasOwn(holder, name) ? value : undefined;
  return typeof value === "function" ? undefined : value;
}

/** Whether an object has more members than that. */
export function hasMore(holder: Members, count: number): boolean {
  for (const _ in holder) if (--count < 0) return true;
  return false;
}

/** Sets a member of an object, also one called `__proto__`. */
export function put(holder: Members, name: string, value: unknown): void {
  if (name === "__proto__") {
    Object.defineProperty(holder, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    holder[name] = value;
  }
}

/** Sets all members that another object has. */
export function assign(holder: Members, more: Members): Members {
  for (const name of Object.keys(more)) put(holder, name, more[name]);
  return holder;
}

/** What kind of JSON value it is; `"none"` for what is not JSON. */
export function kindOf(
  value: unknown,
): "null" | "boolean" | "number" | "string" | "array" | "object" | "none" {
  switch (typeof value) {
    case "string":
    case "boolean":
      return typeof value as "string" | "boolean";
    case "number":
      return Number.isFinite(value) ? "number" : "none";
    case "object":
      return value === null ? "null" : Array.isArray(value) ? "array" : "object";
    default:
      return "none";
  }
}
