/** The calls of an API, as data for whoever writes a client. */

/** One call of the API. Types are named as `CODECS` has them. */
export interface Operation {
  readonly name: string;
  readonly title: string;
  readonly method: string;
  /** The path, with its parameters in braces: see `pathOf`. */
  readonly path: string;
  readonly params: readonly string[];
  readonly query?: string;
  readonly body?: string;
  readonly isBodyRequired?: boolean;
  readonly response: string;
  /** What is sent instead of the response if the member `trigger` of the body is true. */
  readonly events?: string;
  readonly trigger?: string;
  /** Types of errors, by status. */
  readonly errors: { readonly [status: number]: string };
  readonly headers: { readonly [name: string]: string };
  readonly isPaginated?: boolean;
  readonly isDeprecated?: boolean;
}

/** The path of a call with its parameters filled in. Throws for one that would lead elsewhere. */
export function pathOf(operation: Operation, params: { readonly [name: string]: string }): string {
  for (const name of operation.params) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined || value === "" || value === "." || value === "..") {
      throw new TypeError(`${operation.name} needs ${name}, and it cannot be ${String(value)}`);
    }
  }
  return operation.path.replace(/\{([^{}]*)\}/g, (whole, name: string) =>
    operation.params.includes(name) ? encodeURIComponent(params[name] as string) : whole,
  );
}
