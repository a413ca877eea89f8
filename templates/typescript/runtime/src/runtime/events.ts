/** Server-sent events to typed ones. */

import type { Check } from "./checks.js";
import { decode, problems } from "./codec.js";
import { DecodeError, type Problem } from "./problems.js";
import { SseReader, chunksOf, type ByteStream, type ServerSentEvent } from "./sse.js";
import type { Mode } from "./values.js";

/** How the events of a union look on the wire. */
export interface Wire {
  readonly check: Check;
  /** The member of an event that holds its name. */
  readonly tag: string;
  /** The member that holds its data; "" if the data is the event. */
  readonly data: string;
  /** Bare texts, such as `[DONE]`, that events of these names have for data, which is JSON otherwise. */
  readonly literals: ReadonlyMap<string, string>;
  /** Bare texts that end a stream whose data are the events. */
  readonly ends: ReadonlySet<string>;
}

/** Takes chunks and gives the typed events that became complete with each. */
export class EventReader<E> {
  readonly #wire: Wire;
  readonly #mode: Mode;
  readonly #reader = new SseReader();
  #number = 0;

  constructor(wire: Wire, mode: Mode = "lenient") {
    this.#wire = wire;
    this.#mode = mode;
  }

  /**
   * The events that a chunk completes, in order. In strict mode what is no event of the union, or no JSON, throws a
   * `DecodeError` that names its number and line; in lenient mode it is kept as it came.
   */
  feed(chunk: Uint8Array | string): E[] {
    return this.#reader.feed(chunk).map((event) => this.#decode(event));
  }

  #decode(event: ServerSentEvent): E {
    this.#number++;
    const { check, data, literals, ends } = this.#wire;
    const literal = literals.get(event.name);
    if (event.data === literal || (data === "" && ends.has(event.data))) {
      return this.#wrap(event, event.data) as E;
    }
    let value: unknown = event.data;
    let found: Problem[] = [];
    try {
      value = JSON.parse(event.data);
    } catch {
      const pointer = data === "" ? "" : `/${data}`;
      if (literal === undefined) found = [{ pointer, expected: "JSON", found: "other text" }];
    }
    const whole = this.#wrap(event, value);
    if (this.#mode === "strict") {
      if (found.length === 0) found = problems(check, whole);
      if (found.length > 0) {
        throw new DecodeError(found, `event ${this.#number}, line ${event.line}`);
      }
    }
    return decode<E>(check, whole);
  }

  #wrap(event: ServerSentEvent, value: unknown): unknown {
    const { tag, data } = this.#wire;
    return data === "" ? value : { [tag]: event.name, [data]: value };
  }
}

/** The typed events of a body, as they come. */
export async function* readTyped<E>(
  wire: Wire,
  body: ByteStream | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mode?: Mode,
): AsyncGenerator<E, void, undefined> {
  const reader = new EventReader<E>(wire, mode);
  for await (const chunk of chunksOf(body)) {
    for (const event of reader.feed(chunk)) yield event; // quicker than `yield*`
  }
}
