// Runs in a browser: a stream comes by fetch, is folded, and what came of it is written into the page.
import { StreamAccumulator, readEvents } from "threads-api";

declare const fetch: (address: string) => Promise<{ body: ReadableStream }>;
declare const document: { body: { textContent: string } };
declare const RECORDING: string;
interface ReadableStream {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

async function show(): Promise<string> {
  const { body } = await fetch(`data:text/event-stream;base64,${RECORDING}`);
  const stream = new StreamAccumulator("strict");
  for await (const event of readEvents(body, "strict")) stream.push(event);
  const { messages, steps, ...rest } = stream.finish();
  return JSON.stringify({
    ...rest,
    messages: Object.fromEntries(messages),
    steps: Object.fromEntries(steps),
  });
}

show().then(
  (text) => (document.body.textContent = `FOLDED ${text} END`),
  (error: unknown) => (document.body.textContent = `FAILED ${String(error)} END`),
);
