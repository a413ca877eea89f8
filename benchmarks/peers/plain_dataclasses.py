"""The types as plain dataclasses, for mashumaro and cattrs, which check hardly any leaf: see there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from mashumaro.types import Discriminator

Offset = int

Positive = int

TokenLimit = int

ResultCount = int

Share = float

Identifier = str

Metadata = dict[str, str]


@dataclass(kw_only=True)
class MessageIncompleteDetails:
    reason: str


@dataclass(kw_only=True)
class ImageFile:
    file_id: str
    detail: str | None = None


@dataclass(kw_only=True)
class ImageURL:
    url: str
    detail: str | None = None


@dataclass(kw_only=True)
class FileCitation:
    file_id: str
    quote: str | None = None


@dataclass(kw_only=True)
class FilePath:
    file_id: str


@dataclass(kw_only=True)
class FileCitationAnnotation:
    type: Literal["file_citation"] = "file_citation"
    text: str
    file_citation: FileCitation
    start_index: Offset
    end_index: Offset


@dataclass(kw_only=True)
class FilePathAnnotation:
    type: Literal["file_path"] = "file_path"
    text: str
    file_path: FilePath
    start_index: Offset
    end_index: Offset


Annotation = Annotated[
    FileCitationAnnotation | FilePathAnnotation,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class Text:
    value: str
    annotations: list[Annotation]


@dataclass(kw_only=True)
class ImageFileContentBlock:
    type: Literal["image_file"] = "image_file"
    image_file: ImageFile


@dataclass(kw_only=True)
class ImageURLContentBlock:
    type: Literal["image_url"] = "image_url"
    image_url: ImageURL


@dataclass(kw_only=True)
class TextContentBlock:
    type: Literal["text"] = "text"
    text: Text


@dataclass(kw_only=True)
class RefusalContentBlock:
    type: Literal["refusal"] = "refusal"
    refusal: str


MessageContent = Annotated[
    ImageFileContentBlock | ImageURLContentBlock | TextContentBlock | RefusalContentBlock,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class AttachedCodeInterpreter:
    type: Literal["code_interpreter"] = "code_interpreter"


@dataclass(kw_only=True)
class AttachedFileSearch:
    type: Literal["file_search"] = "file_search"


AttachmentTool = Annotated[
    AttachedCodeInterpreter | AttachedFileSearch,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class MessageAttachment:
    file_id: str | None = None
    tools: list[AttachmentTool] | None = None


@dataclass(kw_only=True)
class Message:
    id: str
    object: Literal["thread.message"]
    created_at: int
    thread_id: str
    role: str
    content: list[MessageContent]
    assistant_id: str | None
    run_id: str | None
    metadata: Metadata | None
    status: str | None = None
    incomplete_details: MessageIncompleteDetails | None = None
    completed_at: int | None = None
    incomplete_at: int | None = None
    attachments: list[MessageAttachment] | None = None


@dataclass(kw_only=True)
class DeltaFileCitation:
    file_id: str | None = None
    quote: str | None = None


@dataclass(kw_only=True)
class DeltaFilePath:
    file_id: str | None = None


@dataclass(kw_only=True)
class FileCitationDeltaAnnotation:
    type: Literal["file_citation"] = "file_citation"
    index: int
    text: str | None = None
    file_citation: DeltaFileCitation | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


@dataclass(kw_only=True)
class FilePathDeltaAnnotation:
    type: Literal["file_path"] = "file_path"
    index: int
    text: str | None = None
    file_path: DeltaFilePath | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


AnnotationDelta = Annotated[
    FileCitationDeltaAnnotation | FilePathDeltaAnnotation,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class TextDelta:
    value: str | None = None
    annotations: list[AnnotationDelta] | None = None


@dataclass(kw_only=True)
class ImageFileDelta:
    file_id: str | None = None
    detail: str | None = None


@dataclass(kw_only=True)
class ImageURLDelta:
    url: str | None = None
    detail: str | None = None


@dataclass(kw_only=True)
class ImageFileDeltaBlock:
    type: Literal["image_file"] = "image_file"
    index: int
    image_file: ImageFileDelta | None = None


@dataclass(kw_only=True)
class TextDeltaBlock:
    type: Literal["text"] = "text"
    index: int
    text: TextDelta | None = None


@dataclass(kw_only=True)
class RefusalDeltaBlock:
    type: Literal["refusal"] = "refusal"
    index: int
    refusal: str | None = None


@dataclass(kw_only=True)
class ImageURLDeltaBlock:
    type: Literal["image_url"] = "image_url"
    index: int
    image_url: ImageURLDelta | None = None


MessageContentDelta = Annotated[
    ImageFileDeltaBlock | TextDeltaBlock | RefusalDeltaBlock | ImageURLDeltaBlock,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class MessageDelta:
    role: str | None = None
    content: list[MessageContentDelta] | None = None


@dataclass(kw_only=True)
class MessageDeltaEvent:
    id: str
    object: Literal["thread.message.delta"]
    delta: MessageDelta


@dataclass(kw_only=True)
class RankingOptions:
    score_threshold: Share
    ranker: str | None = None


@dataclass(kw_only=True)
class FileSearchOptions:
    max_num_results: ResultCount | None = None
    ranking_options: RankingOptions | None = None


@dataclass(kw_only=True)
class FunctionDefinition:
    name: Identifier
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


@dataclass(kw_only=True)
class CodeInterpreterTool:
    type: Literal["code_interpreter"] = "code_interpreter"


@dataclass(kw_only=True)
class FileSearchTool:
    type: Literal["file_search"] = "file_search"
    file_search: FileSearchOptions | None = None


@dataclass(kw_only=True)
class FunctionTool:
    type: Literal["function"] = "function"
    function: FunctionDefinition


AssistantTool = Annotated[
    CodeInterpreterTool | FileSearchTool | FunctionTool,
    Discriminator(field="type", include_supertypes=True),
]

Tools = list[AssistantTool]


@dataclass(kw_only=True)
class RequiredFunction:
    name: str
    arguments: str


@dataclass(kw_only=True)
class RequiredCall:
    id: str
    type: Literal["function"]
    function: RequiredFunction


@dataclass(kw_only=True)
class SubmitToolOutputs:
    tool_calls: list[RequiredCall]


@dataclass(kw_only=True)
class RequiredAction:
    type: Literal["submit_tool_outputs"]
    submit_tool_outputs: SubmitToolOutputs


@dataclass(kw_only=True)
class LastError:
    code: str
    message: str


@dataclass(kw_only=True)
class RunIncompleteDetails:
    reason: str | None = None


@dataclass(kw_only=True)
class Usage:
    completion_tokens: int
    prompt_tokens: int
    total_tokens: int


@dataclass(kw_only=True)
class TruncationStrategy:
    type: str
    last_messages: Positive | None = None


@dataclass(kw_only=True)
class ChosenFunction:
    name: str


@dataclass(kw_only=True)
class ToolChoice:
    type: str
    function: ChosenFunction | None = None


@dataclass(kw_only=True)
class ResponseSchema:
    name: Identifier
    description: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


@dataclass(kw_only=True)
class ResponseFormatText:
    type: Literal["text"] = "text"


@dataclass(kw_only=True)
class ResponseFormatJSONObject:
    type: Literal["json_object"] = "json_object"


@dataclass(kw_only=True)
class ResponseFormatJSONSchema:
    type: Literal["json_schema"] = "json_schema"
    json_schema: ResponseSchema


ResponseFormat = Annotated[
    ResponseFormatText | ResponseFormatJSONObject | ResponseFormatJSONSchema,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class Run:
    id: str
    object: Literal["thread.run"]
    created_at: int
    thread_id: str
    assistant_id: str
    status: str
    last_error: LastError | None
    expires_at: int | None
    started_at: int | None
    cancelled_at: int | None
    failed_at: int | None
    completed_at: int | None
    model: str
    instructions: str | None
    tools: Tools
    metadata: Metadata | None
    usage: Usage | None
    tool_choice: str | ToolChoice | None
    parallel_tool_calls: bool
    response_format: Literal["auto"] | ResponseFormat | None
    required_action: RequiredAction | None = None
    incomplete_details: RunIncompleteDetails | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_prompt_tokens: TokenLimit | None = None
    max_completion_tokens: TokenLimit | None = None
    truncation_strategy: TruncationStrategy | None = None


@dataclass(kw_only=True)
class CreatedMessage:
    message_id: str


@dataclass(kw_only=True)
class Logs:
    type: Literal["logs"] = "logs"
    logs: str


@dataclass(kw_only=True)
class OutputImage:
    file_id: str


@dataclass(kw_only=True)
class Image:
    type: Literal["image"] = "image"
    image: OutputImage


Output = Annotated[Logs | Image, Discriminator(field="type", include_supertypes=True)]


@dataclass(kw_only=True)
class CodeInterpreter:
    input: str
    outputs: list[Output]


@dataclass(kw_only=True)
class SearchContent:
    type: Literal["text"] | None = None
    text: str | None = None


@dataclass(kw_only=True)
class SearchResult:
    file_id: str
    file_name: str
    score: Share
    content: list[SearchContent] | None = None


@dataclass(kw_only=True)
class SearchRankingOptions:
    ranker: str
    score_threshold: Share


@dataclass(kw_only=True)
class FileSearch:
    ranking_options: SearchRankingOptions | None = None
    results: list[SearchResult] | None = None


@dataclass(kw_only=True)
class CalledFunction:
    name: str
    arguments: str
    output: str | None


@dataclass(kw_only=True)
class CodeInterpreterToolCall:
    type: Literal["code_interpreter"] = "code_interpreter"
    id: str
    code_interpreter: CodeInterpreter


@dataclass(kw_only=True)
class FileSearchToolCall:
    type: Literal["file_search"] = "file_search"
    id: str
    file_search: FileSearch


@dataclass(kw_only=True)
class FunctionToolCall:
    type: Literal["function"] = "function"
    id: str
    function: CalledFunction


ToolCall = Annotated[
    CodeInterpreterToolCall | FileSearchToolCall | FunctionToolCall,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class MessageCreationStepDetails:
    type: Literal["message_creation"] = "message_creation"
    message_creation: CreatedMessage


@dataclass(kw_only=True)
class ToolCallsStepDetails:
    type: Literal["tool_calls"] = "tool_calls"
    tool_calls: list[ToolCall]


StepDetails = Annotated[
    MessageCreationStepDetails | ToolCallsStepDetails,
    Discriminator(field="type", include_supertypes=True),
]


@dataclass(kw_only=True)
class RunStep:
    id: str
    object: Literal["thread.run.step"]
    created_at: int
    assistant_id: str
    thread_id: str
    run_id: str
    type: str
    status: str
    step_details: StepDetails
    last_error: LastError | None
    cancelled_at: int | None
    failed_at: int | None
    completed_at: int | None
    usage: Usage | None
    expired_at: int | None = None
    metadata: Metadata | None = None
