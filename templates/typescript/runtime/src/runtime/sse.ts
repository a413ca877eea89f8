/** Server-sent events as the WHATWG standard reads them, from chunks that may be cut anywhere. */

/** What every platform that runs this has; named here so that no library of types is needed. */
declare class TextDecoder {
  decode(input?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

/** One event: its name ("message" if it gave none), its data, and the line on which it began. */
export interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
  readonly line: number;
}

/** A stream of bytes, such as the `body` of a response to `fetch`. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/**
 * Takes chunks and gives the events that became complete with each.
 *
 * Whatever follows the last blank line when the input ends is no event: that is the standard's rule, and a
 * stream that was cut off ends so. `id` and `retry` fields speak of reconnecting and are passed over.
 */
export class SseReader {
  readonly #decoder = new TextDecoder();
  /** The line that is not complete yet. */
  #tail = "";
  /** Whether the last chunk ended in CR: a LF at the start of the next belongs to it. */
  #afterCr = false;
  #line = 0;
  #begun = 0;
  #name = "";
  #data: string[] = [];

  /** The events that a chunk completes, in order. Linear in all that was fed, however it is cut. */
  feed(chunk: Uint8Array | string): ServerSentEvent[] {
    let text = typeof chunk === "string" ? chunk : this.#decoder.decode(chunk, { stream: true });
    if (text === "") return [];
    if (this.#afterCr && text.startsWith("\n")) text = text.slice(1);
    this.#afterCr = false;
    const hasCr = text.includes("\r");
    if (!hasCr && !text.includes("\n")) {
      this.#tail += text;
      return [];
    }
    this.#afterCr = text.endsWith("\r");
    const lines = (this.#tail + text).split(hasCr ? /\r\n|\r|\n/ : "\n");
    this.#tail = lines.pop() ?? "";
    const events: ServerSentEvent[] = [];
    for (const line of lines) this.#take(line, events);
    return events;
  }

  #take(line: string, events: ServerSentEvent[]): void {
    this.#line++;
    if (line === "") {
      if (this.#data.length > 0) {
        const data = this.#data.join("\n");
        events.push({ name: this.#name || "message", data, line: this.#begun });
        this.#data = [];
      }
      this.#name = "";
      this.#begun = 0;
      return;
    }
    if (this.#begun === 0) this.#begun = this.#line;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const start = line[colon + 1] === " " ? colon + 2 : colon + 1;
    const value = colon < 0 ? "" : line.slice(start);
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#name = value;
  }
}

/** The chunks of a stream of bytes, of whatever kind. */
export async function* chunksOf(
  body: ByteStream | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!("getReader" in body)) {
    yield* body;
    return;
  }
  const reader = body.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value !== undefined) yield value;
    }
    isDone = true;
  } finally {
    if (!isDone) await reader.cancel();
  }
}
