// What the types must allow, and (under @ts-expect-error) what they must refuse. Compiled, never run.
import {
  MESSAGE_STATUS_VALUES,
  MessageAccumulator,
  StreamAccumulator,
  decodeMessage,
  encodeCreateRunRequest,
  readEvents,
  tagOf,
} from "threads-api";
import type {
  AssistantStreamEvent,
  AssistantToolChoiceOption,
  CreateMessageRequest,
  CreateRunRequest,
  Message,
  MessageContent,
  MessageDelta,
  MessageDeltaEvent,
  MessageStatus,
  ModifyThreadRequest,
  Operations,
  Run,
  RunStep,
  Text,
  UnknownMessageContent,
} from "threads-api";

// --- unions -----------------------------------------------------------------------------------------------

export function plain(part: MessageContent): string {
  switch (part.type) {
    case "text":
      return part.text.value;
    case "image_file":
      return part.image_file.file_id;
    case "image_url":
      return part.image_url.url;
    case "refusal":
      return part.refusal;
    default: {
      const unknown: UnknownMessageContent = part;
      const member: unknown = unknown["video"];
      return `[${tagOf(unknown.type)} ${String(member)}]`;
    }
  }
}

export const texts = (message: Message): string[] =>
  message.content.flatMap((part) => (part.type === "text" ? [part.text.value] : []));

export function follow(event: AssistantStreamEvent): string | undefined {
  if (event.event === "thread.message.delta") return event.data.id;
  if (event.event === "thread.run.completed") return event.data.status;
  if (event.event === "done") return event.data;
  return undefined;
}

export function choose(option: AssistantToolChoiceOption): string {
  return typeof option === "string" ? option : option.type.toString();
}

// @ts-expect-error a tag that is none
export const misspelt: MessageContent = { type: "txt", text: { value: "", annotations: [] } };

// @ts-expect-error the text of one variant beside the tag of another
export const mixed: MessageContent = { type: "refusal", text: { value: "", annotations: [] } };

// @ts-expect-error only some variants have it
export const unasked = (part: MessageContent): Text => part.text;

// --- presence, null, openness -----------------------------------------------------------------------------

export const absent: ModifyThreadRequest = {};
export const erased: ModifyThreadRequest = { metadata: null };
export const kept: ModifyThreadRequest = { metadata: { key: "value" } };

// @ts-expect-error undefined is not absent
export const neither: ModifyThreadRequest = { metadata: undefined };

// @ts-expect-error metadata holds texts
export const numbers: ModifyThreadRequest = { metadata: { key: 1 } };

// @ts-expect-error a member too many
export const more: ModifyThreadRequest = { metadata: null, other: 1 };

// @ts-expect-error a required member is missing
export const nobody: CreateMessageRequest = { content: "Hello" };

export const newer: MessageStatus = "a_status_of_tomorrow";
export const known: MessageStatus = "completed";

// @ts-expect-error a closed choice takes the values it lists
export const effort: CreateRunRequest = { assistant_id: "a", reasoning_effort: "extreme" };

export const first: "in_progress" = MESSAGE_STATUS_VALUES[0];

export const orNull = (run: Run): number | null | undefined => run.completed_at;

// @ts-expect-error it may be null or absent
export const always = (run: Run): number => run.completed_at;

// --- functions --------------------------------------------------------------------------------------------

export const read: Message = decodeMessage({}, "strict");

// @ts-expect-error there are two modes
export const mode: Message = decodeMessage({}, "loose");

export const body: string = JSON.stringify(encodeCreateRunRequest({ assistant_id: "a" }));

export function grow(message: Message, delta: MessageDelta, event: MessageDeltaEvent): Message {
  const accumulator = new MessageAccumulator(message, "strict");
  accumulator.push(delta);
  accumulator.push({ content: [{ index: 0, type: "text", text: { value: "a" } }] });
  accumulator.pushEvent(event);
  // @ts-expect-error an event is no delta
  accumulator.push(event);
  const both: MessageDelta = MessageAccumulator.compose(delta, accumulator.compact());
  return MessageAccumulator.merge(accumulator.snapshot(), both);
}

export async function gather(body: AsyncIterable<Uint8Array>): Promise<RunStep | undefined> {
  const stream = new StreamAccumulator();
  for await (const event of readEvents(body)) {
    for (const { pointer, text } of stream.push(event).appended) void (pointer + text);
  }
  const { messages, steps, thread, error } = stream.finish();
  void [messages.get("msg_1")?.content, thread?.id, error?.message];
  return steps.get("step_1");
}

export const parameters: Operations["getMessage"]["params"] = { thread_id: "a", message_id: "b" };

// @ts-expect-error one parameter is missing
export const fewer: Operations["getMessage"]["params"] = { thread_id: "a" };
