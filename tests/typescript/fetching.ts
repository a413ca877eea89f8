// For people who compile with the types of the browser: the body of a response is a body.
import { StreamAccumulator, readEvents, type StreamSnapshot } from "threads-api";

export async function fold(address: string): Promise<StreamSnapshot> {
  const { body } = await fetch(address);
  const stream = new StreamAccumulator();
  if (body !== null) for await (const event of readEvents(body)) stream.push(event);
  return stream.finish();
}
