// What people of zod write for a message and a run: everything is checked, what a newer server adds is kept.
import { z } from "zod";

const open = z.looseObject;
const seconds = z.int();
const metadata = z.record(z.string().max(64), z.string().max(512));

/** A union by `type`, with an arm for variants that are not known. */
const union = (...variants) =>
  z.union([z.discriminatedUnion("type", variants), open({ type: z.string() })]);

const image = { detail: z.string().optional() };
const annotation = union(
  open({
    type: z.literal("file_citation"),
    text: z.string(),
    file_citation: open({ file_id: z.string(), quote: z.string().optional() }),
    start_index: z.int().min(0),
    end_index: z.int().min(0),
  }),
  open({
    type: z.literal("file_path"),
    text: z.string(),
    file_path: open({ file_id: z.string() }),
    start_index: z.int().min(0),
    end_index: z.int().min(0),
  }),
);
const content = union(
  open({ type: z.literal("image_file"), image_file: open({ file_id: z.string(), ...image }) }),
  open({ type: z.literal("image_url"), image_url: open({ url: z.string(), ...image }) }),
  open({
    type: z.literal("text"),
    text: open({ value: z.string(), annotations: z.array(annotation) }),
  }),
  open({ type: z.literal("refusal"), refusal: z.string() }),
);

export const Message = open({
  id: z.string(),
  object: z.literal("thread.message"),
  created_at: seconds,
  thread_id: z.string(),
  status: z.string().optional(),
  incomplete_details: open({ reason: z.string() }).nullish(),
  completed_at: seconds.nullish(),
  incomplete_at: seconds.nullish(),
  role: z.string(),
  content: z.array(content),
  assistant_id: z.string().nullable(),
  run_id: z.string().nullable(),
  attachments: z
    .array(
      open({
        file_id: z.string().optional(),
        tools: z.array(open({ type: z.string() })).optional(),
      }),
    )
    .nullish(),
  metadata: metadata.nullable(),
});

const ranking = open({ ranker: z.string().optional(), score_threshold: z.number() });
const tool = union(
  open({ type: z.literal("code_interpreter") }),
  open({
    type: z.literal("file_search"),
    file_search: open({
      max_num_results: z.int().optional(),
      ranking_options: ranking.optional(),
    }).optional(),
  }),
  open({
    type: z.literal("function"),
    function: open({
      name: z.string(),
      description: z.string().optional(),
      parameters: z.record(z.string(), z.unknown()).optional(),
      strict: z.boolean().nullish(),
    }),
  }),
);
const call = open({
  id: z.string(),
  type: z.literal("function"),
  function: open({ name: z.string(), arguments: z.string() }),
});

export const Run = open({
  id: z.string(),
  object: z.literal("thread.run"),
  created_at: seconds,
  thread_id: z.string(),
  assistant_id: z.string(),
  status: z.string(),
  required_action: open({
    type: z.literal("submit_tool_outputs"),
    submit_tool_outputs: open({ tool_calls: z.array(call) }),
  }).nullish(),
  last_error: open({ code: z.string(), message: z.string() }).nullable(),
  expires_at: seconds.nullable(),
  started_at: seconds.nullable(),
  cancelled_at: seconds.nullable(),
  failed_at: seconds.nullable(),
  completed_at: seconds.nullable(),
  incomplete_details: open({ reason: z.string().optional() }).nullish(),
  model: z.string(),
  instructions: z.string().nullable(),
  tools: z.array(tool),
  metadata: metadata.nullable(),
  usage: open({
    completion_tokens: z.int(),
    prompt_tokens: z.int(),
    total_tokens: z.int(),
  }).nullable(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  max_prompt_tokens: z.int().nullish(),
  max_completion_tokens: z.int().nullish(),
  truncation_strategy: open({
    type: z.string(),
    last_messages: z.int().nullish(),
  }).nullish(),
  tool_choice: z.union([z.string(), open({ type: z.string() })]).nullable(),
  parallel_tool_calls: z.boolean(),
  response_format: z.union([z.string(), open({ type: z.string() })]).nullable(),
});
