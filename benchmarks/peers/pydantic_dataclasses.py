"""The types as pydantic dataclasses. All leaves are checked, bounds too; undeclared members are dropped."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

Offset = Annotated[int, Field(ge=0)]

Positive = Annotated[int, Field(ge=1)]

TokenLimit = Annotated[int, Field(ge=256)]

ResultCount = Annotated[int, Field(ge=1, le=50)]

Share = Annotated[float, Field(ge=0, le=1)]

Identifier = Annotated[str, Field(max_length=64, pattern="^[a-zA-Z0-9_-]+$")]

Metadata = Annotated[
    dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=512)]],
    Field(max_length=16),
]


@dataclass(slots=True)
class MessageIncompleteDetails:
    reason: str


@dataclass(slots=True)
class ImageFile:
    file_id: str
    detail: str | None = None


@dataclass(slots=True)
class ImageURL:
    url: str
    detail: str | None = None


@dataclass(slots=True)
class FileCitation:
    file_id: str
    quote: str | None = None


@dataclass(slots=True)
class FilePath:
    file_id: str


@dataclass(slots=True)
class FileCitationAnnotation:
    type: Literal["file_citation"]
    text: str
    file_citation: FileCitation
    start_index: Offset
    end_index: Offset


@dataclass(slots=True)
class FilePathAnnotation:
    type: Literal["file_path"]
    text: str
    file_path: FilePath
    start_index: Offset
    end_index: Offset


Annotation = Annotated[FileCitationAnnotation | FilePathAnnotation, Field(discriminator="type")]


@dataclass(slots=True)
class Text:
    value: str
    annotations: list[Annotation]


@dataclass(slots=True)
class ImageFileContentBlock:
    type: Literal["image_file"]
    image_file: ImageFile


@dataclass(slots=True)
class ImageURLContentBlock:
    type: Literal["image_url"]
    image_url: ImageURL


@dataclass(slots=True)
class TextContentBlock:
    type: Literal["text"]
    text: Text


@dataclass(slots=True)
class RefusalContentBlock:
    type: Literal["refusal"]
    refusal: str


MessageContent = Annotated[
    ImageFileContentBlock | ImageURLContentBlock | TextContentBlock | RefusalContentBlock,
    Field(discriminator="type"),
]


@dataclass(slots=True)
class AttachedCodeInterpreter:
    type: Literal["code_interpreter"]


@dataclass(slots=True)
class AttachedFileSearch:
    type: Literal["file_search"]


AttachmentTool = Annotated[
    AttachedCodeInterpreter | AttachedFileSearch, Field(discriminator="type")
]


@dataclass(slots=True)
class MessageAttachment:
    file_id: str | None = None
    tools: list[AttachmentTool] | None = None


@dataclass(slots=True)
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


@dataclass(slots=True)
class DeltaFileCitation:
    file_id: str | None = None
    quote: str | None = None


@dataclass(slots=True)
class DeltaFilePath:
    file_id: str | None = None


@dataclass(slots=True)
class FileCitationDeltaAnnotation:
    type: Literal["file_citation"]
    index: int
    text: str | None = None
    file_citation: DeltaFileCitation | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


@dataclass(slots=True)
class FilePathDeltaAnnotation:
    type: Literal["file_path"]
    index: int
    text: str | None = None
    file_path: DeltaFilePath | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


AnnotationDelta = Annotated[
    FileCitationDeltaAnnotation | FilePathDeltaAnnotation, Field(discriminator="type")
]


@dataclass(slots=True)
class TextDelta:
    value: str | None = None
    annotations: list[AnnotationDelta] | None = None


@dataclass(slots=True)
class ImageFileDelta:
    file_id: str | None = None
    detail: str | None = None


@dataclass(slots=True)
class ImageURLDelta:
    url: str | None = None
    detail: str | None = None


@dataclass(slots=True)
class ImageFileDeltaBlock:
    type: Literal["image_file"]
    index: int
    image_file: ImageFileDelta | None = None


@dataclass(slots=True)
class TextDeltaBlock:
    type: Literal["text"]
    index: int
    text: TextDelta | None = None


@dataclass(slots=True)
class RefusalDeltaBlock:
    type: Literal["refusal"]
    index: int
    refusal: str | None = None


@dataclass(slots=True)
class ImageURLDeltaBlock:
    type: Literal["image_url"]
    index: int
    image_url: ImageURLDelta | None = None


MessageContentDelta = Annotated[
    ImageFileDeltaBlock | TextDeltaBlock | RefusalDeltaBlock | ImageURLDeltaBlock,
    Field(discriminator="type"),
]


@dataclass(slots=True)
class MessageDelta:
    role: str | None = None
    content: list[MessageContentDelta] | None = None


@dataclass(slots=True)
class MessageDeltaEvent:
    id: str
    object: Literal["thread.message.delta"]
    delta: MessageDelta


@dataclass(slots=True)
class RankingOptions:
    score_threshold: Share
    ranker: str | None = None


@dataclass(slots=True)
class FileSearchOptions:
    max_num_results: ResultCount | None = None
    ranking_options: RankingOptions | None = None


@dataclass(slots=True)
class FunctionDefinition:
    name: Identifier
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


@dataclass(slots=True)
class CodeInterpreterTool:
    type: Literal["code_interpreter"]


@dataclass(slots=True)
class FileSearchTool:
    type: Literal["file_search"]
    file_search: FileSearchOptions | None = None


@dataclass(slots=True)
class FunctionTool:
    type: Literal["function"]
    function: FunctionDefinition


AssistantTool = Annotated[
    CodeInterpreterTool | FileSearchTool | FunctionTool, Field(discriminator="type")
]

Tools = Annotated[list[AssistantTool], Field(max_length=20)]


@dataclass(slots=True)
class RequiredFunction:
    name: str
    arguments: str


@dataclass(slots=True)
class RequiredCall:
    id: str
    type: Literal["function"]
    function: RequiredFunction


@dataclass(slots=True)
class SubmitToolOutputs:
    tool_calls: list[RequiredCall]


@dataclass(slots=True)
class RequiredAction:
    type: Literal["submit_tool_outputs"]
    submit_tool_outputs: SubmitToolOutputs


@dataclass(slots=True)
class LastError:
    code: str
    message: str


@dataclass(slots=True)
class RunIncompleteDetails:
    reason: str | None = None


@dataclass(slots=True)
class Usage:
    completion_tokens: int
    prompt_tokens: int
    total_tokens: int


@dataclass(slots=True)
class TruncationStrategy:
    type: str
    last_messages: Positive | None = None


@dataclass(slots=True)
class ChosenFunction:
    name: str


@dataclass(slots=True)
class ToolChoice:
    type: str
    function: ChosenFunction | None = None


@dataclass(slots=True)
class ResponseSchema:
    name: Identifier
    description: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


@dataclass(slots=True)
class ResponseFormatText:
    type: Literal["text"]


@dataclass(slots=True)
class ResponseFormatJSONObject:
    type: Literal["json_object"]


@dataclass(slots=True)
class ResponseFormatJSONSchema:
    type: Literal["json_schema"]
    json_schema: ResponseSchema


ResponseFormat = Annotated[
    ResponseFormatText | ResponseFormatJSONObject | ResponseFormatJSONSchema,
    Field(discriminator="type"),
]


@dataclass(slots=True)
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


@dataclass(slots=True)
class CreatedMessage:
    message_id: str


@dataclass(slots=True)
class Logs:
    type: Literal["logs"]
    logs: str


@dataclass(slots=True)
class OutputImage:
    file_id: str


@dataclass(slots=True)
class Image:
    type: Literal["image"]
    image: OutputImage


Output = Annotated[Logs | Image, Field(discriminator="type")]


@dataclass(slots=True)
class CodeInterpreter:
    input: str
    outputs: list[Output]


@dataclass(slots=True)
class SearchContent:
    type: Literal["text"] | None = None
    text: str | None = None


@dataclass(slots=True)
class SearchResult:
    file_id: str
    file_name: str
    score: Share
    content: list[SearchContent] | None = None


@dataclass(slots=True)
class SearchRankingOptions:
    ranker: str
    score_threshold: Share


@dataclass(slots=True)
class FileSearch:
    ranking_options: SearchRankingOptions | None = None
    results: list[SearchResult] | None = None


@dataclass(slots=True)
class CalledFunction:
    name: str
    arguments: str
    output: str | None


@dataclass(slots=True)
class CodeInterpreterToolCall:
    type: Literal["code_interpreter"]
    id: str
    code_interpreter: CodeInterpreter


@dataclass(slots=True)
class FileSearchToolCall:
    type: Literal["file_search"]
    id: str
    file_search: FileSearch


@dataclass(slots=True)
class FunctionToolCall:
    type: Literal["function"]
    id: str
    function: CalledFunction


ToolCall = Annotated[
    CodeInterpreterToolCall | FileSearchToolCall | FunctionToolCall, Field(discriminator="type")
]


@dataclass(slots=True)
class MessageCreationStepDetails:
    type: Literal["message_creation"]
    message_creation: CreatedMessage


@dataclass(slots=True)
class ToolCallsStepDetails:
    type: Literal["tool_calls"]
    tool_calls: list[ToolCall]


StepDetails = Annotated[
    MessageCreationStepDetails | ToolCallsStepDetails, Field(discriminator="type")
]


@dataclass(slots=True)
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
